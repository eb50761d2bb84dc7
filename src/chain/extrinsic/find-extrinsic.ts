// Looks for a prepared extrinsic through the bodies of blocks: what is left when the node that was watching is gone, or
// when a page may have sent what it had signed. Answers only for blocks that it has read. Knows nothing of what it does.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import type { Hex } from '../../units.ts';
import { extrinsicHash } from './signed-extrinsic.ts';
import { parseHeader, type Header } from '../rpc/block-header.ts';
import { eraIfPrepared } from './decode-extrinsic.ts';
import { fromHex, parseHex } from '../scale/hex.ts';
import type { Ask } from '../runtime/runtime-source.ts';
import { malformed } from '../scale/scale-reader.ts';

export type FoundExtrinsic = {
  block: BlockRef;
  index: number;
  /** Not always that of the extrinsic we know: a wallet's second signature over the same is another one. */
  hash: Hex;
  era: Hex;
};

export type ExtrinsicSearch = {
  found: FoundExtrinsic | null;
  /** What was read, the oldest first: each the parent of the next. Without a find, all that were asked for. */
  read: readonly BlockRef[];
};

const BLOCKS_AT_ONCE = 4;

type Body = { header: Header; extrinsics: readonly unknown[] };

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;

/** The body that a node gives for that block. Throws NODE_MALFORMED for another one, or for none. */
async function readBody(ask: Ask, block: BlockRef, signal?: AbortSignal): Promise<Body> {
  const answer = part(await ask('chain_getBlock', [block.hash], signal), 'block');
  const extrinsics = part(answer, 'extrinsics');
  if (!Array.isArray(extrinsics)) throw malformed('block');
  const header = parseHeader(part(answer, 'header'));
  if (header.hash !== block.hash || header.number !== block.number) throw malformed('block');
  return { header, extrinsics };
}

function findIn({ header, extrinsics }: Body, sought: PreparedExtrinsic): FoundExtrinsic | null {
  for (const [index, extrinsic] of extrinsics.entries()) {
    const bytes = fromHex(parseHex(extrinsic, 'extrinsic'));
    const era = eraIfPrepared(bytes, sought);
    if (era !== null) return { block: refOf(header), index, hash: extrinsicHash(bytes), era };
  }
  return null;
}

/** null: the node's best chain does not reach that far. */
async function readAt(ask: Ask, number: number, signal?: AbortSignal): Promise<Body | null> {
  const blockHash = await ask('chain_getBlockHash', [number], signal);
  if (blockHash === null) return null;
  return readBody(ask, { number, hash: parseHex(blockHash, 'block hash', 32) }, signal);
}

/** It may well be in a block that nobody here could read: no answer, and asked again with a later head. */
const unread = (block: number, what: string): AppError =>
  new AppError('NODE_TIMEOUT', { what, block });

/**
 * Both ends included; sought by signer, call and nonce. "Not there" is said only of blocks that were read and hang together: throws NODE_TIMEOUT where
 * the node lacks one of them (it lags), or where they belong to two branches (it changed its mind, or another
 * node answers by now).
 */
export async function findExtrinsic(
  ask: Ask,
  sought: PreparedExtrinsic,
  fromBlock: number,
  toBlock: number,
  signal?: AbortSignal,
): Promise<ExtrinsicSearch> {
  const read: Header[] = [];
  for (let first = fromBlock; first <= toBlock; first += BLOCKS_AT_ONCE) {
    const count = Math.min(BLOCKS_AT_ONCE, toBlock - first + 1);
    const numbers = Array.from({ length: count }, (_unused, i) => first + i);
    const bodies = await Promise.all(numbers.map((number) => readAt(ask, number, signal)));
    for (const [i, body] of bodies.entries()) {
      if (body === null) throw unread(first + i, 'lagging');
      const { header } = body;
      const parent = read.at(-1);
      if (parent && parent.hash !== header.parentHash) throw unread(first + i, 'branches');
      read.push(header);
      const found = findIn(body, sought);
      if (found !== null) return { found, read: read.map(refOf) };
    }
  }
  return { found: null, read: read.map(refOf) };
}

const refOf = ({ hash, number }: Header): BlockRef => ({ hash, number });
