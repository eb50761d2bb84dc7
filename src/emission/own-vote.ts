// The holder's own part: of a subnet's alpha and of a validator's stake, before and after a move. Pure.

/** Parts per million, rounded down. */
export type PartChange = { beforePpm: bigint; afterPpm: bigint };

const PPM = 1_000_000n;
const ppmOf = (part: bigint, whole: bigint): bigint => (whole <= 0n ? 0n : (part * PPM) / whole);

/** `delta` is what the move adds (negative: takes) to the part and to the whole alike. */
export function partChange(part: bigint, whole: bigint, delta: bigint): PartChange {
  const after = part + delta > 0n ? part + delta : 0n;
  return { beforePpm: ppmOf(part, whole), afterPpm: ppmOf(after, whole + delta) };
}
