// Figures of two decimals that are printed beside their sum and add up to it: what cutting takes off is given back to the
// parts that lost most by it. Pure.

/** A hundredth of one TAO, or of one alpha. */
export const CENT = 10_000_000n;

const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);

/** As amounts are printed: towards zero. */
export const cut = (amount: bigint): bigint => amount - (amount % CENT);

/** Downwards. */
const floored = (amount: bigint): bigint => cut(amount) - (amount % CENT < 0n ? CENT : 0n);

/** To the nearest hundredth, halves upwards. */
export const rounded = (amount: bigint): bigint => floored(amount + CENT / 2n);

/** Each part off by less than a hundredth; those that are whole hundredths stay. Ties go to the earlier part. */
function spread(parts: readonly bigint[], total: bigint): readonly bigint[] {
  const floors = parts.map(floored);
  const lost = (index: number): bigint => (parts[index] ?? 0n) - (floors[index] ?? 0n);
  const missing = Number((total - sumOf(floors)) / CENT);
  const most = [...parts.keys()]
    .filter((index) => lost(index) > 0n)
    .toSorted((a, b) => (lost(a) === lost(b) ? a - b : lost(a) < lost(b) ? 1 : -1))
    .slice(0, Math.max(0, missing));
  return floors.map((floor, index) => floor + (most.includes(index) ? CENT : 0n));
}

/** For results, which are rounded: the parts add up to `total`, which is rounded. */
export const roundedParts = (
  parts: readonly bigint[],
  total: bigint = rounded(sumOf(parts)),
): readonly bigint[] => spread(parts, total);

const isTrifle = (part: bigint): boolean => part !== 0n && part < CENT && part > -CENT;

/**
 * For amounts, which are cut: the parts add up to `total`, which is cut. A trifle is printed with more digits, so it stays as
 * it is, and with the others it is cut to the total: many trifles make no other part more.
 */
export function cutParts(
  parts: readonly bigint[],
  total: bigint = cut(sumOf(parts)),
): readonly bigint[] {
  const left = total - sumOf(parts.filter(isTrifle));
  const others = cut(left) === left ? left : total < 0n ? floored(left) : floored(left) + CENT;
  const shown = spread(
    parts.filter((part) => !isTrifle(part)),
    others,
  ).values();
  return parts.map((part) => (isTrifle(part) ? part : (shown.next().value ?? part)));
}
