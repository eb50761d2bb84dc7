// Gives a plan's facts the user's own limits for the account, and what its other orders of the last day move. Whatever leads
// to a wallet is planned with them: the first review, a queued request whose turn has come, and the last look before the wallet.
import type { LimitsMet } from '../model/account-limits.ts';
import type { MoveFacts } from '../model/facts.ts';
import type { SigningRequest } from '../model/request.ts';
import { toRao, type Ss58Address } from '../units.ts';
import { firstBlockOfDay, movedToday } from './moved-today.ts';
import type { RequestStore, SigningChain, SigningDeps } from './signing-deps.ts';
import { unseenOf } from './unseen.ts';

/** Which of the account's requests are not counted beside the order. */
export type Ordering = {
  instead: readonly string[];
  /** undefined: it gets the account's next one. */
  nonce?: number;
  isNew: boolean;
};

/**
 * The moment that a loosening is held against: the earlier of this machine's clock and the chain's time, so that a clock that
 * was turned forward shortens no wait. On a chain whose time means nothing there is only the clock.
 */
function momentOf(
  { now }: Pick<SigningDeps, 'now'>,
  { network }: Pick<SigningChain, 'network'>,
  { blockTime }: MoveFacts,
): number {
  return network.isReal ? Math.min(now(), blockTime) : now();
}

/** All of the account's requests that may count, and those that may account for one of them. */
async function listCounting(
  store: Pick<RequestStore, 'listOf' | 'listSince'>,
  coldkey: Ss58Address,
  head: number,
): Promise<SigningRequest[]> {
  const some = await store.listSince(coldkey, firstBlockOfDay(head));
  // What took the place of one that may have happened may be in any block.
  const isOpen = some.some((request) => unseenOf(request)?.by === 1);
  return isOpen ? store.listOf(coldkey) : some;
}

export async function meetLimits(
  deps: Pick<SigningDeps, 'accountLimits' | 'now'> & {
    store: Pick<RequestStore, 'listOf' | 'listSince' | 'hasUnread'>;
  },
  chain: Pick<SigningChain, 'network'>,
  facts: MoveFacts,
  { instead, nonce = facts.coldkey.nonce, isNew }: Ordering,
): Promise<MoveFacts> {
  const { coldkey } = facts.coldkey;
  const { genesisHash } = facts.runtime;
  const limits = await deps.accountLimits({ genesisHash, coldkey }, momentOf(deps, chain, facts));
  if (!limits.known) return { ...facts, accountLimits: limits };
  const counting = { head: facts.block.number, instead, nonce, isNew };
  const met: LimitsMet = { limits: limits.value, movedToday: { known: true, value: toRao(0n) } };
  if (limits.value.mostPerDay !== null) {
    const all = await listCounting(deps.store, coldkey, counting.head);
    const own = all.filter((request) => request.genesisHash === genesisHash);
    // What a record that cannot be read moved is not known.
    met.movedToday = (await deps.store.hasUnread(coldkey, genesisHash))
      ? { known: false, reason: 'unreadable' }
      : movedToday(own, counting);
  }
  return { ...facts, accountLimits: { known: true, value: met } };
}
