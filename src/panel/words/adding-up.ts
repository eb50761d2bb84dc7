// One figure, one print: an amount is cut to hundredths wherever it stands. What stands nowhere but beside its printed sum, as
// the steps from one value to another, is fitted to it: what cutting takes off goes to the steps that lost most. Pure.

/** A hundredth of one TAO, or of one alpha. */
export const CENT = 10_000_000n;

const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);

/** As amounts are printed: towards zero. */
export const cut = (amount: bigint): bigint => amount - (amount % CENT);

/** Whether parts that make up a whole are printed as less than it: the reader who adds them up is told why. */
export const loseByCutting = (parts: readonly bigint[], whole: bigint): boolean =>
  sumOf(parts) === whole && sumOf(parts.map(cut)) !== cut(whole);

/** Downwards. */
const floored = (amount: bigint): bigint => cut(amount) - (amount % CENT < 0n ? CENT : 0n);

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

type Fit = (parts: readonly bigint[], total: bigint) => readonly bigint[];

/** Those kept stand on another screen as well, so they are cut as there; the others make up what they can. */
function keeping(
  fit: Fit,
  parts: readonly bigint[],
  total: bigint,
  kept: ReadonlySet<number>,
): readonly bigint[] {
  const fixed = parts.map((part, index) => (kept.has(index) ? cut(part) : 0n));
  const others = parts.filter((_part, index) => !kept.has(index));
  const rest = fit(others, total - sumOf(fixed)).values();
  return parts.map((part, index) =>
    kept.has(index) ? (fixed[index] ?? part) : (rest.next().value ?? part),
  );
}

const NONE: ReadonlySet<number> = new Set();

/** For results, of gains and losses: every part is whole hundredths, and the parts add up to `total`. */
export const resultParts = (
  parts: readonly bigint[],
  total: bigint = cut(sumOf(parts)),
  kept = NONE,
): readonly bigint[] => keeping(spread, parts, total, kept);

const isTrifle = (part: bigint): boolean => part !== 0n && part < CENT && part > -CENT;

/** A trifle is printed with more digits, so it stays as it is: many trifles make no other part more. */
function fitAmounts(parts: readonly bigint[], total: bigint): readonly bigint[] {
  const left = total - sumOf(parts.filter(isTrifle));
  const others = cut(left) === left ? left : total < 0n ? floored(left) : floored(left) + CENT;
  const shown = spread(
    parts.filter((part) => !isTrifle(part)),
    others,
  ).values();
  return parts.map((part) => (isTrifle(part) ? part : (shown.next().value ?? part)));
}

/** For amounts: with the trifles among them the parts are cut to `total`. */
export const amountParts = (
  parts: readonly bigint[],
  total: bigint = cut(sumOf(parts)),
  kept = NONE,
): readonly bigint[] => keeping(fitAmounts, parts, total, kept);
