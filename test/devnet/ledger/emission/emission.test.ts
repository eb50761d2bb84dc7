// Emission block by block: shares, injections, chain buys, pots, averages, against formulas worked here and figures of chain.md §7.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountAt, subnetAccount } from '../state/balances.ts';
import {
  blockEmissions,
  eligibleNetuids,
  emissionForIssuance,
  gatedShares,
  priceShares,
} from './emission-shares.ts';
import { buildGenesis } from '../genesis/genesis.ts';
import { SPECIAL_NETUIDS } from '../genesis/genesis-names.ts';
import { beginBlock, createLedger } from '../ledger.ts';
import { changeSubnet, netuidsOf, subnetAt } from '../ledger-run.ts';
import { alphaPrice } from '../pools/pool-swap.ts';
import { FIRST_POOL, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const TAO = 1_000_000_000n;
const ONE = 1n << 64n;
const HALF_TAO = TAO / 2n;

/** The two pools with emission on, an issuance past the first halving, and an average equal to spot. */
function emitting(): LedgerState {
  const state = twoPools();
  state.settings = { ...state.settings, isEmitting: true };
  state.totalIssuance = 10_850_000n * TAO;
  for (const netuid of [FIRST_POOL, SECOND_POOL]) {
    changeSubnet(state, netuid, { movingPrice: alphaPrice(state, netuid) >> 32n, tempo: 0 });
  }
  return state;
}

test('block emission halves with issuance, not with time', () => {
  assert.equal(emissionForIssuance(0n), TAO);
  assert.equal(emissionForIssuance(10_499_999n * TAO), TAO);
  assert.equal(emissionForIssuance(10_500_000n * TAO), HALF_TAO);
  assert.equal(emissionForIssuance(15_750_000n * TAO), TAO / 4n);
  assert.equal(emissionForIssuance(20_999_999n * TAO), 59n); // 21·10^6 − 1: 2^-24 of a TAO
  assert.equal(emissionForIssuance(21_000_000n * TAO), 0n);
});

test('shares follow the price average, less what miners did not get', () => {
  const state = emitting();
  changeSubnet(state, FIRST_POOL, { movingPrice: 3n << 30n });
  changeSubnet(state, SECOND_POOL, { movingPrice: 1n << 30n });
  const plain = blockEmissions(state, eligibleNetuids(state), TAO);
  assert.equal((plain.get(FIRST_POOL) ?? 0n) >> 32n, 750_000_000n);
  assert.equal((plain.get(SECOND_POOL) ?? 0n) >> 32n, 250_000_000n);
  changeSubnet(state, FIRST_POOL, { minerBurned: 1n << 31n }); // one half
  const weighted = blockEmissions(state, eligibleNetuids(state), TAO);
  assert.equal((weighted.get(FIRST_POOL) ?? 0n) >> 32n, 599_999_999n); // 0.375/0.625, rounded down
  changeSubnet(state, FIRST_POOL, { minerBurned: 1n << 32n });
  changeSubnet(state, SECOND_POOL, { minerBurned: 1n << 32n });
  const fallen = blockEmissions(state, eligibleNetuids(state), TAO);
  assert.equal((fallen.get(FIRST_POOL) ?? 0n) >> 32n, 750_000_000n);
});

test('a switched-off subnet gets no TAO, and the others share its part', () => {
  const state = emitting();
  changeSubnet(state, FIRST_POOL, { emissionEnabled: false });
  const emissions = blockEmissions(state, eligibleNetuids(state), TAO);
  assert.equal(emissions.get(FIRST_POOL), 0n);
  assert.equal((emissions.get(SECOND_POOL) ?? 0n) >> 32n, TAO);
  changeSubnet(state, SECOND_POOL, { emissionEnabled: false });
  const none = blockEmissions(state, eligibleNetuids(state), TAO);
  assert.deepEqual([...none.values()], [0n, 0n]);
});

test('eligible are only started subnets with subtoken and registration on', () => {
  const state = emitting();
  assert.deepEqual(eligibleNetuids(state), [FIRST_POOL, SECOND_POOL]);
  for (const change of [
    { firstEmissionBlock: null },
    { subtokenEnabled: false },
    { registrationAllowed: false },
  ]) {
    const one = emitting();
    changeSubnet(one, FIRST_POOL, change);
    assert.deepEqual(eligibleNetuids(one), [SECOND_POOL]);
  }
});

test('the gate halves a share at the bar and all but removes one far below', () => {
  const state = emitting();
  state.emissionGateBar = ONE / 10n;
  const shares = new Map([
    [1, (ONE * 8n) / 10n],
    [2, ONE / 10n],
    [3, ONE / 100n],
  ]);
  const gated = gatedShares(state, shares);
  const parts = [1, 2, 3].map((netuid) => Number(((gated.get(netuid) ?? 0n) * 1_000_000n) / ONE));
  // weights 0.8/(1 + 1/512), 0.1/2 and 0.01/1001
  assert.deepEqual(parts, [941_057, 58_930, 11]);
  state.emissionGateBar = 0n;
  assert.equal(gatedShares(state, shares), shares);
});

test('an injection takes TAO in proportion, keeps the price, and is booked everywhere', () => {
  const state = emitting();
  // a tiny issuance makes the root proportion, and with it the cap, nearly one
  changeSubnet(state, 0, { taoReserve: 6_000_000n * TAO });
  const before = subnetAt(state, FIRST_POOL);
  const price = alphaPrice(state, FIRST_POOL);
  const account = accountAt(state, subnetAccount(FIRST_POOL)).free;
  const emission =
    (blockEmissions(state, eligibleNetuids(state), HALF_TAO).get(FIRST_POOL) ?? 0n) >> 32n;
  const events = beginBlock(state);
  const after = subnetAt(state, FIRST_POOL);
  assert.equal(after.taoInEmission + after.excessTao, emission);
  assert.equal(after.taoReserve, before.taoReserve + after.taoInEmission + after.excessTao);
  assert.equal(accountAt(state, subnetAccount(FIRST_POOL)).free - account, emission);
  assert.equal(after.alphaOutEmission, TAO);
  assert.ok(events.some(({ name }) => name === 'Issued'));
  if (after.excessTao === 0n) {
    const moved = alphaPrice(state, FIRST_POOL) - price;
    assert.ok(moved * 10n ** 14n < price && -moved * 10n ** 14n < price, `${moved}`);
    assert.equal(after.alphaReserve, before.alphaReserve + after.alphaInEmission);
  }
});

test('TAO over the injection cap buys alpha for the protocol and lifts the price', () => {
  const state = emitting();
  changeSubnet(state, 0, { taoReserve: 100_000n * TAO });
  const before = subnetAt(state, FIRST_POOL);
  const price = alphaPrice(state, FIRST_POOL);
  beginBlock(state);
  const after = subnetAt(state, FIRST_POOL);
  assert.ok(after.excessTao > 0n);
  assert.ok(after.protocolAlpha > before.protocolAlpha);
  assert.ok(alphaPrice(state, FIRST_POOL) > price);
  // cap: root proportion times one alpha, 0.18·100,000/(0.18·100,000 + issuance)
  const issuance = before.alphaReserve + before.alphaOut;
  const weighted = (100_000n * TAO * 18n) / 100n;
  const cap = (weighted * TAO) / (weighted + issuance);
  const gap = after.alphaInEmission - cap;
  assert.ok(gap <= 1n && gap >= -1n, `${after.alphaInEmission} beside ${cap}`);
});

test('with injections off a block mints no TAO but alpha and averages go on', () => {
  const state = emitting();
  state.settings = { ...state.settings, isInjecting: false };
  const before = subnetAt(state, FIRST_POOL);
  const issuance = state.totalIssuance;
  beginBlock(state);
  const after = subnetAt(state, FIRST_POOL);
  assert.equal(state.totalIssuance, issuance);
  assert.equal(after.taoReserve, before.taoReserve);
  assert.equal(after.alphaOutEmission, TAO);
});

test('with emissions off only the block number moves', () => {
  const ledger = createLedger(twoPools());
  const before = subnetAt(ledger.state, FIRST_POOL);
  assert.deepEqual(ledger.beginBlock(), []);
  assert.deepEqual(subnetAt(ledger.state, FIRST_POOL), before);
  assert.equal(ledger.state.blockNumber, 1_000_001);
});

test('the price average halves its distance in 8.2 hours when old, in 1.6 days at one week', () => {
  const blocksToHalve = (age: number, blocks: number): bigint => {
    const state = emitting();
    state.settings = { ...state.settings, isInjecting: false };
    state.blockNumber = 9_000_000;
    changeSubnet(state, FIRST_POOL, {
      movingPrice: 0n,
      firstEmissionBlock: state.blockNumber - age,
    });
    for (let i = 0; i < blocks; i += 1) beginBlock(state);
    const price = alphaPrice(state, FIRST_POOL) >> 32n;
    return (subnetAt(state, FIRST_POOL).movingPrice * 1_000n) / price;
  };
  const old = blocksToHalve(3_000_000, 2_470);
  assert.ok(old >= 498n && old <= 503n, String(old));
  // the young one's weight grows while it waits, so half is reached a little earlier than 11,550 blocks
  const young = blocksToHalve(50_400, 1_155);
  assert.ok(young >= 66n && young <= 72n, String(young));
});

test('over two hundred blocks of the genesis TAO is conserved and shares are paid to the rao', () => {
  const ledger = createLedger(buildGenesis({ seed: 5, subnets: 24 }));
  const { state } = ledger;
  for (let block = 0; block < 200; block += 1) {
    const netuids = eligibleNetuids(state);
    const expected = blockEmissions(state, netuids, HALF_TAO);
    const issued = state.totalIssuance;
    ledger.beginBlock();
    let paid = 0n;
    for (const netuid of netuids) {
      const { taoInEmission, excessTao } = subnetAt(state, netuid);
      const due = (expected.get(netuid) ?? 0n) >> 32n;
      assert.ok(due - taoInEmission - excessTao <= 1n && due >= taoInEmission + excessTao);
      paid += taoInEmission + excessTao;
    }
    assert.equal(state.totalIssuance - issued, paid);
    assert.ok(paid <= HALF_TAO && HALF_TAO - paid <= 2n * BigInt(netuids.length));
  }
  let free = 0n;
  for (const account of state.accounts.values()) free += account.free;
  assert.equal(free, state.balancesIssuance);
  const off = subnetAt(state, SPECIAL_NETUIDS.emissionDisabled);
  assert.equal(off.taoInEmission, 0n);
  assert.ok(off.alphaOutEmission > 0n);
  assert.ok(netuidsOf(state).some((netuid) => subnetAt(state, netuid).excessTao > 0n));
});

test('shares sum to one within a bit per subnet', () => {
  const state = buildGenesis({ seed: 6 });
  const shares = priceShares(state, eligibleNetuids(state));
  const sum = [...shares.values()].reduce((total, share) => total + share, 0n);
  assert.ok(sum <= ONE && ONE - sum <= BigInt(shares.size));
});
