// When a node counts as behind, and when this computer's clock as wrong: the last value that is taken, and the first that
// is not. The node is told answer by answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeJudge } from '../../src/chain/runtime/judge-node.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { littleEndian } from '../../src/chain/scale/scale-encoder.ts';
import type { AppError } from '../../src/errors.ts';
import type { Hex } from '../../src/units.ts';

const NOW = 1_700_000_000_000;
const OLD = 180_000;
const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;

type Answers = { health?: unknown; sync?: unknown; offset?: number | null };

function judgeOn({ endpoints = ['a', 'b', 'c', 'd'], operatorOf = (one: string) => one } = {}) {
  let endpoint: string | null = 'a';
  let now = NOW;
  let answers: Answers = {};
  const left: string[] = [];
  const asked: string[] = [];
  let changes = 0;
  const judge = createNodeJudge({
    endpoints,
    operatorOf,
    oldMs: OLD,
    now: () => now,
    onChange: () => {
      changes += 1;
    },
    link: {
      state: () => ({ phase: 'connected', endpoint, error: null }),
      leave: (reason: AppError) => {
        left.push(String(reason.detail['what']));
        return true;
      },
      request: async (method: string) => {
        asked.push(method);
        const { health = null, sync = null, offset = 0 } = answers;
        if (method === 'system_health') return health;
        if (method === 'system_syncState') return sync;
        return offset === null ? null : toHex(littleEndian(BigInt(now + offset), 8));
      },
    },
  });
  /** A head of that endpoint, looked into to the end; what the node was left for since. */
  async function head(number: number, how: Answers & { at?: string; isFirst?: boolean } = {}) {
    const { at = endpoint ?? 'a', isFirst = true, ...rest } = how;
    endpoint = at;
    answers = rest;
    const wasLeft = judge.headArrived({ hash: hashOf(number), number }, isFirst, highest);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return { wasLeft, left: left.splice(0), asked: asked.splice(0).length };
  }
  let highest = 0;
  return {
    head,
    clock: () => judge.clockOffset(),
    changes: () => changes,
    pass: (ms: number) => {
      now += ms;
    },
    disconnect: () => {
      endpoint = null;
      return judge.headArrived({ hash: hashOf(1), number: 1 }, true, highest);
    },
    seen: (number: number) => {
      highest = number;
    },
  };
}

test('a node twenty blocks behind is up to date, one of twenty-one is left: once, until it has kept up', async () => {
  const judge = judgeOn();
  judge.seen(1_000);
  const behind = async (blocks: number, isFirst = true) => {
    const { wasLeft, left } = await judge.head(1_000 - blocks, { isFirst });
    return [wasLeft, left];
  };
  assert.deepEqual(await behind(20), [false, []]);
  assert.deepEqual(await behind(21, false), [false, []], 'told by the first head alone');
  assert.deepEqual(await behind(21), [true, ['lagging']]);
  assert.deepEqual(await behind(21), [false, []], 'all may be as far');
  assert.deepEqual(await behind(0), [false, []]);
  assert.deepEqual(await behind(22), [true, ['lagging']]);
});

test('a node that still fetches blocks is left by its own word, or by more than twenty that it lacks', async () => {
  const judge = judgeOn();
  const told = async (answers: Answers) => (await judge.head(1_000, answers)).left;
  const sync = (currentBlock: unknown, highestBlock: unknown) => ({
    sync: { currentBlock, highestBlock },
  });
  assert.deepEqual(await told({ health: { isSyncing: true } }), ['syncing']);
  for (const health of [{ isSyncing: false }, { isSyncing: 'true' }, {}, null, 7]) {
    assert.deepEqual(await told({ health }), [], JSON.stringify(health));
  }
  assert.deepEqual(await told(sync(980, 1_000)), []);
  assert.deepEqual(await told(sync(979, 1_000)), ['syncing']);
  // What is not told counts nothing on either side.
  assert.deepEqual(await told(sync(undefined, 21)), ['syncing']);
  assert.deepEqual(await told(sync(undefined, 20)), []);
  assert.deepEqual(await told(sync('0', 21)), ['syncing']);
  assert.deepEqual(await told(sync(7, undefined)), []);
});

test('a newest block three minutes old or ahead is young; older ones leave their node', async () => {
  for (const [offset, wanted] of [
    [-OLD, []],
    [OLD, []],
    [-OLD - 1, ['old']],
    [OLD + 1, ['old']],
    [null, []],
  ] as const) {
    const judge = judgeOn();
    assert.deepEqual((await judge.head(7, { offset })).left, wanted, String(offset));
    assert.equal(judge.clock(), null);
  }
});

test('a clock is wrong where two operators tell the same within a minute, and blocks go on', async () => {
  const away = -600_000;
  const found = async (
    other: number,
    how: { goesOn?: boolean; drift?: number; same?: boolean } = {},
  ) => {
    const { goesOn = true, drift = 0, same = false } = how;
    const judge = judgeOn({ operatorOf: (one) => (same ? 'one' : one) });
    await judge.head(7, { at: 'a', offset: away });
    await judge.head(7, { at: 'b', offset: away + other });
    await judge.head(goesOn ? 8 : 7, { at: 'b', offset: away + other + drift });
    return [judge.clock(), judge.changes()];
  };
  assert.deepEqual(await found(0), [away, 1]);
  for (const other of [59_999, -59_999]) assert.deepEqual(await found(other), [away + other, 1]);
  for (const other of [60_000, -60_000]) assert.deepEqual(await found(other), [null, 0]);
  assert.deepEqual(await found(0, { drift: 59_999 }), [away + 59_999, 1]);
  assert.deepEqual(await found(0, { drift: 60_000 }), [null, 0], 'not the same time as before');
  assert.deepEqual(await found(0, { goesOn: false }), [null, 0], 'a chain that stands still');
  assert.deepEqual(await found(0, { same: true }), [null, 0], 'one operator');
});

test('a wrong clock is corrected by later heads, told once, and forgotten when it is right', async () => {
  const judge = judgeOn();
  const at = (number: number, endpoint: string, offset: number) =>
    judge.head(number, { at: endpoint, offset });
  await at(7, 'a', 600_000);
  await at(7, 'b', 600_000);
  await at(8, 'b', 600_000);
  assert.deepEqual([judge.clock(), judge.changes()], [600_000, 1]);
  // Little enough is no news; a node that is right by the chain's clock stays.
  assert.deepEqual((await at(9, 'b', 659_999)).left, []);
  assert.deepEqual([judge.clock(), judge.changes()], [600_000, 1]);
  assert.deepEqual((await at(10, 'a', 600_000 + OLD)).left, []);
  assert.deepEqual((await at(11, 'a', 600_001 + OLD)).left, ['old']);
  assert.deepEqual((await at(12, 'c', 0)).left, [], 'one that agrees with the computer');
  assert.deepEqual([judge.clock(), judge.changes()], [null, 2]);
});

test('a node is looked into at its first head, and again five minutes later; a suspect at each head', async () => {
  const judge = judgeOn();
  const later = async (ms: number, how: Parameters<typeof judge.head>[1] = {}) => {
    judge.pass(ms);
    return (await judge.head(7, { isFirst: false, ...how })).asked;
  };
  assert.equal((await judge.head(7)).asked, 3);
  assert.equal(await later(299_999), 0);
  assert.equal(await later(1), 3);
  assert.equal(await later(0), 0);
  assert.equal(await later(0, { at: 'b' }), 3, 'another node');
  assert.equal(await later(0, { offset: -OLD - 1 }), 0);
  judge.pass(300_000);
  await later(0, { offset: -OLD - 1 });
  assert.equal(await later(1, { offset: 0 }), 3, 'its block was old');
  assert.equal(await later(1), 0);
});

test('a node alone, and one that is gone, are not judged', async () => {
  const alone = judgeOn({ endpoints: ['a'] });
  alone.seen(1_000);
  assert.deepEqual(await alone.head(1), { wasLeft: false, left: [], asked: 0 });
  const judge = judgeOn();
  judge.seen(1_000);
  assert.equal(judge.disconnect(), false);
});
