// Whether a node's preview of a claim agrees with itself and with what is stored. A preview has no local model: what can be
// checked of it is its sums, and the shares that stored rate, watermark and root stake make. Pure.
// Source: RaoFoundation/subtensor pallets/subtensor/src/staking/claim_root.rs (get_basket_owed_shares, root_claim_for_hotkey),
// basket_views.rs (basket_payout_from).
import type { Reading } from '../../model/facts.ts';
import type { ClaimDoubt, ClaimPayment } from '../../model/root-claims.ts';
import { mulDivDown } from '../../units.ts';

const FRACTION_BITS = 32n;
/** Of accrued rao: the fund is quoted as a whole and by rows, before and after it sold what is too small to keep. */
const FUND_TOLERANCE = 100n;

/** What is stored of the fund and of the claimant; a missing value is not compared. */
export type ClaimBooks = {
  /** Shares per rao of root stake, I96F32 bits. */
  rateBits: Reading<bigint>;
  /** Shares outstanding. */
  shares: Reading<bigint>;
  /** Shares taken already; negative: granted. */
  claimed: Reading<bigint>;
  /** Rao of root stake of the claimant on the validator. */
  rootStake: Reading<bigint>;
  /** Rao that the whole fund is worth. */
  nav: Reading<bigint>;
  /** Rao of TAO in existence. */
  issuance: Reading<bigint>;
};

/** `payment` null: the runtime tells shares and value only. Amounts in rao. */
type Told = { owedShares: bigint; accrued: bigint; payment: ClaimPayment | null };

/** Shares owed by the stored books, rounded down, never more than the fund has; 0 where the watermark is ahead. */
export function owedShares(
  rateBits: bigint,
  rootStake: bigint,
  claimed: bigint,
  shares: bigint,
): bigint {
  const owedBits = rateBits * rootStake - (claimed << FRACTION_BITS);
  const owed = owedBits > 0n ? owedBits >> FRACTION_BITS : 0n;
  return owed < shares ? owed : shares;
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

function isOutOfRows(payment: ClaimPayment): boolean {
  const { rows, rowsToSell, dustRows } = payment;
  if (rowsToSell + dustRows > rows) return true;
  return (payment.forfeited > 0n && dustRows === 0) || (payment.redeemable > 0n && rows === 0);
}

/** Each row is rounded down by itself, and so are both sums. */
function isOutOfSums({ accrued, owedShares: shares, payment }: Told): boolean {
  if (shares === 0n && accrued > 0n) return true;
  if (payment === null) return false;
  const { redeemable, forfeited, rows, sweptRows } = payment;
  if (redeemable > accrued || forfeited > accrued) return true;
  return distance(redeemable + forfeited, accrued) > BigInt(rows + sweptRows + 1);
}

function isOutOfBooks(told: Told, books: ClaimBooks): boolean {
  const { rateBits, rootStake, claimed, shares } = books;
  if (!rateBits.known || !rootStake.known || !claimed.known || !shares.known) return false;
  const stored = owedShares(rateBits.value, rootStake.value, claimed.value, shares.value);
  // Queued dividends enter the fund first and raise what is owed; nothing lowers it.
  const mayBeMore = told.payment !== null && told.payment.flushedCredits > 0;
  return mayBeMore ? told.owedShares < stored : told.owedShares !== stored;
}

function isOutOfFund(told: Told, { nav, shares }: ClaimBooks): boolean {
  if (!nav.known || !shares.known || shares.value === 0n) return false;
  if (told.payment !== null && told.payment.flushedCredits > 0) return false;
  const part = mulDivDown(told.owedShares, nav.value, shares.value);
  const rows = BigInt((told.payment?.rows ?? 0) + (told.payment?.sweptRows ?? 0) + 1);
  return distance(part, told.accrued) > part / FUND_TOLERANCE + rows;
}

/** The first reason not to believe the figures; null: none found. */
export function doubtOf(told: Told, books: ClaimBooks): ClaimDoubt | null {
  if (books.issuance.known && told.accrued > books.issuance.value) return 'supply';
  if (isOutOfSums(told)) return 'sums';
  if (told.payment !== null && isOutOfRows(told.payment)) return 'rows';
  if (isOutOfBooks(told, books)) return 'books';
  return isOutOfFund(told, books) ? 'fund' : null;
}
