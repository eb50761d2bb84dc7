// Looks for a request's extrinsic in the blocks that one node shows, and reads whether its nonce was used. The same
// questions go to the first node and to a second operator's. Changes nothing.
import type { FoundExtrinsic } from '../chain/chain-client.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { BlockRef } from '../model/facts.ts';
import type { SigningRequest } from '../model/request.ts';
import type { SecondChain, SigningDeps } from './signing-deps.ts';

/**
 * Per request: the last block of those that were read, are final and do not hold it. By its hash it stands for all blocks
 * before it, whichever node shows it. A cache: losing it costs reading again.
 */
export type SearchedUpTo = Map<string, BlockRef>;

export type Sight = { head: BlockRef; finalized: BlockRef };

/**
 * Whether that block is final. A block older than the finalized head is final where the node's best chain has it. The
 * finalized head is read once more after, so that answers of two nodes are not taken for those of one.
 */
export async function isFinal(
  chain: Pick<SecondChain, 'blockHashAt' | 'finalizedHead'>,
  { number, hash }: BlockRef,
  finalized: BlockRef,
): Promise<boolean> {
  if (number > finalized.number) return false;
  if (number === finalized.number) return hash === finalized.hash;
  if ((await chain.blockHashAt(number)) !== hash) return false;
  return (await chain.finalizedHead()).number >= number;
}

/**
 * Requests with the same call and nonce are told apart by the extrinsic hash that they know, else by their eras. Where
 * several are left, the wallet signed each of them, and the newest one takes the extrinsic.
 */
async function isOwn(
  deps: SigningDeps,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  { hash, era }: FoundExtrinsic,
): Promise<boolean> {
  const alike = (await deps.store.listOf(request.coldkey)).filter(
    (other) =>
      other.genesisHash === request.genesisHash &&
      other.askedAt !== null &&
      other.prepared?.call === prepared.call &&
      other.prepared.nonce === prepared.nonce,
  );
  const knowing = alike.filter(({ extrinsicHash }) => extrinsicHash === hash);
  const ofEra = alike.filter((other) => other.prepared?.payload.era === era);
  const closest = [knowing, ofEra, alike].find(({ length }) => length > 0) ?? [];
  const [newest] = closest.toSorted((a, b) => b.createdAt - a.createdAt);
  return newest?.id === request.id;
}

/**
 * null: none of the blocks from its birth to its death, as far as the head, holds it. What was read before counts only
 * where this node shows the last block of it, and the blocks after it, as one chain: else another node read them, which
 * may have hidden a block, and all are read again. Throws what reading throws.
 */
export async function lookFor(
  deps: SigningDeps,
  chain: SecondChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  { head, finalized }: Sight,
  searchedUpTo: SearchedUpTo,
): Promise<FoundExtrinsic | null> {
  const to = Math.min(head.number, prepared.deathBlock);
  const birth = prepared.birth.number;
  let from = Math.max(birth, searchedUpTo.get(request.id)?.number ?? 0);
  if (from > to) {
    searchedUpTo.delete(request.id);
    from = birth;
  }
  while (from <= to) {
    const { found, read } = await chain.findExtrinsic(prepared, from, to);
    const known = searchedUpTo.get(request.id);
    if (known?.number === from && read[0]?.hash !== known.hash) {
      searchedUpTo.delete(request.id);
      from = birth;
      continue;
    }
    if (found !== null && (await isOwn(deps, request, prepared, found))) return found;
    // Blocks that are not final yet are read again: another one may take their place.
    const last = read.findLast(({ number }) => number <= finalized.number);
    if (last && (await isFinal(chain, last, finalized))) searchedUpTo.set(request.id, last);
    from = found === null ? to + 1 : found.block.number + 1;
  }
  return null;
}

/** The account's next nonce at a final block: past ours without our extrinsic, something else used it, or it is hidden. */
export async function isNonceUsed(
  chain: Pick<SecondChain, 'readMoveFacts'>,
  { coldkey }: SigningRequest,
  { nonce }: PreparedExtrinsic,
  finalized: BlockRef,
): Promise<boolean> {
  const query = { coldkey, netuids: [], hotkeys: [], destination: null, calls: [] };
  return (await chain.readMoveFacts(query, finalized)).coldkey.nonce > nonce;
}
