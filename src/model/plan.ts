// A move worked out at one block. Types only: plan-move.ts makes plans, nothing else does.
import type { CheckResult } from './check.ts';
import type { BlockRef, CurveName, Reading, RuntimeRef, SimQuery } from './facts.ts';
import type { Filled, Order, Pool } from '../pool/pool.ts';
import type { AlphaRao, Netuid, Rao } from '../units.ts';
import type { Move, MoveTerms } from './move.ts';

/** A call by names; chain/ turns it into bytes and bytes back into it. Account ids are SS58, prefix 42. */
export type CallValue =
  bigint | number | boolean | string | null | CallDraft | readonly CallValue[];
export type CallDraft = {
  pallet: string;
  name: string;
  args: Readonly<Record<string, CallValue>>;
};

/** An amount together with what it is an amount of. */
export type Quantity =
  { unit: 'rao'; amount: Rao } | { unit: 'alpha'; netuid: Netuid; amount: AlphaRao };

/** One trade with one pool, in the order in which the chain makes them. */
export type Leg = {
  /** network-fee: alpha sold for inclusion; residue: a remainder too small to keep, sold by force. */
  purpose: 'trade' | 'residue' | 'network-fee';
  netuid: Netuid;
  side: 'buy' | 'sell';
  curve: CurveName;
  /** Position in the plan's items (0 for single moves). */
  item: number;
  before: Pool;
  order: Order;
  fill: Filled;
  /** The pool that the next leg meets: after the fill, and after the sale of the author's fee. */
  after: Pool;
  /** Part per million by which the execution price is worse than spot, fee excluded. */
  priceImpactPpm: bigint;
  swapFee: Quantity;
  /** As on the wire (rao per whole alpha); null where the chain trades at any price. */
  limitPrice: bigint | null;
  /** How far others may move the price before this leg fails, in parts per million; null without a limit. */
  headroomPpm: bigint | null;
  /** What the node is asked to confirm this leg; null for legs on a pool that this plan already moved. */
  sim: SimQuery | null;
};

export type Exactness =
  | { state: 'checking' }
  | { state: 'identical' }
  /** Local figure minus the node's, in the leg's output unit. Signing is refused. */
  | { state: 'differs'; leg: number; local: bigint; node: bigint }
  /** First-touch legs identical; later legs by the model that they prove. */
  | { state: 'model-proven' }
  /** The runtime cannot be asked: an explicit yes is needed. */
  | { state: 'unverified' }
  /** The node did not answer: try again, no signing. */
  | { state: 'unanswered' }
  /** Nothing is traded (stake moves as it is): there is no quote to compare. */
  | { state: 'no-trade' };

export type Plan = {
  move: Move;
  terms: MoveTerms;
  block: BlockRef;
  runtime: RuntimeRef;
  /** null when no call can be made of it (a check says why) or when its items are sent one by one. */
  call: CallDraft | null;
  /** Of exit-several only: each item planned on the pools that those before it leave behind. */
  items: readonly Plan[];
  legs: readonly Leg[];
  /** What leaves the position or the free balance, network fee excluded. */
  gives: Quantity | null;
  receives: {
    expected: Quantity;
    /** The least the user accepts. Where a part may fill no promise, but reckoned on the part that fills now. */
    minimum: Quantity;
    /** true only where the chain itself enforces what checks/promise.ts says of this plan. */
    isGuaranteed: boolean;
    /**
     * The call takes what the position holds by then, in silence: the minimum is promised only as long as that is
     * what is given here or more. Less of it at no worse than the worst price, or as it is where nothing is traded.
     */
    isOfWhatIsHeld: boolean;
    /**
     * Rao per whole alpha, the pool's fee left aside, that every unit traded meets: set where less may be traded than
     * stands here, be it that a part may fill or that the call takes what is held by then. null: no price is promised.
     */
    worstPrice: bigint | null;
    /** Under a guard that promises nothing: the least that got through it when others' trades were tried; no floor. */
    worstMeasured: Quantity | null;
    /** No promise either: the least that arrives if others move neither price by more than that much against it. */
    worstIfMoved: { movePpm: bigint; quantity: Quantity } | null;
  } | null;
  /** TAO that stays free besides what the move is for: the surplus of a protected route. */
  spareTao: Rao;
  /** As it goes on the wire, of the first limit of the call; null where the call has none. */
  limitPrice: bigint | null;
  /** How far others may move a price before this fails, in parts per million; the tightest leg; null without a limit. */
  headroomPpm: bigint | null;
  networkFee: Reading<
    { paidIn: 'tao'; fee: Rao } | { paidIn: 'alpha'; netuid: Netuid; fee: AlphaRao }
  >;
  /** What selling (or buying back) at once would return, all fees in; null where it makes no sense. */
  reversedAtOnce: Quantity | null;
  /** What spot will say the result is worth, in rao. */
  spotValueAfter: Rao | null;
  /** The position that the move starts from (stakes into, for a stake). */
  positionAfter: Quantity | null;
  /** The position that a change or a transfer ends in, where it is known. */
  destinationAfter: Quantity | null;
  freeAfter: Reading<Rao>;
  checks: readonly CheckResult[];
  /** `Pallet.Error` that the chain would answer at this block; null: it would go through. */
  wouldFailWith: string | null;
};
