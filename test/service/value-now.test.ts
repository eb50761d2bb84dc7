import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badgeText, historyPoint } from '../../src/service/value-now.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { addressOf, positionOf } from '../tools/pictures/chain.ts';
import { accountOf, ledgerMain, snapshotWith } from '../tools/pictures/stored.ts';

const { snapshot } = snapshotWith(
  [positionOf(ledgerMain, 64, 10, 0), positionOf(ledgerMain, 8, 1, 0)],
  [],
);
const mine = accountOf(ledgerMain, 'Mine', 0);

test('a point of history says in which subnets there was stake', () => {
  const point = historyPoint(snapshot, [mine]);
  assert.deepEqual(
    point?.held.map(Number).toSorted((a, b) => a - b),
    [8, 64],
  );
});

test('nothing is recorded while an account is missing from the snapshot, read too early or not at all', () => {
  const added = accountOf(addressOf(4_711), 'Just added', 1);
  assert.equal(historyPoint(snapshot, [mine, added]), null);
  assert.notEqual(historyPoint(snapshot, [mine, { ...added, isCounted: false }]), null);
  assert.equal(historyPoint(snapshot, []), null);
});

test('what was not read whole is no amount: neither on the badge nor in the history', () => {
  const settings = { ...defaultSettings, badge: 'sellable' } as const;
  const badge = (of: typeof snapshot) => badgeText(settings, of, [mine], [], []);
  assert.match(badge(snapshot), /^\d/);
  const unreadable = { known: false, reason: 'unreadable' } as const;
  const subnets = snapshot.subnets.map((one) => ({ ...one, isSubtokenEnabled: unreadable }));
  const incomplete = [
    { ...snapshot, accounts: [], positions: [], unread: [ledgerMain] },
    { ...snapshot, availability: unreadable },
    { ...snapshot, subnets },
  ];
  for (const of of incomplete) {
    assert.equal(badge(of), '?');
    assert.equal(historyPoint(of, [mine]), null);
  }
});

test('a point of history is of the block’s own time', () => {
  assert.equal(historyPoint(snapshot, [mine])?.at, snapshot.blockTime);
});
