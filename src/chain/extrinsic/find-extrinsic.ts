// Searches the bodies of blocks for a prepared extrinsic: after the connection to the watching node was lost, or when
// a page may have submitted its signature. Answers only for blocks that were read.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import type { Hex } from '../../units.ts';
import { extrinsicHash } from './signed-extrinsic.ts';
import { parseHeader, type Header } from '../rpc/block-header.ts';
import { eraIfPrepared } from './decode-extrinsic.ts';
import { fromHex, parseHex, toHex } from '../scale/hex.ts';
import type { RpcCall } from '../runtime/runtime-source.ts';
import { malformed } from '../scale/scale-reader.ts';
import { orderedTrieRoot } from '../trie/trie-root.ts';

export type FoundExtrinsic = {
  block: BlockRef;
  index: number;
  /** May differ from the submitted extrinsic's: a second signature over the same payload has another hash. */
  hash: Hex;
  era: Hex;
};

export type ExtrinsicSearch = {
  found: FoundExtrinsic | null;
  /** Blocks read, oldest first, each the parent of the next. Without a find: the whole range. */
  read: readonly BlockRef[];
};

const BLOCKS_AT_ONCE = 4;
/** Many times what a block has room for: the root of a body that a node made up is not worked out for minutes. */
const MOST_EXTRINSICS = 10_000;

type Body = { header: Header; extrinsics: readonly Uint8Array[] };

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;

/**
 * Whether these are the extrinsics that the header names: none left out, added, changed or moved. The layout depends on
 * the runtime's system_version (V0 up to 1, as Subtensor's; V1 above), which would cost a question a block. Either root
 * is believed instead: a node of one layout cannot be read as one of the other, so no second body fits the same root.
 */
function isBodyOf({ extrinsicsRoot }: Header, extrinsics: readonly Uint8Array[]): boolean {
  return (
    toHex(orderedTrieRoot(extrinsics, 'V0')) === extrinsicsRoot ||
    toHex(orderedTrieRoot(extrinsics, 'V1')) === extrinsicsRoot
  );
}

/**
 * The node's body of that block. Throws NODE_MALFORMED for the body of another block or for none, and for one that the
 * header's extrinsics root does not cover.
 */
export async function readBody(ask: RpcCall, block: BlockRef, signal?: AbortSignal): Promise<Body> {
  const answer = part(await ask('chain_getBlock', [block.hash], signal), 'block');
  const listed = part(answer, 'extrinsics');
  if (!Array.isArray(listed) || listed.length > MOST_EXTRINSICS) throw malformed('block');
  const header = parseHeader(part(answer, 'header'));
  if (header.hash !== block.hash || header.number !== block.number) throw malformed('block');
  const extrinsics = listed.map((each: unknown) => fromHex(parseHex(each, 'extrinsic')));
  if (!isBodyOf(header, extrinsics)) throw malformed('extrinsics root');
  return { header, extrinsics };
}

function findIn({ header, extrinsics }: Body, sought: PreparedExtrinsic): FoundExtrinsic | null {
  for (const [index, bytes] of extrinsics.entries()) {
    const era = eraIfPrepared(bytes, sought);
    if (era !== null) return { block: refOf(header), index, hash: extrinsicHash(bytes), era };
  }
  return null;
}

/** null: the node's best chain is shorter. */
async function readAt(ask: RpcCall, number: number, signal?: AbortSignal): Promise<Body | null> {
  const blockHash = await ask('chain_getBlockHash', [number], signal);
  if (blockHash === null) return null;
  return readBody(ask, { number, hash: parseHex(blockHash, 'block hash', 32) }, signal);
}

/** The extrinsic may be in a block that was not read: no answer; the caller repeats the search at a later head. */
const unread = (block: number, what: string): AppError =>
  new AppError('NODE_TIMEOUT', { what, block });

/**
 * Searches `fromBlock` to `toBlock`, both included, by signer, call and nonce. `found` is null only if every block
 * was read, all form one chain, and each body has the root in its header. Throws NODE_MALFORMED where one does not,
 * NODE_TIMEOUT where a block is missing (the node lags) or where the blocks
 * are of two forks (a reorganisation, or another node answers now).
 */
export async function findExtrinsic(
  ask: RpcCall,
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
