// The genesis: the same from the same seed, consistent in itself, with every special case it promises.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyring } from '@polkadot/keyring';
import { accountAt, subnetAccount } from '../state/balances.ts';
import { developmentColdkeys, toHex } from './development-accounts.ts';
import { buildGenesis } from './genesis.ts';
import { SPECIAL_NETUIDS } from './genesis-names.ts';
import { createLedger, ledgerReads } from '../ledger.ts';
import { netuidsOf, subnetAt } from '../ledger-run.ts';
import { coldkeyLock, stakeAvailability } from '../locks/locks.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { Table } from '../state/table.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const TAO = 1_000_000_000n;
const genesis = buildGenesis({ seed: 1 });
const coldkeys = developmentColdkeys();

const contentOf = (state: LedgerState): unknown =>
  Object.values(state).map((value) =>
    value instanceof Table ? new Map<unknown, unknown>(value.entries()) : value,
  );

function positionsOf(coldkey: string): [string, number, bigint][] {
  return (genesis.stakingHotkeys.get(coldkey) ?? []).flatMap((hotkey) =>
    netuidsOf(genesis)
      .map((netuid): [string, number, bigint] => [
        hotkey,
        netuid,
        positionAlpha(genesis, hotkey, coldkey, netuid),
      ])
      .filter(([, , alpha]) => alpha > 0n),
  );
}

test('the same seed gives the same state, another seed another one', () => {
  const small = (seed: number): unknown => contentOf(buildGenesis({ seed, subnets: 8 }));
  assert.deepEqual(small(7), small(7));
  assert.notDeepEqual(small(7), small(8));
});

test('the development keys are the published ones', () => {
  const keyring = new Keyring({ type: 'sr25519' });
  for (const [name, coldkey] of Object.entries(coldkeys)) {
    const path = `//${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    assert.equal(coldkey, toHex(keyring.addFromUri(path).publicKey), path);
  }
  assert.equal(new Set(Object.values(coldkeys)).size, 6);
});

test('prices and depths spread as on the live chain, and no pool holds impossible alpha', () => {
  assert.equal(netuidsOf(genesis).length, 129);
  for (const netuid of netuidsOf(genesis).slice(1)) {
    const { taoReserve, alphaReserve, alphaOut } = subnetAt(genesis, netuid);
    const price = ledgerReads.currentAlphaPrice(genesis, netuid);
    assert.ok(price >= 499_999n && price <= 100_000_000n, `price of ${netuid}: ${price}`);
    assert.ok(taoReserve >= 100n * TAO && taoReserve <= 60_000n * TAO, `depth of ${netuid}`);
    assert.ok(alphaReserve + alphaOut < 21_000_000n * TAO, `alpha of ${netuid}`);
    assert.ok(accountAt(genesis, subnetAccount(netuid)).free >= taoReserve);
  }
});

test('issuance, stake and positions add up', () => {
  let free = 0n;
  for (const account of genesis.accounts.values()) free += account.free;
  assert.equal(free, genesis.balancesIssuance);
  assert.equal(genesis.totalIssuance, genesis.balancesIssuance);
  const stake = netuidsOf(genesis).reduce((sum, id) => sum + subnetAt(genesis, id).taoReserve, 0n);
  assert.equal(genesis.totalStake, stake);
});

test('the special subnets are what they are called', () => {
  const at = (name: keyof typeof SPECIAL_NETUIDS) => subnetAt(genesis, SPECIAL_NETUIDS[name]);
  assert.equal(at('subtokenDisabled').subtokenEnabled, false);
  assert.equal(at('transfersDisabled').transferToggle, false);
  assert.equal(at('emissionDisabled').emissionEnabled, false);
  assert.equal(at('notStarted').firstEmissionBlock, null);
  assert.equal(at('nameless').identity, null);
  assert.equal(at('nameless').symbol, '');
  assert.match(at('hostileName').identity?.subnetName ?? '', /<img src=x onerror/);
  assert.ok((at('longName').identity?.subnetName.length ?? 0) > 300);
  assert.ok(genesis.blockNumber - at('young').registeredAt < genesis.networkImmunityPeriod);
  assert.equal(ledgerReads.subnetToPrune(genesis), SPECIAL_NETUIDS.nextToPrune);
  const { curve } = at('skewedWeight');
  assert.ok(curve.kind === 'balancer' && curve.taoWeight === 300000000000000001n);
  const symbols = netuidsOf(genesis).map((netuid) => subnetAt(genesis, netuid).symbol);
  assert.ok(new Set(symbols).size < symbols.length / 3);
});

test('the coldkeys hold what tests look for', () => {
  const alice = positionsOf(coldkeys.alice);
  assert.ok(alice.some(([, netuid]) => netuid === 0));
  assert.ok(alice.some(([, , alpha]) => alpha <= 1_000n));
  assert.ok(stakeAvailability(genesis, coldkeys.alice, 3).locked > 0n);
  assert.ok(alice.length >= 28);
  const registered = (hotkey: string): boolean =>
    netuidsOf(genesis).some((id) => subnetAt(genesis, id).neurons.some((n) => n.hotkey === hotkey));
  assert.ok(alice.some(([hotkey]) => !registered(hotkey)));
  assert.equal(positionsOf(coldkeys.charlie).length, 400);
  assert.ok(genesis.swapAnnouncements.has(coldkeys.dave));
  assert.equal(positionsOf(coldkeys.eve).length, 0);
  assert.equal(coldkeyLock(genesis, coldkeys.bob, 1)?.lockedMass, 400n * TAO);
  const takes = new Set(genesis.delegates.values());
  assert.ok(takes.has(0) && takes.has(65_535));
});

test('a snapshot is untouched by later blocks and can be returned to', () => {
  const ledger = createLedger(buildGenesis({ seed: 3, subnets: 6 }));
  ledger.beginBlock();
  const snapshot = ledger.snapshot();
  const content = contentOf(snapshot);
  for (let block = 0; block < 5; block += 1) ledger.beginBlock();
  assert.deepEqual(contentOf(snapshot), content);
  const later = contentOf(ledger.state);
  ledger.restore(snapshot);
  assert.deepEqual(contentOf(ledger.state), content);
  for (let block = 0; block < 5; block += 1) ledger.beginBlock();
  assert.deepEqual(contentOf(ledger.state), later);
  assert.deepEqual(contentOf(snapshot), content);
});
