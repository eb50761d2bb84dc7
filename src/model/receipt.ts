// The outcome of an extrinsic by the chain's events. Types only.
import type { BlockRef } from './facts.ts';
import type { AlphaRao, Netuid, Rao } from '../units.ts';

/** One amount of a receipt: expected by the plan, actual by the events. */
export type ReceiptLine = {
  /** Key in _locales, for example `receiptReceived`. */
  labelKey: string;
  unit: 'rao' | 'alpha';
  netuid: Netuid;
  expected: bigint | null;
  actual: bigint;
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
    { paidIn: 'tao'; fee: Rao } | { paidIn: 'alpha'; netuid: Netuid; fee: AlphaRao } | null;
  /** Difference of the first line's amount (its unit) due to the pools' movement before our block; null: unknown. */
  poolMovedBefore: bigint | null;
};
