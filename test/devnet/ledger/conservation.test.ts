// Whatever is called: no TAO appears or vanishes, pools stay covered, positions stay within the alpha outside, failures leave no trace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountAt, subnetAccount } from './state/balances.ts';
import { applyExtrinsic } from './calls/extrinsic.ts';
import type { LedgerCall } from './calls/ledger-call.ts';
import { queueDividend } from './baskets/fund.ts';
import { giveFund } from './baskets/give-fund.ts';
import { dissolve } from './dissolve.ts';
import { changeSubnet, netuidsOf, ROOT_NETUID, subnetAt } from './ledger-run.ts';
import { RULES, type LedgerRules } from './rules.ts';
import { forkState, type LedgerState } from './state/ledger-state.ts';
import { COLDKEYS, randomCall } from './calls/random-calls.ts';
import { createRandom } from './genesis/random.ts';
import { Table } from './state/table.ts';
import { givePosition, keys, FIRST_POOL, SECOND_POOL, twoPools } from './pools/two-pools.ts';

const ALPHA = 1_000_000_000n;
const CLAIM = {
  pallet: 'SubtensorModule',
  name: 'claim_root_with_hotkey',
  args: { hotkey: keys.hotkey },
} as const;
const FEE = 1_000_000n;
const SEEDS = process.env['TAUBAR_DEEP'] === '1' ? 400 : 6;
const CALLS = 60;

/** Everything a state holds, comparable by value. */
const contentOf = (state: LedgerState): unknown =>
  Object.entries(state).map(([name, value]) => [
    name,
    value instanceof Table ? new Map<unknown, unknown>(value.entries()) : value,
  ]);

function checkInvariants(state: LedgerState, hint: string): void {
  let free = 0n;
  for (const account of state.accounts.values()) free += account.free + account.reserved;
  assert.equal(free, state.balancesIssuance, `${hint}: issuance is what accounts hold`);
  const staked = new Map<number, bigint>();
  for (const [key, alpha] of state.hotkeyAlpha.entries()) {
    const netuid = Number.parseInt(key, 10);
    staked.set(netuid, (staked.get(netuid) ?? 0n) + alpha);
  }
  for (const netuid of netuidsOf(state)) {
    const { taoReserve, alphaOut } = subnetAt(state, netuid);
    const account = accountAt(state, subnetAccount(netuid)).free;
    assert.ok(account >= taoReserve, `${hint}: subnet ${netuid} covers its reserve`);
    const held = staked.get(netuid) ?? 0n;
    assert.ok(held <= alphaOut, `${hint}: positions of subnet ${netuid} fit its alpha`);
    if (netuid === ROOT_NETUID) assert.equal(taoReserve, held, `${hint}: root is all stake`);
  }
}

function start(rules: LedgerRules = RULES.v425): LedgerState {
  const state = twoPools();
  state.settings = { ...state.settings, rules };
  for (const coldkey of COLDKEYS) {
    givePosition(state, keys.hotkey, coldkey, 0, 20n * ALPHA);
    givePosition(state, keys.hotkey, coldkey, FIRST_POOL, 20_000n * ALPHA);
    givePosition(state, keys.ownHotkey, coldkey, SECOND_POOL, 90_000n * ALPHA);
  }
  if (!rules.hasBaskets) return state;
  giveFund(state, keys.hotkey, [
    [0, ALPHA],
    [FIRST_POOL, 900n * ALPHA],
    [SECOND_POOL, ALPHA],
  ]);
  return state;
}

test('random extrinsics conserve TAO and alpha, and failing calls leave only their fee', () => {
  let succeeded = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = createRandom(seed);
    const state = start();
    for (let index = 0; index < CALLS; index += 1) {
      const signer = COLDKEYS[random.index(COLDKEYS.length)] ?? keys.staker;
      const call = randomCall(random);
      const hint = `seed ${seed}, call ${index} (${call.name})`;
      const before = forkState(state);
      const result = applyExtrinsic(state, signer, call, FEE, 0n);
      if (result === null) assert.deepEqual(contentOf(state), contentOf(before), hint);
      else if (result.outcome.ok) succeeded += 1;
      else if (result.feePaid.kind === 'tao') {
        const feeOnly = before;
        const remark = { pallet: 'System', name: 'remark', args: { remark: '0x' } } as const;
        applyExtrinsic(feeOnly, signer, remark, FEE, 0n);
        assert.deepEqual(contentOf(state), contentOf(feeOnly), hint);
      }
      checkInvariants(state, hint);
      state.blockNumber += 1;
    }
  }
  assert.ok(succeeded > SEEDS * 10, `only ${succeeded} calls succeeded`);
});

test('the same holds with funds, whose claims, queue and removals come between', () => {
  let claimed = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = createRandom(seed);
    const state = start(RULES.v475);
    state.settings = { ...state.settings, largestFill: 700n * ALPHA };
    for (let index = 0; index < CALLS; index += 1) {
      const signer = COLDKEYS[random.index(COLDKEYS.length)] ?? keys.staker;
      const isClaim = index % 6 === 5;
      if (isClaim) {
        const { alphaOut } = subnetAt(state, FIRST_POOL);
        changeSubnet(state, FIRST_POOL, { alphaOut: alphaOut + ALPHA });
        queueDividend(state, keys.hotkey, FIRST_POOL, ALPHA);
      }
      const call: LedgerCall = isClaim ? CLAIM : randomCall(random);
      const hint = `seed ${seed}, call ${index} (${call.name})`;
      const before = forkState(state);
      const result = applyExtrinsic(state, signer, call, FEE, 0n, FEE / 2n);
      if (result === null) assert.deepEqual(contentOf(state), contentOf(before), hint);
      if (isClaim && result?.events.some(({ name }) => name === 'BasketClaimed')) claimed += 1;
      checkInvariants(state, hint);
      state.blockNumber += 1;
    }
    dissolve({ state, events: [] }, SECOND_POOL, {});
    checkInvariants(state, `seed ${seed}, removed`);
  }
  assert.ok(claimed > SEEDS, `only ${claimed} claims paid`);
});

test('the same calls from the same seed give the same state', () => {
  const run = (): unknown => {
    const random = createRandom(99);
    const state = start();
    for (let index = 0; index < CALLS; index += 1) {
      applyExtrinsic(state, keys.staker, randomCall(random), FEE, 0n);
    }
    return contentOf(state);
  };
  assert.deepEqual(run(), run());
});
