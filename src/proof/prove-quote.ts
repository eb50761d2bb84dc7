// What a signature hangs on, held against the state that it was read from: pools, nonce and free balance at the head, and
// the same at a block that the chain stands on. What that means for a signature is judged in signing/inputs.ts.
import type { Header } from '../chain/rpc/block-header.ts';
import { blockHashKey } from '../chain/reads/past-keys.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';
import type { BlockRef, MoveFacts } from '../model/facts.ts';
import type { Hex } from '../units.ts';
import { blockBefore, HASHES_KEPT } from './block-before.ts';
import { readHeadersBack, standingAfter } from './follow-authors.ts';
import { notServed } from './proof-failure.ts';
import {
  inputKeys,
  inputsIn,
  requireTold,
  type InputsThen,
  type ProvenPool,
} from './published-inputs.ts';
import { headerOf } from './read-header.ts';
import { askReadProof, verifyReadProof } from './read-proof.ts';

/** A block that is proven to be final, and who makes the blocks after it. */
export type ProofAnchor = { final: BlockRef; authors: readonly Hex[] | null };

/**
 * `by: 'votes'`: the block of the facts is final, and its state has them. `by: 'authors'`: the state under its sealed header
 * has them, and `base` is a block before it that two thirds of the authors built on, with what its state has.
 */
export type ProvenInputs =
  | { by: 'votes' }
  | { by: 'authors'; base: BlockRef; nonce: bigint; pools: readonly ProvenPool[] };

type ProveInputs = {
  ask: RpcCall;
  facts: Pick<MoveFacts, 'block' | 'coldkey' | 'subnets'>;
  anchor: ProofAnchor;
  /** Headers that are here already. */
  known: ReadonlyMap<Hex, Header>;
  signal?: AbortSignal;
};

type Proven = { inputs: InputsThen; values: ReadonlyMap<Hex, Hex | null>; bytes: number };

async function inputsUnder(
  { ask, facts, signal }: ProveInputs,
  header: Header,
  others: readonly Hex[],
): Promise<Proven> {
  const keys = [...inputKeys(facts), ...others];
  const { nodes, bytes } = await askReadProof(ask, header.hash, keys, signal);
  const values = verifyReadProof(header.stateRoot, nodes, keys);
  return { inputs: inputsIn(values, facts), values, bytes };
}

/** Two blocks of one number: a fork that ended, or a node that made one up. Nothing is shown either way. */
const elsewhere = (): AppError => notServed('a block of the final chain');

async function requireFinal({ ask, facts, anchor, signal }: ProveInputs): Promise<void> {
  const final = await headerOf(ask, anchor.final, signal);
  const { header } = await blockBefore(ask, final, facts.block.number, signal);
  if (header.hash !== facts.block.hash) throw elsewhere();
}

/** The newest block that enough authors built on, going back from the head: as few headers as that takes. */
async function baseOf(options: ProveInputs, head: Header): Promise<BlockRef> {
  const { ask, anchor, known, signal } = options;
  const { final, authors } = anchor;
  if (authors === null) throw notServed('authors of blocks');
  const needed = Math.ceil((2 * authors.length) / 3);
  const have = new Map(known);
  /** Of this run: each longer stretch begins with the shorter one. */
  const seals = new Map<Hex, Hex>();
  const stand = (headers: readonly Header[]) =>
    standingAfter(ask, { block: final, authors }, headers, seals, signal);
  // A made-up head may have a parent that no node has: its seal tells before that one is asked for.
  await stand([head]);
  for (const count of [needed, 2 * needed, 4 * needed]) {
    const headers = await readHeadersBack(ask, head, count, have, signal);
    for (const header of headers) have.set(header.hash, header);
    const at = headers.find(({ number }) => number === final.number);
    if (at !== undefined && at.hash !== final.hash) throw elsewhere();
    const above = headers.filter(({ number }) => number > final.number);
    const standing = await stand(above);
    if (at !== undefined) return final;
    if (standing.isConfirmed) return standing.base;
  }
  throw notServed('enough different authors');
}

/** The base is one of the chain's: the final block is among those before it. */
function requireAfter(final: BlockRef, base: BlockRef, values: Proven['values']): void {
  if (base.hash === final.hash) return;
  if (values.get(blockHashKey(final.number)) !== final.hash) throw elsewhere();
}

/**
 * Proves that the facts' inputs are in the state of their block. Throws PROOF_INVALID where the node told something else
 * than the state holds or sent what does not hold, PROOF_NOT_SERVED where it cannot be shown on what the block stands.
 */
export async function proveInputs(
  options: ProveInputs,
): Promise<{ proven: ProvenInputs; bytes: number }> {
  const { ask, facts, anchor, signal } = options;
  const { final } = anchor;
  const head = await headerOf(ask, facts.block, signal);
  const now = await inputsUnder(options, head, []);
  requireTold(facts, now.inputs);
  if (head.number <= final.number) {
    await requireFinal(options);
    return { proven: { by: 'votes' }, bytes: now.bytes };
  }
  if (head.number - final.number > HASHES_KEPT) throw notServed('a recent final block');
  const base = await baseOf(options, head);
  const under = await headerOf(ask, base, signal);
  const then = await inputsUnder(options, under, [blockHashKey(final.number)]);
  requireAfter(final, base, then.values);
  // Another runtime between the two may keep the same things otherwise.
  if (then.inputs.spec !== now.inputs.spec) throw notServed('blocks of one runtime');
  const { nonce, pools } = then.inputs;
  return { proven: { by: 'authors', base, nonce, pools }, bytes: now.bytes + then.bytes };
}
