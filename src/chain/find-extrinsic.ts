// Looks for an extrinsic by its hash through the bodies of blocks: what is left when the node that was watching
// is gone. Knows nothing of what the extrinsic does.
import type { BlockRef } from '../facts.ts';
import type { Hex } from '../units.ts';
import { extrinsicHash } from './assemble-extrinsic.ts';
import { fromHex, parseHex } from './hex.ts';
import type { Ask } from './runtime-source.ts';
import { malformed } from './scale-reader.ts';

export type FoundExtrinsic = { block: BlockRef; index: number };

const BLOCKS_AT_ONCE = 4;

/** Bodies of `chain_getBlock`; null: the node has no such block. */
function extrinsicsOf(answer: unknown): unknown[] | null {
  if (answer === null) return null;
  const block: unknown = typeof answer === 'object' ? Reflect.get(answer, 'block') : null;
  const extrinsics: unknown =
    typeof block === 'object' && block !== null ? Reflect.get(block, 'extrinsics') : null;
  if (!Array.isArray(extrinsics)) throw malformed('block');
  return extrinsics;
}

/** Index of the extrinsic in that block; null: not in it. Throws NODE_MALFORMED where the node does not know the block. */
export async function findInBlock(
  ask: Ask,
  hash: Hex,
  blockHash: Hex,
  signal?: AbortSignal,
): Promise<number | null> {
  const extrinsics = extrinsicsOf(await ask('chain_getBlock', [blockHash], signal));
  if (extrinsics === null) throw malformed('block');
  const index = extrinsics.findIndex(
    (extrinsic) => extrinsicHash(fromHex(parseHex(extrinsic, 'extrinsic'))) === hash,
  );
  return index < 0 ? null : index;
}

/** Both ends included; blocks that the best chain does not have yet are left out. */
export async function findExtrinsic(
  ask: Ask,
  hash: Hex,
  fromBlock: number,
  toBlock: number,
  signal?: AbortSignal,
): Promise<FoundExtrinsic | null> {
  for (let first = fromBlock; first <= toBlock; first += BLOCKS_AT_ONCE) {
    const count = Math.min(BLOCKS_AT_ONCE, toBlock - first + 1);
    const found = await Promise.all(
      Array.from(
        { length: count },
        async (_unused, i): Promise<FoundExtrinsic | 'beyond' | null> => {
          const number = first + i;
          const blockHash = await ask('chain_getBlockHash', [number], signal);
          if (blockHash === null) return 'beyond';
          const blockRef = { number, hash: parseHex(blockHash, 'block hash', 32) };
          const index = await findInBlock(ask, hash, blockRef.hash, signal);
          return index === null ? null : { block: blockRef, index };
        },
      ),
    );
    for (const entry of found) {
      if (entry === 'beyond') return null;
      if (entry !== null) return entry;
    }
  }
  return null;
}
