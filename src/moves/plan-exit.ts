// Plans an exit from several positions, each item on the state after the one before it. Sent one by one, each item
// has its own outcome; sent as one batch, one failure reverts all.
import { planRules } from '../checks/all-rules.ts';
import { explainRefusal } from '../checks/explain-refusal.ts';
import type { PlanSubject } from '../checks/plan-subject.ts';
import { severestOfEach, runChecks } from '../checks/run-checks.ts';
import type { Reading } from '../model/facts.ts';
import { ROOT_NETUID, toRao, type Netuid, type Rao } from '../units.ts';
import { batchOf, callName, draftOf, feeName, type ChainCall } from './run/chain-call.ts';
import type { StakeCall } from '../model/stake-calls.ts';
import type { ChainState } from './run/chain-state.ts';
import { draftUnstake } from './draft/draft-unstake.ts';
import { taoQuantity } from './run/make-leg.ts';
import { makePlan } from './draft/make-plan.ts';
import type { Move } from '../model/move.ts';
import { networkFeeOf, payNetworkFee, type FeePayment } from './run/pay-network-fee.ts';
import type { Plan, Quantity } from '../model/plan.ts';
import { promiseOf } from '../checks/promise.ts';
import { sumOfOrders } from './draft/order-value.ts';
import type { Scene } from './draft/planning.ts';
import { runCall } from './run/run-call.ts';

type Exit = Extract<Move, { kind: 'exit-several' }>;
type Item = { plan: Plan; call: StakeCall | null };
type Items = { items: readonly Item[]; after: ChainState };

/** Each item as its own move, on the state after the one before it. */
function planItems(scene: Scene, exit: Exit): Items {
  const items: Item[] = [];
  let { state } = scene;
  for (const [index, { hotkey, netuid }] of exit.items.entries()) {
    const move = { kind: 'unstake-all', coldkey: exit.coldkey, hotkey, netuid } as const;
    const drafted = draftUnstake({ ...scene, state }, move);
    const { plan, after } = makePlan({ ...scene, state }, move, drafted);
    const legs = plan.legs.map((leg) => ({ ...leg, item: index }));
    const { call } = drafted;
    items.push({
      plan: { ...plan, legs },
      call: plan.call === null || call === null || call.name === 'batch_all' ? null : call,
    });
    // An item that would fail is not sent, so the state stays.
    if (plan.wouldFailWith === null && plan.call !== null) state = after;
  }
  return { items, after: state };
}

const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

const canGo = ({ call, wouldFailWith }: Plan): boolean => call !== null && wouldFailWith === null;

const promisesMinimum = ({ receives, legs }: Plan): boolean =>
  receives !== null && ['minimum', 'minimum-while-held'].includes(promiseOf(receives, legs));

function receivedBy(plans: readonly Plan[]): Plan['receives'] {
  const going = plans.flatMap((plan) => (canGo(plan) && plan.receives ? plan.receives : []));
  const total = (of: (receives: NonNullable<Plan['receives']>) => Quantity): Quantity =>
    taoQuantity(sum(going.map((receives) => of(receives).amount)));
  const minimum = total((receives) => receives.minimum);
  const isFloored = going.every(({ floor }) => floor !== null);
  const isGuaranteed = going.length > 0 && plans.filter(canGo).every(promisesMinimum);
  return {
    expected: total((receives) => receives.expected),
    minimum,
    floor: isFloored ? total(({ floor, minimum: least }) => floor ?? least) : null,
    minimumRestsOn: going.find(({ minimumRestsOn: on }) => on !== null)?.minimumRestsOn ?? null,
    isGuaranteed,
    // Each exit sells what is held at execution, at no worse than its own limit price.
    isOfWhatIsHeld: isGuaranteed,
    worstPrice: null,
    worstMeasured: null,
    worstIfMoved: null,
  };
}

/** The sum of the items' fees in TAO; a fee in alpha is in the plan of its item. */
function feesOf(plans: readonly Plan[]): Plan['networkFee'] {
  let total = 0n;
  for (const plan of plans) {
    if (!canGo(plan)) continue;
    const { networkFee } = plan;
    if (!networkFee.known) return networkFee;
    if (networkFee.value.paidIn === 'tao') total += networkFee.value.fee;
  }
  return { known: true, value: { paidIn: 'tao', fee: toRao(total) } };
}

type Sending = {
  call: ChainCall | null;
  fee: FeePayment | null;
  networkFee: Plan['networkFee'];
  wouldFailWith: string | null;
  after: ChainState;
  items: readonly Item[];
};

const oneByOne = ({ items, after }: Items): Sending => ({
  call: null,
  fee: null,
  networkFee: feesOf(items.map(({ plan }) => plan)),
  wouldFailWith: null,
  after,
  items,
});

/** A batch pays one fee, always in TAO. */
function asOneBatch(scene: Scene, exit: Exit): Sending {
  const { facts, coldkey } = scene;
  const empty = { name: 'batch_all', calls: [] } as const;
  const parts = planItems(scene, exit).items.flatMap(({ call }) => (call ? callName(call) : []));
  const due = networkFeeOf(facts.networkFees, batchOf(parts));
  const fee = payNetworkFee(scene.state, coldkey, empty, due);
  // The items of a batch pay no fee of their own.
  const free: Reading<Rao> = { known: true, value: toRao(0n) };
  const networkFees = Object.fromEntries(parts.map((name) => [name, free]));
  const inside = { ...scene, state: fee.state, facts: { ...facts, networkFees } };
  const { items } = planItems(inside, exit);
  const calls = items.flatMap(({ call }) => call ?? []);
  const isWhole = calls.length === items.length && calls.length > 0;
  const call: ChainCall = { name: 'batch_all', calls };
  const step = isWhole ? runCall(fee.state, coldkey, call) : null;
  const refusal = items.find(({ plan }) => plan.wouldFailWith !== null)?.plan.wouldFailWith;
  return {
    call: isWhole && facts.rules.calls.includes(callName(call)) ? call : null,
    fee,
    networkFee: fee.networkFee,
    wouldFailWith: step === null ? (refusal ?? null) : step.ok ? null : step.error,
    after: step?.ok ? step.state : fee.state,
    items,
  };
}

function subjectOf(scene: Scene, plan: PlanSubject['plan'], sending: Sending): PlanSubject {
  const subnets = [...new Set(sending.items.map(({ plan: { move } }) => netuidOf(move)))];
  return {
    plan,
    facts: scene.facts,
    subnets: subnets.flatMap((netuid) => scene.state.subnets.get(netuid)?.facts ?? []),
    mustBeEnabled: [],
    missingNetuid: subnets.find((netuid) => !scene.state.subnets.has(netuid)) ?? null,
    leaving: null,
    entering: null,
    arrival: null,
    isTransfer: false,
    lockedTravels: 0n,
    lackingCalls:
      plan.move.kind === 'exit-several' && plan.move.sending === 'one-batch' && !plan.call
        ? lackingBatch(scene)
        : [],
    limit: 'not-needed',
    feeName: sending.call === null ? null : feeName(sending.call),
    canPayFee: sending.fee === null ? null : sending.fee.isPayable,
  };
}

const lackingBatch = ({ facts }: Scene): readonly string[] =>
  facts.rules.calls.includes('Utility.batch_all') ? [] : ['Utility.batch_all'];

const netuidOf = (move: Move): Netuid => ('netuid' in move ? move.netuid : ROOT_NETUID);

/** The plan of an exit. Sent one by one, its own checks concern the account; each item's plan has its own checks. */
export function planExit(scene: Scene, exit: Exit): Plan {
  const isBatch = exit.sending === 'one-batch';
  const sending = isBatch ? asOneBatch(scene, exit) : oneByOne(planItems(scene, exit));
  const plans = sending.items.map(({ plan }) => plan);
  const legs = plans.flatMap((plan) => (isBatch || canGo(plan) ? plan.legs : []));
  const receives = receivedBy(plans);
  const { call, networkFee, wouldFailWith } = sending;
  const plan: PlanSubject['plan'] = {
    move: exit,
    terms: scene.terms,
    block: scene.facts.block,
    runtime: scene.facts.runtime,
    call: call && draftOf(call),
    items: plans,
    legs,
    gives: null,
    receives,
    spareTao: toRao(0n),
    orderValue: sumOfOrders(plans),
    limitPrice: null,
    depthNeeded: plans.some(({ depthNeeded }) => depthNeeded),
    headroomPpm: plans.reduce<bigint | null>(
      (least, { headroomPpm }) =>
        least === null || (headroomPpm !== null && headroomPpm < least) ? headroomPpm : least,
      null,
    ),
    networkFee,
    reversedAtOnce: null,
    spotValueAfter: receives && toRao(receives.expected.amount),
    positionAfter: null,
    destinationAfter: null,
    freeAfter: networkFee.known
      ? {
          known: true,
          value: sending.after.accounts.get(scene.coldkey)?.free ?? scene.facts.coldkey.free,
        }
      : networkFee,
    wouldFailWith,
  };
  const own = runChecks(planRules, subjectOf(scene, plan, sending));
  const all = isBatch ? severestOfEach([own, ...plans.map(({ checks }) => checks)]) : own;
  return { ...plan, checks: explainRefusal(all, wouldFailWith) };
}
