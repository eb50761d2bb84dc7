// From a set of voters that is believed to the newest final block, and to who makes the blocks after it: what marks rest on.
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { FinalVotes, ProofRecord } from '../model/proof.ts';
import { proveAuthors } from './follow-authors.ts';
import { followFinality, type Finality, type FinalityState } from './follow-finality.ts';
import { headerOf } from './read-header.ts';

/** A run that meets more changes of voters goes on another time. */
const MOST_ROUNDS = 4;

function votesOf({ justified }: Finality): FinalVotes | null {
  if (justified === null) return null;
  const { header, set, votes, needed } = justified;
  const block = { hash: header.hash, number: header.number };
  return { block, setId: set.id, votes, needed, of: set.authorities.length };
}

type Followed = {
  state: FinalityState;
  /** null: none newer than before. */
  newest: FinalVotes | null;
  offset: number | null;
};

type FollowOptions = {
  state: FinalityState;
  finalized: number;
  offset: number | null;
  period: number;
  signal?: AbortSignal;
};

/** `kept` hears of each stretch that is proven, so that what fails later loses nothing. */
export async function followToNewest(
  ask: RpcCall,
  { state, finalized, offset, period, signal }: FollowOptions,
  kept: (followed: Followed) => Promise<void>,
): Promise<Followed> {
  let followed: Followed = { state, newest: null, offset };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const finality = await followFinality(ask, {
      state: followed.state,
      finalized,
      place: followed.offset === null ? null : { offset: followed.offset },
      period,
      ...(signal ? { signal } : {}),
    });
    followed = {
      state: finality.state,
      newest: votesOf(finality) ?? followed.newest,
      offset: finality.place?.offset ?? followed.offset,
    };
    await kept(followed);
    if (!finality.isMore) break;
  }
  return followed;
}

/** Who makes the blocks after that final one; null: the node no longer has that state. */
export async function authorsAfter(
  ask: RpcCall,
  block: BlockRef,
  signal?: AbortSignal,
): Promise<ProofRecord['authors']> {
  try {
    const { authors } = await proveAuthors(ask, await headerOf(ask, block, signal), signal);
    return { block, keys: authors };
  } catch (error) {
    if (error instanceof AppError && error.code === 'PROOF_NOT_SERVED') return null;
    throw error;
  }
}
