// Asks a second operator's node about a request that the first one's blocks do not hold: one node alone can forward a
// transaction, hide its block and freeze the state. Changes nothing.
import { AppError } from '../errors.ts';
import type { FoundExtrinsic } from '../chain/chain-client.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { InBlockRequest, SigningRequest } from '../model/request.ts';
import { isFinal, isNonceUsed, lookFor, type SearchedUpTo } from './look-for.ts';
import type { SecondChain, SigningDeps } from './signing-deps.ts';
import { readOutcome } from './stake-events.ts';

type SecondSight =
  /** In that block, which is final there unless `isFinal` is false. */
  | { kind: 'found'; found: FoundExtrinsic; isFinal: boolean }
  /** No block there holds it, and none can any more. */
  | { kind: 'gone'; isNonceUsed: boolean }
  /** Cannot be reached, cannot be read, or its final blocks do not reach far enough: a later head may tell. */
  | { kind: 'not-yet' }
  /** No endpoint of another operator is configured. */
  | { kind: 'none' };

async function lookThere(
  deps: SigningDeps,
  chain: SecondChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
): Promise<SecondSight> {
  if (chain.genesisHash() !== request.genesisHash) return { kind: 'not-yet' };
  const finalized = await chain.finalizedHead();
  const read: SearchedUpTo = new Map();
  const sight = { head: finalized, finalized };
  const found = await lookFor(deps, chain, request, prepared, sight, read);
  if (found !== null) {
    return { kind: 'found', found, isFinal: await isFinal(chain, found.block, finalized) };
  }
  const readTo = read.get(request.id)?.number ?? -1;
  if (readTo < Math.min(finalized.number, prepared.deathBlock)) return { kind: 'not-yet' };
  const isUsed = await isNonceUsed(chain, request, prepared, finalized);
  // Before the era's end a used nonce decides as well: all blocks up to that one were read.
  const isOver = readTo >= prepared.deathBlock || isUsed;
  return isOver ? { kind: 'gone', isNonceUsed: isUsed } : { kind: 'not-yet' };
}

/** What another operator's node shows of a request. A node that cannot be asked is an answer too. */
export async function askSecond(
  deps: SigningDeps,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
): Promise<SecondSight> {
  try {
    return await deps.second((chain) => lookThere(deps, chain, request, prepared));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: error.code === 'NO_SECOND_SOURCE' ? 'none' : 'not-yet' };
  }
}

/** Whether a block that only the second operator's node shows is still there, and final; null: it does not tell now. */
export async function askSecondOf(
  deps: Pick<SigningDeps, 'second'>,
  { inBlock: block, genesisHash }: InBlockRequest,
): Promise<'final' | 'there' | 'gone' | 'none' | null> {
  try {
    return await deps.second(async (chain) => {
      if (chain.genesisHash() !== genesisHash) return null;
      const hash = await chain.blockHashAt(block.number);
      if (hash === null) return null;
      if (hash !== block.hash) return 'gone';
      return (await isFinal(chain, block, await chain.finalizedHead())) ? 'final' : 'there';
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === 'NO_SECOND_SOURCE' ? 'none' : null;
  }
}

/** How a request ended in its block by the second operator's node; null: it does not show that block as final, or cannot be asked. */
export async function askSecondOutcome(
  deps: Pick<SigningDeps, 'second'>,
  { inBlock: block, prepared, extrinsicHash, genesisHash }: SigningRequest,
): Promise<'failed' | 'done' | null> {
  if (block === null || prepared === null) return null;
  try {
    return await deps.second(async (chain) => {
      if (chain.genesisHash() !== genesisHash) return null;
      const { found } = await chain.findExtrinsic(prepared, block.number, block.number);
      if (found?.block.hash !== block.hash || found.hash !== extrinsicHash) return null;
      if (!(await isFinal(chain, block, await chain.finalizedHead()))) return null;
      const { isSuccess } = readOutcome(await chain.readEvents(block.hash, found.index));
      return isSuccess ? 'done' : 'failed';
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}
