// A node that hangs, lags, lies, stutters or vanishes: every question still ends, with the truth from elsewhere or with
// a typed error, and never with a wrong figure.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { ChainClient, ReadSnapshot } from '../../src/chain/chain-client.ts';
import { toNetuid } from '../../src/units.ts';
import { startDevnet, type Devnet, type DevnetOptions } from '../devnet/devnet.ts';
import type { FaultAction, FaultMatch } from '../devnet/node/faults/fault-rules.ts';
import { createMemoryCache, createTestClient, IMPATIENT_TIMING } from '../fakes/test-client.ts';

/** For nodes that do not answer. */
const impatientClient: typeof createTestClient = (nodes, changes) =>
  createTestClient(nodes, { timing: IMPATIENT_TIMING, ...changes });

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const LOOKED_AT = [1, 2, 3].map(toNetuid);

async function node(t: TestContext, options: DevnetOptions = {}): Promise<Devnet> {
  const net = await startDevnet({ subnets: 6, ...options });
  t.after(() => net.stop());
  return net;
}

function refresh(client: ChainClient): Promise<ReadSnapshot> {
  return client.readSnapshot({ coldkeys: [ALICE], lookedAt: LOOKED_AT });
}

/** What a snapshot says of money, without what tells blocks apart. */
function figures({ accounts, positions, subnets }: ReadSnapshot): unknown {
  return { accounts, positions, subnets };
}

/** Every figure is the truth, or is told to be unreadable. */
function requireTrue(found: unknown, truth: unknown, where: string): void {
  if (typeof found !== 'object' || found === null || typeof truth !== 'object' || truth === null) {
    assert.equal(found, truth, where);
    return;
  }
  if ('reason' in found && found.reason === 'unreadable') return;
  assert.deepEqual(Object.keys(found), Object.keys(truth), where);
  for (const [name, value] of Object.entries(found)) {
    requireTrue(value, Reflect.get(truth, name), `${where}: ${name}`);
  }
}

const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));
test.afterEach(() => assert.deepEqual(unhandled, []));

/** Storage values with one of them left out. */
function withoutFirstChange(result: unknown): unknown {
  assert.ok(Array.isArray(result));
  return result.map((set: { changes: unknown[] }) => ({ ...set, changes: set.changes.slice(1) }));
}

const FAULTS: readonly (readonly [string, FaultAction])[] = [
  ['hangs up before answering', { do: 'hang-up', when: 'before' }],
  ['hangs up instead of answering', { do: 'hang-up', when: 'after' }],
  ['never answers', { do: 'ignore' }],
  ['answers out of order', { do: 'hold-until-next' }],
  ['answers twice', { do: 'repeat' }],
  ['answers for another id', { do: 'wrong-id' }],
  ['cuts a byte off every value', { do: 'truncate', bytes: 1 }],
  ['appends bytes to every value', { do: 'inflate', bytes: 3 }],
  ['sends what is no JSON', { do: 'garbage', text: '{"jsonrpc":' }],
  ['fails', { do: 'fail', code: -32603, message: 'Internal error' }],
  ['answers null', { do: 'replace', change: () => null }],
  ['answers a number', { do: 'replace', change: () => 7 }],
];

for (const [what, action] of FAULTS) {
  test(`a node that ${what}, at each message in turn: the other node's truth, or the first's, or a typed error`, async (t) => {
    const bad = await node(t);
    const good = await node(t);
    const truth = figures(await refreshOn(t, good));
    for (let skip = 0; skip < 14; skip += 1) {
      const client = impatientClient([bad, good]);
      const match: FaultMatch = {
        method: /^(?!chain_newHead|chain_finalizedHead)/,
        skip,
        times: 1,
      };
      const disarm = bad.faults.arm(match, action);
      try {
        await client.connect();
        requireTrue(figures(await refresh(client)), truth, `at message ${skip}`);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        assert.ok(['NODE_REFUSED'].includes(error.code), `${error.code} at message ${skip}`);
      } finally {
        disarm();
        client.close();
      }
    }
  });
}

async function refreshOn(t: TestContext, net: Devnet): Promise<ReadSnapshot> {
  const client = impatientClient(net);
  t.after(client.close);
  await client.connect();
  return refresh(client);
}

test('with one node alone that always cuts bytes off, a refresh ends with NODE_MALFORMED', async (t) => {
  const net = await node(t);
  const client = impatientClient(net);
  t.after(client.close);
  await client.connect();
  await refresh(client);
  net.faults.arm({ method: 'state_call' }, { do: 'truncate', bytes: 1 });
  await assert.rejects(refresh(client), { code: 'NODE_MALFORMED' });
});

test('a hundred megabytes are not taken in: the other node answers', async (t) => {
  const bad = await node(t);
  const good = await node(t);
  const client = createTestClient([bad, good], { timing: { connectMs: 3000, requestMs: 3000 } });
  t.after(client.close);
  await client.connect();
  const disarm = bad.faults.arm(
    { method: 'state_queryStorageAt' },
    { do: 'replace', change: () => 'x'.repeat(100_000_000) },
  );
  const snapshot = await refresh(client);
  disarm();
  assert.equal(client.status().endpoint, good.url);
  assert.deepEqual(figures(snapshot), figures(await refreshOn(t, good)));
});

test('storage values that are left out are no defaults: the answer is refused', async (t) => {
  const bad = await node(t);
  const good = await node(t);
  bad.faults.arm({ method: 'state_queryStorageAt' }, { do: 'replace', change: withoutFirstChange });
  const client = impatientClient([bad, good]);
  t.after(client.close);
  await client.connect();
  const snapshot = await refresh(client);
  assert.equal(client.status().endpoint, good.url);
  assert.deepEqual(figures(snapshot), figures(await refreshOn(t, good)));
});

test('positions of somebody else are not shown as ours', async (t) => {
  const net = await node(t);
  const client = impatientClient(net);
  t.after(client.close);
  await client.connect();
  await refresh(client);
  const foreign = `0x${'33'.repeat(32)}`;
  net.faults.lies.api('StakeInfoRuntimeApi_get_stake_info_for_coldkeys', (value) => {
    const text = JSON.stringify(value, (name, part: unknown) => {
      if (name === 'coldkey') return foreign;
      return typeof part === 'bigint' ? `${part}n` : part;
    });
    return JSON.parse(text, (_name, part: unknown) =>
      typeof part === 'string' && /^\d+n$/.test(part) ? BigInt(part.slice(0, -1)) : part,
    );
  });
  await assert.rejects(refresh(client), { code: 'NODE_MALFORMED' });
});

test('a node without the many-keys question is asked key by key', async (t) => {
  const net = await node(t);
  const truth = figures(await refreshOn(t, net));
  net.faults.arm(
    { method: 'state_queryStorageAt' },
    { do: 'fail', code: -32601, message: 'Method not found' },
  );
  assert.deepEqual(figures(await refreshOn(t, net)), truth);
});

test('an endpoint of another chain is left for the right one, and alone it is WRONG_NETWORK', async (t) => {
  const right = await node(t);
  const foreign = await node(t, { chainSeed: 'another chain' });
  const genesisHash = parseHex(right.genesisHash, 'genesis hash');
  const client = impatientClient([foreign, right], { genesisHash });
  t.after(client.close);
  await client.connect();
  assert.equal(client.status().endpoint, right.url);
  const alone = impatientClient(foreign, { genesisHash });
  t.after(alone.close);
  await assert.rejects(alone.connect(), { code: 'WRONG_NETWORK' });
});

test('a node that lags far behind what another one told is left', async (t) => {
  const ahead = await node(t);
  const behind = await node(t);
  ahead.produceBlocks(40);
  const client = impatientClient([ahead, behind]);
  t.after(client.close);
  await client.connect();
  await until(() => client.status().head !== null);
  ahead.faults.hangUp();
  await until(() => behind.accepted() > 0);
  await until(
    () => client.status().endpoint === ahead.url && client.status().state === 'connected',
  );
  assert.equal(client.status().head?.number, ahead.head().number);
});

test('heads go on through a lost connection, without doubles', async (t) => {
  const net = await node(t);
  const client = impatientClient(net);
  t.after(client.close);
  const heard: string[] = [];
  client.onHead(({ hash }) => heard.push(hash), new AbortController().signal);
  await client.connect();
  const hashes = [net.head().hash, net.produceBlock().hash];
  await until(() => heard.length === 2);
  net.faults.hangUp();
  await until(() => client.status().state !== 'connected');
  await until(() => client.status().state === 'connected');
  hashes.push(net.produceBlock().hash);
  await until(() => heard.length === 3);
  assert.deepEqual(heard, hashes);
});

test('a cached description that is broken, or of another spec, is dropped and fetched again', async (t) => {
  const net = await node(t);
  const metadataCache = createMemoryCache();
  const first = impatientClient(net, { metadataCache });
  await first.connect();
  await refresh(first);
  first.close();
  const [key, whole] = [...metadataCache.kept][0] ?? [];
  assert.ok(key !== undefined && whole);
  for (const bytes of [new Uint8Array(0), whole.slice(0, 1000), whole.with(4, 99)]) {
    metadataCache.kept.set(key, bytes);
    metadataCache.facts.clear();
    const client = impatientClient(net, { metadataCache });
    await client.connect();
    assert.ok((await refresh(client)).subnets.length > 0);
    assert.deepEqual(metadataCache.kept.get(key), whole);
    client.close();
  }
});

test('after close there is no socket and no timer, and everything pending has ended', async (t) => {
  const net = await node(t);
  const client = impatientClient(net);
  await client.connect();
  net.faults.arm({ method: 'state_call' }, { do: 'ignore' });
  const pending = refresh(client);
  client.close();
  await assert.rejects(pending, AppError);
  await until(() => net.connections() === 0);
  const accepted = net.accepted();
  net.produceBlocks(3);
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(net.accepted(), accepted);
  assert.equal(client.status().state, 'idle');
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}
