// The outcome of an extrinsic by the chain's events. Types only.
import type { BlockRef } from './facts.ts';
import type { AlphaRao, Netuid, Rao } from '../units.ts';

export type ReceiptLabel =
  | 'receiptReceived'
  | 'receiptGave'
  | 'receiptBetween'
  | 'receiptItem'
  | 'receiptResidue'
  | 'receiptPoolFee'
  | 'receiptSpareTao';

/** One amount of a receipt: expected by the plan, actual by the events. */
export type ReceiptLine = {
  /** Key in _locales. */
  labelKey: ReceiptLabel;
  unit: 'rao' | 'alpha';
  netuid: Netuid;
  expected: bigint | null;
  actual: bigint;
};

/** Less than the plan promised, in one unit: the chain enforces what no lie can move, so a node told it a false pool. */
export type Shortfall = Pick<ReceiptLine, 'unit' | 'netuid' | 'actual'> & {
  /** `amount`: what arrived; `sale`: what a sale brought for the purchase after it, the rest came from free TAO. */
  of: 'amount' | 'sale';
  promised: bigint;
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
};
