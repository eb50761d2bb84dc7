// What the rules about a plan look at: the plan, the facts it was made of, and what each of its steps
// meets. Types only; moves/ fills it in.
import type { MoveFacts, Reading, SubnetFacts } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import type { Netuid, Ss58Address } from '../units.ts';

/** Alpha that leaves a position, by sale or as it is. Amounts in alpha-rao. */
export type Leaving = {
  subnet: SubnetFacts;
  hotkey: Ss58Address;
  amount: bigint;
  held: bigint;
  /** Over all hotkeys of the coldkey in the subnet. */
  available: Reading<bigint>;
  /** sale: for TAO; across: on to another subnet; within: as it is, in the same subnet. */
  manner: 'sale' | 'across' | 'within';
  /** Rao that the sale pays at any price, or that the alpha is worth at spot; null where the pool refuses. */
  worth: bigint | null;
  /** A full exit is under no minimum. */
  isWhole: boolean;
  /** Remainders below it are sold by force; 0 where the rule does not apply; null for what has no such rule. */
  smallestRemainder: Reading<bigint> | null;
  /** Alpha-rao that stay once this is done, before a forced sale. */
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
  /** What the account has for it once the network fee is paid, the existential deposit included. */
  spendable: bigint;
  /** The same without the deposit. */
  keepAlive: bigint;
  /** The TAO comes from the sale of the same plan, not from the free balance. */
  isFromSale: boolean;
};

export type PlanSubject = {
  plan: Omit<Plan, 'checks'>;
  facts: MoveFacts;
  /** Every subnet that the plan touches, the origin first. */
  subnets: readonly SubnetFacts[];
  /** Those that the chain wants started: selling with a limit is the one thing that a halted subnet allows. */
  mustBeEnabled: readonly SubnetFacts[];
  /** A netuid the facts say nothing of. */
  missingNetuid: Netuid | null;
  leaving: Leaving | null;
  entering: Entering | null;
  /** Where stake arrives: new stake, a change, a transfer. */
  arrival: { hotkey: Ss58Address; netuid: Netuid } | null;
  /** A transfer asks the subnet for its leave. */
  isTransfer: boolean;
  /** Alpha-rao of a transfer that is locked and travels with its lock; null: not known. */
  lockedTravels: bigint | null;
  /** `Pallet.call` names that the plan would use and the runtime lacks. */
  lackingCalls: readonly string[];
  /** solved: a limit protects it; impossible: no whole-number limit does; none: the call has no limit. */
  limit: 'solved' | 'impossible' | 'none' | 'not-needed';
  /** null: the network fee is unknown. */
  canPayFee: boolean | null;
};
