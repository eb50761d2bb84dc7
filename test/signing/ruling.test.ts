// The rules over several requests judge by some of an account's requests as they would by all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestFields } from '../tools/pictures/requests.ts';
import { requestIn, stakeMove } from '../tools/pictures/requests.ts';
import { genesisHash, hotkeys, numbersFrom } from '../tools/pictures/chain.ts';
import type { Move } from '../../src/model/move.ts';
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import { toNetuid, toRao } from '../../src/units.ts';
import { joinQueue, queuePlaceOf } from '../../src/signing/queue.ts';
import { besideRefusal } from '../../src/signing/request-signature.ts';
import { listRuling } from '../../src/signing/requests.ts';
import { despiteOf, pendingNonces, sharedNonce, unseenBeside } from '../../src/signing/unseen.ts';

const states: readonly SigningState[] = [
  'queued',
  'draft',
  'waiting-for-wallet',
  'signed',
  'submitted',
  'in-block',
  'finalized',
  'finalized',
  'finalized',
  'failed',
  'rejected',
  'expired',
  'dropped',
  'superseded',
];
const { coldkey } = stakeMove;
const [firstKey, secondKey] = hotkeys;
assert.ok(firstKey !== undefined && secondKey !== undefined);
const stake = { kind: 'stake', coldkey, netuid: toNetuid(64), amount: toRao(1n) } as const;
const moves: readonly Move[] = [
  { ...stake, hotkey: firstKey },
  { ...stake, hotkey: secondKey },
];
const base = new Map(states.map((state) => [state, requestIn(state)]));

/** Any number of requests in any states: more kinds of them than could ever be stored. */
function someRequests(next: (below: number) => number): SigningRequest[] {
  const ids = Array.from({ length: 1 + next(9) }, (_none, index) => `r${index}`);
  const any = (): string[] => ids.filter(() => next(4) === 0);
  return ids.map((id, index): SigningRequest => {
    const state = states[next(states.length)] ?? 'draft';
    const found = base.get(state) ?? requestIn(state);
    const isOver = ['finalized', 'failed', 'rejected', 'expired', 'dropped', 'superseded'];
    const move = moves[next(2)] ?? stakeMove;
    const wasAsked = state !== 'queued' && (state !== 'draft' || next(2) === 0) && next(6) > 0;
    const queueEntry = {
      place: index,
      terms: { toleranceBps: 50, allowPartial: false, eraBlocks: 32 },
      minimum: { unit: 'rao', amount: toRao(1n) },
      floor: null,
      worstPrice: null,
      inPlaceOf: any(),
      despite: any(),
    } as const;
    const part: RequestFields = {
      id,
      createdAt: index,
      genesisHash: next(8) === 0 ? '0xbb' : genesisHash,
      plan: { ...found.plan, move },
      askedAt: wasAsked ? index : null,
      settledAt: isOver.includes(state) && (state === 'finalized' || next(3) > 0) ? index : null,
      queueEntry,
      prepared: found.prepared === null ? null : { ...found.prepared, nonce: next(4) },
      error:
        next(3) === 0
          ? {
              code: next(2) === 0 ? 'EARLIER_UNSEEN' : 'EARLIER_UNDECIDED',
              detail: { id: ids[next(ids.length)] ?? '' },
            }
          : null,
      unseen: next(3) === 0 ? { by: next(2) === 0 ? 1 : 2, isNonceUsed: next(2) === 0 } : null,
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return { ...found, ...part } as SigningRequest;
  });
}

/** Everything that signing takes from the requests of an account. */
function judgements(own: readonly SigningRequest[], reviewed: string | null, nonce: number) {
  const ids = (all: readonly SigningRequest[]): string[] => all.map(({ id }) => id).toSorted();
  const despite = despiteOf(own.find(({ id }) => id === reviewed));
  return moves.map((move) => {
    const { replaced, inPlaceOf, ahead, place, isFull } = joinQueue(
      move,
      genesisHash,
      own,
      99,
      reviewed,
    );
    return {
      replaced: ids(replaced),
      inPlaceOf: inPlaceOf.toSorted(),
      ahead: ahead?.id,
      place,
      isFull,
      despite: despite.toSorted(),
      beside: ids(unseenBeside(move, own, nonce, despite)),
      shared: sharedNonce(own, nonce),
      pending: pendingNonces(own).toSorted((a, b) => a - b),
      refused: besideRefusal(move, own, nonce, despite)?.code,
    };
  });
}

test('what is left out of the requests of an account changes no judgement', async () => {
  const next = numbersFrom(7);
  const below = (limit: number): number => Math.floor(next() * limit);
  let left = 0;
  for (let round = 0; round < 1_500; round += 1) {
    const stored = someRequests(below);
    const store = {
      read: async (id: string) => stored.find((request) => request.id === id) ?? null,
      listOf: async () => stored,
      listNotFinal: async () => stored.filter(({ state }) => state !== 'finalized'),
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it reads by
    const deps = { store } as unknown as Parameters<typeof listRuling>[0];
    const account = { coldkey, genesisHash };
    const all = stored.filter((request) => request.genesisHash === genesisHash);
    const reviewed = below(2) === 0 ? `r${below(9)}` : null;
    const some = await listRuling(deps, account, reviewed === null ? [] : [reviewed]);
    left += all.length - some.length;
    const nonce = below(4);
    assert.deepEqual(judgements(some, reviewed, nonce), judgements(all, reviewed, nonce));
    for (const request of all) {
      if (request.state !== 'queued') continue;
      const { inPlaceOf } = request.queueEntry;
      const ruling = await listRuling(deps, account, inPlaceOf);
      const placeAmong = (own: readonly SigningRequest[]) => queuePlaceOf(request, own).kind;
      assert.equal(
        placeAmong([request, ...ruling.filter(({ id }) => id !== request.id)]),
        placeAmong(all),
      );
    }
  }
  assert.ok(left > 500, 'finalized ones are left out');
});
