// Reads what a receipt is made of: the extrinsic's place in its block, its events, and the plan on the state
// before the block.
import { AppError } from '../errors.ts';
import { factsQueryOf } from '../moves/facts-query.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import type { Receipt } from '../model/receipt.ts';
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

/** Throws BLOCK_PRUNED where the node no longer keeps the events, and what else reading throws. */
export async function readReceipt(
  deps: SigningDeps,
  chain: SigningChain,
  request: InBlockRequest,
): Promise<Receipt> {
  const { extrinsicHash, plan, prepared, inBlock: block } = request;
  const { found } = await chain.findExtrinsic(prepared, block.number, block.number);
  if (found?.block.hash !== block.hash || found.hash !== extrinsicHash)
    throw new AppError('NODE_MALFORMED', { what: 'block body' });
  const events = await chain.readEvents(block.hash, found.index);
  return makeReceipt({
    plan,
    atParent: await planAtParent(deps, chain, request, block),
    block,
    extrinsicIndex: found.index,
    at: await chain.readBlockTime(block.hash),
    outcome: readOutcome(events),
  });
}
