// Who decided before dTAO: found and read on a chain whose first blocks ran on such a runtime, and not offered elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../src/chain/scale/hex.ts';
import { publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { Ss58Address } from '../../src/units.ts';
import { startDevnet, type DevnetOptions } from '../devnet/devnet.ts';
import { accountNamed } from '../devnet/ledger/genesis/development-accounts.ts';
import { addHotkey } from '../devnet/ledger/genesis/genesis-validators.ts';
import { changeSubnet } from '../devnet/ledger/ledger-run.ts';
import { hotkeyKey, type LedgerState, type Neuron } from '../devnet/ledger/state/ledger-state.ts';
import { givePosition, keys, twoPools } from '../devnet/ledger/pools/two-pools.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { createMemoryCache, createTestClient } from '../fakes/test-client.ts';

const TAO = 1_000_000_000n;
const VALIDATORS = 12;
const HEIGHT = 200;

const neuron = (hotkey: string): Neuron => ({
  hotkey,
  registeredAt: 0,
  lastUpdate: 0,
  isActive: true,
  hasPermit: false,
  incentive: 0,
  dividends: 0,
  consensus: 0,
  emission: 0n,
});

/** A young chain: every block of it has a header, as a search needs. */
function youngChain(): LedgerState {
  const state = twoPools();
  state.blockNumber = HEIGHT;
  const hotkeys = Array.from({ length: VALIDATORS }, (_unused, uid) => {
    const hotkey = accountNamed(`root/${uid}`);
    addHotkey(state, hotkey, accountNamed(`owner/${uid % 7}`));
    givePosition(state, hotkey, keys.staker, 0, BigInt(uid + 1) * 100n * TAO);
    return hotkey;
  });
  changeSubnet(state, 0, { neurons: hotkeys.map(neuron) });
  return state;
}

const idOf = (address: Ss58Address | null): string =>
  address === null ? '' : toHex(publicKeyOf(address));

async function start(t: { after: (done: () => unknown) => void }, options: DevnetOptions) {
  const net = await startDevnet({ isArchive: true, genesis: youngChain(), ...options });
  t.after(() => net.stop());
  const cache = createMemoryCache();
  const client = createTestClient(net, { archive: net.url, metadataCache: cache });
  t.after(client.close);
  await client.connect();
  return { net, client, cache };
}

for (const until of [2, 77, HEIGHT - 1]) {
  test(`the last block before dTAO is found (${until - 1} of ${HEIGHT}) and read by its own metadata`, async (t) => {
    const early = { spec: RUNTIME_SPECS.beforeDtao, until };
    const { net, client, cache } = await start(t, { early });
    net.produceBlocks(3);
    const before = net.traffic.messagesIn;
    const say = await client.readRootBeforeDtao();
    assert.ok(say.known);
    // The block that installed the new runtime has its code in the state already.
    assert.equal(say.block.number, until - 1);
    assert.equal(say.block.hash, net.node.chain.at(until - 1)?.hash);
    assert.equal(say.runtime.specVersion, RUNTIME_SPECS.beforeDtao.specVersion);
    assert.equal(say.endpoint, net.url);
    assert.ok(say.at.known && say.at.value > 1_700_000_000_000);
    const { state } = net.ledger;
    assert.deepEqual(say.totalStake, { known: true, value: state.totalStake });
    assert.deepEqual(
      say.validators.map(({ hotkey, owner, stake }) => [idOf(hotkey), idOf(owner), stake]),
      (state.subnets.get(0)?.neurons ?? []).map(({ hotkey }) => [
        hotkey,
        state.owners.get(hotkey),
        state.hotkeyAlpha.get(hotkeyKey(hotkey, 0)),
      ]),
    );
    assert.deepEqual(
      say.validators.map(({ hasWeights }) => hasWeights.known && hasWeights.value),
      say.validators.map((_unused, uid) => uid % 5 !== 4),
    );
    assert.ok(net.traffic.messagesIn - before < 60, `${net.traffic.messagesIn - before} questions`);
    // Only the runtime of today is kept.
    assert.deepEqual(
      [...cache.kept.keys()].map((key) => key.split('/')[1]),
      [String(RUNTIME_SPECS.finney475.specVersion)],
    );
  });
}

test('a chain that began with dTAO says so, and one without an archive says that', async (t) => {
  const { net, client } = await start(t, {});
  assert.deepEqual(await client.readRootBeforeDtao(), { known: false, reason: 'never-before' });
  const without = createTestClient(net);
  t.after(without.close);
  await without.connect();
  assert.deepEqual(await without.readRootBeforeDtao(), { known: false, reason: 'no-archive' });
});

test('a node that has thrown the old states away, or is gone, is an answer and no error', async (t) => {
  const early = { spec: RUNTIME_SPECS.beforeDtao, until: 50 };
  const { net, client } = await start(t, { early, isArchive: false });
  assert.deepEqual(await client.readRootBeforeDtao(), { known: false, reason: 'unreadable' });
  const away = createTestClient(net, { archive: 'ws://127.0.0.1:9' });
  t.after(away.close);
  await away.connect();
  assert.deepEqual(await away.readRootBeforeDtao(), { known: false, reason: 'unreadable' });
});

test('prices of a block before dTAO are told to be none of that runtime', async (t) => {
  const early = { spec: RUNTIME_SPECS.beforeDtao, until: 50 };
  const { client } = await start(t, { early });
  assert.deepEqual(await client.readPricesAt(20), {
    known: false,
    reason: 'not-on-this-runtime',
  });
});
