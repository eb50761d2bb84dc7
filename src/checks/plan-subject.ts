// The subject of the rules about a plan: the plan, its facts, and the state that each of its steps meets. Types only;
// moves/ fills it in.
import type { Leave, Leaving as Goes } from '../model/available.ts';
import type { MoveFacts, Reading, SubnetFacts } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import type { Netuid, Ss58Address } from '../units.ts';

/** Alpha that leaves a position, sold or untraded. Amounts in alpha-rao. */
export type Leaving = {
  subnet: SubnetFacts;
  hotkey: Ss58Address;
  amount: bigint;
  held: bigint;
  goes: Goes;
  /** What of it may leave. */
  leave: Reading<Leave>;
  /** sale: for TAO; across: on to another subnet; within: untraded, in the same subnet. */
  manner: 'sale' | 'across' | 'within';
  /** Rao that the sale pays at any price, or that the alpha is worth at spot; null where the pool refuses. */
  worth: bigint | null;
  /** A full exit has no minimum. */
  isWhole: boolean;
  /** The chain sells smaller remainders; 0 where the rule does not apply; null for moves without such a rule. */
  smallestRemainder: Reading<bigint> | null;
  /** Alpha-rao that stay after the move, before a forced sale. */
  remainder: bigint;
  /** Rao that a forced sale of the remainder brings. */
  paidForRemainder: bigint;
};

/** TAO that a purchase takes from the free balance. Amounts in rao. */
export type Entering = {
  subnet: SubnetFacts;
  hotkey: Ss58Address;
  amount: bigint;
  /** The least the chain takes, pool fee included. */
  smallest: bigint;
  /** The free balance after the network fee, existential deposit included. */
  spendable: bigint;
  /** The same without the existential deposit. */
  keepAlive: bigint;
  /** The TAO comes from the sale of the same plan, not from the free balance. */
  isFromSale: boolean;
};

export type PlanSubject = {
  plan: Omit<Plan, 'checks'>;
  facts: MoveFacts;
  /** Every subnet that the plan touches, the origin first. */
  subnets: readonly SubnetFacts[];
  /** Subnets that must be started for this move; a halted subnet allows only selling with a limit. */
  mustBeEnabled: readonly SubnetFacts[];
  /** A netuid that the facts lack. */
  missingNetuid: Netuid | null;
  leaving: Leaving | null;
  entering: Entering | null;
  /** Where stake arrives: new stake, a change, a transfer. */
  arrival: { hotkey: Ss58Address; netuid: Netuid } | null;
  /** A transfer to another coldkey needs the subnet's permission. */
  isTransfer: boolean;
  /** Alpha-rao of a transfer that is locked and travels with its lock; null: unknown. */
  lockedTravels: bigint | null;
  /** `Pallet.call` names that the plan would use and the runtime lacks. */
  lackingCalls: readonly string[];
  /** solved: a limit protects it; impossible: no whole-number limit does; none: the call has no limit. */
  limit: 'solved' | 'impossible' | 'none' | 'not-needed';
  /** The call by the name of its network fee; null: no call. */
  feeName: string | null;
  /** null: the network fee is unknown. */
  canPayFee: boolean | null;
};
