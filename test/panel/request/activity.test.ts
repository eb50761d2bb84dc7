// The list of what happened: what a filter takes, what each request gave and got, its days, and older ones by the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  activityStateOf,
  amountsOf,
  entryKindsOf,
  feeOfFailed,
  groupByDay,
  isChangeWanted,
  isToldBy,
  isWanted,
  mergeRequests,
  noFilter,
  shownSince,
  timesOf,
  wantsMore,
} from '../../../src/panel/request/activity.ts';
import { clockText, dayText, daysText, whenText } from '../../../src/panel/request/day-text.ts';
import { payoutsBetween } from '../../../src/panel/request/payouts-between.ts';
import { endTitleKey, failureOf } from '../../../src/panel/request/activity-ends.ts';
import { createActivityModel } from '../../../src/panel/request/activity-model.ts';
import { createEntriesModel } from '../../../src/panel/request/entries-model.ts';
import type { BookEntry } from '../../../src/model/book.ts';
import type { HoldingChange } from '../../../src/model/change.ts';
import { toNetuid } from '../../../src/units.ts';
import { fakeDeps, settle } from '../fake-deps.ts';
import { booksOf } from '../../tools/pictures/books.ts';
import { blockAt, genesisHash } from '../../tools/pictures/chain.ts';
import { requestIn } from '../../tools/pictures/requests.ts';
import { sceneOf } from '../../tools/pictures/scenes.ts';
import { ledgerMain, savings, stored } from '../../tools/pictures/stored.ts';

const DAY = 86_400_000;

test('a time without a day beside it is of today; of another day the date is told', () => {
  const now = new Date(2026, 10, 30, 12, 5).getTime();
  const earlier = new Date(2026, 10, 30, 9, 0).getTime();
  assert.equal(whenText(earlier, now), clockText(earlier));
  const other = whenText(new Date(2026, 10, 27, 9, 0).getTime(), now);
  assert.match(other, /27/);
  assert.doesNotMatch(other, /:|2026/);
  assert.match(whenText(new Date(2025, 10, 27).getTime(), now), /2025/);
  assert.match(daysText(new Date(2026, 10, 27).getTime(), now, now), /27.+30/);
  assert.equal(daysText(now, now, now), dayText(now, now));
});

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
  assert.ok(isTaken({ year: new Date(stake.createdAt).getFullYear() }));
  assert.ok(!isTaken({ year: 2020 }));
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

test('what failed shows the fee that was charged, and nothing that did not move', () => {
  const failed = requestIn('failed');
  const fee = failed.receipt?.networkFee;
  assert.ok(fee);
  assert.deepEqual(feeOfFailed(failed), { unit: 'rao', amount: fee.fee });
  assert.equal(feeOfFailed(requestIn('finalized')), null);
  assert.equal(feeOfFailed(requestIn('rejected')), null);
  assert.ok(failed.receipt);
  const unread = { ...failed, receipt: { ...failed.receipt, networkFee: null } };
  assert.equal(feeOfFailed(unread), null);
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

test('free TAO between two pictures is told as a payout only where its blocks lie between them', () => {
  const { changes } = sceneOf('home-vanished').stored();
  const gone = changes.find(({ event }) => event.kind === 'positions-gone');
  const dissolved = changes.find(({ event }) => event.kind === 'subnet-dissolved');
  assert.ok(gone && dissolved?.event.kind === 'subnet-dissolved');
  const { event } = dissolved;
  assert.deepEqual(payoutsBetween(gone, changes), [{ netuid: 77, paid: event.payout.paid }]);
  assert.equal(gone.freeAfter - gone.freeBefore, event.payout.paid);
  const withPayout = (part: Partial<typeof event.payout>) => [
    { ...dissolved, event: { ...event, payout: { ...event.payout, ...part } } },
  ];
  const { number } = gone.after;
  assert.equal(payoutsBetween(gone, withPayout({ next: number + 1 })).length, 1);
  assert.equal(payoutsBetween(gone, withPayout({ next: number + 2 })).length, 0);
  assert.equal(payoutsBetween(gone, withPayout({ removedAt: gone.before.number + 1 })).length, 1);
  assert.equal(payoutsBetween(gone, withPayout({ removedAt: gone.before.number })).length, 0);
  assert.equal(payoutsBetween(gone, withPayout({ state: 'looking' })).length, 0);
  assert.equal(payoutsBetween({ ...gone, coldkey: savings }, changes).length, 0);
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

const [step] = booksOf(stored().snapshot ?? assert.fail());
const told: readonly BookEntry[] = step?.entries.toReversed() ?? [];

test('a filter asks the book for the kinds that it means', () => {
  assert.equal(entryKindsOf({ kind: null, state: null }), null);
  assert.deepEqual(entryKindsOf({ kind: 'unstake', state: null }), ['unstake']);
  assert.deepEqual(entryKindsOf({ kind: 'fees', state: 'failed' }), ['failed']);
  assert.deepEqual(entryKindsOf({ kind: 'stake', state: 'failed' }), []);
  assert.deepEqual(entryKindsOf({ kind: 'lock', state: null }), []);
  assert.deepEqual(entryKindsOf({ kind: null, state: 'open' }), []);
  assert.ok(!entryKindsOf({ kind: null, state: 'done' })?.includes('failed'));
  const { since, before } = timesOf({ year: 2025 });
  assert.equal(new Date(since ?? 0).getFullYear(), 2025);
  assert.equal(new Date((before ?? 0) - 1).getFullYear(), 2025);
  assert.deepEqual(timesOf({ year: null }), { since: null, before: null });
});

test('an entry that a request came to is told by the request, one that a change tells by the change', () => {
  const entry = told.find(({ kind }) => kind === 'stake') ?? assert.fail();
  const { receipt } = requestIn('finalized');
  assert.ok(receipt);
  const extrinsicIndex = entry.extrinsic?.index ?? 0;
  const request = {
    coldkey: ledgerMain,
    receipt: { ...receipt, block: entry.block, extrinsicIndex },
  };
  assert.equal(isToldBy([request], [])(entry), true);
  assert.equal(isToldBy([{ ...request, coldkey: savings }], [])(entry), false);
  const elsewhere = { ...request.receipt, block: { ...entry.block, hash: blockAt(1).hash } };
  assert.equal(isToldBy([{ ...request, receipt: elsewhere }], [])(entry), false, 'of a fork');
  assert.equal(isToldBy([{ ...request, receipt: null }], [])(entry), false);

  const change = sceneOf('home-vanished')
    .stored()
    .changes.find(({ event }) => event.kind === 'subnet-dissolved');
  assert.ok(change?.event.kind === 'subnet-dissolved');
  const payout = told.find(({ kind }) => kind === 'payout') ?? assert.fail();
  const legs = payout.legs.map((leg) =>
    leg.of === 'alpha' ? { ...leg, netuid: toNetuid(77) } : leg,
  );
  const same = { ...payout, coldkey: change.coldkey, legs };
  assert.equal(isToldBy([], [change])({ ...same, block: blockAt(change.after.number) }), true);
  assert.equal(isToldBy([], [change])({ ...same, block: blockAt(change.before.number) }), false);
});

test('rows wait for the list that reaches back less', () => {
  assert.equal(shownSince([]), Number.NEGATIVE_INFINITY);
  assert.equal(shownSince([{ oldest: 5, isWhole: true }]), Number.NEGATIVE_INFINITY);
  const lists = [
    { oldest: 50, isWhole: false },
    { oldest: 80, isWhole: false },
    { oldest: 90, isWhole: true },
    { oldest: null, isWhole: false },
  ];
  assert.equal(shownSince(lists), 80);
});

test('entries are loaded by the page; a change reads again what is shown, another filter begins anew', async () => {
  const asked: { size: number; kinds: unknown }[] = [];
  const model = createEntriesModel(
    {
      readEntries: async ({ kinds }, after, size) => {
        asked.push({ size, kinds });
        const fitting = told.filter(({ kind }) => kinds === null || kinds.includes(kind));
        const rest = fitting.filter(({ block }) => after === null || block.number < after.number);
        const entries = rest.slice(0, Math.min(size, 20));
        const last = entries.at(-1);
        const next =
          last === undefined || entries.length === rest.length
            ? null
            : { number: last.block.number, place: last.place, coldkey: last.coldkey };
        return { entries, next };
      },
    },
    () => ({ genesisHash, coldkeys: [ledgerMain] }),
    noFilter,
  );
  await model.again();
  assert.equal(asked.length, 0, 'nothing is shown yet');
  await model.more();
  await model.more();
  assert.equal(model.entries.value.length, 40);
  assert.equal(model.isWhole.value, false);
  await model.again();
  assert.equal(asked.at(-1)?.size, 100);
  model.choose({ ...noFilter, kind: 'claim' });
  assert.deepEqual(model.entries.value, []);
  await model.more();
  assert.ok(model.entries.value.length > 0);
  assert.ok(model.entries.value.every(({ kind }) => kind === 'claim'));
  model.choose({ ...noFilter, kind: 'lock' });
  await model.more();
  assert.equal(model.isWhole.value, true);
  assert.deepEqual(asked.at(-1)?.kinds, ['claim'], 'of no kind nothing is asked');
});

test('a list that told nothing yet is asked, however many rows the other has', () => {
  const unasked = { oldest: null, isWhole: false };
  const begun = { oldest: 5, isWhole: false };
  const whole = { oldest: null, isWhole: true };
  assert.ok(wantsMore(60, 5, [whole, unasked]), 'it may hold something newer than all of them');
  assert.ok(wantsMore(60, 5, [unasked, begun]));
  assert.ok(!wantsMore(5, 5, [begun, begun]));
  assert.ok(wantsMore(4, 5, [begun, whole]));
  assert.ok(!wantsMore(0, 5, [whole, whole]));
});

test('a filter chosen while entries are read is answered, though nobody asks again', async () => {
  const asked: unknown[] = [];
  const answers: (() => void)[] = [];
  const model = createEntriesModel(
    {
      readEntries: async ({ kinds }) => {
        asked.push(kinds);
        await new Promise<void>((resolve) => answers.push(resolve));
        return {
          entries: told.filter(({ kind }) => kinds === null || kinds.includes(kind)),
          next: null,
        };
      },
    },
    () => ({ genesisHash, coldkeys: [ledgerMain] }),
    noFilter,
  );
  const reading = model.more();
  model.choose({ ...noFilter, kind: 'claim' });
  await model.more();
  assert.equal(asked.length, 1, 'one is under way already');
  answers.shift()?.();
  await settle();
  assert.deepEqual(asked, [null, ['claim']], 'the first answer is of the filter before');
  answers.shift()?.();
  await reading;
  assert.equal(model.isWhole.value, true);
  assert.ok(model.entries.value.every(({ kind }) => kind === 'claim'));
});

test('a row says why it failed, else what became of it in a word, and what a change took', () => {
  const ends = [
    requestIn('rejected', { askedAt: null }),
    requestIn('rejected', { askedAt: 1 }),
    requestIn('expired', { askedAt: 1 }),
    requestIn('dropped', { askedAt: 1 }),
    requestIn('superseded', { askedAt: 1 }),
  ];
  assert.equal(new Set(ends.map(endTitleKey)).size, ends.length);
  assert.notEqual(failureOf(requestIn('failed', { askedAt: 1 })), null);
  for (const request of [...ends, requestIn('submitted', { askedAt: 1 })]) {
    assert.equal(failureOf(request), null, request.state);
  }
});
