// Shared by the drafts of all kinds of moves: the scene, the drafted move for make-plan.ts, and the first steps of
// every draft.
import type { Leaving, PlanSubject } from '../../checks/plan-subject.ts';
import { leaveOf, noStake, type Leave } from '../../model/available.ts';
import type { ChainRules } from '../../model/chain-rules.ts';
import type { MoveFacts, Reading, SubnetFacts } from '../../model/facts.ts';
import type { PlannedLock } from '../../model/planned-lock.ts';
import type { Pool } from '../../pool/pool.ts';
import { toRao, U64_MAX, type Netuid, type Ss58Address } from '../../units.ts';
import type { ChainCall } from '../run/chain-call.ts';
import {
  changeFree,
  changePosition,
  positionOf,
  stakeAt,
  type ChainState,
} from '../run/chain-state.ts';
import type { MoveTerms } from '../../model/move.ts';
import type { FeePayment } from '../run/pay-network-fee.ts';
import type { Leg, Plan, Quantity } from '../../model/plan.ts';
import type { Effect } from '../run/run-call.ts';

export type Scene = {
  facts: MoveFacts;
  terms: MoveTerms;
  coldkey: Ss58Address;
  /** Before the network fee. */
  state: ChainState;
};

/** The limit of one trade leg; headroom is null where the price cannot move. */
export type LegLimit = { limitPrice: bigint; headroomPpm: bigint | null };

export type Amounts = { gives: Quantity; receives: Quantity; spareTao: bigint };

/** A move with its call chosen and its limits solved, before the chain's own routine runs. */
export type Drafted = {
  /** The call, with the outermost limit where none could be solved; null: the runtime has none. */
  call: ChainCall | null;
  fee: FeePayment;
  limit: PlanSubject['limit'];
  /** One entry per trade leg; null where the leg trades at any price. */
  legLimits: readonly (LegLimit | null)[];
  /** Figures without balances and checks, shown where the chain would refuse the call. */
  quoted: { legs: readonly Leg[]; amounts: Amounts | null };
  /** Amounts from the effects of the chain's routine. */
  amountsOf: (effects: readonly Effect[]) => Amounts | null;
  /** The minimum received, by the legs that run. */
  minimumOf: (legs: readonly Leg[]) => Quantity | null;
  /** What the limits enforce whatever the pools' depth; null: no amount. */
  floor: Quantity | null;
  /** The minimum holds only if a pool is as deep as told. */
  restsOnDepth: boolean;
  isGuaranteed: boolean;
  /** The call takes what the position holds at execution: the minimum holds only while that suffices. */
  isOfWhatIsHeld: boolean;
  /** Worst price per unit, rao per whole alpha. Set where less than the full amount may trade. */
  worstPrice: bigint | null;
  /** The least output measured to pass the guard (guard-limit.ts), no floor; null: not measured. */
  worstMeasured: Quantity | null;
  worstIfMoved: NonNullable<Plan['receives']>['worstIfMoved'];
  /** Of a lock only. */
  lock?: PlannedLock;
  origin: Place;
  destination: Place | null;
  subject: SubjectParts;
};

export type Place = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

type SubjectParts = Pick<
  PlanSubject,
  | 'subnets'
  | 'mustBeEnabled'
  | 'missingNetuid'
  | 'leaving'
  | 'entering'
  | 'arrival'
  | 'isTransfer'
  | 'lackingCalls'
>;

/** A plan, what its checks judged, and the state for the next item of an exit. */
export type Planned = { plan: Plan; subject: PlanSubject; after: ChainState };

export type OpenSubnet = { facts: SubnetFacts; pool: Pool };

/** The subnets of a move in order, or what is known where one does not exist or has no local model. */
export type Opened =
  | { ok: true; subnets: readonly OpenSubnet[] }
  | { ok: false; facts: readonly SubnetFacts[]; missingNetuid: Netuid | null };

export function openSubnets({ state }: Scene, netuids: readonly Netuid[]): Opened {
  const found = netuids.map((netuid) => state.subnets.get(netuid));
  const subnets = found.flatMap((subnet) =>
    subnet?.pool && subnet.facts.exists ? { facts: subnet.facts, pool: subnet.pool } : [],
  );
  if (subnets.length === netuids.length) return { ok: true, subnets };
  return {
    ok: false,
    facts: found.flatMap((subnet) => subnet?.facts ?? []),
    missingNetuid: netuids.find((_, at) => found[at] === undefined) ?? null,
  };
}

/** The first of these calls that the runtime has, and the better ones before it that the runtime lacks. */
export function chooseCall<Name extends string>(
  rules: ChainRules,
  names: readonly Name[],
): { name: Name | null; lacking: readonly string[] } {
  const keys = names.map((name) => `SubtensorModule.${name}`);
  const at = keys.findIndex((key) => rules.calls.includes(key));
  return at < 0
    ? { name: null, lacking: keys }
    : { name: names[at] ?? null, lacking: keys.slice(0, at) };
}

/** The state with enough TAO and alpha to quote an amount that the account may not hold. */
export function richEnough(
  state: ChainState,
  { coldkey, hotkey, netuid }: Place,
  amounts: { rao?: bigint; alpha?: bigint },
): ChainState {
  const { rao = 0n, alpha = 0n } = amounts;
  const held = positionOf(state, netuid, hotkey, coldkey);
  const rich = alpha > held ? changePosition(state, netuid, hotkey, coldkey, alpha - held) : state;
  const account = rich.accounts.get(coldkey);
  if (account === undefined || rao === 0n) return rich;
  const unbound = { ...account, reserved: toRao(0n), frozen: toRao(0n) };
  const free = rao + rich.rules.existentialDeposit;
  const accounts = new Map(rich.accounts).set(coldkey, unbound);
  return account.free >= free
    ? { ...rich, accounts }
    : changeFree({ ...rich, accounts }, coldkey, free - account.free);
}

/**
 * Alpha-rao that may leave a position, after the fee: nothing goes away where the node listed no stake; unknown where the
 * node did not answer.
 */
export function leaveAt(
  facts: MoveFacts,
  state: ChainState,
  { coldkey, hotkey, netuid }: Place,
  goes: Leaving['goes'],
): Reading<Leave> {
  const held = positionOf(state, netuid, hotkey, coldkey);
  if (facts.availability.known) {
    const stake = stakeAt(state, netuid, coldkey) ?? noStake;
    return { known: true, value: leaveOf(stake, hotkey, held, goes) };
  }
  // Runtimes without the figure know no collateral, and a lock does not bind a stake to its validator.
  const isFree = goes === 'within' && facts.availability.reason === 'not-on-this-runtime';
  return isFree
    ? { known: true, value: { sure: held, most: held, unlocked: 0n } }
    : facts.availability;
}

/** Alpha-rao of a change or a transfer: what moves now, and what the call names. */
type Meant = {
  amount: bigint;
  wire: bigint;
  /** The call takes what the position holds at execution, which may be less; false: the chain refuses it then. */
  isOfWhatIsHeld: boolean;
};

/** A part of the fee in alpha that stays behind, so that a dearer fee does not make the call fail: 5 %. */
const FEE_MARGIN = 20n;

/**
 * The amount of a change or a transfer, `before` and `after` the network fee, which may be paid in alpha. Runtimes that
 * refuse more than the position take u64::MAX as all of it (specs 469 on); where they do not, a fee in alpha may turn out
 * dearer at execution, and a margin stays. More than was held before the fee is a mistake and stays unchanged.
 * Source: chain reference §4.9, §5.5.
 */
export function meantOf(
  { overAmounts }: ChainRules,
  { amount, isAll }: { amount: bigint; isAll?: true },
  before: bigint,
  after: bigint,
): Meant {
  const rule = overAmounts.known ? overAmounts.value : null;
  if (isAll === true && rule === 'takes-all') {
    return { amount: after, wire: U64_MAX, isOfWhatIsHeld: true };
  }
  // Where it is not known whether the chain cuts or refuses, only the weaker promise holds.
  const isOfWhatIsHeld = rule === null || rule === 'cuts';
  const wanted = isAll === true ? before : amount;
  if (wanted > before || wanted <= after || after === 0n) {
    return { amount: wanted, wire: wanted, isOfWhatIsHeld };
  }
  const margin = rule === 'cuts' ? 0n : (before - after) / FEE_MARGIN + 1n;
  const least = after > margin ? after - margin : after;
  return { amount: least, wire: least, isOfWhatIsHeld };
}

type LeavingParts = Pick<
  Leaving,
  | 'subnet'
  | 'hotkey'
  | 'amount'
  | 'manner'
  | 'goes'
  | 'worth'
  | 'smallestRemainder'
  | 'held'
  | 'leave'
>;

export function leavingOf(parts: LeavingParts): Leaving {
  const { amount, held } = parts;
  return {
    ...parts,
    isWhole: amount >= held,
    remainder: held > amount ? held - amount : 0n,
    paidForRemainder: 0n,
  };
}
