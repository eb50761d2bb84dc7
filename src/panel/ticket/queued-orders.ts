// Orders that are made and not asked of a wallet yet count with the day's limit of the account, except those that the ticket
// replaces. The background counts them the same way when the ticket is submitted.
import type { MoveFacts } from '../../model/facts.ts';
import type { Move } from '../../model/move.ts';
import type { SigningRequest } from '../../model/request.ts';
import { isAlive, joinQueue, ofSame } from '../../signing/queue.ts';
import { toRao, U64_MAX, type Rao } from '../../units.ts';

export function withQueued(
  facts: MoveFacts,
  move: Move,
  requests: readonly SigningRequest[],
  reviewed: string | null,
): MoveFacts {
  const { accountLimits: met, runtime } = facts;
  if (met?.known !== true || !met.value.movedToday.known) return facts;
  const { genesisHash } = runtime;
  const { replaced } = joinQueue(move, genesisHash, requests, 0, reviewed);
  const queued = requests
    .filter(ofSame({ coldkey: move.coldkey, genesisHash }))
    .filter((one) => one.askedAt === null && isAlive(one) && !replaced.includes(one));
  let total: bigint = met.value.movedToday.value;
  for (const { plan } of queued) {
    const { orderValue } = plan;
    if (orderValue === undefined || orderValue === null) {
      const movedToday = { known: false, reason: 'unreadable' } as const;
      return { ...facts, accountLimits: { known: true, value: { ...met.value, movedToday } } };
    }
    total += orderValue;
  }
  const value = toRao(total < U64_MAX ? total : U64_MAX);
  const movedToday = { known: true, value } as const;
  return { ...facts, accountLimits: { known: true, value: { ...met.value, movedToday } } };
}

/** TAO that the account's other orders will take, before fees, as far as no block has them yet: the balance still holds it. */
export function taoAhead(
  { coldkey, genesisHash }: Pick<SigningRequest, 'coldkey' | 'genesisHash'>,
  requests: readonly SigningRequest[],
  replaced: readonly SigningRequest[],
): Rao {
  const others = requests
    .filter(ofSame({ coldkey, genesisHash }))
    .filter((one) => isAlive(one) && one.inBlock === null && !replaced.includes(one));
  let total = 0n;
  for (const { plan } of others) {
    if (plan.gives?.unit === 'rao') total += plan.gives.amount;
  }
  return toRao(total < U64_MAX ? total : U64_MAX);
}
