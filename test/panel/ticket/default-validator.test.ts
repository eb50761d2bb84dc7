// The validator that is filled in: the account's own, else one by the rule, and never one that is not known to pass it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ValidatorFacts } from '../../../src/model/facts.ts';
import { defaultValidator, passesRule } from '../../../src/panel/ticket/default-validator.ts';
import { toAlphaRao, toNetuid } from '../../../src/units.ts';
import { addressOf, hotkeys, positionOf, validatorsOf } from '../../tools/pictures/chain.ts';

const netuid = toNetuid(64);
const all = validatorsOf(netuid);
const me = addressOf(1);
const where = { coldkey: me, netuid };
const [first] = all;
assert.ok(first);

test('the rule: registered, sets weights, paid in the last epoch, takes no more than the default, and all of it is known', () => {
  const good: ValidatorFacts = {
    ...first,
    isRegistered: true,
    take: 11_796,
    weightsAge: { known: true, value: 0 },
    dividends: { known: true, value: toAlphaRao(1n) },
  };
  assert.equal(passesRule(good), true);
  assert.equal(passesRule({ ...good, take: null }), true, 'the chain takes its default');
  assert.equal(passesRule({ ...good, take: 11_797 }), false);
  assert.equal(passesRule({ ...good, isRegistered: false }), false);
  assert.equal(passesRule({ ...good, weightsAge: { known: true, value: 7_200 } }), true);
  assert.equal(passesRule({ ...good, weightsAge: { known: true, value: 7_201 } }), false);
  assert.equal(passesRule({ ...good, weightsAge: { known: false, reason: 'unreadable' } }), false);
  assert.equal(passesRule({ ...good, dividends: { known: true, value: toAlphaRao(0n) } }), false);
  assert.equal(passesRule({ ...good, dividends: { known: false, reason: 'unreadable' } }), false);
});

test('the account’s own comes first, the one with most of its stake, as long as it passes', () => {
  const held = [positionOf(me, 64, 1, 1), positionOf(me, 64, 9, 2), positionOf(me, 4, 99, 3)];
  assert.deepEqual(defaultValidator(where, all, held), {
    hotkey: hotkeys[2],
    why: 'own',
    passing: all.filter(passesRule).length,
  });
  const badly = all.map((one) => (one.hotkey === hotkeys[2] ? { ...one, take: 65_535 } : one));
  assert.equal(defaultValidator(where, badly, held)?.hotkey, hotkeys[1]);
  // Other accounts' stake, and none at all, is no stake of one's own.
  const theirs = [positionOf(addressOf(2), 64, 9, 2), { ...positionOf(me, 64, 0, 3) }];
  assert.equal(defaultValidator(where, all, theirs)?.why, 'rule');
});

test('the one that the user named for new stake comes before the own, where it passes', () => {
  const held = [positionOf(me, 64, 9, 2)];
  const passing = all.filter(passesRule);
  const named = passing.find(({ hotkey }) => hotkey !== hotkeys[2]);
  assert.ok(named);
  assert.deepEqual(defaultValidator(where, all, held, named.hotkey), {
    hotkey: named.hotkey,
    why: 'preferred',
    passing: passing.length,
  });
  const badly = all.map((one) => (one === named ? { ...one, isRegistered: false } : one));
  assert.equal(defaultValidator(where, badly, held, named.hotkey)?.hotkey, hotkeys[2]);
  assert.equal(defaultValidator(where, all, held, addressOf(99))?.why, 'own');
});

test('nothing is filled in where none passes, where none is known, and on root', () => {
  assert.equal(defaultValidator(where, [], []), null);
  const unread = all.map((one): ValidatorFacts => ({
    ...one,
    dividends: { known: false, reason: 'unreadable' },
  }));
  assert.equal(defaultValidator(where, unread, [positionOf(me, 64, 9, 2)]), null);
  const root = toNetuid(0);
  assert.equal(
    defaultValidator({ coldkey: me, netuid: root }, all, [positionOf(me, 0, 9, 2)]),
    null,
  );
});

test('accounts spread over all that pass, and nobody gets one that does not', () => {
  const passing = new Set(all.filter(passesRule).map(({ hotkey }) => hotkey));
  const accounts = Array.from({ length: 2_000 }, (_none, index) => addressOf(10_000 + index));
  const counts = new Map<string, number>();
  for (const coldkey of accounts) {
    const chosen = defaultValidator({ coldkey, netuid }, all, []);
    assert.ok(chosen !== null && passing.has(chosen.hotkey));
    counts.set(chosen.hotkey, (counts.get(chosen.hotkey) ?? 0) + 1);
  }
  const fair = accounts.length / passing.size;
  assert.equal(counts.size, passing.size);
  for (const count of counts.values()) assert.ok(count > fair / 2 && count < fair * 2, `${count}`);
});

test('an account keeps its validator whatever the order, and whoever else comes or goes', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const of = { coldkey: addressOf(20_000 + seed), netuid };
    const chosen = defaultValidator(of, all, []);
    assert.equal(defaultValidator(of, all.toReversed(), [])?.hotkey, chosen?.hotkey);
    for (const { hotkey } of all) {
      if (hotkey === chosen?.hotkey) continue;
      const without = all.filter((one) => one.hotkey !== hotkey);
      assert.equal(defaultValidator(of, without, [])?.hotkey, chosen?.hotkey);
    }
  }
});
