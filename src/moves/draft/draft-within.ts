// Drafts a move without a trade: stake to another validator of the same subnet, or to another coldkey.
import { mulBits } from '../../pool/fixed-point.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { cannotDraft } from './cannot-draft.ts';
import type { ChainCall } from '../run/chain-call.ts';
import { positionOf } from '../run/chain-state.ts';
import { alphaQuantity } from '../run/make-leg.ts';
import type { Move } from '../../model/move.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import {
  chooseCall,
  leaveAt,
  leavingOf,
  meantOf,
  openSubnets,
  type Drafted,
  type Scene,
} from './planning.ts';

type Within = Extract<Move, { kind: 'change-validator' | 'transfer' }>;

function callOf(move: Within, amount: bigint): ChainCall {
  const { hotkey, netuid } = move;
  const base = { hotkey, netuid, toNetuid: netuid, amount };
  return move.kind === 'transfer'
    ? { name: 'transfer_stake', ...base, toColdkey: move.toColdkey }
    : { name: 'move_stake', ...base, toHotkey: move.toHotkey };
}

export function draftWithin(scene: Scene, move: Within): Drafted {
  const { facts, coldkey } = scene;
  const { hotkey, netuid } = move;
  const isTransfer = move.kind === 'transfer';
  const goes = isTransfer ? 'given' : 'within';
  const origin = { coldkey, hotkey, netuid };
  const destination = {
    coldkey: isTransfer ? move.toColdkey : coldkey,
    hotkey: isTransfer ? hotkey : move.toHotkey,
    netuid,
  };
  const { name, lacking } = chooseCall(facts.rules, [isTransfer ? 'transfer_stake' : 'move_stake']);
  const opened = openSubnets(scene, [netuid]);
  const subnet = opened.ok ? opened.subnets[0] : undefined;
  if (!subnet || name === null) {
    return cannotDraft(scene, { opened, origin, arrival: destination, lacking });
  }
  const fees = networkFeeOf(facts.networkFees, `SubtensorModule.${name}`);
  const fee = payNetworkFee(scene.state, coldkey, callOf(move, 0n), fees);
  const pool = fee.state.subnets.get(netuid)?.pool ?? subnet.pool;
  const held = positionOf(fee.state, netuid, hotkey, coldkey);
  const before = positionOf(scene.state, netuid, hotkey, coldkey);
  const { amount, wire, isOfWhatIsHeld } = meantOf(facts.rules, move, before, held);
  const alpha = alphaQuantity(netuid, amount);
  return {
    call: callOf(move, wire),
    fee,
    limit: 'not-needed',
    legLimits: [],
    quoted: { legs: [], amounts: { gives: alpha, receives: alpha, spareTao: 0n } },
    amountsOf: ([effect]) => {
      if (effect?.kind !== 'transition') return null;
      const moved = alphaQuantity(netuid, effect.moved);
      return { gives: moved, receives: moved, spareTao: 0n };
    },
    // Nothing is traded: the amount that leaves also arrives.
    minimumOf: () => alpha,
    floor: alpha,
    restsOnDepth: false,
    isGuaranteed: true,
    isOfWhatIsHeld,
    worstPrice: null,
    worstMeasured: null,
    worstIfMoved: null,
    origin,
    destination,
    subject: {
      subnets: [subnet.facts],
      mustBeEnabled: [subnet.facts],
      missingNetuid: null,
      leaving: leavingOf({
        subnet: subnet.facts,
        hotkey,
        amount,
        held,
        goes,
        leave: leaveAt(facts, fee.state, origin, goes),
        manner: 'within',
        worth: mulBits(spotPrice(pool), amount << 64n) >> 64n,
        smallestRemainder: null,
      }),
      entering: null,
      arrival: destination,
      isTransfer,
      lackingCalls: lacking,
    },
  };
}
