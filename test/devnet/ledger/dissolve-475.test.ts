// Taking a subnet away since the funds: who goes, the funds' holdings sold first, whose alpha counts, when it is paid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveFund } from './baskets/give-fund.ts';
import { createLedger, subnetToPrune } from './ledger.ts';
import { changeSubnet, subnetAt } from './ledger-run.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from './pools/two-pools.ts';
import { RULES } from './rules.ts';
import { accountAt, subnetAccount } from './state/balances.ts';
import type { LedgerState } from './state/ledger-state.ts';

const ALPHA = 1_000_000_000n;
const { staker, other, hotkey } = keys;
const POT = 587_199_047_950n;
const POOL_ALPHA = 435_539_509_978_376n;

/** Two stakers 3 : 1 and a fund with 1 alpha, which sells for 1,348,207 rao (see the funds' own test). */
function world(registeredAt: number): LedgerState {
  const state = twoPools();
  state.settings = { ...state.settings, rules: RULES.v475 };
  givePosition(state, hotkey, other, 0, 1n << 36n);
  givePosition(state, hotkey, staker, SECOND_POOL, 3_000n * ALPHA);
  givePosition(state, hotkey, other, SECOND_POOL, 1_000n * ALPHA);
  giveFund(state, hotkey, [[SECOND_POOL, ALPHA]]);
  changeSubnet(state, FIRST_POOL, { movingPrice: 2n });
  changeSubnet(state, SECOND_POOL, { movingPrice: 1n, registeredAt });
  return state;
}

function dissolved(registeredAt: number) {
  const ledger = createLedger(world(registeredAt));
  const before = accountAt(ledger.state, staker).free;
  const held = accountAt(ledger.state, subnetAccount(SECOND_POOL)).free;
  ledger.dissolveNext(SECOND_POOL, { payAfter: 1 });
  const removal = ledger.beginBlock();
  const atRemoval = ledger.endBlock();
  ledger.beginBlock();
  const payout = ledger.endBlock();
  return {
    ledger,
    removal,
    atRemoval,
    payout,
    held,
    got: accountAt(ledger.state, staker).free - before,
  };
}

test('a young subnet: its pool shares in the pot, paid at the end of a later block', () => {
  const { removal, atRemoval, payout, got, ledger, held } = dissolved(9_000_000);
  assert.deepEqual(
    removal.map(({ name }) => name),
    ['Transfer', 'BasketHoldingConverted', 'NetworkRemoved'],
  );
  assert.deepEqual(removal[1]?.fields, { hotkey, netuid: SECOND_POOL, tao: 1_348_207n });
  assert.deepEqual(atRemoval, []);
  const pot = POT - 1_348_207n;
  // The pool's alpha with the fund's sold into it, and 4,000 of the stakers.
  const total = POOL_ALPHA + ALPHA + 4_000n * ALPHA;
  const exact = (pot * 3_000n * ALPHA) / total;
  assert.ok(got === exact || got === exact + 1n, `${got} of ${exact}`);
  assert.equal(payout[0]?.name, 'Transfer');
  assert.equal(payout.at(-1)?.name, 'NetworkDissolveCleanupCompleted');
  assert.equal(ledger.state.subnets.has(SECOND_POOL), false);
  assert.equal(accountAt(ledger.state, subnetAccount(SECOND_POOL)).free, 500n);
  assert.ok(held > POT);
});

test('an old subnet: all of the pot goes to its stakers', () => {
  const { got } = dissolved(8_334_450);
  // 3/4 of 587,197,699,743, and one rao of the remainders to one of the two.
  const exact = ((POT - 1_348_207n) * 3n) / 4n;
  assert.ok(got === exact || got === exact + 1n, `${got} of ${exact}`);
});

test('a registration takes the lowest price average that is past its immunity, the older on a tie', () => {
  const state = world(0);
  assert.equal(subnetToPrune(state), SECOND_POOL);
  changeSubnet(state, SECOND_POOL, { registeredAt: 1_000_000 - 864_000 + 1 });
  assert.equal(subnetToPrune(state), FIRST_POOL, 'immune for one block more');
  changeSubnet(state, SECOND_POOL, { registeredAt: 1_000_000 - 864_000 });
  assert.equal(subnetToPrune(state), SECOND_POOL);
  changeSubnet(state, SECOND_POOL, { movingPrice: 2n });
  assert.equal(subnetToPrune(state), FIRST_POOL, 'the older');
  const ledger = createLedger(state);
  ledger.pruneNext({ reuseAfter: 2 });
  assert.deepEqual(ledger.beginBlock().at(-1)?.fields, { 0: FIRST_POOL });
  assert.equal(ledger.state.subnets.has(FIRST_POOL), false);
  ledger.endBlock();
  for (let i = 0; i < 2; i += 1) {
    ledger.beginBlock();
    ledger.endBlock();
  }
  assert.equal(subnetAt(ledger.state, FIRST_POOL).registeredAt, ledger.state.blockNumber);
});
