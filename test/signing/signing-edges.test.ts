// Rules of signing where one field, one block or one rao decides: who may have happened, who waits for whom, which prompt
// is forgotten, and which newer plan still is what the user saw.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { MoveTerms } from '../../src/model/move.ts';
import type { Plan, Quantity } from '../../src/model/plan.ts';
import type { SigningRequest, SigningState, Unseen } from '../../src/model/request.ts';
import { advance } from '../../src/signing/advance.ts';
import { keepPromise, type Seen } from '../../src/signing/keep-promise.ts';
import {
  aboutOf,
  isAlive,
  isUnderWay,
  joinQueue,
  LONGEST_QUEUE,
  queuePlaceOf,
} from '../../src/signing/queue.ts';
import { despiteOf, unseenBeside, unseenError } from '../../src/signing/unseen.ts';
import { toNetuid, toRao, type Hex } from '../../src/units.ts';
import { MOVE } from './fake-facts.ts';
import {
  ASK,
  askedWallet,
  blocks,
  createFakeWorld,
  failedAnswer,
  honestAnswer,
  settle,
  start,
} from './fake-world.ts';

const world = createFakeWorld();
await world.live().requestSignature(ASK);
const draft = world.only();

type Fields = Readonly<Record<string, unknown>>;
/** A record as it may be stored; what it says need not fit together. */
const inState = (state: SigningState, fields: Fields = {}): SigningRequest =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- states met with fields that they do not have
  ({
    ...draft,
    state,
    id: state,
    askedAt: 1,
    settledAt: null,
    error: null,
    ...fields,
  }) as SigningRequest;
const by = (operators: Unseen['by'] | null): Fields => ({
  unseen: operators === null ? null : { by: operators, isNonceUsed: false },
});
const genesisHash: Hex = draft.genesisHash;
const ids = (list: readonly SigningRequest[]): string[] => list.map(({ id }) => id);

const happened: readonly (readonly [why: string, request: SigningRequest, may: boolean])[] = [
  ['never asked', inState('expired', { askedAt: null }), false],
  ['done', inState('finalized', by(1)), false],
  ['failed', inState('failed', by(null)), false],
  ['failed on one node’s word', inState('failed', by(1)), true],
  ['failed on the word of two', inState('failed', by(2)), false],
  ['a draft again', inState('draft', by(null)), true],
  ['a draft again, settled by two', inState('draft', { settledAt: 2, ...by(2) }), false],
  ['at the wallet', inState('waiting-for-wallet', by(1)), false],
  ['signed', inState('signed', by(null)), false],
  ['submitted', inState('submitted', by(1)), false],
  ['in a block', inState('in-block', by(null)), false],
  ['expired, looked for still', inState('expired', by(2)), true],
  ['expired, settled by nobody', inState('expired', { settledAt: 2, ...by(null) }), true],
  ['expired, settled by one', inState('expired', { settledAt: 2, ...by(1) }), true],
  ['expired, settled by two', inState('expired', { settledAt: 2, ...by(2) }), false],
];

for (const [why, request, may] of happened) {
  test(`${why}: ${may ? 'may have happened, and is stood in for' : 'is not stood in for'}`, () => {
    assert.deepEqual(joinQueue(MOVE, genesisHash, [request], 9).inPlaceOf, may ? [request.id] : []);
  });
}

const queued = (id: string, place: number, fields: Fields = {}): SigningRequest =>
  inState('queued', {
    id,
    askedAt: null,
    queueEntry: { ...draft.queueEntry, place, inPlaceOf: [] },
    ...fields,
  });
const elsewhere = { plan: { ...draft.plan, move: { ...MOVE, netuid: toNetuid(9) } } };

test('a new request waits behind who is in the way, and joins where the one that it replaces stood', () => {
  const join = (requests: SigningRequest[], reviewed: string | null = null, now = 50) => {
    const { replaced, ahead, place, isFull } = joinQueue(
      MOVE,
      genesisHash,
      requests,
      now,
      reviewed,
    );
    return [ids(replaced).join(), ahead?.id ?? null, place, isFull];
  };
  assert.deepEqual(join([]), ['', null, 50, false]);
  const far = (state: SigningState, fields: Fields = {}) =>
    inState(state, { ...elsewhere, ...fields });
  for (const state of ['waiting-for-wallet', 'signed', 'submitted', 'in-block'] as const) {
    assert.deepEqual(join([far(state)]), ['', state, 50, false]);
  }
  assert.deepEqual(join([far('draft')]), ['', 'draft', 50, false]);
  assert.deepEqual(join([far('finalized'), far('expired')]), ['', null, 50, false]);
  const refused = { error: { code: 'CANNOT_PAY_FEE', detail: {} } };
  assert.deepEqual(join([far('submitted', refused)]), ['', null, 50, false]);
  assert.equal(join([far('in-block', refused)])[1], 'in-block');
  const cancelled = { heldBecause: { code: 'REQUEST_CANCELLED', detail: {} } };
  assert.equal(join([far('signed', cancelled)])[1], null);
  assert.equal(join([far('draft'), far('signed')])[1], 'signed');
  // Of the queue: the last that is not behind its place.
  const line = [queued('a', 10, elsewhere), queued('b', 50, elsewhere), queued('c', 51, elsewhere)];
  assert.deepEqual(join(line), ['', 'b', 50, false]);
  assert.deepEqual(join([...line, queued('own', 20)]), ['own', 'a', 20, false]);
  assert.deepEqual(join([...line, queued('own', 10)], null, 5), ['own', null, 5, false]);
  assert.deepEqual(join(line, 'b'), ['b', 'a', 50, false], 'reviewed again');
  assert.deepEqual(join([far('submitted')], 'submitted')[0], '');
  const many = (count: number) =>
    Array.from({ length: count }, (_unused, at) => queued(`q${at}`, at, elsewhere));
  assert.deepEqual(
    [LONGEST_QUEUE - 1, LONGEST_QUEUE].map((count) => join(many(count))[3]),
    [false, true],
  );
  assert.equal(join([queued('x', 9, { ...elsewhere, genesisHash: '0x99' })])[1], null);
  assert.equal(join([queued('x', 9, { ...elsewhere, coldkey: 'other' })])[1], null);
});

test('what was replaced hands on what it stood for, while that may still have happened', () => {
  const entry = (inPlaceOf: string[]) => ({
    queueEntry: { ...draft.queueEntry, place: 1, inPlaceOf },
  });
  const own = queued('own', 1, entry(['old', 'done', 'none']));
  const old = inState('expired', { id: 'old', ...elsewhere });
  const done = inState('finalized', { id: 'done', ...elsewhere });
  const stranger = inState('expired', { id: 'stranger', ...elsewhere });
  const { inPlaceOf } = joinQueue(MOVE, genesisHash, [own, old, done, stranger], 9);
  assert.deepEqual(inPlaceOf, ['old']);
});

test('a queued request’s place: behind, its turn, or what only the chain or the user decides', () => {
  const own = (code: string | null, more: Fields = {}) =>
    queued('own', 5, { error: code === null ? null : { code, detail: { id: 'old' } }, ...more });
  const place = (request: SigningRequest, ...others: SigningRequest[]) => {
    const found = queuePlaceOf(request, [request, ...others]);
    return 'ahead' in found ? `behind ${found.ahead.id}` : found.kind;
  };
  const old = (fields: Fields = {}, state: SigningState = 'expired') =>
    inState(state, { id: 'old', ...fields });
  assert.equal(place(own(null)), 'turn');
  assert.equal(place(own(null), queued('a', 4), queued('b', 6)), 'behind a');
  assert.equal(place(own(null), queued('b', 6)), 'turn');
  assert.equal(place(own(null), inState('draft')), 'behind draft');
  assert.equal(place(own(null), inState('draft'), inState('signed')), 'behind signed');
  assert.equal(place(own(null), inState('signed', { genesisHash: '0x99' })), 'turn');
  assert.equal(place(own('EARLIER_UNSEEN'), old()), 'unseen');
  assert.equal(place(own('EARLIER_UNSEEN'), old({ settledAt: 2, ...by(2) })), 'turn');
  assert.equal(place(own('EARLIER_UNSEEN'), inState('expired')), 'turn', 'it names another one');
  assert.equal(place(own('EARLIER_UNDECIDED'), old()), 'undecided');
  assert.equal(place(own('EARLIER_UNDECIDED'), old(by(1))), 'turn');
  assert.equal(place(own('EARLIER_UNDECIDED'), old({ settledAt: 2 })), 'turn');
  assert.equal(place(own('PLAN_CHANGED'), old()), 'turn');
  const instead = { queueEntry: { ...draft.queueEntry, place: 5, inPlaceOf: ['old'] } };
  assert.equal(place(own(null, instead), old({}, 'finalized')), 'happened');
  assert.equal(place(own(null, instead), old({}, 'failed')), 'turn');
  assert.equal(place(own(null), old({}, 'finalized')), 'turn');
});

test('alive and under way, by state and by whether a wallet was asked', () => {
  const alive = (state: SigningState, fields: Fields) => isAlive(inState(state, fields));
  assert.deepEqual(
    [{ askedAt: null, settledAt: 2 }, { settledAt: 2 }, {}, { askedAt: null }].map((fields) =>
      alive('expired', fields),
    ),
    [false, false, true, false],
  );
  assert.deepEqual(
    [{}, { askedAt: null, settledAt: 2 }].map((fields) => alive('signed', fields)),
    [true, true],
  );
  const cancelled = { heldBecause: { code: 'REQUEST_CANCELLED', detail: {} } };
  const held = { heldBecause: { code: 'PLAN_CHANGED', detail: {} } };
  assert.deepEqual(
    [{}, cancelled, held].map((fields) => isUnderWay(inState('signed', fields))),
    [true, false, true],
  );
  assert.equal(isUnderWay(inState('submitted', cancelled)), true);
  assert.deepEqual(
    (['queued', 'draft'] as const).map((state) => isUnderWay(inState(state))),
    [false, false],
  );
});

test('moves about the same, whatever their amount and order; another end is another move', () => {
  const about = (part: Fields) => aboutOf({ ...MOVE, ...part });
  assert.equal(about({ amount: toRao(1n) }), about({ amount: toRao(2n) }));
  const all = ['kind', 'hotkey', 'netuid', 'toHotkey', 'toNetuid', 'toColdkey'];
  const others = all.map((name) => about({ [name]: name === 'kind' ? 'other' : 77 }));
  assert.equal(new Set([about({}), ...others]).size, all.length + 1);
  const items = (...list: number[]) =>
    aboutOf({
      kind: 'exit-several',
      items: list.map((netuid) => ({ hotkey: 'h', netuid })),
    } as never);
  assert.equal(items(1, 2), items(2, 1));
  assert.notEqual(items(1, 2), items(1));
  const claim = (...hotkeys: string[]) => aboutOf({ kind: 'claim', hotkeys } as never);
  assert.equal(claim('a', 'b'), claim('b', 'a'));
  assert.equal(aboutOf({ kind: 'accept-locked', accept: true } as never), 'accept-locked');
});

test('what a request may be beside: nothing about the same with another nonce, but what the user went on despite', () => {
  const nonce = draft.prepared?.nonce ?? 0;
  const lost = inState('expired', { id: 'lost', settledAt: 2, ...by(1) });
  const beside = (at: number, despite?: string[], move = MOVE) =>
    ids(unseenBeside(move, [lost], at, despite));
  assert.deepEqual(beside(nonce + 1), ['lost']);
  assert.deepEqual(beside(nonce), []);
  assert.deepEqual(beside(nonce + 1, ['lost']), []);
  assert.deepEqual(beside(nonce + 1, ['other']), ['lost']);
  assert.deepEqual(beside(nonce + 1, [], elsewhere.plan.move as typeof MOVE), []);
  assert.equal(unseenError([]), null);
  assert.deepEqual(unseenError([lost]), {
    code: 'EARLIER_UNSEEN',
    detail: { id: 'lost', state: 'expired' },
  });
  const entry = { queueEntry: { ...draft.queueEntry, despite: ['a'], inPlaceOf: ['b', 'a'] } };
  const told = (code: string) =>
    inState('queued', { ...entry, error: { code, detail: { id: 'c' } } });
  assert.deepEqual(despiteOf(told('EARLIER_UNSEEN')), ['a', 'b', 'c']);
  assert.deepEqual(despiteOf(told('PLAN_CHANGED')), ['a']);
  assert.deepEqual(despiteOf(undefined), []);
});

test('what two operators showed to be in no block is not called unseen again, nor found', () => {
  const unseen = { by: 1, isNonceUsed: false } as const;
  const refuses = (fields: Fields, kind: 'unseen' | 'settled' = 'unseen') => {
    try {
      advance(inState('expired', fields), { kind, unseen }, 9);
      return false;
    } catch (error) {
      return error instanceof AppError && error.code === 'REQUEST_MOVED_ON';
    }
  };
  assert.deepEqual(
    [by(null), by(1), by(2), { askedAt: null }].map((fields) => refuses(fields)),
    [false, false, true, true],
  );
  assert.deepEqual(
    [{}, { settledAt: 2 }].map((fields) => refuses(fields, 'settled')),
    [false, true],
  );
});

test('a prompt stays while the wallet is asked, and is forgotten once its answer is in', async () => {
  const { world: own, signing } = start();
  await askedWallet(signing);
  await blocks(own, signing, 3);
  assert.equal(own.held.size, 1);
  const verdict = await signing.walletAnswered(own.lastPrompt().promptId, honestAnswer(own));
  assert.equal(verdict.isTaken, true);
  await settle();
  assert.equal(own.held.size, 0);
});

test('a refusal of the wallet is an answer that was taken', async () => {
  const { world: own, signing } = start();
  await askedWallet(signing);
  const verdict = await signing.walletAnswered(
    own.lastPrompt().promptId,
    failedAnswer('WALLET_REJECTED'),
  );
  assert.deepEqual([verdict.isTaken, own.only().state], [true, 'rejected']);
});

test('why a request is held is written once, not with every amount that moves', async () => {
  const { world: own, signing } = start();
  await askedWallet(signing);
  own.chain.expected = 980n;
  own.chain.mine();
  await signing.walletAnswered(own.lastPrompt().promptId, honestAnswer(own));
  await settle();
  const writes = () => own.trace.filter((step) => step === 'signed').length;
  const before = writes();
  for (const expected of [979n, 978n]) {
    own.chain.expected = expected;
    await blocks(own, signing, 1);
  }
  assert.equal(writes(), before);
  assert.equal(own.only().heldBecause?.code, 'PRICE_LIMIT_EXCEEDED');
});

const rao = (amount: bigint): Quantity => ({ unit: 'rao', amount: toRao(amount) });
const alpha = (amount: bigint, netuid = 1): Quantity =>
  ({ unit: 'alpha', netuid: toNetuid(netuid), amount }) as Quantity;
type Received = NonNullable<Plan['receives']>;
type Made = Partial<Omit<Received, 'minimum' | 'expected'>> & {
  minimum?: bigint;
  expected?: bigint;
  bps?: number;
  side?: 'buy' | 'sell';
  legs?: Plan['legs'];
  items?: Plan['items'];
  as?: (amount: bigint) => Quantity;
};
/** What of a plan decides whether it keeps a promise. */
function planOf({
  minimum = 990n,
  expected = 1_000n,
  bps = 100,
  side = 'sell',
  legs,
  items = [],
  as = rao,
  ...part
}: Made): Plan {
  const receives = {
    expected: as(expected),
    minimum: as(minimum),
    floor: null,
    minimumRestsOn: null,
    isGuaranteed: true,
    isOfWhatIsHeld: false,
    worstPrice: null,
    ...part,
  };
  const leg = { purpose: 'trade', side, limitPrice: part.worstPrice ?? 1n };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is compared
  return { receives, legs: legs ?? [leg], items, terms: { toleranceBps: bps } } as never;
}
const seen = (part: Partial<Seen> = {}): Seen => ({
  minimum: rao(990n),
  floor: null,
  worstPrice: null,
  ...part,
});

/** What is kept: the plan itself, the tolerance of the tighter one, or nothing. */
function kept(
  made: Made,
  of: Seen & { items?: (Seen | null)[] },
  again: (terms: MoveTerms) => Made = () => made,
): unknown {
  const plan = planOf(made);
  const tried: number[] = [];
  try {
    const result = keepPromise(plan, of, (terms) => {
      tried.push(terms.toleranceBps);
      return planOf({ ...made, ...again(terms), bps: terms.toleranceBps });
    });
    return result === plan ? 'same' : result.terms.toleranceBps;
  } catch (error) {
    return error instanceof AppError ? [error.code, ...tried] : error;
  }
}

test('a minimum is kept to the unit; a newer plan may use up half of the tolerance, in four tries', () => {
  assert.equal(kept({}, seen()), 'same');
  assert.equal(kept({ minimum: 991n }, seen()), 'same');
  const byTolerance = (expected: bigint) => (terms: MoveTerms) => ({
    minimum: (expected * BigInt(10_000 - terms.toleranceBps)) / 10_000n,
  });
  // 995 less 50 of 10,000 is 990 rounded down: just half of the tolerance is left.
  const half = { minimum: 985n, expected: 995n };
  assert.equal(kept(half, seen(), byTolerance(995n)), 50);
  assert.deepEqual(kept({ ...half, bps: 101 }, seen(), byTolerance(995n)), ['PLAN_CHANGED']);
  assert.deepEqual(
    kept({ minimum: 980n, expected: 989n }, seen()),
    ['PLAN_CHANGED'],
    'less is expected than was promised',
  );
  assert.deepEqual(kept({ minimum: 980n, expected: 990n, bps: 0 }, seen()), ['PLAN_CHANGED', 0]);
  assert.deepEqual(kept(half, seen()), ['PLAN_CHANGED', 50, 49, 48, 47]);
  assert.equal(
    kept(half, seen(), ({ toleranceBps }) => ({ minimum: toleranceBps === 47 ? 990n : 1n })),
    47,
  );
  const reviewed: unknown[] = [];
  kept(half, seen(), (terms) => {
    reviewed.push(terms.reviewedToleranceBps);
    return {};
  });
  assert.deepEqual(reviewed, [100, 100, 100, 100]);
  assert.deepEqual(kept({ minimum: 1n, as: alpha }, seen()), ['PLAN_CHANGED'], 'another unit');
  assert.equal(kept({ as: alpha }, seen({ minimum: alpha(990n) })), 'same');
  assert.deepEqual(kept({ as: alpha }, seen({ minimum: alpha(990n, 2) })), ['PLAN_CHANGED']);
});

test('a floor that was shown is kept too, in its own unit', () => {
  assert.equal(kept({ floor: rao(5n) }, seen({ floor: rao(5n) })), 'same');
  assert.equal(kept({ floor: rao(5n) }, seen()), 'same');
  for (const floor of [rao(4n), null, alpha(9n)]) {
    assert.ok(Array.isArray(kept({ floor }, seen({ floor: rao(5n) }))), String(floor?.amount));
  }
  // The larger of floor and minimum decides what tolerance is left.
  const tries = (floor: bigint) =>
    kept({ minimum: 1n, expected: 1_000n }, seen({ floor: rao(floor) }));
  assert.deepEqual(tries(995n), ['PLAN_CHANGED', 50, 49, 48, 47]);
  assert.deepEqual(tries(1n), ['PLAN_CHANGED', 100, 99, 98, 97]);
});

test('a worst price is kept on its own side, and beside a minimum where both were promised', () => {
  const price = (side: 'buy' | 'sell', now: bigint, part: Made = {}) =>
    kept({ minimum: 1n, side, worstPrice: now, ...part }, seen({ worstPrice: 100n }));
  assert.deepEqual([price('buy', 100n), price('buy', 99n)], ['same', 'same']);
  assert.deepEqual([price('sell', 100n), price('sell', 101n)], ['same', 'same']);
  assert.deepEqual(price('buy', 101n), ['PLAN_CHANGED']);
  // A worse limit by what half of the tolerance makes up for.
  const cheaper = (side: 'buy' | 'sell', now: bigint) => price(side, now, { bps: 200 });
  assert.deepEqual(cheaper('sell', 99n), ['PLAN_CHANGED', 101, 100, 99, 98]);
  const both = { isOfWhatIsHeld: true };
  assert.ok(Array.isArray(price('sell', 100n, both)), 'its minimum is short');
  assert.equal(price('sell', 100n, { ...both, minimum: 990n }), 'same');
  assert.ok(Array.isArray(price('sell', 98n, { ...both, minimum: 990n })));
  // A price that is kept by no tolerance at all is still one that is kept.
  assert.deepEqual(price('sell', 100n, { ...both, bps: 0 }), ['PLAN_CHANGED', 0]);
  // Without a trade that is limited no price is kept.
  assert.deepEqual(price('sell', 100n, { legs: [] }), ['PLAN_CHANGED']);
  assert.deepEqual(kept({ worstPrice: 5n }, seen()), ['PLAN_CHANGED']);
  assert.deepEqual(kept({}, seen({ worstPrice: 5n })), ['PLAN_CHANGED']);
  const least = (worst: bigint) =>
    kept(
      { ...both, minimum: 980n, expected: 1_000n, side: 'buy', worstPrice: worst },
      seen({ worstPrice: worst }),
    );
  assert.deepEqual(least(1n), ['PLAN_CHANGED', 100, 99, 98, 97]);
  assert.deepEqual(least(0n), ['PLAN_CHANGED']);
});

test('each item of a batch keeps its own promise, and none is missing', () => {
  const item = (minimum: bigint) => planOf({ minimum });
  const of = (items: Plan['items'], ...wanted: (Seen | null)[]) =>
    kept({ items }, { ...seen(), items: wanted });
  assert.equal(of([item(990n), item(990n)], seen(), seen()), 'same');
  assert.ok(Array.isArray(of([item(990n), item(989n)], seen(), seen())));
  assert.deepEqual(of([item(990n)], seen(), seen()), ['PLAN_CHANGED']);
  assert.deepEqual(of([item(990n), item(990n)], seen(), null), ['PLAN_CHANGED']);
  assert.equal(of([item(1n)]), 'same', 'nothing was shown of each');
});
