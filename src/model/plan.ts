// A move worked out at one block. Types only: plan-move.ts makes plans, nothing else does.
import type { CheckResult } from './check.ts';
import type { BlockRef, CurveName, DepthSource, Reading, RuntimeRef, SimQuery } from './facts.ts';
import type { PlannedLock } from './planned-lock.ts';
import type { Filled, Order, Pool } from '../pool/pool.ts';
import type { AlphaRao, Netuid, Rao } from '../units.ts';
import type { Move, MoveTerms } from './move.ts';
import type { PlannedClaim } from './root-claims.ts';

/** A call by names; chain/ encodes it to bytes and decodes bytes to it. Account ids are SS58, prefix 42. */
export type CallValue =
  | bigint
  | number
  | boolean
  | string
  | null
  | CallDraft
  | readonly CallValue[];
export type CallDraft = {
  pallet: string;
  name: string;
  args: Readonly<Record<string, CallValue>>;
};

/** An amount together with what it is an amount of. */
export type Quantity =
  | { unit: 'rao'; amount: Rao }
  | { unit: 'alpha'; netuid: Netuid; amount: AlphaRao };

/** One trade with one pool, in the order in which the chain makes them. */
export type Leg = {
  /** network-fee: alpha sold to pay for inclusion; residue: a remainder too small to keep, which the chain sells. */
  purpose: 'trade' | 'residue' | 'network-fee';
  netuid: Netuid;
  side: 'buy' | 'sell';
  curve: CurveName;
  /** Position in the plan's items (0 for single moves). */
  item: number;
  before: Pool;
  order: Order;
  fill: Filled;
  /** The pool for the next leg: after the fill and after the sale of the block author's fee. */
  after: Pool;
  /** Parts per million by which the execution price is worse than spot, fee excluded. */
  priceImpactPpm: bigint;
  swapFee: Quantity;
  /** As on the wire (rao per whole alpha); null where the chain trades at any price. */
  limitPrice: bigint | null;
  /** How far others may move the price before this leg fails, in parts per million; null without a limit. */
  headroomPpm: bigint | null;
  /** The query by which the node confirms this leg; null for legs on a pool that this plan already moved. */
  sim: SimQuery | null;
};

export type Exactness =
  | { state: 'checking' }
  | { state: 'identical' }
  /** Local figure minus the node's, in the leg's output unit. Signing is refused. */
  | { state: 'differs'; leg: number; local: bigint; node: bigint }
  /** The first leg on each pool is identical; later legs rest on the model that those prove. */
  | { state: 'model-proven' }
  /** The runtime cannot simulate: the user must accept that explicitly. */
  | { state: 'unverified' }
  /** The node did not answer: try again, no signing. */
  | { state: 'unanswered' }
  /** What a claim finds is the node's own figure at that block: nothing of ours to compare it with. */
  | { state: 'told' }
  /** Nothing is traded (stake moves untraded): there is no quote to compare. */
  | { state: 'no-trade' };

export type Plan = {
  move: Move;
  terms: MoveTerms;
  block: BlockRef;
  runtime: RuntimeRef;
  /** null when no call can be made (a check gives the reason) or when the items are sent one by one. */
  call: CallDraft | null;
  /** Of exit-several only: each item planned on the pools after the items before it. */
  items: readonly Plan[];
  legs: readonly Leg[];
  /** Of a claim only: what each validator's fund pays. Plans stored by earlier versions lack it. */
  claims?: readonly PlannedClaim[];
  /** Of a lock only: what is bound after it, and how that comes free. Plans stored by earlier versions lack it. */
  lock?: PlannedLock;
  /** What leaves the position or the free balance, network fee excluded. */
  gives: Quantity | null;
  receives: {
    expected: Quantity;
    /** The least the user accepts. Where a part may fill: no promise, but computed for the part that fills now. */
    minimum: Quantity;
    /**
     * What the limits enforce whatever the pools' depth, and so whatever a node says of it: net amount × limit price, less
     * what the chain may withhold and round away. Takes the pool's fee as told. null: no amount is enforced.
     */
    floor: Quantity | null;
    /**
     * Whose word about the pools' depth the minimum rests on; null: on no one's, the floor is no less. `one-source`:
     * nothing may be signed.
     */
    minimumRestsOn: DepthSource | null;
    /** true only where the chain itself enforces the promise that checks/promise.ts derives from this plan. */
    isGuaranteed: boolean;
    /**
     * The call silently takes what the position holds at execution. The minimum is promised only while the position
     * holds at least `gives`. A smaller holding trades at no worse than `worstPrice`, or moves untraded.
     */
    isOfWhatIsHeld: boolean;
    /**
     * Worst price per unit, rao per whole alpha before the pool's fee. Set when less than `gives` may trade: a part may
     * fill, or the call takes what is held at execution. null: no price is promised.
     */
    worstPrice: bigint | null;
    /** Under a guard without a promise: the least that arrived when others' trades were simulated. Not a floor. */
    worstMeasured: Quantity | null;
    /** No promise either: the least that arrives if others move neither price by more than `movePpm` against it. */
    worstIfMoved: { movePpm: bigint; quantity: Quantity } | null;
  } | null;
  /** TAO that stays free as the surplus of a protected route, besides `receives`. */
  spareTao: Rao;
  /**
   * Rao that the order moves: TAO spent, or alpha at the spot price before it, rounded up; null: not known. Plans stored by
   * earlier versions lack it.
   */
  orderValue?: Rao | null;
  /** The call's first limit as on the wire; null where the call has none. */
  limitPrice: bigint | null;
  /** The order moves a price by more than half the tolerance: its minimum needs the pools' depth from two sources. */
  depthNeeded: boolean;
  /** How far others may move a price before the call fails, in parts per million, on the tightest leg; null without a limit. */
  headroomPpm: bigint | null;
  networkFee: Reading<
    { paidIn: 'tao'; fee: Rao } | { paidIn: 'alpha'; netuid: Netuid; fee: AlphaRao }
  >;
  /** What selling (or buying back) at once would return, after all fees; null where there is no reverse. */
  reversedAtOnce: Quantity | null;
  /** The result's value at the spot price after the move, in rao. */
  spotValueAfter: Rao | null;
  /** After the move: the position that it starts from; for a stake, the position staked into. */
  positionAfter: Quantity | null;
  /** After the move: the position that a change or a transfer ends in, where it is known. */
  destinationAfter: Quantity | null;
  freeAfter: Reading<Rao>;
  checks: readonly CheckResult[];
  /** `Pallet.Error` that the chain would answer at this block; null: it would succeed. */
  wouldFailWith: string | null;
};
