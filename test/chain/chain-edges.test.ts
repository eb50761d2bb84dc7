// Pure rules of what nodes tell, at their edges: doubts about a claim, what root owes, numbers of every width, refusals.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doubtOf, owedShares, type ClaimBooks } from '../../src/chain/reads/judge-claim.ts';
import { valueOfShare } from '../../src/chain/reads/read-positions.ts';
import { rootOwed } from '../../src/chain/reads/read-unclaimed.ts';
import { createPace } from '../../src/chain/rpc/pace.ts';
import {
  isMissingMethod,
  isOwnRefusal,
  isRuntimeStop,
  saysNotNow,
  toBusy,
  toCloseReason,
  toRefusal,
} from '../../src/chain/rpc/refusal.ts';
import {
  alphaOf,
  bigintOf,
  bitsOf,
  booleanOf,
  fieldIf,
  fieldOf,
  listOf,
  netuidOf,
  numberOf,
  placesOf,
  raoOf,
  textOf,
  variantOf,
} from '../../src/chain/scale/scale-fields.ts';
import type { ClaimPayment } from '../../src/model/root-claims.ts';
import { toRao, U64_MAX } from '../../src/units.ts';

const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;

const BOOKS: ClaimBooks = {
  rateBits: known(1n << 31n),
  shares: known(1_000n),
  claimed: known(-100n),
  rootStake: known(800n),
  nav: known(2_000n),
  issuance: known(10n ** 15n),
};
const PAYMENT: ClaimPayment = {
  redeemable: toRao(990n),
  forfeited: toRao(10n),
  rows: 3,
  rowsToSell: 2,
  dustRows: 1,
  sweptRows: 0,
  flushedCredits: 0,
};
const told = (
  accrued: bigint,
  part: Partial<Record<keyof ClaimPayment, bigint | number>> = {},
) => ({
  owedShares: 500n,
  accrued,
  payment: { ...PAYMENT, ...part } as ClaimPayment,
});

test('shares owed: rate · stake less what was taken, rounded down, within nothing and the fund', () => {
  const half = 1n << 31n;
  assert.equal(owedShares(half, 800n, -100n, 1_000n), 500n);
  assert.equal(owedShares(half, 801n, 0n, 1_000n), 400n, 'half a share is none');
  assert.equal(owedShares(half, 800n, 400n, 1_000n), 0n);
  assert.equal(owedShares(half, 800n, 401n, 1_000n), 0n, 'the watermark is ahead');
  assert.deepEqual(
    [499n, 500n, 501n].map((shares) => owedShares(half, 1_000n, 0n, shares)),
    [499n, 500n, 500n],
  );
});

test('what root owes is claimable from the threshold’s very bits on', () => {
  const bits = 1n << 32n;
  const owed = (thresholdBits: bigint, claimed = 0n) =>
    rootOwed(bits / 2n, 7n, claimed, thresholdBits);
  assert.deepEqual(owed(0n), { owed: 3n, claimable: 3n });
  // Three and a half: the fraction counts against the threshold.
  assert.deepEqual(owed(3n * bits + bits / 2n), { owed: 3n, claimable: 3n });
  assert.deepEqual(owed(3n * bits + bits / 2n + 1n), { owed: 3n, claimable: 0n });
  assert.deepEqual(owed(0n, 4n), { owed: 0n, claimable: 0n });
  assert.deepEqual(owed(0n, 3n), { owed: 0n, claimable: 0n });
});

test('the value of a share is rounded down twice, as the chain rounds it; of no shares it is nothing', () => {
  const shares = (whole: bigint): bigint => whole << 64n;
  // A third of ten is rounded down first: three of three thirds are nine.
  assert.equal(valueOfShare(10n, shares(3n), shares(3n)), 9n);
  assert.equal(valueOfShare(12n, shares(3n), shares(3n)), 12n);
  assert.equal(valueOfShare(12n, shares(1n), shares(3n)), 4n);
  assert.equal(valueOfShare(12n, 1n << 63n, shares(3n)), 2n);
  assert.equal(valueOfShare(12n, shares(3n), 0n), 0n);
  assert.equal(valueOfShare(12n, 0n, shares(3n)), 0n);
});

test('a preview is believed up to its rounding: a unit for each row and one more', () => {
  assert.equal(doubtOf(told(1_000n), BOOKS), null);
  // Three rows: four units apart is rounding, five is not; swept rows are rows.
  const parts = (redeemable: bigint, sweptRows = 0) =>
    doubtOf(told(1_000n, { redeemable, sweptRows }), BOOKS);
  assert.deepEqual(
    [986n, 994n].map((one) => parts(one)),
    [null, null],
  );
  assert.deepEqual(
    [985n, 995n].map((one) => parts(one)),
    ['sums', 'sums'],
  );
  assert.deepEqual(
    [985n, 995n].map((one) => parts(one, 1)),
    [null, null],
  );
  assert.equal(
    doubtOf(told(1_000n, { redeemable: 1_001n, forfeited: 0n, dustRows: 0 }), BOOKS),
    'sums',
  );
  assert.equal(
    doubtOf(told(1_000n, { redeemable: 1_000n, forfeited: 0n, dustRows: 0 }), BOOKS),
    null,
  );
  assert.equal(doubtOf(told(1_000n, { redeemable: 0n, forfeited: 1_000n }), BOOKS), null);
  assert.equal(doubtOf(told(1_000n, { redeemable: 0n, forfeited: 1_001n }), BOOKS), 'sums');
  assert.equal(doubtOf({ ...told(1n), owedShares: 0n }, BOOKS), 'sums', 'worth without shares');
  assert.equal(doubtOf({ owedShares: 500n, accrued: 1_000n, payment: null }, BOOKS), null);
});

test('rows of a preview: what is sold and what is dust are among them, and something comes of one at least', () => {
  const rows = (part: Partial<ClaimPayment>) => doubtOf(told(1_000n, part), BOOKS);
  assert.equal(rows({ rows: 3, rowsToSell: 3, dustRows: 1 }), 'rows');
  assert.equal(rows({ rows: 4, rowsToSell: 3, dustRows: 1 }), null);
  assert.equal(rows({ rowsToSell: 3, dustRows: 0 }), 'rows', 'forfeited of no dust');
  assert.equal(rows({ rows: 0, rowsToSell: 0, dustRows: 0, sweptRows: 9 }), 'rows');
  const free = { forfeited: toRao(0n), redeemable: toRao(1_000n) };
  assert.equal(rows({ ...free, rows: 0, rowsToSell: 0, dustRows: 0, sweptRows: 9 }), 'rows');
  assert.equal(rows({ ...free, rows: 1, rowsToSell: 1, dustRows: 0 }), null);
});

test('more than there is, and a share that the fund does not have, are doubted; unread books are not compared', () => {
  const issued = (issuance: bigint) =>
    doubtOf(told(1_000n), { ...BOOKS, issuance: known(issuance) });
  assert.deepEqual([999n, 1_000n].map(issued), ['supply', null]);
  assert.equal(doubtOf(told(1_000n), { ...BOOKS, issuance: missing }), null);
  // Half the shares of a fund worth 2,000: 1,000, give or take a hundredth, three rows and one unit.
  const worth = (nav: bigint, part: Partial<ClaimPayment> = {}) =>
    doubtOf(told(1_000n, part), { ...BOOKS, nav: known(nav) });
  assert.deepEqual(
    [2_028n, 1_974n].map((nav) => worth(nav)),
    [null, null],
  );
  assert.deepEqual(
    [2_030n, 1_972n].map((nav) => worth(nav)),
    ['fund', 'fund'],
  );
  // Without a preview there are no rows: a hundredth and one unit.
  const bare = (nav: bigint) =>
    doubtOf({ ...told(1_000n), payment: null }, { ...BOOKS, nav: known(nav) });
  assert.deepEqual([1_980n, 2_022n, 1_978n, 2_024n].map(bare), [null, null, 'fund', 'fund']);
  assert.equal(worth(2_030n, { sweptRows: 1 }), null);
  assert.equal(worth(9_000n, { flushedCredits: 1 }), null, 'what enters first is not in it');
  for (const part of [{ nav: missing }, { shares: missing }]) {
    assert.equal(doubtOf(told(1_000n), { ...BOOKS, ...part }), null);
  }
  const other = { ...told(1_000n), owedShares: 499n };
  for (const name of ['rateBits', 'rootStake', 'claimed'] as const) {
    assert.equal(doubtOf(other, { ...BOOKS, [name]: missing }), null, name);
  }
  assert.equal(doubtOf(other, BOOKS), 'books');
  const none = { ...BOOKS, shares: known(0n), rateBits: known(0n), claimed: known(0n) };
  assert.equal(doubtOf({ owedShares: 0n, accrued: 0n, payment: null }, none), null);
});

test('decoded numbers are refused one past the width that they are read as', () => {
  const refuses = (read: () => unknown): void => assert.throws(read, { code: 'NODE_MALFORMED' });
  assert.deepEqual([numberOf(0), numberOf(BigInt(Number.MAX_SAFE_INTEGER))], [0, 2 ** 53 - 1]);
  for (const value of [-1, -1n, 1n << 53n]) refuses(() => numberOf(value));
  for (const read of [placesOf, netuidOf]) {
    assert.equal(read(0xffff), 0xffff);
    refuses(() => read(0x1_0000));
    refuses(() => read(-1));
  }
  for (const read of [raoOf, alphaOf]) {
    assert.deepEqual([read(0), read(U64_MAX)], [0n, U64_MAX]);
    for (const value of [-1n, U64_MAX + 1n]) refuses(() => read(value));
  }
  assert.deepEqual([bigintOf(5), bigintOf(5n)], [5n, 5n]);
  for (const value of ['5', true, null, [], {}]) refuses(() => bigintOf(value));
  assert.deepEqual([bitsOf(7n), bitsOf({ bits: 7n })], [7n, 7n]);
  refuses(() => bitsOf({ other: 7n }));
  assert.equal(fieldIf({ a: null }, 'a'), null);
  for (const value of [{ b: 1 }, [1], null, 'a']) assert.equal(fieldIf(value, 'a'), undefined);
  assert.equal(fieldIf({}, 'toString'), undefined, 'only its own');
  refuses(() => fieldOf({}, 'a'));
  assert.deepEqual([booleanOf(true), booleanOf(false)], [true, false]);
  refuses(() => booleanOf(1));
  refuses(() => listOf({}));
  assert.deepEqual(variantOf({ type: 'Ok' }), { type: 'Ok', value: null });
  assert.deepEqual(variantOf({ type: 'Ok', value: 3 }), { type: 'Ok', value: 3 });
  refuses(() => variantOf({ type: 3 }));
  assert.deepEqual([textOf('0x6869'), textOf([0x68, 0x169])], ['hi', 'hi']);
});

test('a node’s refusal is told apart by code and by words', () => {
  const of = (code: number, message: string, data = '') => {
    const error = toRefusal('m', { code, message, data }, 'wss://a');
    return error.code === 'NODE_REFUSED' ? error.detail['kind'] : error.code;
  };
  const rows: [number, string, unknown][] = [
    [-32601, '', 'never'],
    [1, 'Method not found', 'never'],
    [-32600, '', 'question'],
    [-32602, '', 'question'],
    [-32603, 'internal', 'other'],
    [4003, 'Execution failed: wasm trap', 'runtime'],
    [-32603, 'Runtime panicked; rate limit', 'runtime'],
    [429, '', 'NODE_BUSY'],
    [-32005, '', 'NODE_BUSY'],
    [-32603, 'Too many requests', 'NODE_BUSY'],
    [1_000, 'rate limit', 'other'],
    [1_999, 'rate limit', 'other'],
    [999, 'rate limit', 'NODE_BUSY'],
    [2_000, 'rate limit', 'NODE_BUSY'],
    [1, 'UnknownBlock: header', 'BLOCK_PRUNED'],
    [1, 'State already discarded for 0x', 'BLOCK_PRUNED'],
    [1, 'Exported method X is not found', 'NOT_ON_THIS_RUNTIME'],
  ];
  for (const [code, words, kind] of rows) assert.equal(of(code, words), kind, `${code} ${words}`);
  assert.equal(of(1, '', 'too many calls'), 'NODE_BUSY', 'the data is read too');
  const [runtime, never, question, other] = ['wasm trap', 'method not found', '', 'x'].map(
    (message, at) => toRefusal('m', { code: at === 2 ? -32602 : 1, message, data: '' }),
  );
  assert.ok(runtime && never && question && other);
  assert.deepEqual([runtime, never, question, other].map(isRuntimeStop), [
    true,
    false,
    false,
    false,
  ]);
  assert.deepEqual([runtime, never, question, other].map(isOwnRefusal), [false, true, false, true]);
  assert.equal(isMissingMethod(toRefusal('m', { code: -32601, message: '', data: '' })), true);
  assert.equal(isMissingMethod(never), false);
  assert.equal(isMissingMethod(new Error('x')), false);
});

test('the pause that a node asks for, in its unit, ten minutes at most; closed for now is busy', () => {
  const waits = (text: string) => toBusy(text, { endpoint: 'wss://a' }).detail['waitMs'];
  const rows: [string, number | undefined][] = [
    ['retry-after: 3', 3_000],
    ['Retry after 2.5', 2_500],
    ['retry_after_ms=250', 250],
    ['try again in 2 minutes', 120_000],
    ['wait for 40 ms', 40],
    ['retry-after: 600', 600_000],
    ['retry-after: 601', 600_000],
    ['retry-after: 0', undefined],
    ['slow down', undefined],
  ];
  for (const [text, wait] of rows) assert.equal(waits(text), wait, text);
  assert.equal(saysNotNow('HTTP 429'), true);
  assert.equal(saysNotNow('HTTP 4290'), false);
  const codes = [
    { code: 1013, reason: '' },
    { code: 1000, reason: 'rate limit' },
    { code: 1000, reason: '' },
    { code: 1000, reason: 7 },
    null,
  ].map((event) => toCloseReason(event, 'wss://a').code);
  const lost = 'NODE_UNREACHABLE';
  assert.deepEqual(codes, ['NODE_BUSY', 'NODE_BUSY', lost, lost, lost]);
});

test('a pace: at once until it is limited, then one a gap, twice as long each time, ten seconds at most', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  const pace = createPace(() => now);
  const sent: string[] = [];
  const wanted = new Set(['a', 'b', 'c', 'd', 'e']);
  const take = (name: string): void =>
    pace.take({ isWanted: () => wanted.has(name), send: () => void sent.push(name) });
  take('a');
  assert.deepEqual([sent.join(''), pace.gapMs()], ['a', 0]);
  pace.slowDown(100);
  for (const name of ['b', 'c', 'd']) take(name);
  assert.equal(sent.join(''), 'a', 'the gap begins when it is told');
  pass(99);
  assert.equal(sent.join(''), 'a');
  pass(1);
  assert.equal(sent.join(''), 'ab');
  wanted.delete('c');
  pass(100);
  assert.equal(sent.join(''), 'abd', 'who gave up takes no turn');
  pass(100);
  take('e');
  assert.equal(sent.join(''), 'abde');
  const gaps = Array.from({ length: 9 }, () => {
    pace.slowDown(100);
    return pace.gapMs();
  });
  assert.deepEqual(gaps, [200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
  take('a');
  wanted.clear();
  pace.prune();
  pass(60_000);
  assert.equal(sent.join(''), 'abde');
});

test('a pace: who may wait goes last, and a limit of an earlier life counts from when it was last met', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  const sent: string[] = [];
  const on = (pace: ReturnType<typeof createPace>) => (name: string, isLate: boolean) =>
    pace.take({ isWanted: () => true, send: () => void sent.push(name), isLate });
  const rested = createPace(() => now);
  rested.recall(100, 100);
  const take = on(rested);
  take('a', false);
  assert.equal(sent.join(''), 'a', 'it was left alone for long enough');
  take('late', true);
  take('b', false);
  pass(100);
  take('c', false);
  pass(100);
  pass(100);
  assert.deepEqual(sent, ['a', 'b', 'c', 'late']);
  sent.length = 0;
  // Where nobody waits, a question may still follow the answer that just came.
  take('late', true);
  pass(99);
  assert.deepEqual(sent, []);
  take('d', false);
  assert.deepEqual(sent, []);
  pass(1);
  assert.deepEqual(sent, ['d']);
  pass(100);
  assert.deepEqual(sent, ['d', 'late']);
  sent.length = 0;
  pass(200);
  take('late', true);
  pass(99);
  take('e', false);
  assert.deepEqual(sent, ['e'], 'one that is in a hurry waits for no late one');
  take('late too', true);
  pass(100);
  assert.deepEqual(sent, ['e', 'late']);
  pass(100);
  assert.deepEqual(sent, ['e', 'late', 'late too']);
  sent.length = 0;
  const busy = createPace(() => now);
  busy.recall(100, 40);
  on(busy)('a', false);
  pass(59);
  assert.deepEqual(sent, []);
  pass(1);
  assert.deepEqual(sent, ['a']);
  // Nobody waits for ever where somebody always asks.
  const rows = createPace(() => now);
  rows.recall(100, 100);
  const ask = on(rows);
  ask('x', false);
  ask('late', true);
  sent.length = 0;
  for (let i = 0; i < 9; i += 1) {
    ask('b', false);
    pass(100);
  }
  assert.deepEqual(sent, [...Array.from({ length: 8 }, () => 'b'), 'late']);
  sent.length = 0;
  // Where nothing is limited nobody waits.
  on(createPace(() => now))('z', true);
  assert.deepEqual(sent, ['z']);
});
