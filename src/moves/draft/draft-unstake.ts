// Drafts an unstake: a part by remove_stake_limit, the whole position by remove_stake_full_limit.
import { min } from '../../pool/fixed-point.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import type { Netuid } from '../../units.ts';
import { cannotDraft } from './cannot-draft.ts';
import type { ChainCall } from '../run/chain-call.ts';
import { positionOf, type ChainState } from '../run/chain-state.ts';
import { alphaQuantity, taoQuantity } from '../run/make-leg.ts';
import type { Move } from '../../model/move.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import {
  chooseCall,
  leaveAt,
  leavingOf,
  openSubnets,
  richEnough,
  type Amounts,
  type Drafted,
  type Place,
  type Scene,
} from './planning.ts';
import {
  anyPrice,
  leastAccepted,
  limitStateOf,
  minimumOf,
  protectTrade,
  type Protection,
} from './protect-trade.ts';
import { NOTHING_KEPT } from './limit-by-price.ts';
import type { Effect } from '../run/run-call.ts';
import { smallestRemainder } from '../run/run-unstake.ts';
import { sellOnChain } from '../run/trade-on-chain.ts';
import type { Reading } from '../../model/facts.ts';

type RemoveName = 'remove_stake_full_limit' | 'remove_stake_limit' | 'remove_stake';
const forParts: readonly RemoveName[] = ['remove_stake_limit', 'remove_stake'];
const forAll: readonly RemoveName[] = ['remove_stake_full_limit', ...forParts];

function callOf(
  name: RemoveName,
  { hotkey, netuid }: Place,
  amount: bigint,
  limitPrice: bigint,
  allowPartial: boolean,
): ChainCall {
  if (name === 'remove_stake_full_limit') return { name, hotkey, netuid, limitPrice };
  if (name === 'remove_stake') return { name, hotkey, netuid, amount };
  return { name, hotkey, netuid, amount, limitPrice, allowPartial };
}

/** The least remainder that the chain leaves, alpha-rao; unknown where the rule's factor is unknown. */
export function remainderRule(
  state: ChainState,
  { netuid, hotkey, coldkey }: Place,
): Reading<bigint> {
  const factor = state.rules.nominatorMinimumFactor;
  if (!factor.known) return factor;
  return { known: true, value: smallestRemainder(state, netuid, hotkey, coldkey) };
}

function amountsOf(netuid: Netuid, effect: Effect | undefined): Amounts | null {
  if (effect?.kind !== 'unstake') return null;
  return {
    gives: alphaQuantity(netuid, effect.sold),
    receives: taoQuantity(effect.paid + effect.paidForRemainder),
    spareTao: 0n,
  };
}

export function draftUnstake(
  scene: Scene,
  move: Extract<Move, { kind: 'unstake' | 'unstake-all' }>,
): Drafted {
  const { facts, terms, coldkey } = scene;
  const { hotkey, netuid } = move;
  const place = { coldkey, hotkey, netuid };
  const isAll = move.kind === 'unstake-all';
  const { name, lacking } = chooseCall(facts.rules, isAll ? forAll : forParts);
  const opened = openSubnets(scene, [netuid]);
  const subnet = opened.ok ? opened.subnets[0] : undefined;
  if (!subnet || name === null) {
    return cannotDraft(scene, { opened, origin: place, arrival: null, lacking });
  }
  // The fee is taken first: paid in alpha, it leaves less to sell and a moved pool.
  const shell = callOf(name, place, 0n, 0n, false);
  const fees = networkFeeOf(facts.networkFees, `SubtensorModule.${name}`);
  const fee = payNetworkFee(scene.state, coldkey, shell, fees);
  const held = positionOf(fee.state, netuid, hotkey, coldkey);
  const amount = isAll ? held : move.amount;
  const pool = fee.state.subnets.get(netuid)?.pool ?? subnet.pool;

  const trade = { coldkey, hotkey, netuid, amount, limitPrice: undefined, dropFees: false };
  const quote = sellOnChain(
    richEnough(fee.state, place, { alpha: amount }),
    trade,
    coldkey,
    'trade',
  );
  const expected = quote.ok ? quote.value : 0n;
  const isLimited = name !== 'remove_stake';
  const sellsWhatIsHeld = name === 'remove_stake_full_limit';
  const allowPartial = !isAll && terms.allowPartial;
  const limit: Protection | null = isLimited
    ? protectTrade({
        facts: subnet.facts,
        pool,
        side: 'sell',
        amount,
        expected,
        terms,
        allowPartial,
        ...NOTHING_KEPT,
      })
    : null;
  const sale = quoteSwap(pool, { side: 'sell', amount });
  return {
    call: callOf(name, place, amount, limit?.limitPrice ?? anyPrice('sell'), allowPartial),
    fee,
    limit: limitStateOf(isLimited, limit, quote.ok && amount > 0n),
    legLimits: [limit],
    quoted: {
      legs: quote.ok ? quote.legs : [],
      amounts: quote.ok
        ? {
            gives: alphaQuantity(netuid, amount),
            receives: taoQuantity(expected),
            spareTao: 0n,
          }
        : null,
    },
    amountsOf: ([effect]) => amountsOf(netuid, effect),
    minimumOf: (legs) =>
      taoQuantity(minimumOf(legs, limit) ?? min(leastAccepted(expected, terms), expected)),
    floor: limit === null || limit.floor === null ? null : taoQuantity(limit.floor),
    restsOnDepth: limit?.restsOnDepth === true,
    // The chain tests the price whatever the protocol injects; the minimum depends on the injections.
    isGuaranteed: limit !== null && (sellsWhatIsHeld || limit.isGuaranteed),
    // The full exit sells what is held at execution: less after another sale or a dearer fee in alpha.
    isOfWhatIsHeld: sellsWhatIsHeld && limit?.isGuaranteed === true,
    worstPrice: (sellsWhatIsHeld ? limit?.limitPrice : limit?.worstPrice) ?? null,
    worstMeasured: null,
    worstIfMoved: null,
    origin: place,
    destination: null,
    subject: {
      subnets: [subnet.facts],
      mustBeEnabled: isLimited ? [] : [subnet.facts],
      missingNetuid: null,
      leaving: leavingOf({
        subnet: subnet.facts,
        hotkey,
        amount,
        held,
        goes: 'away',
        leave: leaveAt(facts, fee.state, place, 'away'),
        manner: 'sale',
        worth: sale.ok ? sale.amountOut : null,
        smallestRemainder: remainderRule(quote.ok ? quote.state : fee.state, place),
      }),
      entering: null,
      arrival: null,
      isTransfer: false,
      lackingCalls: lacking,
    },
  };
}
