// Root dividends that wait to be claimed, against the claim rates of the books.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../src/chain/hex.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/ss58.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { RUNTIME_SPECS, without } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const HALF = 1n << 31n;

test('what is owed is the rate times the root stake less what was claimed, valued at the price', async (t) => {
  const net = await startDevnet({ subnets: 6 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const before = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const root = before.positions.find(({ netuid }) => netuid === 0);
  assert.ok(root);
  const hotkey = toHex(publicKeyOf(root.hotkey));
  // Half a unit of alpha of subnet 1 per rao of root stake.
  net.ledger.state.rootClaimable.set(hotkey, new Map([[1, HALF]]));
  net.setSettings({ isEmitting: false });
  net.produceBlock();
  while (client.status().head?.hash !== net.head().hash) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const snapshot = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const unclaimed = await client.readUnclaimed(snapshot);
  const price = ledgerReads.currentAlphaPrice(net.ledger.state, 1);
  const value = ((root.alpha / 2n) * price) / 1_000_000_000n;
  assert.deepEqual(unclaimed, { known: true, value: [{ coldkey: ALICE, value }] });
});

test('without claim rates on the runtime that is an answer', async (t) => {
  const spec = without(RUNTIME_SPECS.finney475, 'SubtensorModule.RootClaimable');
  const net = await startDevnet({ subnets: 6, spec });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const snapshot = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  assert.deepEqual(await client.readUnclaimed(snapshot), {
    known: false,
    reason: 'not-on-this-runtime',
  });
});
