// Locks: decay and conviction over time, what they hold back, and how a transfer carries them along.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatch } from '../calls/dispatch.ts';
import { decayOver } from './lock-roll.ts';
import { coldkeyLock, hotkeyConviction, stakeAvailability } from './locks.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import type { DispatchOutcome, LedgerCall } from '../calls/ledger-call.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const TAO = 1_000_000_000n;
const HALF_LIFE = 648_000;
const { staker, other, hotkey, ownHotkey } = keys;

const lock = (amount: bigint, to = hotkey): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'lock_stake',
  args: { hotkey: to, netuid: FIRST_POOL, amount },
});

const perpetual = (enabled: boolean): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'set_perpetual_lock',
  args: { netuid: FIRST_POOL, enabled },
});

const remove = (amount: bigint): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'remove_stake',
  args: { hotkey, netuid: FIRST_POOL, amount_unstaked: amount },
});

const give = (amount: bigint): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'transfer_stake',
  args: {
    destination_coldkey: other,
    hotkey,
    origin_netuid: FIRST_POOL,
    destination_netuid: FIRST_POOL,
    alpha_amount: amount,
  },
});

const errorOf = (outcome: DispatchOutcome): string =>
  outcome.ok ? 'none' : `${outcome.error.pallet}.${outcome.error.name}`;

function held(): LedgerState {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 1_000n * TAO);
  return state;
}

test('a lock holds back its amount over all hotkeys of the subnet', () => {
  const state = held();
  givePosition(state, ownHotkey, staker, FIRST_POOL, 500n * TAO);
  assert.ok(dispatch(state, staker, lock(1_200n * TAO)).ok);
  assert.deepEqual(stakeAvailability(state, staker, FIRST_POOL), {
    total: 1_500n * TAO,
    locked: 1_200n * TAO,
    available: 300n * TAO,
  });
  const refused = errorOf(dispatch(state, staker, remove(301n * TAO)));
  assert.equal(refused, 'SubtensorModule.StakeUnavailable');
  assert.ok(dispatch(state, staker, remove(300n * TAO)).ok);
  const across: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'swap_stake',
    args: {
      hotkey,
      origin_netuid: FIRST_POOL,
      destination_netuid: SECOND_POOL,
      alpha_amount: 600n * TAO,
    },
  };
  assert.equal(errorOf(dispatch(state, staker, across)), 'SubtensorModule.StakeUnavailable');
});

test('locks are refused without stake, to a second hotkey and for nothing', () => {
  const state = held();
  const refuse = (call: LedgerCall): string => errorOf(dispatch(state, staker, call));
  assert.equal(refuse(lock(0n)), 'SubtensorModule.AmountTooLow');
  assert.equal(refuse(lock(TAO, keys.unknownHotkey)), 'SubtensorModule.HotKeyAccountNotExists');
  assert.equal(refuse(lock(1_001n * TAO)), 'SubtensorModule.InsufficientStakeForLock');
  assert.ok(dispatch(state, staker, lock(600n * TAO)).ok);
  assert.equal(refuse(lock(TAO, ownHotkey)), 'SubtensorModule.LockHotkeyMismatch');
  assert.equal(refuse(lock(401n * TAO)), 'SubtensorModule.InsufficientStakeForLock');
  assert.ok(dispatch(state, staker, lock(400n * TAO)).ok);
  assert.equal(coldkeyLock(state, staker, FIRST_POOL)?.lockedMass, 1_000n * TAO);
});

test('half of a decaying lock is gone after ninety days, none of a perpetual one', () => {
  const state = held();
  dispatch(state, staker, lock(1_000n * TAO));
  state.blockNumber += HALF_LIFE;
  const decayed = coldkeyLock(state, staker, FIRST_POOL);
  assert.ok(decayed !== null);
  const half = 500n * TAO;
  assert.ok(decayed.lockedMass > half - 500_000n && decayed.lockedMass < half + 500_000n);
  // mass · t/M · e^(−t/M) with equal rates: 1000 · ln 2 · ½
  const conviction = decayed.conviction >> 64n;
  assert.ok(conviction > 346_573_000_000n && conviction < 346_574_000_000n, String(conviction));

  const kept = held();
  dispatch(kept, staker, perpetual(true));
  dispatch(kept, staker, lock(1_000n * TAO));
  kept.blockNumber += HALF_LIFE;
  assert.equal(coldkeyLock(kept, staker, FIRST_POOL)?.lockedMass, 1_000n * TAO);
  dispatch(kept, staker, perpetual(false));
  kept.blockNumber += HALF_LIFE;
  assert.ok((coldkeyLock(kept, staker, FIRST_POOL)?.lockedMass ?? 0n) < half + 500_000n);
});

test('decay stays in bounds at its ends', () => {
  assert.equal(decayOver(0n, 0n), 1n << 64n);
  assert.equal(decayOver(5n, 0n), 0n);
  assert.ok(decayOver(10n ** 12n, 934_866n) < 1_000n);
});

test('conviction of a hotkey is that of its locks', () => {
  const state = held();
  dispatch(state, staker, lock(1_000n * TAO));
  state.blockNumber += 50_000;
  const own = coldkeyLock(state, staker, FIRST_POOL)?.conviction ?? 0n;
  assert.ok(own > 0n);
  assert.equal(hotkeyConviction(state, hotkey, FIRST_POOL), own);
});

test('a transfer gives unlocked alpha first; the rest carries its lock to a willing receiver', () => {
  const state = held();
  dispatch(state, staker, lock(600n * TAO));
  assert.ok(dispatch(state, staker, give(400n * TAO)).ok);
  assert.equal(coldkeyLock(state, other, FIRST_POOL), null);
  assert.equal(
    errorOf(dispatch(state, staker, give(100n * TAO))),
    'SubtensorModule.AccountRejectsLockedAlpha',
  );
  const accept: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'set_reject_locked_alpha',
    args: { enabled: false },
  };
  assert.ok(dispatch(state, other, accept).ok);
  assert.ok(dispatch(state, staker, give(100n * TAO)).ok);
  assert.equal(coldkeyLock(state, staker, FIRST_POOL)?.lockedMass, 500n * TAO);
  assert.equal(coldkeyLock(state, other, FIRST_POOL)?.lockedMass, 100n * TAO);
  assert.equal(positionAlpha(state, hotkey, other, FIRST_POOL), 500n * TAO);
});
