// What stands beside a request: nothing of another subnet than the one it is about.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAhead, isUnsigned, marketOf } from '../../../src/panel/request/request-market.ts';
import { addressOf } from '../../tools/pictures/chain.ts';
import { planOf, requestIn, stakeMove } from '../../tools/pictures/requests.ts';
import { toNetuid } from '../../../src/units.ts';

const plan = planOf(stakeMove);
const { number } = plan.block;

test('the market of an order is of the subnet and the validator that it goes to', () => {
  assert.ok(stakeMove.kind === 'stake');
  const { netuid, hotkey, coldkey } = stakeMove;
  assert.deepEqual(
    marketOf(plan, () => 1),
    { netuid, own: hotkey },
  );
  const target = toNetuid(9);
  const move = {
    kind: 'change-subnet',
    coldkey,
    hotkey,
    netuid,
    toNetuid: target,
    toHotkey: addressOf(5),
    amount: 1n,
    route: 'one-call',
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the amount is not looked at
  const moved = { ...plan, move } as unknown as typeof plan;
  assert.deepEqual(
    marketOf(moved, () => 1),
    { netuid: target, own: addressOf(5) },
  );
});

test('a number that was given to another subnet since has no market, nor one that may have been', () => {
  assert.notEqual(
    marketOf(plan, () => number),
    null,
  );
  assert.equal(
    marketOf(plan, () => number + 1),
    null,
  );
  assert.equal(
    marketOf(plan, () => null),
    null,
  );
});

test('what an order leaves is told while it is ahead alone', () => {
  assert.equal(isAhead(requestIn('waiting-for-wallet')), true);
  assert.equal(isAhead(requestIn('submitted')), true);
  assert.equal(isAhead(requestIn('finalized')), false);
  assert.equal(isAhead(requestIn('expired')), false);
});

test('a node is asked for validators only before an order is signed', () => {
  assert.equal(isUnsigned(requestIn('waiting-for-wallet')), true);
  for (const state of ['queued', 'signed', 'submitted', 'in-block', 'finalized'] as const) {
    assert.equal(isUnsigned(requestIn(state)), false);
  }
});
