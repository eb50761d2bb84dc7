// The nonce of the next transaction, bounded by what the chain has stored and by what we know of ourselves. A node's
// word on its pool moves it only within these bounds.
import { AppError } from '../../errors.ts';

type NonceFacts = {
  /** `System.Account(coldkey).nonce` at the best head: the lowest that can still be used. */
  stored: number;
  /** The next index that the node's pool tells; null: the node does not tell one. */
  told: number | null;
  /** Nonces of own transactions that a wallet was asked for and that may still come in, in any order. */
  ownPending: readonly number[];
  /** The nonce to use, where it is known already; null: the next one. */
  wanted: number | null;
};

/** The first nonce from the stored one on that no own transaction holds. */
function afterOwn(stored: number, ownPending: readonly number[]): number {
  let next = stored;
  while (ownPending.includes(next)) next += 1;
  return next;
}

/**
 * stored ≤ nonce ≤ the first nonce after the own pending ones. Throws OTHER_PENDING where the pool has more of this
 * account than we sent, NONCE_USED where the wanted one is spent, NODE_TIMEOUT where it would leave a gap (the head's
 * state is older than the transactions before it).
 */
export function chooseNonce({ stored, told, ownPending, wanted }: NonceFacts): number {
  const most = afterOwn(stored, ownPending);
  if (told !== null && told > most) throw new AppError('OTHER_PENDING', { told, most });
  if (wanted === null) return Math.max(stored, told ?? stored);
  if (wanted < stored) throw new AppError('NONCE_USED', { stored, wanted });
  if (wanted > most) throw new AppError('NODE_TIMEOUT', { what: 'nonce', stored, wanted });
  return wanted;
}
