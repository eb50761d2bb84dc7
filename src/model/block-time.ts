// The chain's block time, and how many blocks a day has at that pace.

export const BLOCK_MS = 12_000;
export const BLOCKS_PER_DAY = 7_200;
