// What the planners of all kinds share: the scene they plan on, and what they hand to make-plan.ts.
// Types, and the few steps that every kind begins with.
import type { Leaving, PlanSubject } from '../../checks/plan-subject.ts';
import type { ChainRules, MoveFacts, Reading, SubnetFacts } from '../../model/facts.ts';
import type { Pool } from '../../pool/pool.ts';
import { toRao, type Netuid, type Ss58Address } from '../../units.ts';
import type { ChainCall } from '../run/chain-call.ts';
import {
  changeFree,
  changePosition,
  positionOf,
  totalsKey,
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

/** A move with its call chosen and its limits solved, before the chain's own routine has run over it. */
export type Drafted = {
  /** What would be sent, with the outermost limit where none could be solved; null: no such call here. */
  call: ChainCall | null;
  fee: FeePayment;
  limit: PlanSubject['limit'];
  /** One entry a trade leg; null where the leg runs at any price. */
  legLimits: readonly (LegLimit | null)[];
  /** Figures as if nothing stood in the way: shown where the chain would refuse. */
  quoted: { legs: readonly Leg[]; amounts: Amounts | null };
  /** The same out of what the chain's routine did. */
  amountsOf: (effects: readonly Effect[]) => Amounts | null;
  /** Of what is received, by the legs that run. */
  minimumOf: (legs: readonly Leg[]) => Quantity | null;
  isGuaranteed: boolean;
  /** The call takes what the position holds by then: the minimum counts only while that is enough. */
  isOfWhatIsHeld: boolean;
  /** Where less may be traded than the whole: the price that each unit must meet, rao per whole alpha. */
  worstPrice: bigint | null;
  /** Under a guard: the least that was measured to get through it, which is no floor; null: not measured. */
  worstMeasured: Quantity | null;
  worstIfMoved: NonNullable<Plan['receives']>['worstIfMoved'];
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

/** A plan, and the state that the next item of an exit starts from. */
export type Planned = { plan: Plan; after: ChainState };

export type OpenSubnet = { facts: SubnetFacts; pool: Pool };

/** The subnets of a move in order, or the parts of a plan that cannot be: none there, or no local model. */
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

/** The first of these calls that the runtime has, and the better ones that it lacks. */
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

/** The same state with enough of everything that an amount can be quoted whoever asks. */
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

/** What may leave a subnet; unknown where the node did not say, all of it where it named no lock. */
export function availabilityOf(
  facts: MoveFacts,
  state: ChainState,
  { coldkey, netuid }: Pick<Place, 'coldkey' | 'netuid'>,
): Reading<bigint> {
  if (!facts.availability.known) return facts.availability;
  const totals = state.totals.get(totalsKey(netuid, coldkey));
  if (totals === undefined) return { known: true, value: 0n };
  return { known: true, value: totals.total > totals.locked ? totals.total - totals.locked : 0n };
}

/**
 * What a change or a transfer asks for: never more than is held once the fee is paid, in alpha where TAO does not suffice.
 * Up to spec 425 the chain cuts the amount down in silence, later runtimes refuse it. More than was held before the
 * fee is a mistake and stays as it is.
 */
export function cutToPosition(amount: bigint, before: bigint, after: bigint): bigint {
  return amount <= before && amount > after && after > 0n ? after : amount;
}

type LeavingParts = Pick<
  Leaving,
  'subnet' | 'hotkey' | 'amount' | 'manner' | 'worth' | 'smallestRemainder'
> & { held: bigint; available: Reading<bigint> };

export function leavingOf(parts: LeavingParts): Leaving {
  const { amount, held } = parts;
  return {
    ...parts,
    isWhole: amount >= held,
    remainder: held > amount ? held - amount : 0n,
    paidForRemainder: 0n,
  };
}
