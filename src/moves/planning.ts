// What the planners of all kinds share: the scene they plan on, and what they hand to make-plan.ts. Types only.
import type { PlanSubject } from '../checks/plan-subject.ts';
import type { MoveFacts } from '../facts.ts';
import type { Netuid, Ss58Address } from '../units.ts';
import type { ChainCall } from './chain-call.ts';
import type { ChainState } from './chain-state.ts';
import type { Move, MoveTerms } from './move.ts';
import type { FeePayment } from './pay-network-fee.ts';
import type { Leg, Plan, Quantity } from './plan.ts';
import type { Effect } from './run-call.ts';

export type Scene = {
  facts: MoveFacts;
  terms: MoveTerms;
  coldkey: Ss58Address;
  /** Before the network fee. */
  state: ChainState;
};

/** The limit of one trade leg, in the order of the legs. */
export type LegLimit = { limitPrice: bigint; headroomPpm: bigint };

/** A move with its call chosen and its limits solved, before the chain's own routine has run over it. */
export type Drafted = {
  move: Move;
  call: ChainCall | null;
  fee: FeePayment;
  limit: PlanSubject['limit'];
  /** One entry a trade leg; null where the leg runs at any price. */
  legLimits: readonly (LegLimit | null)[];
  /** Figures as if nothing stood in the way: shown where the chain would refuse. */
  quoted: readonly Leg[];
  /** What goes in and comes out by the quote, and by what the chain's routine did. */
  amountsOf: (effects: readonly Effect[] | null) => Amounts;
  /** Of what is received. */
  minimum: Quantity | null;
  isGuaranteed: boolean;
  floor: Quantity | null;
  destination: { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid } | null;
  subject: SubjectParts;
};

export type Amounts = {
  gives: Quantity | null;
  receives: Quantity | null;
  spareTao: bigint;
};

export type SubjectParts = Pick<
  PlanSubject,
  | 'subnets'
  | 'mustBeEnabled'
  | 'missingNetuid'
  | 'leaving'
  | 'entering'
  | 'arrival'
  | 'isGift'
  | 'lackingCalls'
>;

/** A plan, and the state that the next item of an exit starts from. */
export type Planned = { plan: Plan; after: ChainState };
