// What home says of a picture of the chain, as it is stored beside the picture: a panel opens on it without the whole.
import type { Told } from '../model/facts.ts';
import type { BlockRef } from '../model/reading.ts';
import type { ModelProof } from '../model/model-proof.ts';
import type { NewerRows } from '../model/rows.ts';
import type { Leaving } from '../portfolio/leaving.ts';
import type { PortfolioSums } from '../portfolio/portfolio-value.ts';
import type { Hex, Rao, Ss58Address } from '../units.ts';
import type { Attention } from './attention-item.ts';

/** What of the user's the figures depend on: the accounts that count, in their order, and what is a small amount. */
export type HomeGround = { coldkeys: readonly Ss58Address[]; smallUnderRao: Rao };

/** Written with the picture, and with all else that its figures rest on: it is never of another one. */
export type HomeRecord = HomeGround &
  Told & {
    genesisHash: Hex;
    /** Of the picture. */
    block: BlockRef;
    blockTime: number;
    proof: ModelProof;
    /** Hash of the newer block that prices of rows are of; null: none are newer. */
    rows: Hex | null;
    sums: PortfolioSums;
    attention: Attention;
    leaving: readonly Leaving[];
    /** Accounts of the picture that hold stake, whether they count or not. */
    staked: readonly Ss58Address[];
  };

/** Of the rows only where they are of this picture. */
export const rowsOf = (block: BlockRef, newer: NewerRows | undefined): Hex | null =>
  newer !== undefined && newer.of === block.hash ? newer.block.hash : null;
