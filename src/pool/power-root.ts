// The chain's exact power for small reduced exponents: an integer power and an integer root.
// Knows no pool.

/**
 * The largest integer h with h^q · bd^p ≤ bn^p · scale^q, that is floor((bn/bd)^(p/q) · scale), for
 * positive arguments with p and q at most 1024.
 *
 * Mirrors sam0x17/safe-bigmath src/integer.rs `nth_root_ratio_floor` (013c4998).
 */
export function powerRoot(bn: bigint, bd: bigint, p: bigint, q: bigint, scale: bigint): bigint {
  const target = bn ** p * scale ** q;
  const unit = bd ** p;
  let high = 1n;
  while (high ** q * unit <= target) high <<= 1n;
  let low = 0n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** q * unit <= target) low = middle;
    else high = middle - 1n;
  }
  return low;
}
