// A call that names all of a position by u64::MAX says so, also inside a batch; a limit of that size does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMove } from '../../../src/moves/plan-move.ts';
import { wholeInWallet } from '../../../src/panel/words/whole-amount.ts';
import { toAlphaRao, U64_MAX } from '../../../src/units.ts';
import { HOTKEY, ME, OTHER_HOTKEY, sampleFacts, SN1, TERMS } from '../../moves/sample-facts.ts';

const POSITION = { coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: toAlphaRao(5_000_000_000n) };

function callOfWhole(overAmounts: 'takes-all' | 'refuses') {
  const facts = sampleFacts();
  const rules = { ...facts.rules, overAmounts: { known: true, value: overAmounts } as const };
  const move = {
    kind: 'change-validator',
    ...POSITION,
    toHotkey: OTHER_HOTKEY,
    isAll: true,
  } as const;
  return planMove(move, TERMS, { ...facts, rules }).call;
}

test('all of a position: the amount as wallets that know its unit write it, and as others do', () => {
  const call = callOfWhole('takes-all');
  assert.equal(call?.args['alpha_amount'], U64_MAX);
  const shown = { amount: '18,446,744,073.709551615', units: '18446744073709551615' };
  assert.deepEqual(wholeInWallet({ call }), shown);
  const batch = { pallet: 'Utility', name: 'batch_all', args: { calls: [call] } };
  assert.deepEqual(wholeInWallet({ call: batch }), shown);
});

test('an amount of its own, a limit of that size, and no call are nothing to explain', () => {
  assert.equal(wholeInWallet({ call: callOfWhole('refuses') }), null);
  assert.equal(wholeInWallet({ call: null }), null);
  const args = { hotkey: HOTKEY, netuid: SN1, amount_staked: 1n, limit_price: U64_MAX };
  const call = { pallet: 'SubtensorModule', name: 'add_stake_limit', args };
  assert.equal(wholeInWallet({ call }), null);
});
