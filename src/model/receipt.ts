// What the chain says came of an extrinsic. Types only.
import type { BlockRef } from './facts.ts';
import type { AlphaRao, Netuid, Rao } from '../units.ts';

/** One amount of a receipt: what the plan said and what the events say. */
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
  /** Difference of the main amount, in parts: pool moved before us, our own impact and fees as planned. */
  poolMovedBefore: bigint | null;
};
