// What an archive says of an account at an earlier block, and what is asked of it. Types only.
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import type { Pool } from '../pool/pool.ts';
import type { BlockRef } from './reading.ts';

/** Where an account has, had or may have stake. */
export type Place = { hotkey: Ss58Address; netuid: Netuid };

/** What a subnet's price was made of. `registeredAt` null: there was no subnet of that number. */
export type SubnetThen = {
  netuid: Netuid;
  registeredAt: number | null;
  pool: Pool | null;
  /** Of the runtimes with ticks: the square root of the price, U64F64 bits. */
  sqrtPrice: bigint | null;
};

/** Stake at a place; `alpha` 0: none. */
export type Held = Place & { alpha: AlphaRao };

/** An account at the end of a block. */
export type PastMark = {
  block: BlockRef;
  /** The spec that made the block; 0: not told. */
  spec: number;
  nonce: number;
  /** Free and reserved. */
  free: Rao;
  hotkeys: readonly Ss58Address[];
  /** Changes when something changed that no dividend touches; by places in their order. See history/rebuild-digest.ts. */
  digest: Hex;
  /** null: only the digest was asked for. */
  full: { at: number; held: readonly Held[]; subnets: readonly SubnetThen[] } | null;
};

/** Runtimes that may have made a block, both ends included. */
export type SpecRange = { from: number; to: number };
