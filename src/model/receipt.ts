// The outcome of an extrinsic by the chain's events. Types only.
import type { BlockRef } from './facts.ts';
import type { FinalVotes } from './proof.ts';
import type { AlphaRao, Netuid, Rao, Ss58Address } from '../units.ts';

export type ReceiptLabel =
  | 'receiptReceived'
  | 'receiptGave'
  | 'receiptBetween'
  | 'receiptItem'
  | 'receiptResidue'
  | 'receiptPoolFee'
  | 'receiptSpareTao'
  | 'receiptClaimed'
  | 'receiptClaimedAll'
  | 'receiptForfeited'
  | 'receiptLocked';

/** One amount of a receipt: expected by the plan, actual by the events. */
export type ReceiptLine = {
  /** Key in _locales. */
  labelKey: ReceiptLabel;
  unit: 'rao' | 'alpha';
  netuid: Netuid;
  expected: bigint | null;
  actual: bigint;
  /** The validator whose fund paid it; missing: the line is of no single one. */
  hotkey?: Ss58Address;
};

/** Why a claim paid nothing from a fund, as the state before its block shows it; `unknown`: that state was not read, or paid. */
export type EmptyClaim = {
  hotkey: Ss58Address;
  why: 'nothing-owed' | 'under-threshold' | 'unknown';
};

/** Less than the plan promised, in one unit: the chain enforces what no lie can move, so a node told it a false pool. */
export type Shortfall = Pick<ReceiptLine, 'unit' | 'netuid' | 'actual'> & {
  /** `amount`: what arrived; `sale`: what a sale brought for the purchase after it, the rest came from free TAO. */
  of: 'amount' | 'sale';
  promised: bigint;
};

/** What of a receipt is more than one node's word. That its extrinsic is in the block's body is proven of every receipt. */
export type ReceiptProof = {
  /** Whether the events that it is made of are in the state under the block's header. */
  events: 'proven' | 'not-served' | 'not-asked';
  /** The votes for its block, or for one after it whose state knows it; null: `gap` says why. */
  final: FinalVotes | null;
  /** `elsewhere`: the final chain has another block in its place. */
  gap: 'not-yet' | 'not-served' | 'elsewhere' | null;
  /** Number of the final block that was asked last; 0: none yet. */
  upTo: number;
};

export type Receipt = {
  block: BlockRef;
  extrinsicIndex: number;
  at: number;
  isSuccess: boolean;
  /** `Pallet.Error` of a failed dispatch. */
  error: string | null;
  lines: ReceiptLine[];
  networkFee:
    | { paidIn: 'tao'; fee: Rao }
    | { paidIn: 'alpha'; netuid: Netuid; fee: AlphaRao }
    | null;
  /** Difference of the first line's amount (its unit) due to the pools' movement before our block; null: unknown. */
  poolMovedBefore: bigint | null;
  /** null: what was promised was kept, or no amount was promised. */
  shortfall: Shortfall | null;
  /** Claims that did nothing and cost their fee. Missing: there was no claim. */
  emptyClaims?: readonly EmptyClaim[];
  /** What the account now does with locked alpha that others give it. Missing: the call was not about that. */
  acceptsLocked?: boolean;
  /** Missing: made before proofs were asked for. */
  proof?: ReceiptProof;
  /** `Pallet.Event` of what could not be read, because this runtime lays it out otherwise; missing: all was read. */
  unread?: readonly string[];
};
