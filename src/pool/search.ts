// Bracketing searches over integers on exact functions. Knows no pool.

/**
 * The last integer of [low, high] for which the predicate holds, or undefined if it does not hold at
 * `low`. The predicate holds up to some point and not beyond. Starts near `guess` and widens
 * from there, so that a guess off by d costs about 2·log2(d) probes.
 */
export function lastTrue(
  low: bigint,
  high: bigint,
  guess: bigint,
  isTrue: (value: bigint) => boolean,
): bigint | undefined {
  if (low > high) return undefined;
  let probe = guess < low ? low : guess > high ? high : guess;
  let step = 1n;
  // Invariant once bracketed: true at `yes`, false at `no`.
  let yes = low - 1n;
  let no = high + 1n;
  if (isTrue(probe)) {
    yes = probe;
    while (yes < high) {
      probe = yes + step > high ? high : yes + step;
      if (!isTrue(probe)) {
        no = probe;
        break;
      }
      yes = probe;
      step *= 4n;
    }
  } else {
    no = probe;
    while (no > low) {
      probe = no - step < low ? low : no - step;
      if (isTrue(probe)) {
        yes = probe;
        break;
      }
      no = probe;
      step *= 4n;
    }
  }
  while (no - yes > 1n) {
    const middle: bigint = (yes + no) >> 1n;
    if (isTrue(middle)) yes = middle;
    else no = middle;
  }
  return yes < low ? undefined : yes;
}

/** The first integer of [low, high] for which the predicate holds, or undefined; see `lastTrue`. */
export function firstTrue(
  low: bigint,
  high: bigint,
  guess: bigint,
  isTrue: (value: bigint) => boolean,
): bigint | undefined {
  if (low > high) return undefined;
  const last = lastTrue(low, high, guess - 1n, (value) => !isTrue(value));
  if (last === undefined) return low;
  return last === high ? undefined : last + 1n;
}

type FallBracket = {
  /** A guess of where the function has fallen below the target. */
  reach: bigint;
  /** The widest bracket to stop at, at least 1. */
  tolerance: bigint;
  target: bigint;
};

/**
 * Two arguments at most `tolerance` apart, such that a falling function is at least `target` at the
 * first and less at the second; undefined where it is less at 0 already, or nowhere up to `most`.
 * `reach` is a guess of the second, doubled until it is one. The bracket is interpolated and every
 * third time halved: about three times the probes of a bisection at worst, a handful if it is smooth.
 */
export function bracketFall(
  most: bigint,
  { reach, tolerance, target }: FallBracket,
  valueAt: (argument: bigint) => bigint,
): [bigint, bigint] | undefined {
  let yes = 0n;
  let yesValue = valueAt(yes);
  if (yesValue < target) return undefined;
  let no = reach < 1n ? 1n : reach > most ? most : reach;
  let noValue = valueAt(no);
  while (noValue >= target) {
    if (no === most) return undefined;
    yes = no;
    yesValue = noValue;
    no = 2n * no > most ? most : 2n * no;
    noValue = valueAt(no);
  }
  for (let round = 0; no - yes > tolerance; round++) {
    const width = no - yes;
    // Toward half a unit below the target, where a floored function crosses it; floored.
    const offset = ((2n * (yesValue - target) + 1n) * width) / (2n * (yesValue - noValue));
    // Alternate sides of the estimate, so that both ends close in.
    const recheck = tolerance >> 1n;
    const side = round % 3;
    const estimate = side === 2 ? width >> 1n : side === 0 ? offset + recheck : offset - recheck;
    const inside = estimate < 1n ? 1n : estimate >= width ? width - 1n : estimate;
    const probe = yes + inside;
    const value = valueAt(probe);
    if (value >= target) {
      yes = probe;
      yesValue = value;
    } else {
      no = probe;
      noValue = value;
    }
  }
  return [yes, no];
}
