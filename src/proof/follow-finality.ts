// Follows finality from a set of voters that is trusted to the newest block whose justification a node keeps: changes of
// the set one by one, each signed by the set before it. What the node says is believed only about where to look.
// As in polkadot-sdk: substrate/client/consensus/grandpa/src/environment.rs (should_process_justification: kept is that of
// the first round whose block lies beyond a multiple of the period, and of each block that changes the set); the period of
// subtensor: node/src/service.rs (GRANDPA_JUSTIFICATION_PERIOD).
import type { Header } from '../chain/rpc/block-header.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import { nextAuthorities, type AuthoritySet } from './authority-set.ts';
import { FinalityNode } from './finality-node.ts';
import type { JustifiedBlock } from './justified-block.ts';
import { areSignedLater, verifyJustification, type Tally } from './justification.ts';
import { invalid, notServed } from './proof-failure.ts';

/** Blocks between two kept justifications. */
const PERIOD = 512;
/** Rounds finalize a few blocks each, so the first beyond a multiple is near it. Each look costs a block's body. */
const MOST_LOOKS = 8;
/** Places between two blocks at which other voters are looked for, where the two have the same. */
const MOST_PARTS = 16;
/** Of one run: a run that meets more goes on from where it ended. */
const MOST_CHANGES = 8;

/** The voters for the blocks after `block`, as plain values that can be stored. */
export type FinalityState = { set: AuthoritySet; block: BlockRef };
/** Where a node keeps justifications: so many blocks past a multiple of the period. */
type JustificationPlace = { offset: number };

type JustifiedHeader = Tally & {
  header: Header;
  /** Who signed for it. */
  set: AuthoritySet;
};

export type Finality = {
  /** What the next run starts from. */
  state: FinalityState;
  place: JustificationPlace | null;
  /** null: none newer than the block that the run started from, which is proven already, or `isMore`. */
  justified: JustifiedHeader | null;
  /** More changes of the set are to be followed: the next run goes on. */
  isMore: boolean;
  /** Of the answers that were read. */
  bytes: number;
};

type FollowOptions = {
  state: FinalityState;
  /** The node's word on how far it finalized. */
  finalized: number;
  place: JustificationPlace | null;
  signal?: AbortSignal;
  /** Of a development chain. */
  period?: number;
};

/** Numbers at which the newest kept justification may be, the likeliest first. */
function* placesToLook(options: FollowOptions, period: number): Generator<number> {
  const { finalized, place, state } = options;
  const nearest = Array.from({ length: Math.min(MOST_LOOKS, period) }, (_unused, i) => i);
  const offsets = new Set(place === null ? nearest : [place.offset, ...nearest]);
  const multiple = Math.floor(finalized / period) * period;
  // What is kept beyond it, but for a change of voters, is the one that the run starts from.
  if (state.block.number >= multiple) return;
  for (const from of [multiple, multiple - period]) {
    for (const offset of offsets) {
      const number = from + offset;
      if (number <= finalized && number > state.block.number) yield number;
    }
  }
}

async function newestKept(
  node: FinalityNode,
  options: FollowOptions,
  period: number,
): Promise<JustifiedBlock | null> {
  for (const number of placesToLook(options, period)) {
    const block = await node.blockAt(number);
    if (block.justification !== null) return block;
  }
  // Then the one that the run started from may be the newest of all.
  const periodOf = (number: number): number => Math.floor(number / period);
  if (periodOf(options.finalized) - periodOf(options.state.block.number) > 1) {
    throw notServed('justifications');
  }
  return null;
}

/**
 * A block after which others vote, by the node's word; null: by its word none. The state shows a list alone where it counts
 * no sets (a change by root's call, without a session), so voters who came back are looked for at a few places between.
 */
async function findChanged(
  node: FinalityNode,
  { set, block }: FinalityState,
  number: number,
  isSignedLater: boolean,
): Promise<number | null> {
  if (await node.saysChanged(set, number)) return number;
  if (!isSignedLater) return null;
  for (let parts = 2; parts <= MOST_PARTS; parts *= 2) {
    for (let part = 1; part < parts; part += 2) {
      const between = block.number + Math.floor(((number - block.number) * part) / parts);
      if (between > block.number && (await node.saysChanged(set, between))) return between;
    }
  }
  return null;
}

/** The block by which the set changed next, by the node's word; null: by its word it did not, before `number`. */
async function nextChange(
  node: FinalityNode,
  state: FinalityState,
  number: number,
  isSignedLater: boolean,
): Promise<number | null> {
  const found = await findChanged(node, state, number, isSignedLater);
  if (found === null) return null;
  let changed = found;
  let same = state.block.number;
  // Block numbers have 32 bits: so many halves at most.
  while (changed - same > 1) {
    const middle = same + Math.floor((changed - same) / 2);
    if (await node.saysChanged(state.set, middle)) changed = middle;
    else same = middle;
  }
  // The old set signs the block of the change itself: had that been `number`, its votes would have held.
  return changed === number ? null : changed;
}

/**
 * Whether that set finalized the block. Throws PROOF_INVALID where the votes are for another one, or do not hold, and
 * PROOF_NOT_SERVED where its voters signed them as a later set: a change between was not found, and no vote is false.
 */
async function tallyOf(block: JustifiedBlock, set: AuthoritySet): Promise<Tally> {
  const { header, justification } = block;
  if (justification === null) throw notServed('votes for a change of voters');
  const { hash, number } = justification.target;
  if (hash !== header.hash || number !== header.number) throw invalid('votes for another block');
  try {
    return await verifyJustification(justification, set);
  } catch (error) {
    if (await areSignedLater(justification, set)) throw notServed('a change of voters', error);
    throw error;
  }
}

async function verdictOn(
  block: JustifiedBlock,
  set: AuthoritySet,
): Promise<{ tally: Tally } | { error: AppError; isSignedLater: boolean }> {
  try {
    return { tally: await tallyOf(block, set) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { error, isSignedLater: error.code === 'PROOF_NOT_SERVED' };
  }
}

/** The state after a block that `set` finalized. */
async function after(
  node: FinalityNode,
  { header, set }: Pick<JustifiedHeader, 'header' | 'set'>,
): Promise<FinalityState> {
  const block = { hash: header.hash, number: header.number };
  const next = nextAuthorities(header);
  if (next === null) return { set, block };
  await node.requireInState(header, next);
  return { set: { id: set.id + 1n, authorities: next }, block };
}

/** Past a block that the node names as the next change. */
async function pass(
  node: FinalityNode,
  set: AuthoritySet,
  block: JustifiedBlock,
): Promise<FinalityState> {
  await tallyOf(block, set);
  const state = await after(node, { header: block.header, set });
  if (state.set === set) throw invalid('no change of voters');
  return state;
}

/**
 * Proves the newest block that the node can prove. Throws PROOF_INVALID where votes, headers or voters do not hold, and
 * PROOF_NOT_SERVED where the node keeps no justification, or not that of a change of voters, or no state to find it by.
 */
export async function followFinality(ask: RpcCall, options: FollowOptions): Promise<Finality> {
  const period = options.period ?? PERIOD;
  const node = new FinalityNode(ask, options.signal);
  let { state } = options;
  const newest = await newestKept(node, options, period);
  const unchanged = { place: options.place, justified: null, isMore: false };
  if (newest === null) return { ...unchanged, state, bytes: node.bytes };
  const { number } = newest.header;
  for (let changes = 0; ; changes++) {
    const verdict = await verdictOn(newest, state.set);
    if ('tally' in verdict) {
      const justified = { ...verdict.tally, header: newest.header, set: state.set };
      const place = { offset: number % period };
      return {
        state: await after(node, justified),
        place,
        justified,
        isMore: false,
        bytes: node.bytes,
      };
    }
    // It may be signed by a later set.
    const change = await nextChange(node, state, number, verdict.isSignedLater);
    if (change === null) throw verdict.error;
    if (changes === MOST_CHANGES) return { ...unchanged, state, isMore: true, bytes: node.bytes };
    state = await pass(node, state.set, await node.blockAt(change));
  }
}
