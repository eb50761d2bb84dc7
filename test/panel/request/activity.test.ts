// The list of what happened: what a filter takes, what each request gave and got, its days, and older ones by the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  activityStateOf,
  amountsOf,
  groupByDay,
  isChangeWanted,
  isWanted,
  mergeRequests,
  noFilter,
} from '../../../src/panel/request/activity.ts';
import { createActivityModel } from '../../../src/panel/request/activity-model.ts';
import type { HoldingChange } from '../../../src/model/change.ts';
import { toNetuid } from '../../../src/units.ts';
import { fakeDeps } from '../fake-deps.ts';
import { requestIn } from '../../tools/pictures/requests.ts';
import { sceneOf } from '../../tools/pictures/scenes.ts';
import { ledgerMain, savings, stored } from '../../tools/pictures/stored.ts';

const DAY = 86_400_000;

test('a filter takes what fits all of its choices', () => {
  const stake = requestIn('finalized');
  const isTaken = (part: Partial<typeof noFilter>) => isWanted({ ...noFilter, ...part })(stake);
  assert.ok(isTaken({}));
  assert.ok(isTaken({ kind: 'stake', netuid: toNetuid(64), coldkey: ledgerMain, state: 'done' }));
  assert.ok(!isTaken({ kind: 'unstake' }));
  assert.ok(!isTaken({ kind: 'changes' }));
  assert.ok(!isTaken({ netuid: toNetuid(1) }));
  assert.ok(!isTaken({ coldkey: savings }));
  assert.ok(!isTaken({ state: 'failed' }));
});

test('what vanished without a request is found by kind, subnet and account, and has no state', () => {
  const changes: readonly HoldingChange[] = sceneOf('home-vanished').stored().changes;
  assert.ok(changes.length > 0);
  const found = (part: Partial<typeof noFilter>) =>
    changes.filter(isChangeWanted({ ...noFilter, ...part })).length;
  assert.equal(found({}), changes.length);
  assert.equal(found({ kind: 'changes' }), changes.length);
  assert.equal(found({ kind: 'stake' }), 0);
  assert.equal(found({ state: 'done' }), 0);
  assert.ok(found({ netuid: toNetuid(77) }) > 0);
  assert.ok(found({ netuid: toNetuid(77) }) < changes.length || changes.length === 1);
});

test('amounts are those of the receipt, and planned ones where nothing moved', () => {
  const done = amountsOf(requestIn('finalized'));
  assert.ok(done.isReal);
  assert.equal(done.given?.amount, 12_000_000_000n);
  assert.equal(done.got?.amount, requestIn('finalized').receipt?.lines[0]?.actual);
  for (const state of ['failed', 'rejected', 'draft', 'submitted'] as const) {
    const planned = amountsOf(requestIn(state));
    assert.equal(planned.isReal, false, state);
    assert.equal(planned.got?.amount, requestIn(state).plan.receives?.expected.amount);
  }
});

test('a success whose events tell no amounts shows none as moved', () => {
  const request = requestIn('finalized');
  assert.ok(request.receipt);
  const untold = amountsOf({ ...request, receipt: { ...request.receipt, lines: [] } });
  assert.equal(untold.isReal, false);
  assert.equal(untold.got?.amount, request.plan.receives?.expected.amount);
  const lines = request.receipt.lines.filter(({ labelKey }) => labelKey === 'receiptGave');
  const half = amountsOf({ ...request, receipt: { ...request.receipt, lines } });
  assert.equal(half.isReal, false);
});

test('each state is one of the four that a person tells apart', () => {
  assert.equal(activityStateOf(requestIn('finalized')), 'done');
  assert.equal(activityStateOf(requestIn('failed')), 'failed');
  assert.equal(activityStateOf(requestIn('queued')), 'open');
  assert.equal(activityStateOf(requestIn('in-block')), 'open');
  for (const state of ['rejected', 'expired', 'dropped', 'superseded'] as const) {
    assert.equal(activityStateOf(requestIn(state)), 'ended');
  }
});

test('days are those of the device, in the order of the entries', () => {
  const noon = new Date(2026, 10, 29, 12).getTime();
  const at = [noon, noon - 3_600_000, noon - DAY, noon - 3 * DAY].map((one) => ({ at: one }));
  assert.deepEqual(
    groupByDay(at).map(({ entries }) => entries.length),
    [2, 1, 1],
  );
  assert.deepEqual(groupByDay([]), []);
});

test('older requests are loaded until something new is there; a followed one stays as it is followed', async () => {
  const now = Date.now();
  const one = requestIn('finalized');
  const all = Array.from({ length: 450 }, (_one, index) => ({
    ...one,
    id: `r${index}`,
    createdAt: now - index * 60_000,
  }));
  const followed = all.slice(0, 200);
  const { deps } = fakeDeps(stored({ requests: all }));
  const model = createActivityModel(deps, (id) => followed.some((known) => known.id === id));
  await model.more();
  assert.equal(model.older.value.length, 300, 'two pages of what is followed, and one more');
  assert.equal(model.isWhole.value, false);
  await model.more();
  await model.more();
  assert.equal(model.isWhole.value, true);
  const merged = mergeRequests(followed, model.older.value);
  assert.deepEqual(
    merged.map(({ id }) => id),
    all.map(({ id }) => id),
  );
  assert.equal(merged[0], followed[0]);
  model.choose({ kind: 'unstake' });
  await model.more();
  assert.deepEqual(model.older.value, []);
  assert.equal(model.isWhole.value, true);
});
