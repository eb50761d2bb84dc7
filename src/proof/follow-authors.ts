// Confirmed by authors: the newest blocks, before any justification covers them. A block that enough different authors
// built upon, each sealing the chain that holds it, is no invention of one node.
import type { Header } from '../chain/rpc/block-header.ts';
import { fromHex } from '../chain/scale/hex.ts';
import { ScaleReader } from '../chain/scale/scale-reader.ts';
import { AUTHORS_KEY } from '../chain/reads/past-keys.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Hex } from '../units.ts';
import { readKeys } from './authority-set.ts';
import { changesAuthors } from './digest.ts';
import { ifKnown, invalid, notServed } from './proof-failure.ts';
import { askedHeader, headerOf } from './read-header.ts';
import { askReadProof, verifyReadProof } from './read-proof.ts';
import { authorOfSlot, sealOf, verifySeal } from './seal.ts';

/** A set of twenty takes turns, so that fourteen follow each other in as many blocks, and more where one sleeps. */
const MOST_HEADERS_BACK = 64;
const HEADERS_AT_ONCE = 4;

/**
 * Authors of headers whose seals held, by hash: a seal takes milliseconds, and at each new head all but one were verified
 * before. Whose turn it was is looked up each time, so that it holds for every list of authors.
 */
type VerifiedSeals = Map<Hex, Hex>;
const MOST_VERIFIED = 256;

type Standing = {
  /** The block under the headers that were counted. */
  base: BlockRef;
  /** How many different authors sealed a block on it. */
  authors: number;
  /** Two thirds of all, rounded up. */
  needed: number;
  isConfirmed: boolean;
};

/**
 * Goes back from the newest header until enough different authors stand on what is below. Throws PROOF_INVALID where a
 * header is not the parent of the one before it, has another's seal, or no earlier slot; PROOF_NOT_SERVED where the
 * authors change on the way: what follows is proven when a justification covers it.
 */
export function standingOn(
  headers: readonly Header[],
  authors: readonly Hex[],
  verified: VerifiedSeals = new Map(),
): Standing {
  const needed = Math.ceil((2 * authors.length) / 3);
  const seen = new Set<Hex>();
  let above: { header: Header; slot: bigint } | null = null;
  for (const header of headers) {
    if (changesAuthors(header)) throw notServed('blocks of new authors');
    const { slot } = sealOf(header);
    if (above !== null) {
      const isParent =
        above.header.parentHash === header.hash && above.header.number === header.number + 1;
      if (!isParent) throw invalid('headers of two chains');
      if (slot >= above.slot) throw invalid('two blocks of a slot');
    }
    const author = authorOfSlot(slot, authors);
    if (verified.get(header.hash) !== author) verifySeal(header, authors);
    if (verified.size >= MOST_VERIFIED) verified.clear();
    verified.set(header.hash, author);
    seen.add(author);
    above = { header, slot };
    if (seen.size >= needed) break;
  }
  if (above === null) throw new RangeError('no headers');
  const { parentHash, number } = above.header;
  return {
    base: { hash: parentHash, number: number - 1 },
    authors: seen.size,
    needed,
    isConfirmed: seen.size >= needed,
  };
}

/**
 * That many headers from this one back, the newest first, each the parent of the one before it. Those that are `known`
 * are not asked for. The rest is asked for by the node's word on their hashes, and one by one where that is of a fork.
 */
export async function readHeadersBack(
  ask: RpcCall,
  head: Header,
  count: number,
  known: ReadonlyMap<Hex, Header>,
  signal?: AbortSignal,
): Promise<readonly Header[]> {
  const most = Math.min(count, MOST_HEADERS_BACK, head.number);
  const headers = [head];
  const ahead = new Map<Hex, Header>();
  for (let last = head; headers.length < most;) {
    const hash = last.parentHash;
    let next = known.get(hash) ?? ahead.get(hash);
    if (next === undefined) {
      const numbers = Array.from(
        { length: Math.min(HEADERS_AT_ONCE, most - headers.length) - 1 },
        (_unused, i) => last.number - 2 - i,
      );
      const [parent, ...others] = await Promise.all([
        headerOf(ask, { hash, number: last.number - 1 }, signal),
        ...numbers.map((number) => headerAt(ask, number, signal)),
      ]);
      next = parent;
      for (const header of others) if (header !== null) ahead.set(header.hash, header);
    }
    headers.push(next);
    last = next;
  }
  return headers;
}

/** A guess at the header of that height on the same chain; null: the node has none. */
async function headerAt(
  ask: RpcCall,
  number: number,
  signal?: AbortSignal,
): Promise<Header | null> {
  const hash = await ask('chain_getBlockHash', [number], signal);
  return hash === null ? null : askedHeader(ask, hash, signal);
}

/** Who makes the blocks after this one, whose header is proven: in the order of their slots. */
export async function proveAuthors(
  ask: RpcCall,
  block: Header,
  signal?: AbortSignal,
): Promise<{ authors: readonly Hex[]; bytes: number }> {
  const { nodes, bytes } = await askReadProof(ask, block.hash, [AUTHORS_KEY], signal);
  const value = verifyReadProof(block.stateRoot, nodes, [AUTHORS_KEY]).get(AUTHORS_KEY) ?? null;
  if (value === null) throw notServed('authors of blocks');
  const authors = ifKnown('authors of blocks', () => {
    const reader = new ScaleReader(fromHex(value));
    const keys = readKeys(reader);
    reader.end();
    return keys;
  });
  return { authors, bytes };
}

/**
 * Whether others make the blocks by the state that the node shows for that header: its word, in a form that fits itself.
 * Throws where the node shows none: a question that has no answer is no lie.
 */
async function saysOthers(
  ask: RpcCall,
  head: Header,
  authors: readonly Hex[],
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const said = (await proveAuthors(ask, head, signal)).authors;
    return said.length !== authors.length || said.some((key, i) => key !== authors[i]);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'PROOF_INVALID') return false;
    if (error.code === 'PROOF_NOT_SERVED') throw notServed('blocks of new authors', error);
    throw error;
  }
}

/**
 * A seal that does not fit is another author's where the list of authors changed meanwhile: then nothing is false. `at`: the
 * newest of the headers that `verify` looks at.
 */
export async function unlessChanged<T>(
  ask: RpcCall,
  at: Header,
  authors: readonly Hex[],
  verify: () => T,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return verify();
  } catch (error) {
    const isLie = error instanceof AppError && error.code === 'PROOF_INVALID';
    if (!isLie || !(await saysOthers(ask, at, authors, signal))) throw error;
    throw notServed('blocks of new authors', error);
  }
}

/**
 * As `standingOn`, for authors that were proven at an earlier block. Throws PROOF_NOT_SERVED too where the headers are not
 * above that block or pass it by (an old chain once more, or another fork), and where seals are those of other authors whom
 * the state under them names: they may have changed since, and then no honest node has other seals to show.
 */
export async function standingAfter(
  ask: RpcCall,
  proven: { block: BlockRef; authors: readonly Hex[] },
  headers: readonly Header[],
  verified?: VerifiedSeals,
  signal?: AbortSignal,
): Promise<Standing> {
  const { block, authors } = proven;
  const [head] = headers;
  const passesBy = headers.some(
    ({ number, hash }) => number === block.number && hash !== block.hash,
  );
  if (head === undefined || head.number < block.number || passesBy) {
    throw notServed('blocks after the proven one');
  }
  return unlessChanged(ask, head, authors, () => standingOn(headers, authors, verified), signal);
}
