// What the maker of the past knows of it: each thing that happened, as an entry of its own, and what an account had.
// Types only. Meant to be compared with a book that was rebuilt from the chain; shares nothing with it.
import type { AccountId } from '../ledger/state/ledger-state.ts';

export type PastKind =
  | 'stake'
  | 'unstake'
  | 'move'
  | 'swap'
  | 'stake-in'
  | 'stake-out'
  | 'tao-in'
  | 'tao-out'
  | 'claim'
  | 'payout'
  | 'key-change'
  | 'failed'
  | 'fee'
  | 'other';

/** On root `registeredAt` is 0, and alpha is rao. */
export type PastHolding = Readonly<{ netuid: number; registeredAt: number; hotkey: AccountId }>;

export type PastLeg =
  | Readonly<{ of: 'free'; change: bigint }>
  | (Readonly<{ of: 'alpha'; change: bigint }> & PastHolding);

export type PastPrice = Readonly<{ netuid: number; registeredAt: number; raoPerAlpha: bigint }>;

export type PastRecord = Readonly<{
  coldkey: AccountId;
  block: number;
  hash: string;
  /** Order within the block, of this coldkey. */
  place: number;
  at: number;
  kind: PastKind;
  by: 'self' | 'other' | 'chain';
  extrinsic: Readonly<{
    index: number;
    hash: string;
    /** The inner call of a proxy's or a batch's. */
    call: string;
    signer: AccountId;
  }> | null;
  legs: readonly PastLeg[];
  /** On the first entry of an extrinsic that the account paid for. */
  fee: PastLeg | null;
  poolFees: readonly Readonly<{ unit: 'rao' | 'alpha'; netuid: number; amount: bigint }>[];
  /** At the end of the block before, of every subnet but root in `legs`. */
  prices: readonly PastPrice[];
  counterparty: AccountId | null;
  /** `Pallet.Error` of a failed call. */
  error: string | null;
  /** True: it and its counterpart leave neither nonce, balance nor shares changed. Only a reader between them sees it. */
  isCancelled: boolean;
}>;

export type PastPoint = Readonly<{
  block: number;
  at: number;
  nonce: number;
  /** Reserved included. */
  free: bigint;
  reserved: bigint;
  holdings: readonly (PastHolding & Readonly<{ alpha: bigint }>)[];
  /** Of every subnet but root in `holdings`. */
  prices: readonly PastPrice[];
}>;
