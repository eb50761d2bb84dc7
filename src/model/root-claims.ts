// What the funds of root validators ("baskets", from spec 441) owe, and the rules by which a claim pays. Types only.
import type { BlockRef, Reading } from './reading.ts';
import type { Hex, Rao, Ss58Address } from '../units.ts';

/**
 * Why a node's figures of one claim are not believed. fields: some are missing or of another kind; sums: the parts are more,
 * or less, than the whole; supply: more TAO than there is; rows: more rows than the whole; books: other shares than the
 * stored rate, watermark and root stake make; fund: more, or less, than the shares' part of the fund; twice: the validator
 * is listed more than once.
 */
export type ClaimDoubt = 'fields' | 'sums' | 'supply' | 'rows' | 'books' | 'fund' | 'twice';

/** What a claim pays at this block by the node's own preview. TAO at the price that the pools give then. */
export type ClaimPayment = {
  /** Rao that go to the claimant's root stake on the validator. */
  redeemable: Rao;
  /** Rao, estimated: the claimant's part of rows too small to sell, which stays with the fund's other holders for good. */
  forfeited: Rao;
  /** Holdings of the fund, and those of them that are sold in part, left as dust, or turned into TAO first. */
  rows: number;
  rowsToSell: number;
  dustRows: number;
  sweptRows: number;
  /** Queued dividends that enter the fund first. */
  flushedCredits: number;
};

/** What one validator's fund owes to one coldkey. */
export type RootClaim = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  /** Shares of the fund. */
  owedShares: bigint;
  /** Rao that the whole entitlement is worth at the quote before the sale. */
  accrued: Rao;
  /** Unknown on runtimes without a preview (before API version 5): they do not tell what would be forfeited. */
  payment: Reading<ClaimPayment>;
  /** null: the figures agree with each other and with what is stored. */
  doubt: ClaimDoubt | null;
  /** Block of the last root stake operation of coldkey and validator, from which a hold counts; null: none. */
  heldSince: Reading<number | null>;
};

/** Shares that a rao of root stake on the validator was ever paid, I96F32 bits; it only grows. */
export type BasketRate = { hotkey: Ss58Address; rateBits: bigint };

/** All read at one block. */
export type RootClaims = {
  /** Least rao that a claim pays out, rounded up: below it a claim does nothing and costs its fee. */
  threshold: Reading<Rao>;
  /** Blocks for which root stake stays after it arrived; 0: no hold. */
  unlockInterval: Reading<number>;
  /** Where a coldkey is not listed nothing was read of it. A validator that is not listed owes it nothing. */
  of: readonly { coldkey: Ss58Address; claims: Reading<readonly RootClaim[]> }[];
  rates: readonly BasketRate[];
  /** Whether the weight of several claims in one batch fits a block; unknown where that was not asked. */
  batchFits: Reading<boolean>;
};

/** The newest reading, and the rates of earlier ones: what root pays is measured between two. */
export type RootClaimsRecord = {
  genesisHash: Hex;
  block: BlockRef;
  /** The block's own time, epoch milliseconds. */
  blockTime: number;
  claims: RootClaims;
  /** Ascending by block, the newest reading last. */
  rates: readonly { block: number; rates: readonly BasketRate[] }[];
};

/** One claim as a plan shows it. */
export type PlannedClaim = {
  hotkey: Ss58Address;
  /** null: what the claim would find is not known, or not believed. */
  accrued: Rao | null;
  redeemable: Rao | null;
  forfeited: Rao | null;
  doubt: ClaimDoubt | null;
  rows: number | null;
};
