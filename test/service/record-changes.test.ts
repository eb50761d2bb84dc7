// What vanishes between two pictures is told once, with what was paid: over a simulated node and the background's own store.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { browser } from '../../src/browser.ts';
import { createChainClient, type ChainClient } from '../../src/chain/chain-client.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { ChangeEvent, HoldingChange } from '../../src/model/change.ts';
import type { Network } from '../../src/model/network.ts';
import { addWatched } from '../../src/service/accounts.ts';
import { changeSettings } from '../../src/service/change-settings.ts';
import { createReading } from '../../src/service/create-reading.ts';
import { editChange, readChanges } from '../../src/store/changes.ts';
import { readNodeRecord, readSnapshotRecord } from '../../src/store/chain-cache.ts';
import { readExits, writeExits } from '../../src/store/exits.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { startDevnet, type Devnet, type DevnetOptions } from '../devnet/devnet.ts';
import { accountAt } from '../devnet/ledger/state/balances.ts';
import { createMemoryCache, TEST_TIMING } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const aliceId = `0x${Buffer.from(publicKeyOf(ALICE)).toString('hex')}`;

Object.assign(browser, {
  action: {
    setBadgeText: async () => undefined,
    setBadgeBackgroundColor: async () => undefined,
  },
});
afterEach(eraseStore);

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function world(t: TestContext, options: DevnetOptions = {}) {
  const net = await startDevnet({ subnets: 3, ...options });
  net.produceBlock();
  const genesisHash = parseHex(net.genesisHash, 'genesis hash', 32);
  const network: Network = {
    id: 'one',
    name: 'One',
    genesisHash,
    endpoints: [net.url],
    operators: {},
    archive: null,
    isReal: false,
    explorer: null,
  };
  await changeSettings({ networks: [network], networkId: 'one' });
  await addWatched({ text: ALICE, label: '', isMine: true });
  const clients: ChainClient[] = [];
  let reading: ReturnType<typeof createReading> | null = null;
  /** A panel opens, in a new life of the worker. */
  const open = (): void => {
    reading = createReading(
      () => undefined,
      () => false,
      (chosen) => {
        const client = createChainClient({
          network: chosen,
          metadataCache: createMemoryCache(),
          openSocket: (endpoint) => new WebSocket(endpoint),
          timing: { ...TEST_TIMING, oldMs: 180_000, gapMs: 20 },
          now: () => net.head().timestamp,
        });
        clients.push(client);
        return client;
      },
    );
    reading.live.hold();
  };
  const close = (): void => {
    for (const client of clients.splice(0)) client.close();
  };
  const snapshot = async () => (await readSnapshotRecord(genesisHash))?.snapshot ?? null;
  /** Reads until it is so: by itself only every fifth block is read. */
  const untilRead = (isSo: () => Promise<boolean>): Promise<void> =>
    until(async () => {
      await reading?.refreshNow().catch(() => undefined);
      return isSo();
    });
  const seen = () => untilRead(async () => (await snapshot())?.block.number === net.head().number);
  t.after(async () => {
    close();
    await net.stop();
  });
  open();
  await seen();
  const first = await snapshot();
  const position = first?.positions.find(({ netuid }) => netuid !== 0);
  assert.ok(position);
  return {
    net,
    genesisHash,
    position,
    seen,
    untilRead,
    snapshot,
    changes: () => readChanges(genesisHash),
    close,
    open,
  };
}

const free = (net: Devnet): bigint => accountAt(net.ledger.state, aliceId).free;

type Dissolved = Extract<ChangeEvent, { kind: 'subnet-dissolved' }>;

function dissolvedIn(changes: readonly HoldingChange[]): Dissolved {
  const [only, ...more] = changes.map(({ event }) => event);
  assert.ok(only?.kind === 'subnet-dissolved' && more.length === 0, JSON.stringify(changes.length));
  return only;
}

test('a subnet that is removed is told once, with what was paid to the rao, and its netuid’s heir is another', async (t) => {
  const { net, genesisHash, position, seen, untilRead, changes } = await world(t);
  const { netuid, hotkey } = position;
  await writeExits({ genesisHash, coldkey: ALICE, items: [{ hotkey, netuid }] });
  const before = free(net);
  net.ledger.dissolveNext(netuid, { payAfter: 3, reuseAfter: 5 });
  net.produceBlock();
  await seen();
  await untilRead(async () => (await changes()).length > 0);
  const found = dissolvedIn(await changes());
  assert.equal(found.netuid, netuid);
  assert.ok(found.held.some((one) => one.hotkey === hotkey && one.alpha === position.alpha));
  assert.ok(found.held.every(({ exit }) => exit !== null && exit > 0n));
  assert.ok(found.name !== '');
  assert.equal(found.payout.state, 'looking');
  assert.equal(await readExits(genesisHash), null);

  for (let i = 0; i < 8; i += 1) {
    net.produceBlock();
    await seen();
  }
  await untilRead(async () => dissolvedIn(await changes()).payout.state !== 'looking');
  const { payout } = dissolvedIn(await changes());
  assert.equal(payout.state, 'read');
  assert.ok(payout.paid > 0n);
  assert.equal(payout.paid, free(net) - before);

  const [told] = await changes();
  assert.ok(told);
  await editChange(told, (change) => ({ ...change, dismissedAt: 1 }));
  net.produceBlock();
  await seen();
  assert.deepEqual(
    (await changes()).map(({ dismissedAt }) => dismissedAt),
    [1],
  );
});

test('with the panel closed for days: told when it opens, and what no node keeps is unread, not guessed', async (t) => {
  const { net, position, seen, untilRead, changes, close, open } = await world(t, {
    keptStates: 20,
  });
  close();
  await until(() => net.connections() === 0);
  net.ledger.dissolveNext(position.netuid, { payAfter: 3, reuseAfter: 30 });
  net.produceBlocks(120);
  open();
  await seen();
  await untilRead(async () => (await changes()).length > 0);
  net.produceBlocks(3);
  await untilRead(async () => dissolvedIn(await changes()).payout.state !== 'looking');
  const { payout, isReused } = dissolvedIn(await changes());
  assert.deepEqual([payout.state, payout.paid, payout.removedAt], ['unread', 0n, null]);
  assert.equal(isReused, true);
  assert.equal((await changes())[0]?.dismissedAt, null);
});

test('closed for less than the node keeps: the block of the removal and the payout are found', async (t) => {
  const { net, position, seen, untilRead, changes, close, open } = await world(t);
  close();
  await until(() => net.connections() === 0);
  const before = free(net);
  net.produceBlocks(17);
  net.ledger.dissolveNext(position.netuid, { payAfter: 21 });
  const removed = net.produceBlock().number;
  net.produceBlocks(100);
  open();
  await seen();
  await untilRead(async () => (await changes()).length > 0);
  net.produceBlocks(3);
  await untilRead(async () => dissolvedIn(await changes()).payout.state !== 'looking');
  const { payout } = dissolvedIn(await changes());
  assert.deepEqual(
    [payout.state, payout.removedAt, payout.paid],
    ['read', removed, free(net) - before],
  );
});

test('a reading that fails is no vanishing, and what others moved is told without a cause', async (t) => {
  const { net, position, seen, untilRead, snapshot, changes } = await world(t);
  const { hotkey, netuid, alpha } = position;
  const isOver = net.faults.arm(
    { method: 'state_call' },
    { do: 'fail', code: -32601, message: 'Method not found' },
  );
  const last = net.head().number;
  net.produceBlocks(5);
  await until(async () => (await readNodeRecord('one'))?.error !== null);
  assert.deepEqual([(await snapshot())?.block.number, await changes()], [last, []]);
  isOver();
  net.produceBlock();
  await seen();
  const hotkeyId = `0x${Buffer.from(publicKeyOf(hotkey)).toString('hex')}`;
  const gone = net.ledger.dispatch(aliceId, {
    pallet: 'SubtensorModule',
    name: 'remove_stake_full_limit',
    args: { hotkey: hotkeyId, netuid, limit_price: null },
  });
  assert.ok(gone.ok);
  net.produceBlock();
  await seen();
  await untilRead(async () => (await changes()).length > 0);
  const [change] = await changes();
  assert.ok(change?.event.kind === 'positions-gone');
  assert.equal(change.event.positions[0]?.hotkey, hotkey);
  assert.ok((change.event.positions[0]?.alpha ?? 0n) >= alpha);
  assert.equal(change.freeAfter, (await snapshot())?.accounts[0]?.free);
});
