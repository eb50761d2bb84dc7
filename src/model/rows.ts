// Pools of held subnets that are newer than the snapshot that they belong to. Types only.
import type { Pool } from '../pool/pool.ts';
import type { Hex, Netuid } from '../units.ts';
import type { CurveName } from './facts.ts';
import type { BlockRef } from './reading.ts';

/** One subnet's pool at a block. */
type RowFacts = { netuid: Netuid; curve: CurveName; pool: Pool | null };

/** Rows read at one block. */
export type RowsRead = {
  block: BlockRef;
  /** The block's own time, epoch milliseconds. */
  blockTime: number;
  rows: readonly RowFacts[];
};

/** What became of a snapshot's rows since. Amounts and all else stay those of the snapshot's block. */
export type NewerRows = {
  /** Hash of the snapshot's block: they belong to no other snapshot. */
  of: Hex;
  block: BlockRef;
  blockTime: number;
  /** `at`: number of the block that the pool is of. */
  rows: readonly (RowFacts & { at: number })[];
};
