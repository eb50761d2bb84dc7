// Counting holders: the order, the allowance, going on, stopping and failing, against a node that is a table.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import type { HoldersFrom, HoldersPart } from '../../../src/model/emission-facts.ts';
import type { BlockRef } from '../../../src/model/facts.ts';
import { ALLOWANCE, createHoldersModel } from '../../../src/panel/emission/holders-model.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { toAlphaRao, toNetuid, type Hex, type Ss58Address } from '../../../src/units.ts';

const block: BlockRef = { hash: '0x00', number: 7 };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture's own address
const address = (text: string): Ss58Address => text as Ss58Address;
const cursor = (page: number): Hex => `0x0${page}`;

/** `pages`: how many pages each hotkey has. Answers wait until let go where `holds`. */
function fakeNode(pages: Readonly<Record<string, number>>, bytesAPage: number) {
  const calls: string[] = [];
  let fails = false;
  let gate: Promise<void> | null = null;
  const readHolders = async ({ hotkey, after }: HoldersFrom): Promise<HoldersPart> => {
    calls.push(`${hotkey}${after ?? ''}`);
    if (gate) await gate;
    if (fails) throw new AppError('NODE_TIMEOUT', { what: 'test' });
    const page = after === null ? 0 : Number(after);
    const holding = { coldkey: address(`cold ${hotkey}`), hotkey, netuid: toNetuid(1) };
    return {
      block,
      holdings: [{ ...holding, alpha: toAlphaRao(BigInt(page + 1)) }],
      rest: page + 1 < (pages[hotkey] ?? 1) ? cursor(page + 1) : null,
      listed: 1_000,
      questions: 2,
      bytes: bytesAPage,
    };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only readHolders is asked here
  const call = ((method: string, body: { from: HoldersFrom }) => {
    if (method !== 'stopReading') return readHolders(body.from);
    calls.push('stop');
    return Promise.resolve();
  }) as Call;
  return {
    call,
    calls,
    fail: (does: boolean) => {
      fails = does;
    },
    hold() {
      let open: () => void = () => {};
      gate = new Promise((resolve) => {
        open = () => {
          gate = null;
          resolve();
        };
      });
      return open;
    },
  };
}

const found = (...hotkeys: string[]) =>
  Promise.resolve({ block, at: 0, hotkeys: hotkeys.map(address) });

test('every hotkey has its first page before any has its second', async () => {
  const node = fakeNode({ a: 3, b: 1, c: 1, d: 1, e: 2 }, 1_000);
  const model = createHoldersModel(node.call, null);
  await model.start(() => found('a', 'b', 'c', 'd', 'e'));
  assert.deepEqual(node.calls, ['a', 'b', 'c', 'd', 'e', 'a0x01', 'e0x01', 'a0x02']);
  const reading = model.reading.value;
  assert.ok(reading.state === 'done');
  assert.equal(reading.left, 0);
  assert.equal(reading.holdings.length, 8);
  assert.deepEqual(reading.cost, { questions: 16, bytes: 8_000, listed: 8_000 });
});

test('the allowance ends it, and reading on goes on where it ended', async () => {
  const node = fakeNode({ a: 9 }, ALLOWANCE.bytes / 3);
  const model = createHoldersModel(node.call, toNetuid(1));
  await model.start(() => found('a', 'b'));
  const first = model.reading.value;
  assert.ok(first.state === 'done');
  assert.deepEqual(node.calls, ['a', 'b', 'a0x01']);
  assert.deepEqual([first.left, first.of], [1, 2]);
  assert.ok(first.cost.bytes >= ALLOWANCE.bytes);
  await model.readOn();
  const second = model.reading.value;
  assert.ok(second.state === 'done');
  assert.equal(node.calls[3], 'a0x02');
  assert.ok(second.holdings.length > first.holdings.length);
  assert.ok(second.cost.bytes < 2 * ALLOWANCE.bytes + ALLOWANCE.bytes / 2);
});

test('stopping asks no more, keeps what was read, and can be gone on from', async () => {
  const node = fakeNode({ a: 3 }, 1_000);
  const model = createHoldersModel(node.call, null);
  const seen: string[] = [];
  model.reading.subscribe(({ state }) => seen.push(state));
  const open = node.hold();
  const running = model.start(() => found('a'));
  await Promise.resolve();
  await Promise.resolve();
  const stateNow = () => model.reading.value.state;
  assert.equal(stateNow(), 'reading');
  model.stop();
  const stopped = model.reading.value;
  assert.ok(stopped.state === 'done' && stopped.left === 1 && stopped.holdings.length === 0);
  open();
  await running;
  assert.equal(model.reading.value, stopped);
  assert.deepEqual(node.calls, ['a', 'stop']);
  await model.readOn();
  const done = model.reading.value;
  assert.ok(done.state === 'done' && done.left === 0);
  // The page that was under way is taken again, so nothing is counted twice.
  assert.deepEqual(node.calls, ['a', 'stop', 'a', 'a0x01', 'a0x02']);
  assert.equal(done.holdings.length, 3);
  assert.deepEqual(seen.slice(0, 4), ['idle', 'finding', 'reading', 'done']);
});

test('a failure is told, and what was read before can be gone on from', async () => {
  const node = fakeNode({ a: 2 }, 1_000);
  const model = createHoldersModel(node.call, null);
  await model.start(() => Promise.reject(new AppError('NODE_UNREACHABLE', { what: 'test' })));
  const before = model.reading.value;
  assert.ok(before.state === 'failed' && !before.isBegun);
  node.fail(true);
  await model.start(() => found('a'));
  const failed = model.reading.value;
  assert.ok(failed.state === 'failed' && failed.isBegun && failed.error.code === 'NODE_TIMEOUT');
  node.fail(false);
  await model.readOn();
  const done = model.reading.value;
  assert.ok(done.state === 'done' && done.holdings.length === 2);
});

test('starting anew leaves what was under way, whose late answer changes nothing', async () => {
  const node = fakeNode({}, 1_000);
  const model = createHoldersModel(node.call, null);
  const open = node.hold();
  const first = model.start(() => found('a'));
  await Promise.resolve();
  await Promise.resolve();
  const newer = { hash: '0x01', number: 8 } as const;
  const second = model.start(async () => ({ block: newer, at: 1, hotkeys: [address('b')] }));
  open();
  await Promise.all([first, second]);
  const done = model.reading.value;
  assert.ok(done.state === 'done');
  assert.deepEqual(
    done.holdings.map(({ hotkey }) => hotkey),
    ['b'],
  );
});

test('with more hotkeys of the same block only the new ones are read; of another block, all', async () => {
  const node = fakeNode({ a: 2 }, 1_000);
  const model = createHoldersModel(node.call, null);
  const counted = () => {
    const reading = model.reading.value;
    return reading.state === 'done' ? [reading.of, reading.left, reading.holdings.length] : [];
  };
  await model.start(() => found('a', 'b'));
  assert.deepEqual(counted(), [2, 0, 3]);
  await model.start(() => found('c', 'a', 'b'));
  assert.deepEqual(node.calls, ['a', 'b', 'a0x01', 'c']);
  assert.deepEqual(counted(), [3, 0, 4]);
  await model.start(() => Promise.reject(new AppError('NODE_TIMEOUT', { what: 'test' })));
  const failed = model.reading.value;
  assert.ok(failed.state === 'failed' && !failed.isBegun, 'looking for them is what failed');
  const newer = { hash: '0x01', number: 8 } as const;
  await model.start(async () => ({ block: newer, at: 9, hotkeys: [address('b')] }));
  assert.deepEqual(counted(), [1, 0, 1]);
  assert.equal(node.calls.at(-1), 'b');
});
