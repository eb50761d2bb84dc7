// Ends a request that is in a block, by what one node's block and events say or two operators' do.
import type { FoundExtrinsic } from '../chain/chain-client.ts';
import type { WireError } from '../errors.ts';
import type { Receipt } from '../model/receipt.ts';
import type { InBlockRequest, SigningRequest, Unseen } from '../model/request.ts';
import { askSecondOutcome } from './ask-second.ts';
import { chainRefusal } from './chain-refusal.ts';
import { apply } from './requests.ts';
import type { SigningDeps } from './signing-deps.ts';

/** As only the second operator's node shows it: this node hid or lost its block, or tells another outcome. */
export async function takeFromSecond(
  deps: SigningDeps,
  { id }: SigningRequest,
  { found, isFinal: isOver }: { found: Pick<FoundExtrinsic, 'block' | 'hash'>; isFinal: boolean },
): Promise<SigningRequest> {
  const { block, hash: extrinsicHash } = found;
  const error: WireError = { code: 'NODES_DISAGREE', detail: { block: block.number } };
  const included = await apply(deps, id, { kind: 'found-in-block', block, extrinsicHash, error });
  return isOver ? apply(deps, id, { kind: 'finalized-success', error }) : included;
}

function failureOf({ error, networkFee }: Receipt): WireError {
  const cost = networkFee === null ? {} : { fee: networkFee.fee, paidIn: networkFee.paidIn };
  return chainRefusal(error ?? 'unknown', cost);
}

/**
 * Final, with its receipt. A failure invites to make the same again, and one node alone can tell failures that never
 * were: a second operator is asked, and the request keeps on whose word it failed.
 */
export async function endInBlock(
  deps: SigningDeps,
  request: InBlockRequest,
  receipt: Receipt,
): Promise<SigningRequest> {
  const { id, inBlock: block, extrinsicHash } = request;
  if (receipt.isSuccess) return apply(deps, id, { kind: 'finalized-success', error: null });
  const told = await askSecondOutcome(deps, request);
  if (told === 'done') {
    const found = { block, hash: extrinsicHash };
    return takeFromSecond(deps, request, { found, isFinal: true });
  }
  const unseen: Unseen = { by: told === null ? 1 : 2, isNonceUsed: true };
  return apply(deps, id, { kind: 'finalized-failure', error: failureOf(receipt), unseen });
}
