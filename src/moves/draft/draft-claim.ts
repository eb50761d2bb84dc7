// Drafts a claim of root rewards: one call a validator, several in one batch, and with the root stake leaving in the same
// batch where the user wants that. What a claim pays is the node's own figure; the chain keeps no minimum of it.
import { plannedClaims, type ClaimMove } from '../../checks/planned-claims.ts';
import type { StakeCall } from '../../model/stake-calls.ts';
import { RAO_PER_TAO, ROOT_NETUID, type Ss58Address } from '../../units.ts';
import { feeName, type ChainCall } from '../run/chain-call.ts';
import { positionOf, type ChainState } from '../run/chain-state.ts';
import { alphaQuantity, taoQuantity } from '../run/make-leg.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import { runCall, type Effect } from '../run/run-call.ts';
import { cannotDraft } from './cannot-draft.ts';
import {
  chooseCall,
  leaveAt,
  leavingOf,
  openSubnets,
  type Amounts,
  type Drafted,
  type Place,
  type Scene,
} from './planning.ts';
import { tradesNothing } from './trades-nothing.ts';
import { leastAccepted } from './protect-trade.ts';

const CALL = 'claim_root_with_hotkey';
const EXIT = 'remove_stake_full_limit';

const claim = (hotkey: Ss58Address): StakeCall => ({ name: CALL, hotkey });
/** Root stake is TAO one to one: the limit keeps it so. */
const exit = (hotkey: Ss58Address): StakeCall => ({
  name: EXIT,
  hotkey,
  netuid: ROOT_NETUID,
  limitPrice: RAO_PER_TAO,
});

/**
 * A claim restarts the hold of the root stake: under a hold the stake leaves first. Without one it leaves last, with what the
 * claim brought.
 */
function leavesFirst({ facts: { claims } }: Scene): boolean {
  const interval = claims?.known === true ? claims.value.unlockInterval : null;
  return interval === null || !interval.known || interval.value > 0;
}

function callOf(
  hotkeys: readonly Ss58Address[],
  unstakes: boolean,
  isExitFirst: boolean,
): ChainCall {
  const claims = hotkeys.map(claim);
  const [only] = claims;
  const exits = unstakes ? hotkeys.map(exit) : [];
  if (claims.length === 1 && exits.length === 0 && only !== undefined) return only;
  return { name: 'batch_all', calls: isExitFirst ? [...exits, ...claims] : [...claims, ...exits] };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

const claimedBy = (effects: readonly Effect[]): bigint =>
  sum(effects.flatMap((one) => (one.kind === 'claim' ? one.claimed : [])));

/** TAO where root stake leaves, else root stake. */
function amountsOf(effects: readonly Effect[]): Amounts {
  const exits = effects.flatMap((one) => (one.kind === 'unstake' ? [one] : []));
  const sold = sum(exits.map((one) => one.sold));
  const paid = sum(exits.map((one) => one.paid + one.paidForRemainder));
  const receives =
    exits.length > 0 ? taoQuantity(paid) : alphaQuantity(ROOT_NETUID, claimedBy(effects));
  return { gives: alphaQuantity(ROOT_NETUID, sold), receives, spareTao: 0n };
}

/** The root stake that leaves, at the state that its call meets. */
function leaving(scene: Scene, state: ChainState, place: Place): Drafted['subject']['leaving'] {
  const subnet = state.subnets.get(ROOT_NETUID)?.facts;
  if (subnet === undefined) return null;
  const held = positionOf(state, ROOT_NETUID, place.hotkey, place.coldkey);
  return leavingOf({
    subnet,
    hotkey: place.hotkey,
    amount: held,
    held,
    goes: 'away',
    leave: leaveAt(scene.facts, state, place, 'away'),
    manner: 'sale',
    worth: held,
    smallestRemainder: null,
  });
}

/** Throws RangeError for no validator, for one named twice, and for root stake of several that would leave at once. */
export function draftClaim(scene: Scene, move: ClaimMove): Drafted {
  const { facts, terms, coldkey } = scene;
  const { hotkeys, unstakes } = move;
  const [hotkey] = hotkeys;
  if (hotkey === undefined) throw new RangeError('a claim of no validator');
  if (new Set(hotkeys).size < hotkeys.length)
    throw new RangeError('a claim of one validator twice');
  if (unstakes && hotkeys.length > 1) throw new RangeError('root stake of several leaves at once');
  const place = { coldkey, hotkey, netuid: ROOT_NETUID };
  const { lacking } = chooseCall(facts.rules, [CALL]);
  const others = unstakes ? chooseCall(facts.rules, [EXIT]).lacking : [];
  const opened = openSubnets(scene, [ROOT_NETUID]);
  const lackingCalls = [...lacking, ...others];
  if (!opened.ok || lackingCalls.length > 0) {
    return cannotDraft(scene, { opened, origin: place, arrival: null, lacking: lackingCalls });
  }
  const isExitFirst = leavesFirst(scene);
  const call = callOf(hotkeys, unstakes, isExitFirst);
  const fee = payNetworkFee(
    scene.state,
    coldkey,
    call,
    networkFeeOf(facts.networkFees, feeName(call)),
  );
  const expected = sum(plannedClaims(facts, move).map(({ redeemable }) => redeemable ?? 0n));
  const held = positionOf(fee.state, ROOT_NETUID, hotkey, coldkey);
  const least = expected === 0n ? 0n : leastAccepted(expected, terms);
  // The state in which the stake leaves: with what the claim brought, unless it leaves before.
  const met = isExitFirst ? null : runCall(fee.state, coldkey, claim(hotkey));
  const state = met?.ok === true ? met.state : fee.state;
  return {
    ...tradesNothing,
    call,
    fee,
    limit: unstakes ? 'solved' : 'not-needed',
    legLimits: unstakes ? [{ limitPrice: RAO_PER_TAO, headroomPpm: null }] : [],
    amountsOf,
    minimumOf: () => {
      if (!unstakes) return alphaQuantity(ROOT_NETUID, least);
      return taoQuantity(isExitFirst ? held : held + least);
    },
    origin: place,
    subject: {
      subnets: opened.subnets.map((subnet) => subnet.facts),
      mustBeEnabled: [],
      missingNetuid: null,
      leaving: unstakes ? leaving(scene, state, place) : null,
      entering: null,
      arrival: null,
      isTransfer: false,
      lackingCalls: [],
    },
  };
}
