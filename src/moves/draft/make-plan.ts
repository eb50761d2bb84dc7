// Makes the plan of a drafted move: runs the chain's own routine on the call; takes amounts, legs, the state
// afterwards and the checks from the result.
import { planRules } from '../../checks/all-rules.ts';
import { explainRefusal } from '../../checks/explain-refusal.ts';
import type { Leaving, PlanSubject } from '../../checks/plan-subject.ts';
import { runChecks } from '../../checks/run-checks.ts';
import { mulBits } from '../../pool/fixed-point.ts';
import { exitValue } from '../../pool/exit-value.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { toRao, type Rao } from '../../units.ts';
import { callsIn, draftOf, feeName, type ChainCall } from '../run/chain-call.ts';
import { positionKey, positionOf, type ChainState } from '../run/chain-state.ts';
import { alphaQuantity, taoQuantity } from '../run/make-leg.ts';
import type { Leg, Plan, Quantity } from '../../model/plan.ts';
import { orderValue, type SingleMove } from './order-value.ts';
import type { Drafted, LegLimit, Place, Planned, Scene } from './planning.ts';
import { runCall, swapRefusal, type Effect } from '../run/run-call.ts';

/** Adds the limits to the trade legs, in order; all legs of a single move belong to item 0. */
function withLimits(legs: readonly Leg[], limits: readonly (LegLimit | null)[]): Leg[] {
  let trade = 0;
  return legs.map((leg) => {
    const limit = leg.purpose === 'trade' ? (limits[trade++] ?? null) : null;
    const { limitPrice = null, headroomPpm = null } = limit ?? {};
    return { ...leg, item: 0, limitPrice, headroomPpm };
  });
}

const poolOf = (state: ChainState, quantity: Quantity) =>
  quantity.unit === 'alpha' ? (state.subnets.get(quantity.netuid)?.pool ?? null) : null;

function spotValue(state: ChainState, quantity: Quantity): Rao | null {
  if (quantity.unit === 'rao') return quantity.amount;
  const pool = poolOf(state, quantity);
  return pool && toRao(mulBits(spotPrice(pool), quantity.amount << 64n) >> 64n);
}

/** The received alpha sold again, or the received TAO spent again on the pool of the sale. */
function reversed(state: ChainState, received: Quantity, legs: readonly Leg[]): Quantity | null {
  const trades = legs.filter(({ purpose }) => purpose === 'trade');
  const [first] = trades;
  if (first === undefined) return null;
  const pool = poolOf(state, received);
  if (pool !== null) {
    const exit = exitValue(pool, received.amount);
    return exit.ok ? taoQuantity(exit.tao) : null;
  }
  const origin = state.subnets.get(first.netuid)?.pool;
  if (!origin || trades.length > 1 || first.side === 'buy') return null;
  const back = quoteSwap(origin, { side: 'buy', amount: received.amount });
  return back.ok ? alphaQuantity(first.netuid, back.amountOut) : null;
}

/** A position afterwards; null where the position before is unknown. */
function positionAt(
  before: ChainState,
  after: ChainState,
  { coldkey, hotkey, netuid }: Place,
): Quantity | null {
  const isKnown =
    before.ownColdkey === coldkey || before.positions.has(positionKey(netuid, hotkey, coldkey));
  return isKnown ? alphaQuantity(netuid, positionOf(after, netuid, hotkey, coldkey)) : null;
}

/** Adds the remainder and the proceeds of its forced sale, by the effect of the chain's routine. */
function leavingAfter(leaving: Leaving | null, effects: readonly Effect[]): Leaving | null {
  const [effect] = effects;
  if (leaving === null || effect?.kind !== 'unstake') return leaving;
  return {
    ...leaving,
    remainder: leaving.held - effect.sold,
    paidForRemainder: effect.paidForRemainder,
  };
}

const least = (values: readonly (bigint | null)[]): bigint | null =>
  values.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);

export function makePlan(scene: Scene, move: SingleMove, drafted: Drafted): Planned {
  const { facts, terms, coldkey } = scene;
  const { fee, call, subject: parts } = drafted;
  const step = call === null ? null : runCall(fee.state, coldkey, call);
  const isThere = parts.subnets.every(({ exists }) => exists) && parts.missingNetuid === null;
  const refusal = isThere ? null : (swapRefusal(fee.state, coldkey) ?? 'SubnetNotExists');
  const withoutCall = refusal === null ? null : `SubtensorModule.${refusal}`;
  const wouldFailWith = step === null ? withoutCall : step.ok ? null : step.error;
  const effects = step?.ok ? step.value : [];
  const state = step?.ok ? step.state : fee.state;
  const ran = step?.ok ? step.legs : drafted.quoted.legs;
  const legs = [...fee.legs, ...withLimits(ran, drafted.legLimits)];
  const amounts = step?.ok ? drafted.amountsOf(effects) : drafted.quoted.amounts;
  const expected = amounts?.receives ?? null;
  const minimum = drafted.minimumOf(legs);
  // TAO that is too little to restake stays free, so the minimum in alpha does not apply.
  const isSameUnit = expected !== null && minimum !== null && expected.unit === minimum.unit;
  const { worstPrice } = drafted;
  // The forced sale of a remainder has no limit price.
  const meetsPrice = worstPrice === null || legs.every(({ purpose }) => purpose !== 'residue');
  const isGuaranteed = drafted.isGuaranteed && isSameUnit && meetsPrice;
  // A call that the chain accepts is never signed with the outermost limit instead of a solved one.
  const isBare = drafted.limit === 'not-needed' && step?.ok === true && wireLimit(call) !== null;
  const limit = isBare ? 'impossible' : drafted.limit;
  const { restsOnDepth } = drafted;
  const isUnproven = restsOnDepth && facts.depth === 'one-source';
  const plan: Omit<Plan, 'checks'> = {
    move,
    terms,
    block: facts.block,
    runtime: facts.runtime,
    call: call === null || limit === 'impossible' || isUnproven ? null : draftOf(call),
    items: [],
    legs,
    ...(drafted.lock === undefined ? {} : { lock: drafted.lock }),
    gives: amounts?.gives ?? null,
    receives:
      expected === null
        ? null
        : {
            expected,
            minimum: isSameUnit ? minimum : expected,
            floor: isSameUnit ? drafted.floor : null,
            minimumRestsOn: restsOnDepth ? facts.depth : null,
            isGuaranteed,
            isOfWhatIsHeld: drafted.isOfWhatIsHeld,
            worstPrice,
            worstMeasured: drafted.worstMeasured,
            worstIfMoved: drafted.worstIfMoved,
          },
    spareTao: toRao(amounts?.spareTao ?? 0n),
    orderValue: orderValue(facts, scene.state, move, amounts?.gives ?? null),
    limitPrice: wireLimit(call),
    depthNeeded: restsOnDepth,
    headroomPpm: least(legs.map(({ headroomPpm }) => headroomPpm)),
    networkFee: fee.networkFee,
    reversedAtOnce: expected && step?.ok ? reversed(state, expected, legs) : null,
    spotValueAfter: expected && spotValue(state, expected),
    positionAfter: positionAt(scene.state, state, drafted.origin),
    destinationAfter: drafted.destination && positionAt(scene.state, state, drafted.destination),
    freeAfter: fee.networkFee.known
      ? { known: true, value: state.accounts.get(coldkey)?.free ?? facts.coldkey.free }
      : fee.networkFee,
    wouldFailWith,
  };
  const subject: PlanSubject = {
    ...parts,
    plan,
    facts,
    leaving: leavingAfter(parts.leaving, effects),
    limit,
    feeName: call === null ? null : feeName(call),
    canPayFee: fee.isPayable,
    lockedTravels: lockedShare(drafted, facts.availability.known),
  };
  const checks = explainRefusal(runChecks(planRules, subject), wouldFailWith);
  return { plan: { ...plan, checks }, subject, after: state };
}

/** The first limit of a call, as encoded. */
function wireLimit(call: ChainCall | null): bigint | null {
  const [first] = call === null ? [] : callsIn(call);
  return first !== undefined && 'limitPrice' in first ? first.limitPrice : null;
}

/** Alpha-rao of a transfer beyond the available amount; null where that is unknown. */
function lockedShare({ subject, call }: Drafted, isKnown: boolean): bigint | null {
  const { leaving } = subject;
  if (!subject.isTransfer || leaving === null || call === null) return 0n;
  if (!isKnown || !leaving.leave.known) return null;
  const amount = leaving.amount < leaving.held ? leaving.amount : leaving.held;
  const { unlocked } = leaving.leave.value;
  return amount > unlocked ? amount - unlocked : 0n;
}
