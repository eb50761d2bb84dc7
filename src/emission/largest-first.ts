// The order of amounts in a list. Pure.

/** For `toSorted`: the larger first, equal ones as they were. */
export const largestFirst = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0);
