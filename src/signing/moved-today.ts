// What the account's other orders of the last day move: those that happened, and those that may still happen. Counted in
// blocks, which no clock of this machine moves. Pure.
import type { LimitsMet } from '../model/account-limits.ts';
import type { SigningRequest } from '../model/request.ts';
import { toRao, U64_MAX } from '../units.ts';
import { isAlive, isUnderWay } from './queue.ts';
import { tookItsPlace, unseenOf } from './unseen.ts';

const DAY_BLOCKS = 7_200;

/** The order that the others are counted for. */
type Counting = {
  /** Number of the newest block. */
  head: number;
  /** Ids of requests that it is, or takes the place of. */
  instead: readonly string[];
  /** Its nonce: of two orders with one nonce only one can happen. */
  nonce: number;
  /** Whether no wallet was asked for it yet and it comes after all others. false: its turn has come. */
  isNew: boolean;
};

/** Of the day that ends with this block. */
export const firstBlockOfDay = (head: number): number => head - DAY_BLOCKS + 1;

const isRecent = (block: number | undefined, head: number): boolean =>
  block === undefined || block >= firstBlockOfDay(head);

/** Asked of a wallet and over, without having been seen in a block. */
function mayHaveHappened(
  request: SigningRequest,
  own: readonly SigningRequest[],
  head: number,
): boolean {
  const { extrinsic, prepared } = request;
  const unseen = unseenOf(request);
  if (unseen === null || unseen.by === 2 || tookItsPlace(request, own) !== null) return false;
  // Nobody has shown a signature, and nothing used its nonce.
  if (extrinsic === null && !unseen.isNonceUsed) return false;
  return isRecent(prepared?.deathBlock, head);
}

function counts(
  request: SigningRequest,
  own: readonly SigningRequest[],
  { head, instead, nonce, isNew }: Counting,
): boolean {
  const { id, state, askedAt, prepared, inBlock } = request;
  if (instead.includes(id)) return false;
  if (askedAt === null) return isNew && isAlive(request);
  if (state === 'finalized') return isRecent(inBlock?.number, head);
  if (prepared?.nonce === nonce && !isUnderWay(request)) return false;
  if (isAlive(request)) return true;
  if (state === 'failed') return request.unseen?.by === 1 && isRecent(inBlock?.number, head);
  return mayHaveHappened(request, own, head);
}

/** `own`: all requests of the account on its chain. Unknown where the value of one that counts is. */
export function movedToday(
  own: readonly SigningRequest[],
  counting: Counting,
): LimitsMet['movedToday'] {
  let total = 0n;
  for (const request of own.filter((one) => counts(one, own, counting))) {
    const { orderValue } = request.plan;
    if (orderValue === undefined || orderValue === null) {
      return { known: false, reason: 'unreadable' };
    }
    total += orderValue;
  }
  return { known: true, value: toRao(total < U64_MAX ? total : U64_MAX) };
}
