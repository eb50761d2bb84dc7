import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundOf, noStake, stakeOf } from '../../src/model/available.ts';
import type { Availability } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, type Ss58Address } from '../../src/units.ts';

const held = (total: bigint, locked: bigint, available: bigint): Availability => ({
  // SAFETY: no address is read here.
  coldkey: 'mine' as Ss58Address,
  netuid: toNetuid(64),
  total: toAlphaRao(total),
  locked: toAlphaRao(locked),
  available: toAlphaRao(available),
  bonds: { known: false, reason: 'not-on-this-runtime' },
});

test('what is kept beside a lock is what the runtime withholds less the lock', () => {
  assert.deepEqual(boundOf(stakeOf(held(100n, 30n, 50n))), { total: 100n, locked: 30n, kept: 20n });
  assert.deepEqual(boundOf(stakeOf(held(100n, 30n, 70n))), { total: 100n, locked: 30n, kept: 0n });
  // A runtime that lets more go than its lock leaves keeps nothing beside it.
  assert.deepEqual(boundOf(stakeOf(held(100n, 30n, 90n))), { total: 100n, locked: 30n, kept: 0n });
  assert.deepEqual(boundOf(noStake), { total: 0n, locked: 0n, kept: 0n });
});
