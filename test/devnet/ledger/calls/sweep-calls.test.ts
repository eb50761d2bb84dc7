// remove_stake_full_limit, unstake_all and unstake_all_alpha: what they sell, skip and restake.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused, staked } from './calls.ts';
import { dispatch } from './dispatch.ts';
import { changeSubnet } from '../ledger-run.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import type { LedgerCall } from './ledger-call.ts';

const TAO = 1_000_000_000n;
const { staker, other, hotkey } = keys;

test('the full-limit sale takes the whole position with or without a limit', () => {
  for (const limit of [null, 6_000_000n]) {
    const state = twoPools();
    givePosition(state, hotkey, staker, FIRST_POOL, 1_000n * TAO);
    const outcome = dispatch(state, staker, {
      pallet: 'SubtensorModule',
      name: 'remove_stake_full_limit',
      args: { hotkey, netuid: FIRST_POOL, limit_price: limit },
    });
    assert.equal(staked(outcome, 'StakeRemoved')[0]?.[2], 6557627384n);
  }
});

test('unstake_all sells every position that may be sold and skips the rest silently', () => {
  const state = twoPools();
  givePosition(state, hotkey, staker, 0, 3n * TAO);
  givePosition(state, hotkey, staker, FIRST_POOL, 1_000n * TAO);
  givePosition(state, hotkey, staker, SECOND_POOL, 1_000n * TAO);
  changeSubnet(state, SECOND_POOL, { subtokenEnabled: false });
  const call: LedgerCall = { pallet: 'SubtensorModule', name: 'unstake_all', args: { hotkey } };
  const outcome = dispatch(state, staker, call);
  const sold = staked(outcome, 'StakeRemoved').map((fields) => [fields[4], fields[2]]);
  assert.deepEqual(sold, [
    [0, 3n * TAO],
    [FIRST_POOL, 6557627384n],
  ]);
  assert.equal(positionAlpha(state, hotkey, staker, SECOND_POOL), 1_000n * TAO);
  assert.deepEqual(dispatch(state, other, call), { ok: true, events: [] });
});

test('unstake_all_alpha stakes the proceeds into root, and fails with nothing to sell', () => {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 1_000n * TAO);
  const call: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'unstake_all_alpha',
    args: { hotkey },
  };
  const outcome = dispatch(state, staker, call);
  assert.equal(positionAlpha(state, hotkey, staker, 0), 6557627384n);
  assert.equal(staked(outcome, 'StakeAdded')[0]?.[4], 0);
  assert.equal(refused(state, other, call), 'SubtensorModule.AmountTooLow');
});
