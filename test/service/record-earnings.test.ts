// When it is read what hotkeys paid: each epoch once, quietly, and the days before from an archive when a subnet is looked
// at. Over a simulated chain, with the real store.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { createRecordEarnings } from '../../src/service/record-earnings.ts';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { EarningsQuery, Snapshot } from '../../src/model/facts.ts';
import { writeValidatorsRecord } from '../../src/store/chain-cache.ts';
import { readEpochs } from '../../src/store/earnings.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { ROOT_NETUID, type Netuid } from '../../src/units.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { changeSubnet, subnetAt } from '../devnet/ledger/ledger-run.ts';
import { createTestClient } from '../fakes/test-client.ts';

afterEach(eraseStore);

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');

async function world(t: TestContext) {
  const net = await startDevnet({ subnets: 4, isArchive: true });
  t.after(() => net.stop());
  const client = createTestClient(net, { archive: net.url });
  t.after(client.close);
  await client.connect();
  let asked = 0;
  const queries: EarningsQuery[] = [];
  const earlier: number[] = [];
  const counting: ChainClient = {
    ...client,
    readEarnings: (...args) => {
      asked += 1;
      queries.push(args[0]);
      return client.readEarnings(...args);
    },
    readEarningsAt: (ask, block) => {
      earlier.push(block);
      return client.readEarningsAt(ask, block);
    },
  };
  let announced = 0;
  let now = 1_000_000_000;
  const recorder = createRecordEarnings(
    () => {
      announced += 1;
    },
    () => now,
  );
  const snapshot = async (): Promise<Snapshot> => {
    while (client.status().head?.hash !== net.head().hash) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const read = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
    return { ...read, unclaimed: { known: false, reason: 'unreadable' } };
  };
  return {
    net,
    recorder,
    client: counting,
    snapshot,
    queries,
    counts: () => ({ asked, announced }),
    earlier,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const heldBeside = ({ positions }: Snapshot, netuid: number): Netuid => {
  const found = positions.find((one) => one.netuid === netuid)?.netuid;
  assert.ok(found !== undefined);
  return found;
};

test('an epoch is read once after it has settled, and no block is asked about twice', async (t) => {
  const { net, recorder, client, snapshot, counts } = await world(t);
  net.produceBlocks(400);
  const first = await snapshot();
  const netuid = heldBeside(first, 1);
  await recorder.snapshotRead(client, first);
  assert.deepEqual(counts(), { asked: 1, announced: 1 });
  const [record] = await readEpochs(first.genesisHash, netuid);
  assert.equal(record?.epoch, subnetAt(net.ledger.state, 1).lastMechanismStepBlock);
  assert.ok(record.earned.every(({ from }) => from === 'own'));
  // The next blocks bring no question, and neither does a look after a while when no epoch has ended.
  net.produceBlocks(5);
  await recorder.snapshotRead(client, await snapshot());
  assert.equal(counts().asked, 1);
  // A period later each subnet has had its next one.
  net.produceBlocks(390);
  const later = await snapshot();
  await recorder.snapshotRead(client, later);
  assert.equal(counts().asked, 2);
  assert.equal((await readEpochs(first.genesisHash, netuid)).length, 2);
  // A worker that begins anew asks the store, not the node.
  const again = createRecordEarnings(
    () => undefined,
    () => 0,
  );
  await again.snapshotRead(client, later);
  assert.equal(counts().asked, 2);
});

test('a subnet is asked for no epoch that is known, and for none before its registration', async (t) => {
  const { net, recorder, client, snapshot, queries } = await world(t);
  const first = await snapshot();
  const registeredAt = (netuid: Netuid) =>
    first.subnets.find((subnet) => subnet.netuid === netuid)?.registeredAt;
  await recorder.snapshotRead(client, first);
  const [asked = []] = queries.splice(0);
  assert.ok(asked.length > 1);
  for (const { netuid, newerThan } of asked)
    assert.equal(newerThan, netuid === 0 ? undefined : registeredAt(netuid));
  net.produceBlocks(400);
  const later = await snapshot();
  await recorder.snapshotRead(client, later);
  const [mine] = later.positions.filter(({ netuid }) => netuid !== 0);
  assert.ok(mine);
  const { netuid } = mine;
  const known = await readEpochs(first.genesisHash, netuid);
  queries.splice(0);
  net.produceBlocks(400);
  const last = await snapshot();
  // Of a hotkey that is new the newest epoch is wanted, though it is known of others.
  const [other] = last.accounts;
  const positions = [...last.positions, { ...mine, hotkey: other?.coldkey ?? mine.hotkey }];
  for (const [of, newerThan] of [
    [last, known.at(-1)?.epoch],
    [{ ...last, positions }, registeredAt(netuid)],
  ] as const) {
    const again = createRecordEarnings(
      () => undefined,
      () => 0,
    );
    const silent = {
      ...client,
      readEarnings: async (query: EarningsQuery) => (queries.push(query), []),
    };
    await again.snapshotRead(silent, of);
    assert.equal(queries.pop()?.find((one) => one.netuid === netuid)?.newerThan, newerThan);
  }
});

test('an epoch that could still go with its block waits', async (t) => {
  const { net, recorder, client, snapshot } = await world(t);
  net.produceBlocks(400);
  const { state } = net.ledger;
  changeSubnet(state, 1, { lastMechanismStepBlock: state.blockNumber - 2 });
  net.setSettings({ isEmitting: false });
  net.produceBlock();
  const read = await snapshot();
  await recorder.snapshotRead(client, read);
  assert.deepEqual(await readEpochs(read.genesisHash, heldBeside(read, 1)), []);
});

test('a subnet that is looked at brings the days before from the archive, and those known are not asked for', async (t) => {
  const { net, recorder, client, snapshot, earlier, pass } = await world(t);
  net.produceBlocks(400);
  const read = await snapshot();
  const netuid = heldBeside(read, 1);
  await recorder.lookedAt(client, read, netuid);
  const head = read.block.number;
  assert.deepEqual(
    earlier.map((block) => (head - block) / 7_200),
    [1, 2, 3, 4, 5, 6],
  );
  // This chain is not that old: nothing is known, nothing is written, and nobody asks again at once.
  assert.deepEqual(await readEpochs(read.genesisHash, netuid), []);
  await recorder.lookedAt(client, read, netuid);
  assert.equal(earlier.length, 6);
  pass(3_600_001);
  await recorder.lookedAt(client, read, netuid);
  assert.equal(earlier.length, 12);
});

test('what an archive tells is kept as its word, and fills only the gaps', async (t) => {
  const { net, recorder, client, snapshot, earlier } = await world(t);
  net.produceBlocks(400);
  const old = await snapshot();
  const netuid = heldBeside(old, 1);
  // As if a day had gone by since: the archive is asked about the blocks that there are.
  const shifted: ChainClient = {
    ...client,
    readEarningsAt: (ask, block) => {
      const real = block + 7_200;
      return real > old.block.number
        ? client.readEarningsAt(ask, 0)
        : client.readEarningsAt(ask, real);
    },
  };
  await recorder.lookedAt(shifted, old, netuid);
  const [record] = await readEpochs(old.genesisHash, netuid);
  assert.ok(record);
  assert.ok(record.earned.every(({ from }) => from === 'archive'));
  assert.equal(record.epoch, subnetAt(net.ledger.state, 1).lastMechanismStepBlock);
  assert.ok(earlier.length > 0);
  // A day on, yesterday is known.
  const next: Snapshot = { ...old, block: { ...old.block, number: old.block.number + 7_200 } };
  earlier.length = 0;
  const anew = createRecordEarnings(
    () => undefined,
    () => 0,
  );
  await anew.lookedAt(client, next, netuid);
  assert.deepEqual(
    earlier.map((block) => (next.block.number - block) / 7_200),
    [2, 3, 4, 5, 6],
  );
});

test('nothing held, nothing asked', async (t) => {
  const { recorder, client, snapshot, counts, earlier } = await world(t);
  const read = { ...(await snapshot()), positions: [] };
  await recorder.snapshotRead(client, read);
  const [netuid] = (await snapshot()).positions.map((one) => one.netuid);
  assert.ok(netuid !== undefined);
  await recorder.lookedAt(client, read, netuid);
  assert.deepEqual(counts(), { asked: 0, announced: 0 });
  assert.deepEqual(earlier, []);
});

test('for root’s list its largest validators are read, once in a while, and not where nothing tells', async (t) => {
  const { net, recorder, client, snapshot, queries } = await world(t);
  net.produceBlocks(400);
  const read = await snapshot();
  await recorder.rootListed(client, read);
  assert.equal(queries.length, 0, 'no validators are known yet');
  const root = await client.readValidators(ROOT_NETUID);
  const { genesisHash } = read;
  await writeValidatorsRecord({ genesisHash, netuid: ROOT_NETUID, readAt: 0, ...root });
  const elsewhere = { known: false, reason: 'not-on-this-runtime' } as const;
  await recorder.rootListed(client, { ...read, unclaimed: elsewhere });
  assert.equal(queries.length, 0);
  await recorder.lookedAt(client, read, ROOT_NETUID);
  assert.equal(queries.length, 0, 'root’s screen alone asks for none of them');
  // Two at once are one reading.
  await Promise.all([recorder.rootListed(client, read), recorder.rootListed(client, read)]);
  assert.equal(queries.length, 1);
  const [asked] = queries[0] ?? [];
  assert.ok(asked !== undefined && root.validators.length > 0);
  const largest = root.validators
    .filter(({ alphaStake }) => alphaStake > 0n)
    .toSorted((a, b) => (a.alphaStake < b.alphaStake ? 1 : -1))
    .slice(0, 8);
  const held = read.positions.filter(({ netuid }) => netuid === ROOT_NETUID);
  for (const { hotkey } of [...largest, ...held]) assert.ok(asked.hotkeys.includes(hotkey));
  assert.equal(asked.hotkeys.length, new Set(asked.hotkeys).size);
  const [record] = await readEpochs(genesisHash, ROOT_NETUID);
  assert.equal(record?.epoch, read.block.number);
  await recorder.rootListed(client, read);
  assert.equal(queries.length, 1);
});

test('who has no answer on root is not asked about again soon', async (t) => {
  const { net, recorder, client, snapshot, queries } = await world(t);
  net.produceBlocks(400);
  const read = await snapshot();
  const { genesisHash } = read;
  const root = await client.readValidators(ROOT_NETUID);
  await writeValidatorsRecord({ genesisHash, netuid: ROOT_NETUID, readAt: 0, ...root });
  const silent: ChainClient = {
    ...client,
    readEarnings: async (...args) =>
      (await client.readEarnings(...args)).map((epoch) => ({
        ...epoch,
        earned: epoch.earned.slice(1),
      })),
  };
  for (let look = 0; look < 3; look += 1) await recorder.rootListed(silent, read);
  assert.equal(queries.length, 1);
});
