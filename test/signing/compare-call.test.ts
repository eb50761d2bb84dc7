// A call read back must be the planned one in every field, and the payload ours in every line.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import type { CallDraft } from '../../src/model/plan.ts';
import { callDifference } from '../../src/signing/compare-call.ts';

const limitCall = (args: Partial<CallDraft['args']> = {}): CallDraft => ({
  pallet: 'SubtensorModule',
  name: 'remove_stake_limit',
  args: {
    hotkey: 'hot',
    netuid: 1,
    amount_unstaked: 5n,
    limit_price: 7n,
    allow_partial: false,
    ...Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)),
  },
});

const batch = (...calls: CallDraft[]): CallDraft => ({
  pallet: 'Utility',
  name: 'batch_all',
  args: { calls },
});

test('a call equals itself, whether a small integer comes back as number or bigint', () => {
  assert.equal(callDifference(limitCall(), limitCall()), null);
  assert.equal(callDifference(limitCall(), limitCall({ netuid: 1n, amount_unstaked: 5 })), null);
  assert.equal(callDifference(batch(limitCall()), batch(limitCall())), null);
});

test('every changed field is named', () => {
  const cases: [CallDraft, string][] = [
    [{ ...limitCall(), pallet: 'Balances' }, 'pallet'],
    [{ ...limitCall(), name: 'remove_stake' }, 'name'],
    [limitCall({ hotkey: 'cold' }), 'hotkey'],
    [limitCall({ netuid: 2 }), 'netuid'],
    [limitCall({ amount_unstaked: 6n }), 'amount_unstaked'],
    [limitCall({ limit_price: 0n }), 'limit_price'],
    [limitCall({ allow_partial: true }), 'allow_partial'],
    [limitCall({ allow_partial: 0 }), 'allow_partial'],
    [limitCall({ limit_price: null }), 'limit_price'],
    [limitCall({ limit_price: '7' }), 'limit_price'],
    [limitCall({ surplus: 1n }), 'surplus'],
  ];
  for (const [decoded, field] of cases) {
    assert.equal(callDifference(limitCall(), decoded), field);
    assert.equal(callDifference(decoded, limitCall()), field);
  }
});

test('a missing field is a difference, on either side', () => {
  const { limit_price: _gone, ...args } = limitCall().args;
  const shorter = { ...limitCall(), args };
  assert.equal(callDifference(limitCall(), shorter), 'limit_price');
  assert.equal(callDifference(shorter, limitCall()), 'limit_price');
});

test('batches are compared item by item, in order and number', () => {
  const [a, b] = [limitCall(), limitCall({ netuid: 2 })];
  assert.equal(callDifference(batch(a, b), batch(a, b)), null);
  assert.equal(callDifference(batch(a, b), batch(b, a)), 'calls[0].netuid');
  assert.equal(callDifference(batch(a, b), batch(a)), 'calls');
  assert.equal(callDifference(batch(a), batch(a, b)), 'calls');
  assert.equal(callDifference(batch(a), { ...batch(), args: { calls: 'x' } }), 'calls');
  assert.equal(callDifference(batch(a), { ...batch(), args: { calls: [null] } }), 'calls[0]');
});

test('no two different integers are taken for the same', () => {
  const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  fc.assert(
    fc.property(u64, u64, (planned, decoded) => {
      const found = callDifference(
        limitCall({ limit_price: planned }),
        limitCall({ limit_price: decoded }),
      );
      assert.equal(found === null, planned === decoded);
    }),
  );
});
