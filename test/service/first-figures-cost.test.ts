// What the first figures of a start cost at a node that limits requests: counted, and shown though nothing else is answered.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { browser } from '../../src/browser.ts';
import { createEndpointMemory } from '../../src/chain/rpc/endpoint-list.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { createReading } from '../../src/service/create-reading.ts';
import { readSnapshotRecord } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { createMemoryCache, createTestClient } from '../fakes/test-client.ts';
import { ALICE, followHolder } from './follow-holder.ts';

afterEach(eraseStore);
Object.assign(browser, {
  action: { setBadgeText: async () => undefined, setBadgeBackgroundColor: async () => undefined },
});

const HELD = 25;
const MOST_REQUESTS = 3;
const MOST_BYTES = 75_000;

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A wallet of 25 subnets and lives of the worker that start from one store. */
async function start(t: TestContext) {
  const net = await startDevnet();
  t.after(() => net.stop());
  const { network } = await followHolder(net, HELD);
  const { genesisHash } = network;
  const metadataCache = createMemoryCache();
  const life = (memory = createEndpointMemory(), onSend: () => void = () => undefined) => {
    const reading = createReading(
      () => undefined,
      () => true,
      () =>
        createTestClient(net, {
          ...network,
          metadataCache,
          memory,
          openSocket: (endpoint) => {
            const socket = new WebSocket(endpoint);
            const send = socket.send.bind(socket);
            const counted = (text: string): void => {
              onSend();
              send(text);
            };
            return Object.assign(socket, { send: counted });
          },
        }),
    );
    return reading.live.hold();
  };
  const shown = async (): Promise<Snapshot | null> => {
    const snapshot = (await readSnapshotRecord(genesisHash))?.snapshot ?? null;
    return snapshot?.block.hash === net.head().hash ? snapshot : null;
  };
  return { net, life, shown };
}

const closed = (net: Devnet): Promise<void> => until(() => net.connections() === 0);

test('three requests and 75 KB give balances, stakes and exit values, with nothing else answered', async (t) => {
  const { net, life, shown } = await start(t);
  const release = life();
  await until(async () => (await shown())?.unclaimed.known === true);
  release();
  await closed(net);
  net.produceBlocks(30);
  const memory = createEndpointMemory();
  memory.paceOf(net.url).recall(20, 20);
  let sent = 0;
  const { bytesIn, bytesOut } = net.traffic;
  net.faults.arm({ skip: MOST_REQUESTS }, { do: 'ignore' });
  const end = life(memory, () => (sent += 1));
  await until(async () => (await shown()) !== null);
  const first = await shown();
  assert.ok(first !== null && sent >= MOST_REQUESTS);
  const later = sent - MOST_REQUESTS;
  const bytes = net.traffic.bytesIn - bytesIn + net.traffic.bytesOut - bytesOut;
  // What goes out after the figures is small.
  assert.ok(bytes <= MOST_BYTES + later * 1_000, `${bytes} bytes`);
  const value = valuePortfolio(first, [ALICE]);
  assert.ok(value.isSpotWhole && value.isSellableWhole && value.networkFees.known);
  assert.ok(value.subnets.length >= HELD && value.sellable > 0n && value.free > 0n);
  net.faults.reset();
  end();
  await closed(net);

  // All of one block: as another client reads it there.
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const lookedAt = first.subnets.map(({ netuid }) => netuid);
  const whole = await client.readSnapshot({ coldkeys: [ALICE], lookedAt, at: first.block });
  const { networkFees, rules, from: _from, ...rest } = whole;
  for (const [name, fact] of Object.entries(rest))
    assert.deepEqual(Reflect.get(first, name), fact, name);
  assert.deepEqual(first.networkFees, networkFees);
  assert.deepEqual(first.rules, {
    ...rules,
    subnetToPrune: { known: false, reason: 'unreadable' },
  });
});

test('a node of another chain shows nothing, however it limits requests', async (t) => {
  const { net, life, shown } = await start(t);
  const release = life();
  await until(async () => (await shown())?.unclaimed.known === true);
  release();
  await closed(net);
  const before = net.head().hash;
  const told = await readSnapshotRecord(parseHex(net.genesisHash, 'genesis hash', 32));
  net.produceBlocks(30);
  const memory = createEndpointMemory();
  memory.paceOf(net.url).recall(20, 20);
  let sent = 0;
  net.faults.lies.genesisHash = `0x${'66'.repeat(32)}`;
  const end = life(memory, () => (sent += 1));
  await until(() => sent >= 2);
  await until(() => memory.left().length > 0);
  end();
  await closed(net);
  const now = await readSnapshotRecord(parseHex(net.genesisHash, 'genesis hash', 32));
  assert.equal(now?.snapshot.block.hash, before);
  assert.deepEqual(now, told);
});
