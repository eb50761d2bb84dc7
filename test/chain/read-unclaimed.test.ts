// Root dividends that wait to be claimed: what is said to be claimable is what a real claim pays out, to the unit.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { toHex } from '../../src/chain/scale/hex.ts';
import { rootOwed } from '../../src/chain/reads/read-unclaimed.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { Position } from '../../src/model/facts.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { changeSubnet } from '../devnet/ledger/ledger-run.ts';
import { positionKey } from '../devnet/ledger/state/ledger-state.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { RUNTIME_SPECS, without } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const ALICE_ID = toHex(publicKeyOf(ALICE));
const HALF = 1n << 31n;

async function world(t: TestContext, spec = RUNTIME_SPECS.finney475) {
  const net = await startDevnet({ subnets: 6, spec });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const { positions } = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const root = positions.find(({ netuid }) => netuid === 0);
  assert.ok(root);
  const read = async () => {
    net.setSettings({ isEmitting: false });
    net.produceBlock();
    while (client.status().head?.hash !== net.head().hash) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const snapshot = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
    return client.readUnclaimed(snapshot);
  };
  return { net, client, root, hotkey: toHex(publicKeyOf(root.hotkey)), read };
}

const valueOf = (net: Devnet, netuid: number, alpha: bigint): bigint =>
  (alpha * ledgerReads.currentAlphaPrice(net.ledger.state, netuid)) / 1_000_000_000n;

test('what is owed is the rate times the root stake less what was claimed, valued at the price', async (t) => {
  const { net, root, hotkey, read } = await world(t);
  // Half a unit of alpha of subnet 1 per rao of root stake.
  net.ledger.state.rootClaimable.set(hotkey, new Map([[1, HALF]]));
  const value = valueOf(net, 1, root.alpha / 2n);
  assert.deepEqual(await read(), {
    known: true,
    value: [{ coldkey: ALICE, value, belowThreshold: 0n }],
  });
});

const stakeIn = (net: Devnet, { hotkey }: Position, netuid: number): bigint =>
  ledgerReads.positionAlpha(net.ledger.state, toHex(publicKeyOf(hotkey)), ALICE_ID, netuid);

for (const kind of ['Keep', 'Swap'] as const) {
  test(`${kind}: a claim pays what was called claimable, and nothing of what is below the threshold`, async (t) => {
    const { net, root, hotkey, read } = await world(t);
    const { state } = net.ledger;
    state.rootClaimTypes.set(ALICE_ID, { kind });
    const rateFor = (alpha: bigint): bigint => (alpha << 32n) / root.alpha + 1n;
    const owed = (alpha: bigint) => (rateFor(alpha) * root.alpha) >> 32n;
    const [plenty, little, claimed] = [7_000_000_000n, 800_000n, 9_000_000n];
    state.rootClaimable.set(
      hotkey,
      new Map([
        [1, rateFor(plenty)],
        [2, rateFor(little)],
        [3, rateFor(little)],
        [4, rateFor(claimed)],
      ]),
    );
    // Subnet 1 owes plenty, 2 one unit less than its threshold, 3 exactly it, 4 was claimed already.
    state.rootClaimThresholds.set(2, (owed(little) + 1n) << 32n);
    state.rootClaimThresholds.set(3, owed(little) << 32n);
    state.rootClaimed.set(positionKey(hotkey, ALICE_ID, 4), owed(claimed));
    assert.deepEqual(await read(), {
      known: true,
      value: [
        {
          coldkey: ALICE,
          value: valueOf(net, 1, owed(plenty)) + valueOf(net, 3, owed(little)),
          belowThreshold: valueOf(net, 2, owed(little)),
        },
      ],
    });
    const held = [0, 1, 2, 3, 4].map((netuid) => stakeIn(net, root, netuid));
    const claim = {
      pallet: 'SubtensorModule',
      name: 'claim_root',
      args: { subnets: [1, 2, 3, 4] },
    };
    const outcome = net.ledger.dispatch(
      ALICE_ID,
      claim as Parameters<typeof net.ledger.dispatch>[1],
    );
    assert.ok(outcome.ok);
    const gained = [0, 1, 2, 3, 4].map((netuid, i) => stakeIn(net, root, netuid) - (held[i] ?? 0n));
    if (kind === 'Keep') {
      assert.deepEqual(gained, [0n, owed(plenty), 0n, owed(little), 0n]);
    } else {
      assert.ok((gained[0] ?? 0n) > 0n);
      assert.deepEqual(gained.slice(1), [0n, 0n, 0n, 0n]);
    }
    const after = await read();
    assert.ok(after.known);
    assert.equal(after.value[0]?.value, 0n, 'nothing is left to claim');
    assert.ok((after.value[0]?.belowThreshold ?? 0n) >= valueOf(net, 2, owed(little)) - 1n);
  });
}

test('epochs fill it up: what several of them owe is what a claim then pays', async (t) => {
  const net = await startDevnet({ subnets: 6 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  const { state } = net.ledger;
  state.rootClaimTypes.set(ALICE_ID, { kind: 'Keep' });
  // Below a sum of prices of one the chain keeps what root would get.
  for (const netuid of [1, 2]) changeSubnet(state, netuid, { movingPrice: 2n << 32n });
  net.produceBlocks(800);
  net.setSettings({ isEmitting: false });
  net.produceBlock();
  await client.connect();
  const snapshot = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const root = snapshot.positions.find(({ netuid }) => netuid === 0);
  assert.ok(root);
  const unclaimed = await client.readUnclaimed(snapshot);
  assert.ok(unclaimed.known);
  const said = unclaimed.value[0]?.value ?? 0n;
  assert.ok(said > 0n, 'some epochs paid root');
  const netuids = [...(state.rootClaimable.get(toHex(publicKeyOf(root.hotkey)))?.keys() ?? [])];
  let paid = 0n;
  for (const netuid of netuids) {
    const before = stakeIn(net, root, netuid);
    const outcome = net.ledger.dispatch(ALICE_ID, {
      pallet: 'SubtensorModule',
      name: 'claim_root',
      args: { subnets: [netuid] },
    });
    assert.ok(outcome.ok);
    paid += valueOf(net, netuid, stakeIn(net, root, netuid) - before);
  }
  assert.equal(paid, said);
});

test('what cannot be known is said to be unknown, never nothing', async (t) => {
  const spec = without(RUNTIME_SPECS.finney475, 'SubtensorModule.RootClaimable');
  const { read } = await world(t, spec);
  assert.deepEqual(await read(), { known: false, reason: 'not-on-this-runtime' });
});

test('a runtime without the answer for all prices is asked for each', async (t) => {
  const spec = without(RUNTIME_SPECS.finney475, 'SwapRuntimeApi.current_alpha_price_all');
  const { net, root, hotkey, read } = await world(t, spec);
  net.ledger.state.rootClaimable.set(hotkey, new Map([[1, HALF]]));
  const value = valueOf(net, 1, root.alpha / 2n);
  assert.deepEqual(await read(), {
    known: true,
    value: [{ coldkey: ALICE, value, belowThreshold: 0n }],
  });
});

test('the threshold is held against the fraction too, as the chain holds it', () => {
  const threshold = 500_000n << 32n;
  const stake = 3n;
  // 499,999.99… owed: a claim does nothing; one bit of the rate more and it pays 500,000.
  const rate = (500_000n << 32n) / stake;
  assert.deepEqual(rootOwed(rate, stake, 0n, threshold), { owed: 499_999n, claimable: 0n });
  assert.deepEqual(rootOwed(rate + 1n, stake, 0n, threshold), {
    owed: 500_000n,
    claimable: 500_000n,
  });
  assert.deepEqual(rootOwed(rate, stake, 600_000n, threshold), { owed: 0n, claimable: 0n });
});
