// What the screen about concentration reads without being asked, visit by visit, against a clock and a node that are tables:
// which subnets first, no more than an hour's allowance in all windows, and what becomes of a reading that is left or fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import {
  createStakesByItself,
  isKept,
  keptStakes,
  subnetsByWorth,
} from '../../../src/panel/emission/by-itself.ts';
import {
  BY_ITSELF_BYTES,
  createByItselfBudget,
  type Place,
} from '../../../src/panel/emission/by-itself-budget.ts';
import { toAlphaRao, toNetuid } from '../../../src/units.ts';
import { emissionFacts, subnetFacts } from '../../emission/sample-facts.ts';

const known = <T>(value: T) => ({ known: true, value }) as const;
const missing = { known: false, reason: 'unreadable' } as const;
const HEAD = 9_000_000;

test('root comes first, then the alpha that is worth most; what has no price comes last', () => {
  const facts = emissionFacts(HEAD, [
    subnetFacts(1, { nodePrice: missing }),
    subnetFacts(0),
    subnetFacts(2, { nodePrice: known(10n) }),
    subnetFacts(3, { nodePrice: known(30n) }),
    // Half of its alpha is the chain's own.
    subnetFacts(4, {
      nodePrice: known(40n),
      protocolAlpha: known(toAlphaRao(50_000n * 1_000_000_000n)),
    }),
    subnetFacts(5, { protocolAlpha: missing }),
  ]);
  assert.deepEqual(subnetsByWorth(facts), [0, 3, 4, 2, 1, 5]);
});

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SUBNETS = 128;
const facts = emissionFacts(
  HEAD,
  Array.from({ length: SUBNETS + 1 }, (_none, netuid) => subnetFacts(netuid)),
);

type Fault = 'NODE_TIMEOUT' | 'NODE_UNREACHABLE' | 'BLOCK_PRUNED';
type Ask = { netuids: readonly number[]; block: { number: number } | null };

/** Root takes 39 kB, each other subnet 11. A question waits where `holds`, and fails with `fails`. */
function setUp(place: Place = memory(), clock = { at: 1_000 * HOUR }) {
  const asked: Ask[] = [];
  const node = { fails: null as Fault | null, savesData: false, holds: false };
  const waiting: (() => void)[] = [];
  const answer = async ({ netuids, block }: Ask) => {
    asked.push({ netuids, block });
    if (node.holds) await new Promise<void>((resolve) => waiting.push(resolve));
    if (node.fails !== null) throw new AppError(node.fails, { what: 'test' });
    return {
      block: block ?? { hash: '0x00', number: HEAD + asked.length },
      cost: { questions: 5, bytes: netuids[0] === 0 ? 39_000 : netuids.length * 11_000 },
      stakes: netuids.map((netuid) => ({
        netuid: toNetuid(netuid),
        hotkey: `hot ${netuid}`,
        owner: null,
        name: null,
        alpha: toAlphaRao(1n),
      })),
    };
  };
  const call = ((method: string, body: Ask) =>
    method === 'stopReading' ? Promise.resolve() : answer(body)) as unknown as Call;
  const now = () => clock.at;
  const budget = createByItselfBudget(now, place);
  const stakes = createStakesByItself({ call, now, budget, savesData: () => node.savesData });
  const { model } = stakes;
  return {
    stakes,
    model,
    budget,
    node,
    clock,
    asked,
    visit: () => stakes.visit(facts),
    /** How many subnets are there, root included. */
    there: () => {
      const found = model.found.value;
      return found === null ? 0 : found.asked.length - found.left.length;
    },
    state: () => model.reading.value.state,
    /** Until the question that waits next was asked. */
    letGo: async (count: number) => {
      for (let gone = 0; gone < count; gone += 1) {
        waiting.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** What all windows share. */
function memory(): Place {
  let text: string | null = null;
  return {
    read: () => text,
    write: (next) => {
      text = next;
    },
  };
}

const rejects: Call = () => Promise.reject(new RangeError('not asked'));

test('the first visit reads root alone, then as many subnets as the hour allows, all of one block', async () => {
  const { visit, asked, model, there, budget, state } = setUp();
  await visit();
  assert.deepEqual(asked[0], { netuids: [0], block: null });
  assert.deepEqual(
    asked.slice(1).map(({ netuids, block }) => [netuids.length, block?.number]),
    Array.from({ length: 5 }, () => [16, HEAD + 1]),
  );
  assert.equal(there(), 81);
  assert.equal(model.found.value?.left.length, SUBNETS - 80);
  assert.equal(model.found.value?.cost.bytes, 919_000);
  assert.equal(budget.left(), BY_ITSELF_BYTES - 919_000);
  assert.equal(state(), 'done');
});

test('within the hour nothing more is read by itself, in this window or another', async () => {
  const place = memory();
  const first = setUp(place);
  await first.visit();
  const { length } = first.asked;
  first.clock.at += 49 * MINUTE;
  await first.visit();
  assert.equal(first.asked.length, length);
  assert.equal(first.there(), 81);
  // Root alone is within the allowance that is left.
  const other = setUp(place, first.clock);
  await other.visit();
  assert.deepEqual(
    other.asked.map(({ netuids }) => netuids),
    [[0]],
  );
  for (let window = 0; window < 5; window += 1) await setUp(place, first.clock).visit();
  assert.ok(other.budget.left() >= 0);
  const last = setUp(place, first.clock);
  await last.visit();
  assert.deepEqual([last.asked.length, last.state()], [0, 'idle']);
});

test('after an hour what was read is dropped and read anew; before, it stays but is not gone on with', async () => {
  const { visit, asked, clock, there, model } = setUp();
  await visit();
  clock.at += 51 * MINUTE;
  const found = model.found.value;
  assert.ok(found !== null && !isKept(found, clock.at));
  await visit();
  assert.deepEqual([asked.length, there()], [6, 81]);
  clock.at += 9 * MINUTE;
  await visit();
  assert.deepEqual([asked.length, there()], [12, 81]);
  assert.equal(model.found.value?.at, clock.at);
  assert.equal(model.found.value?.block.number, HEAD + 7);
});

test('leaving midway keeps what was read, and the question that was left counts', async () => {
  const { visit, asked, node, there, model, budget, letGo, state } = setUp();
  node.holds = true;
  const running = visit();
  await letGo(2);
  assert.deepEqual([asked.length, there(), state()], [3, 17, 'reading']);
  model.stop();
  assert.deepEqual([there(), state()], [17, 'done']);
  assert.equal(budget.left(), BY_ITSELF_BYTES - 39_000 - 176_000 - 200_000);
  await letGo(1);
  await running;
  assert.equal(there(), 17, 'a late answer changes nothing');
  // The next visit goes on at the same block, within what is left of the hour.
  node.holds = false;
  await visit();
  assert.equal(asked.at(-1)?.block?.number, HEAD + 1);
  assert.ok(budget.left() >= 0);
  const { length } = asked;
  for (let again = 0; again < 9; again += 1) await visit();
  assert.equal(asked.length, length);
});

test('looking in and leaving at once, again and again, ends with the allowance', async () => {
  const { visit, asked, node, model, budget } = setUp();
  node.holds = true;
  for (let look = 0; look < 60; look += 1) {
    void visit();
    model.stop();
  }
  assert.equal(asked.length, BY_ITSELF_BYTES / 50_000);
  assert.equal(budget.left(), 0);
});

test('what the user cancelled is not gone on with by itself, but can be asked for', async () => {
  const { visit, stakes, asked, node, model, there, letGo } = setUp();
  node.holds = true;
  const running = visit();
  await letGo(2);
  stakes.cancel();
  await letGo(1);
  await running;
  node.holds = false;
  await visit();
  assert.deepEqual([asked.length, there()], [3, 17]);
  await model.readRest();
  assert.equal(there(), SUBNETS + 1);
});

test('where the browser saves data root alone is read', async () => {
  const { visit, asked, node, there } = setUp();
  node.savesData = true;
  await visit();
  await visit();
  assert.deepEqual(
    asked.map(({ netuids }) => netuids),
    [[0]],
  );
  assert.equal(there(), 1);
});

test('a failure keeps what was read, and again asks for what failed under the same limit', async () => {
  const { visit, asked, node, model, there, letGo, state } = setUp();
  node.holds = true;
  const running = visit();
  await letGo(2);
  node.fails = 'NODE_TIMEOUT';
  await letGo(1);
  await running;
  assert.deepEqual([state(), there()], ['failed', 17]);
  node.fails = null;
  node.holds = false;
  await model.again();
  assert.deepEqual(asked[3], asked[2]);
  assert.equal(state(), 'done');
  assert.ok(there() > 17 && there() <= 81, 'not all of them');
});

test('a block that is gone: again reads the same anew, and keeps the fuller count until it has as much', async () => {
  const { visit, asked, node, model, there, state } = setUp();
  await visit();
  node.fails = 'BLOCK_PRUNED';
  await model.readRest();
  assert.deepEqual([state(), there()], ['failed', 81]);
  node.fails = null;
  const counts: number[] = [];
  model.found.subscribe(() => counts.push(there()));
  const { length } = asked;
  await model.again();
  assert.deepEqual(asked[length], { netuids: [0], block: null });
  assert.deepEqual(counts, [81, 81, 97, 113, 129]);
  assert.equal(model.found.value?.left.length, 0);
});

test('a full count is not replaced by a part of a newer one', async () => {
  const { model, visit, budget, there, clock } = setUp();
  await model.read(subnetsByWorth(facts));
  assert.equal(budget.left(), BY_ITSELF_BYTES, 'what is asked for does not count');
  const full = model.found.value;
  clock.at += 40 * MINUTE;
  await visit();
  await model.read(subnetsByWorth(facts), { mostBytes: 500_000, budget: null });
  assert.equal(there(), SUBNETS + 1);
  assert.equal(model.found.value, full);
});

test('without root nothing follows, and the failure can be tried again', async () => {
  const { visit, asked, node, model, state, there } = setUp();
  node.fails = 'NODE_UNREACHABLE';
  await visit();
  assert.deepEqual([asked.length, state(), there()], [1, 'failed', 0]);
  node.fails = null;
  await model.again();
  assert.equal(there(), 81);
});

test('what another version kept of the allowance counts for nothing', () => {
  for (const text of ['{', '7', 'null', '[{"at":1}]', '[null]']) {
    const place: Place = { read: () => text, write: () => {} };
    assert.equal(createByItselfBudget(() => 0, place).left(), BY_ITSELF_BYTES);
  }
});

test('what was read is of one chain and of one panel', () => {
  const deps = { call: rejects, now: () => 0 };
  const stakes = keptStakes(deps, '0x01');
  assert.equal(keptStakes(deps, '0x01'), stakes);
  const other = keptStakes(deps, '0x02');
  assert.notEqual(other, stakes);
  const elsewhere: Call = () => Promise.reject(new RangeError('not asked'));
  assert.notEqual(keptStakes({ ...deps, call: elsewhere }, '0x02'), other);
});
