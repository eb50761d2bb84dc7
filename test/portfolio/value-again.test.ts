// A portfolio valued block after block: what is kept of the last time, and when nothing is. And who could exit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot, SubnetFacts } from '../../src/model/facts.ts';
import { leavesWhole, leavingOf } from '../../src/portfolio/leaving.ts';
import { createValuer } from '../../src/portfolio/value-again.ts';
import { valueEach } from '../../src/portfolio/value-each.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { addressOf, positionOf } from '../tools/pictures/chain.ts';
import { snapshotWith } from '../tools/pictures/stored.ts';

const SUBNET = toNetuid(64);
const alice = addressOf(1);
const bob = addressOf(2);
const { snapshot } = snapshotWith([positionOf(alice, SUBNET, 9, 0)], []);

const factsOf = ({ subnets }: Snapshot): SubnetFacts =>
  subnets.find(({ netuid }) => netuid === SUBNET) ?? assert.fail();

const withFacts = (change: Partial<SubnetFacts>): Snapshot => ({
  ...snapshot,
  subnets: snapshot.subnets.map((facts) =>
    facts.netuid === SUBNET ? { ...facts, ...change } : facts,
  ),
});

/** Whether the subnet's value of the first picture was kept for the second. */
function isKept(first: Snapshot, second: Snapshot, counted = [alice], then = counted): boolean {
  const value = createValuer();
  const [before] = value(first, counted).subnets;
  const again = value(second, then);
  assert.deepEqual(again, valuePortfolio(second, then));
  assert.ok(before);
  return again.subnets[0] === before;
}

const { pool } = factsOf(snapshot);

test('facts that are the same, or were read again as the same, are not valued anew', () => {
  assert.ok(pool);
  const { nodePrice, isSubtokenEnabled } = factsOf(snapshot);
  assert.ok(isKept(snapshot, snapshot));
  const copy = { pool: { ...pool }, nodePrice: { ...nodePrice } };
  assert.ok(isKept(snapshot, withFacts({ ...copy, isSubtokenEnabled: { ...isSubtokenEnabled } })));
  assert.ok(isKept(withFacts({ pool: null }), withFacts({ pool: null })));
});

test('any fact that a newer row may bring values the subnet anew', () => {
  assert.ok(pool?.kind === 'balancer');
  const { registeredAt } = factsOf(snapshot);
  const changes: Partial<SubnetFacts>[] = [
    { registeredAt: registeredAt + 1 },
    { exists: false },
    { pool: null },
    { pool: { ...pool, taoReserve: pool.taoReserve + 1n } },
    { nodePrice: { known: true, value: 1n } },
    { nodePrice: { known: false, reason: 'unreadable' } },
    { isSubtokenEnabled: { known: true, value: false } },
  ];
  for (const change of changes) {
    assert.ok(!isKept(snapshot, withFacts(change)), Object.keys(change).join());
    assert.ok(!isKept(withFacts(change), snapshot), Object.keys(change).join());
  }
  // A field more is another reading, though all of the other's are in it.
  const known = { known: true, value: 5n } as const;
  const more = { ...known, of: 'another' };
  assert.ok(!isKept(withFacts({ nodePrice: known }), withFacts({ nodePrice: more })));
});

test('other positions, locks, rules or accounts value everything anew', () => {
  for (const change of [
    { positions: [...snapshot.positions] },
    { availability: { ...snapshot.availability } },
    { rules: { ...snapshot.rules } },
  ]) {
    assert.ok(!isKept(snapshot, { ...snapshot, ...change }), Object.keys(change).join());
  }
  assert.ok(!isKept(snapshot, snapshot, [alice], [alice, bob]));
});

test('one picture is valued once for all who ask, and again for others or another picture', () => {
  const value = createValuer();
  const first = value(snapshot, [alice]);
  assert.equal(value(snapshot, [alice]), first);
  const copy = { ...snapshot };
  const again = value(copy, [alice]);
  assert.notEqual(again, first);
  assert.deepEqual(again, first);
  const other = value(copy, [bob]);
  assert.deepEqual(other, valuePortfolio(copy, [bob]));
  assert.deepEqual(value(copy, [alice]), first);
  // What an account owns beside its stake is of the picture that is given.
  const [account, ...accounts] = copy.accounts;
  assert.ok(account);
  const richer = {
    ...copy,
    accounts: [{ ...account, free: toRao(account.free + 1n) }, ...accounts],
  };
  assert.deepEqual(value(richer, [alice]), valuePortfolio(richer, [alice]));
});

test('accounts valued each alone are what each is by itself: neither sells before another', () => {
  const both = snapshotWith(
    [positionOf(alice, SUBNET, 900_000, 0), positionOf(bob, SUBNET, 9, 0)],
    [],
  );
  const each = valueEach(both.snapshot, [bob, alice]);
  assert.deepEqual(
    each,
    [bob, alice].map((one) => valuePortfolio(both.snapshot, [one])),
  );
  assert.equal(each.length, 2);
  assert.deepEqual(valueEach(both.snapshot, []), []);
  // One that was not read has no value.
  assert.deepEqual(
    valueEach(both.snapshot, [addressOf(200)]).flatMap(({ coldkeys }) => coldkeys),
    [],
  );
});

test('who could exit is who has a position that would be sold whole, with all that such positions bring', () => {
  const whole = toAlphaRao(5n);
  assert.ok(leavesWhole({ sold: whole, alpha: whole }));
  assert.ok(leavesWhole({ sold: toAlphaRao(1n), alpha: toAlphaRao(1n) }));
  assert.ok(!leavesWhole({ sold: toAlphaRao(4n), alpha: whole }));
  assert.ok(!leavesWhole({ sold: toAlphaRao(0n), alpha: toAlphaRao(0n) }));
  const { subnets } = valuePortfolio(snapshot, [alice]);
  const [position] = subnets[0]?.positions ?? [];
  assert.ok(position);
  const row = { ...position, sold: whole, alpha: whole };
  const held = subnets.map((one) => ({
    ...one,
    positions: [
      { ...row, sellable: toRao(7n) },
      { ...row, sellable: toRao(11n) },
      { ...row, sold: toAlphaRao(4n), sellable: toRao(100n) },
      { ...row, coldkey: bob, sold: toAlphaRao(4n), sellable: toRao(3n) },
    ],
  }));
  assert.deepEqual(leavingOf({ subnets: held.slice(0, 1) }), [
    { coldkey: alice, sellable: toRao(18n) },
  ]);
});
