// Reads what a receipt is made of: the extrinsic's place in its block, its events, and the plan on the state
// before the block.
import { decodeEvents, type ChainEvent } from '../chain/reads/read-events.ts';
import { AppError } from '../errors.ts';
import { factsQueryOf } from '../moves/facts-query.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import type { Receipt, ReceiptProof } from '../model/receipt.ts';
import type { InBlockRequest } from '../model/request.ts';
import { makeReceipt } from './receipt.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';
import { readOutcome } from './stake-events.ts';

/** null: the node no longer has that state, or cannot be read now. A receipt does not wait for this plan. */
async function planAtParent(
  deps: SigningDeps,
  chain: SigningChain,
  { plan }: InBlockRequest,
  block: BlockRef,
): Promise<Plan | null> {
  const { move, terms } = plan;
  try {
    const number = block.number - 1;
    const hash = await chain.blockHashAt(number);
    if (hash === null) return null;
    const facts = await chain.readMoveFacts(factsQueryOf(move), { hash, number });
    return deps.model.planMove(move, terms, facts);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** As the block's state has them where the node proves it, else as the node tells them. */
async function eventsOf(
  deps: SigningDeps,
  chain: SigningChain,
  block: BlockRef,
  index: number,
): Promise<{ events: ChainEvent[]; isProven: ReceiptProof['events'] }> {
  const found = await deps.proveEvents(block);
  if (found.kind !== 'proven') {
    return { events: await chain.readEvents(block.hash, index), isProven: found.kind };
  }
  const all = decodeEvents(found.value, await chain.runtimeAt(block.hash));
  return {
    events: all.filter(({ extrinsicIndex }) => extrinsicIndex === index),
    isProven: found.kind,
  };
}

/** Throws PROOF_INVALID for events that the block does not have, BLOCK_PRUNED where the node no longer keeps the events, and what else reading throws. */
export async function readReceipt(
  deps: SigningDeps,
  chain: SigningChain,
  request: InBlockRequest,
): Promise<Receipt> {
  const { extrinsicHash, plan, prepared, inBlock: block } = request;
  const { found } = await chain.findExtrinsic(prepared, block.number, block.number);
  if (found?.block.hash !== block.hash || found.hash !== extrinsicHash)
    throw new AppError('NODE_MALFORMED', { what: 'block body' });
  const { events, isProven } = await eventsOf(deps, chain, block, found.index);
  const receipt = makeReceipt({
    plan,
    atParent: await planAtParent(deps, chain, request, block),
    block,
    extrinsicIndex: found.index,
    at: await chain.readBlockTime(block.hash),
    outcome: readOutcome(events),
  });
  return { ...receipt, proof: { events: isProven, final: null, gap: 'not-yet', upTo: 0 } };
}
