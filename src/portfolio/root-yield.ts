// What root paid between two readings of a validator's fund. Pure.
import type { BasketRate, RootClaim, RootClaims, RootClaimsRecord } from '../model/root-claims.ts';
import { mulDivDown, PPM, type Ss58Address } from '../units.ts';

/** 365.25 days of 7,200 blocks. */
const BLOCKS_PER_YEAR = 2_629_800n;
const FRACTION_BITS = 32n;
/** Blocks; a shorter window measures single dividends. */
const SHORTEST_WINDOW = 300;
/** Shares and rao below which what a share is worth would be a rounding. */
const ENOUGH = 10_000n;

type RootYield = {
  /** Parts per million of root stake a year, at what a share is worth now; rounded down, without compounding. */
  aprPpm: bigint;
  fromBlock: number;
  toBlock: number;
};

const rateOf = (rates: readonly BasketRate[], hotkey: Ss58Address): bigint | null =>
  rates.find((one) => one.hotkey === hotkey)?.rateBits ?? null;

/** A claim that tells what shares of that fund are worth; null: none that does. */
function worthOf(claims: RootClaims, hotkey: Ss58Address): RootClaim | null {
  for (const { claims: own } of claims.of) {
    if (!own.known) continue;
    const found = own.value.find((one) => one.hotkey === hotkey && one.doubt === null);
    if (found !== undefined && found.owedShares >= ENOUGH && found.accrued >= ENOUGH) return found;
  }
  return null;
}

/**
 * What a rao of root stake on that validator was paid between the oldest and the newest reading kept; null before there
 * are two, where no share of the fund tells what one is worth, and where the rate fell, which no rate does.
 */
export function rootYield(
  { rates, claims }: Pick<RootClaimsRecord, 'rates' | 'claims'>,
  hotkey: Ss58Address,
): RootYield | null {
  const readings = rates.flatMap(({ block, rates: all }) => {
    const bits = rateOf(all, hotkey);
    return bits === null ? [] : [{ block, bits }];
  });
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return null;
  const window = last.block - first.block;
  const grown = last.bits - first.bits;
  if (window < SHORTEST_WINDOW || grown < 0n) return null;
  const worth = worthOf(claims, hotkey);
  if (worth === null) return null;
  const aprPpm = mulDivDown(
    grown * worth.accrued,
    BLOCKS_PER_YEAR * PPM,
    (worth.owedShares * BigInt(window)) << FRACTION_BITS,
  );
  return { aprPpm, fromBlock: first.block, toBlock: last.block };
}
