// Home's figures held against proofs, over a simulated chain that proves itself: each mark in its turn, what is said where
// nothing can be proven, and every lie about a figure, a vote, a seal or a header.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import type { ProofRecord } from '../../src/model/proof.ts';
import { chooseFigures } from '../../src/service/choose-figures.ts';
import { createProofs, type Proofs } from '../../src/service/proofs.ts';
import { changeSettings } from '../../src/service/change-settings.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { changeProofs } from '../../src/store/proofs.ts';
import { readProofRecord } from '../../src/store/read-proof-record.ts';
import { dropSetAside, readSetAside } from '../../src/store/set-aside.ts';
import { toAlphaRao, type Ss58Address } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import type { LieOptions, ProofLieName } from '../devnet/node/faults/proof-lies.ts';
import type { ProofOptions } from '../devnet/node/proofs/prover.ts';
import { createTestClient } from '../fakes/test-client.ts';
import { positions, snapshotWith } from '../tools/pictures/stored.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const BOB = parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty');
const PERIOD = 8;
const ID = 'proven';

afterEach(eraseStore);

type World = {
  net: Devnet;
  client: ChainClient;
  proofs: Proofs;
  /** The worker begins anew: only what is stored is left. */
  reopen: () => void;
  /** Makes so many blocks, reads the newest, and lets the proofs see it. */
  look: (blocks?: number) => Promise<ProofRecord | null>;
  record: () => Promise<ProofRecord | null>;
  /** What the connected node tells of its newest block. */
  read: () => Promise<Snapshot>;
  time: { now: number };
  /** Whose figures are read. */
  coldkeys: Ss58Address[];
  /** Before a run asks for the final head, from which on it rests on the trusted start. */
  midway: {
    once: (() => Promise<unknown>) | null;
    /** Of proofs alone. */
    isBusy: boolean;
  };
  /** What is made of each snapshot before it is shown. */
  shown: { change: (snapshot: Snapshot) => Snapshot };
};

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const textOf = (start: object): string =>
  JSON.stringify(start, (_name, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
/** The figures were read again, of that node, and its proofs hold. */
async function untilProven(
  record: () => Promise<ProofRecord | null>,
  endpoint: string | null,
): Promise<void> {
  for (;;) {
    const now = await record();
    if (now !== null && now.endpoint === endpoint && now.home !== null) return;
    assert.deepEqual([now?.lie ?? null, now?.error ?? null], [null, null]);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function world(
  t: TestContext,
  {
    options = {},
    hasStart = true,
    nodes = 1,
  }: {
    options?: ProofOptions;
    hasStart?: boolean;
    nodes?: number;
  } = {},
): Promise<World> {
  const nets: Devnet[] = [];
  for (let i = 0; i < nodes; i += 1) {
    nets.push(
      await startDevnet({ subnets: 3, proofs: { justificationPeriod: PERIOD, ...options } }),
    );
  }
  const [net] = nets;
  assert.ok(net);
  const genesisHash = parseHex(net.genesisHash, 'genesis hash', 32);
  const network = {
    id: ID,
    name: 'Proven',
    genesisHash,
    endpoints: nets.map(({ url }) => url),
    operators: Object.fromEntries(nets.map(({ url }) => [url, url])),
    archive: null,
    isReal: false,
    explorer: null,
  };
  await changeSettings({ networks: [network], networkId: ID });
  const connected = createTestClient(nets);
  await connected.connect();
  const midway: World['midway'] = { once: null, isBusy: false };
  const client: ChainClient = {
    ...connected,
    proofs: {
      ...connected.proofs,
      async ask(...question) {
        if (midway.isBusy) throw new AppError('NODE_BUSY', { what: 'proofs' });
        return connected.proofs.ask(...question);
      },
    },
    async finalizedHead() {
      const { once } = midway;
      midway.once = null;
      await once?.();
      return connected.finalizedHead();
    },
  };
  const others = createTestClient(nets.slice(-1));
  t.after(async () => {
    client.close();
    others.close();
    await Promise.all(nets.map((one) => one.stop()));
  });
  const coldkeys = [ALICE];
  const shown: World['shown'] = { change: (snapshot) => snapshot };
  const time = { now: 1_800_000_000_000 };
  let latest: Snapshot | null = null;
  const read = async (): Promise<Snapshot> => {
    const got = await client.readSnapshot({ coldkeys, lookedAt: [] });
    latest = shown.change({ ...got, unclaimed: { known: false, reason: 'unreadable' } });
    return latest;
  };
  const parts = {
    live: () => ({
      withClient: async <T>(use: (with_: ChainClient) => Promise<T>) => use(client),
    }),
    second: () => ({
      with: async <T>(use: (with_: ChainClient) => Promise<T>) => {
        await others.connect();
        return use(others);
      },
    }),
    refreshNow: async () => {
      await proofs.snapshotRead(client, await read());
    },
    isWatched: () => true,
    announce: () => undefined,
    now: () => time.now,
    period: PERIOD,
  };
  let proofs = createProofs(parts);
  const start = net.trustedStart();
  if (hasStart) {
    const text = textOf({ ...start, madeAt: time.now });
    assert.deepEqual(await proofs.chooseStart(text), { problem: null });
  }
  const record = () => readProofRecord(genesisHash);
  return {
    net,
    client,
    proofs,
    reopen: () => {
      proofs = createProofs(parts);
    },
    record,
    read,
    time,
    coldkeys,
    shown,
    midway,
    look: async (blocks = 0) => {
      for (const one of nets) one.produceBlocks(blocks);
      const { number } = net.head();
      if (blocks > 0) await until(() => (client.status().head?.number ?? 0) >= number);
      await proofs.snapshotRead(client, await read());
      return record();
    },
  };
}

test('each mark in its turn: your node, confirmed by authors, proven', async (t) => {
  const { look, net, record } = await world(t);
  const first = await look(2 * PERIOD);
  assert.equal(first?.error, null);
  assert.equal(first.lie, null);
  assert.equal(first.home?.mark, 'node');
  assert.equal(first.home.block.hash, net.head().hash);
  const kinds = new Set(first.home.parts.map(({ kind }) => kind));
  assert.deepEqual([...kinds].toSorted(), ['account', 'pool', 'position']);
  assert.ok((first.home.valueBps ?? 0) >= 9_000);
  assert.ok(first.newest !== null && first.newest.votes >= first.newest.needed);
  assert.equal(first.authors?.keys.length, 6);
  assert.ok(first.bytes > 1_000 && first.bytes < 250_000, String(first.bytes));
  const seen: string[] = [];
  for (let block = 0; block < 2 * PERIOD + 4; block += 1) {
    const { home, error } = (await look(1)) ?? {};
    assert.equal(error, null);
    if (home && seen.at(-1) !== home.mark) seen.push(home.mark);
    if (home?.mark === 'authors') assert.equal(home.authors?.authors, 4);
  }
  assert.deepEqual(seen, ['node', 'authors', 'proven']);
  const last = (await record())?.home;
  assert.ok(last?.votes && last.votes.block.number >= last.block.number);
  assert.equal(last.block.hash, first.home.block.hash);
});

const TOO_LITTLE: Record<string, (snapshot: Snapshot) => Snapshot> = {
  'no position, of a later runtime': (snapshot) => ({
    ...snapshot,
    runtime: { ...snapshot.runtime, specVersion: 1_000_000 },
  }),
  'a price that was not read': (snapshot) => ({
    ...snapshot,
    subnets: snapshot.subnets.filter(({ netuid }) => netuid !== 1),
  }),
};
for (const [what, change] of Object.entries(TOO_LITTLE)) {
  test(`too little proven: the mark stays, and what was found is listed: ${what}`, async (t) => {
    const { look, shown } = await world(t);
    shown.change = change;
    const first = await look(2 * PERIOD);
    assert.ok(first?.home?.parts.some(({ kind }) => kind === 'account'));
    let isConfirmed = false;
    for (let block = 0; block < 2 * PERIOD + 4; block += 1) {
      const { home, error } = (await look(1)) ?? {};
      assert.equal(error, null);
      assert.equal(home?.mark, 'node');
      isConfirmed ||= home.authors !== null && home.authors.authors >= home.authors.needed;
      if (block === 2 * PERIOD + 3) assert.ok(home.votes);
    }
    assert.ok(isConfirmed);
  });
}

/** A run at the user's wish, over figures of a new block. */
async function again({ proofs, look }: World, blocks = 1): Promise<ProofRecord> {
  await look(blocks);
  await proofs.checkAnswers();
  const record = await look();
  assert.ok(record);
  return record;
}

const outcomeOf = ({ home, lie, error }: ProofRecord) => ({
  mark: home?.mark ?? null,
  lie: lie?.about ?? null,
  error: error?.code ?? null,
});

/** The node is named, and left where there is another. */
const named = (about: string) => ({ mark: null, lie: about, error: 'PROOF_INVALID' });

/** Attack, what of the figures is told wrongly, and what is said of the node. The hashes of blocks stay as they were. */
const TOLD: readonly (readonly [ProofLieName, LieOptions['of'], string])[] = [
  ['value', 'tao-reserve', 'the liquidity of SN1'],
  ['value', 'alpha-reserve', 'the liquidity of SN1'],
  ['value', 'pool-weight', 'the liquidity of SN1'],
  ['value', 'fee-rate', 'the liquidity of SN1'],
  ['value', 'mechanism', 'the liquidity of SN1'],
  ['value', 'free-balance', 'an account'],
  ['value', 'nonce', 'an account'],
  ['value', 'shares', 'a position in SN0'],
  ['value', 'hotkey-alpha', 'a position in SN1'],
  ['value', 'hotkey-shares', 'a position in SN1'],
  ['value-forged-nodes', 'tao-reserve', 'the root is missing'],
  ['absence', undefined, 'an account'],
  ['absence-cut-nodes', undefined, 'a node is missing'],
  ['absence-forged-nodes', undefined, 'the root is missing'],
  ['nodes-missing', undefined, 'a node is missing'],
  ['nodes-none', undefined, 'the root is missing'],
  ['nodes-turned', undefined, 'a node is missing'],
  ['nodes-of-other-block', undefined, 'the root is missing'],
];

test('a figure that is told otherwise than its proof: found every time', async (t) => {
  const place = await world(t);
  const { faults } = place.net;
  for (const [lie, of, about] of TOLD) {
    const undo = faults.proofs.tell(lie, of === undefined ? {} : { of });
    assert.deepEqual(outcomeOf(await again(place)), named(about), `${lie} ${String(of)}`);
    undo();
    const honest = await again(place);
    assert.deepEqual(outcomeOf(honest), { mark: 'node', lie: null, error: null });
  }
});

/** Chains that the node makes up from its best block on, with another reserve in each. */
const MADE_UP: readonly (readonly [ProofLieName, string])[] = [
  ['value-forged-root', 'a seal'],
  ['header-parent', 'a seal'],
  ['header-number', 'a seal'],
  ['header-state-root', 'the root is missing'],
  ['header-extrinsics-root', 'a seal'],
  ['header-digest', 'a seal'],
  ['seal-forged', 'a seal'],
  ['seal-missing', 'a seal'],
  ['seal-of-stranger', 'a seal'],
  ['seal-out-of-turn', 'a seal'],
  ['set-of-its-own', 'a seal'],
];

for (const [lie, about] of MADE_UP) {
  test(`a chain made up: ${lie}`, async (t) => {
    const { look, net } = await world(t);
    net.faults.proofs.tell(lie);
    const record = await look(1);
    assert.ok(record);
    assert.deepEqual(outcomeOf(record), named(about));
  });
}

test('true seals of one author alone never confirm anything', async (t) => {
  const { look, net } = await world(t);
  net.faults.proofs.tell('seal-of-one-author');
  for (let block = 0; block < 7; block += 1) {
    const record = await look(1);
    assert.ok(record);
    assert.deepEqual(outcomeOf(record), { mark: 'node', lie: null, error: null });
    assert.ok((record.home?.authors?.authors ?? 0) <= 1);
  }
});

const VOTES: readonly (readonly [ProofLieName, 'PROOF_INVALID' | 'PROOF_NOT_SERVED'])[] = [
  ['vote-forged', 'PROOF_INVALID'],
  ['vote-missing', 'PROOF_INVALID'],
  ['vote-twice', 'PROOF_INVALID'],
  ['vote-stranger', 'PROOF_INVALID'],
  ['vote-elsewhere', 'PROOF_INVALID'],
  // They may be of a set that came after ours.
  ['vote-of-other-set', 'PROOF_NOT_SERVED'],
  ['vote-of-other-round', 'PROOF_INVALID'],
  ['vote-for-other-block', 'PROOF_INVALID'],
  ['vote-broken', 'PROOF_INVALID'],
  ['vote-withheld', 'PROOF_NOT_SERVED'],
];

test('votes that are none prove nothing, and the sheet says which', async (t) => {
  const place = await world(t);
  const { newest } = await again(place, 2 * PERIOD);
  for (const [lie, error] of VOTES) {
    const undo = place.net.faults.proofs.tell(lie);
    const told = await again(place, 2 * PERIOD);
    assert.deepEqual(outcomeOf(told), { mark: 'node', lie: null, error }, lie);
    assert.deepEqual(told.newest, newest);
    undo();
  }
  place.time.now += 3_600_000;
  const honest = await again(place);
  assert.equal(honest.error, null);
  assert.ok((honest.newest?.block.number ?? 0) > (newest?.block.number ?? 0));
});

test('changes of voters are followed, and voters of before decide nothing', async (t) => {
  const place = await world(t);
  const { start } = await again(place);
  place.net.changeAuthorities();
  const changed = await again(place, 2 * PERIOD);
  assert.equal(changed.error, null);
  assert.equal(changed.newest?.setId, (start?.set.id ?? 0n) + 1n);
  place.net.faults.proofs.tell('set-that-was');
  const told = await again(place, 2 * PERIOD);
  assert.notEqual(told.error, null);
  assert.deepEqual(told.newest, changed.newest);
});

test('other authors than those proven: nothing is said of the node, and nothing confirmed', async (t) => {
  const { look, net } = await world(t);
  net.produceBlocks(PERIOD);
  net.changeAuthorities({ authors: 3 });
  const record = await look(2);
  assert.ok(record);
  assert.deepEqual(outcomeOf(record), { mark: 'node', lie: null, error: 'PROOF_NOT_SERVED' });
  assert.equal(record.error?.detail['about'], 'blocks of new authors');
});

test('a liar is left for the next endpoint, whose figures are proven then', async (t) => {
  const { net, client, look, record } = await world(t, { nodes: 2 });
  net.faults.proofs.tell('value', { of: 'free-balance' });
  const first = await look(1);
  assert.equal(first?.lie?.endpoint, net.url);
  assert.equal(first.home, null);
  await until(() => client.status().state === 'connected' && client.status().endpoint !== net.url);
  const { left } = client.status();
  assert.deepEqual(
    left.map(({ endpoint, error }) => [endpoint, error.code]),
    [[net.url, 'PROOF_INVALID']],
  );
  const next = await look(1);
  assert.equal(next?.home?.mark, 'node');
  assert.equal(next.error, null);
  assert.equal((await record())?.lie?.endpoint, net.url);
});

test('a liar that hangs up before its figures are proven has nobody else named for them', async (t) => {
  const { net, client, look, read, proofs, record } = await world(t, { nodes: 2 });
  await look(1);
  net.faults.proofs.tell('value', { of: 'free-balance' });
  const told = await read();
  assert.equal(told.from, net.url);
  net.faults.refuseConnections(true);
  net.faults.hangUp();
  await until(() => client.status().state === 'connected' && client.status().endpoint !== net.url);
  const other = client.status().endpoint;
  await proofs.snapshotRead(client, told);
  await untilProven(record, other);
  const found = await record();
  assert.deepEqual([found?.lie, found?.error], [null, null]);
  assert.equal(found?.endpoint, other);
  assert.deepEqual(
    client.status().left.filter(({ endpoint }) => endpoint === other),
    [],
  );
});

for (const method of ['state_getReadProof', 'chain_getHeader'] as const) {
  test(`a liar that hangs up at the question for proof has nobody else named: ${method}`, async (t) => {
    const { net, client, read, proofs, record } = await world(t, { nodes: 2 });
    net.faults.proofs.tell('value', { of: 'free-balance' });
    const told = await read();
    net.faults.arm({ method }, { do: 'hang-up', when: 'before' });
    await proofs.snapshotRead(client, told);
    await until(() => client.status().state === 'connected');
    const other = client.status().endpoint;
    assert.notEqual(other, net.url);
    await untilProven(record, other);
    const found = await record();
    assert.deepEqual([found?.lie, found?.error], [null, null]);
  });
}

test('figures that more than one node may have told are proven of none', async (t) => {
  const { client, read, proofs, record } = await world(t);
  const { from: _from, ...untold } = await read();
  const { accounts } = untold;
  const lied = accounts.map((account) => ({ ...account, nonce: account.nonce + 1 }));
  await proofs.snapshotRead(client, { ...untold, accounts: lied });
  await untilProven(record, client.status().endpoint);
  assert.equal((await record())?.lie, null);
});

test('without a start nothing is asked; two operators give one; a text of another chain does not', async (t) => {
  const { look, net, proofs } = await world(t, { hasStart: false });
  const without = await look(1);
  assert.equal(without?.start, null);
  assert.equal(without.bytes, 0);
  const { genesisHash: _other, ...rest } = { ...net.trustedStart(), madeAt: 1 };
  assert.deepEqual(await proofs.chooseStart('{'), { problem: 'form' });
  const foreign = textOf({ ...rest, genesisHash: `0x${'11'.repeat(32)}` });
  assert.deepEqual(await proofs.chooseStart(foreign), { problem: 'network' });
  await proofs.startFromOperators();
  const started = await look(1);
  assert.equal(started?.start?.source, 'operators');
  await proofs.checkAnswers();
  const proven = await look(2 * PERIOD);
  assert.equal(proven?.error, null);
  assert.ok(proven.newest);
  await proofs.chooseStart(null);
  assert.equal((await look(1))?.start, null);
});

/** The record as another version or a spoiled disk may leave it. */
async function spoil(part: object): Promise<void> {
  const store = await openStore();
  const [record] = await store.getAll('proofs');
  assert.ok(record);
  await store.put('proofs', { ...record, ...part });
}

test('a pasted start outlives a record of another shape: proofs go on from it', async (t) => {
  const { look, record, reopen } = await world(t);
  const before = await look(2 * PERIOD);
  assert.equal(before?.start?.source, 'pasted');
  await spoil({ state: { of: 'another version' }, home: 7, more: true });
  assert.deepEqual((await record())?.start, before.start);
  assert.equal((await record())?.home, null);
  assert.deepEqual(await readSetAside(), []);
  reopen();
  const after = await look(1);
  assert.deepEqual(after?.start, before.start);
  assert.equal(after?.error, null);
  assert.ok(after.newest);
});

test('a start that cannot be read is set aside, and none takes its place unasked', async (t) => {
  const { look, record, proofs, net, reopen, time } = await world(t);
  await look(1);
  const start = { source: 'pasted', set: 'gone' };
  await spoil({ start });
  reopen();
  assert.equal(await look(1), null);
  await assert.rejects(proofs.checkAnswers(), { code: 'STORE_FAILED' });
  const [aside, ...more] = await readSetAside();
  assert.deepEqual([aside?.table, aside?.key, more], ['proofs', net.genesisHash, []]);
  assert.deepEqual(Reflect.get(Object(aside?.value), 'start'), start);
  const text = JSON.stringify({ ...net.trustedStart(), madeAt: time.now }, (_name, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
  assert.deepEqual(await proofs.chooseStart(text), { problem: null });
  assert.deepEqual(await readSetAside(), []);
  assert.equal((await record())?.start?.source, 'pasted');
  await spoil({ start });
  await dropSetAside();
  assert.deepEqual(await readSetAside(), []);
  assert.equal((await look(1))?.start, null, 'none is shipped for that network');
});

test('a start that is chosen while a run is under way: nothing of that run is kept', async (t) => {
  const { look, net, proofs, midway, time } = await world(t);
  const start = net.trustedStart();
  const madeAt = time.now - 1;
  midway.once = () => proofs.chooseStart(textOf({ ...start, madeAt }));
  const replaced = await look(2 * PERIOD);
  assert.equal(replaced?.start?.madeAt, madeAt);
  assert.deepEqual(replaced.state?.block, start.block);
  assert.equal(replaced.newest, null);
  assert.equal(replaced.authors, null);
  assert.equal(replaced.home, null);
  const next = await look(1);
  assert.equal(next?.home?.mark, 'node');
  assert.ok(next.newest);
});

test('a run that failed is made again on the same connection, some minutes later', async (t) => {
  const { look, midway, time } = await world(t);
  midway.isBusy = true;
  const failed = await look(1);
  midway.isBusy = false;
  assert.equal(failed?.home, null);
  assert.equal(failed.error?.code, 'NODE_BUSY');
  time.now += 60_000;
  assert.equal((await look(1))?.ranAt, failed.ranAt);
  time.now += 120_000;
  const retried = await look(1);
  assert.equal(retried?.home?.mark, 'node');
  assert.equal(retried.error, null);
});

test('a node that was caught is not asked again by itself', async (t) => {
  const { look, net, time } = await world(t);
  const undo = net.faults.proofs.tell('value', { of: 'free-balance' });
  const caught = await look(1);
  assert.equal(caught?.lie?.endpoint, net.url);
  undo();
  time.now += 240_000;
  assert.equal((await look(1))?.ranAt, caught.ranAt);
});

test('a lie is over once a run finds nothing wrong, unless signing found it: then in a day', async (t) => {
  const place = await world(t);
  const { net, midway, proofs, time } = place;
  const undo = net.faults.proofs.tell('value', { of: 'free-balance' });
  const { lie, genesisHash } = await again(place);
  undo();
  assert.ok(lie);
  midway.isBusy = true;
  await proofs.checkAnswers();
  assert.deepEqual((await place.record())?.lie, lie, 'a run that shows nothing');
  midway.isBusy = false;
  assert.equal((await again(place)).lie, null);
  const ofSigning = { ...lie, about: 'the events of a block', isOfSigning: true };
  await changeProofs(genesisHash, () => ({ lie: ofSigning }));
  const honest = await again(place);
  assert.equal(honest.home?.mark, 'node');
  assert.deepEqual(honest.lie, ofSigning);
  time.now += 86_400_000;
  assert.equal((await again(place)).lie, null);
});

test('after another start, and for an account that is added, a run is made at once', async (t) => {
  const { look, net, proofs, coldkeys, time } = await world(t);
  const first = await look(1);
  assert.ok(first?.home);
  await proofs.chooseStart(textOf({ ...net.trustedStart(), madeAt: time.now - 1 }));
  const started = await look(1);
  assert.equal(started?.home?.block.hash, net.head().hash);
  coldkeys.push(BOB);
  time.now += 1;
  const added = await look(1);
  assert.equal(added?.ranAt, time.now);
  const accounts = added.home?.parts.flatMap((part) =>
    part.kind === 'account' ? [part.coldkey] : [],
  );
  assert.deepEqual(accounts, [ALICE, BOB]);
  time.now += 1;
  assert.equal((await look(1))?.ranAt, added.ranAt);
});

test('a node that keeps no justifications is left in peace for an hour', async (t) => {
  const place = await world(t, { options: { noJustifications: true } });
  const first = await place.look(2 * PERIOD);
  assert.equal(first?.error?.code, 'PROOF_NOT_SERVED');
  assert.equal(first.home?.mark, 'node');
  const pause = first.pauses[place.net.url] ?? 0;
  assert.equal(pause, place.time.now + 3_600_000);
  const later = await place.look(1);
  assert.equal(later?.bytes, first.bytes);
});

test('switched off: nothing is asked', async (t) => {
  const { look } = await world(t);
  await changeSettings({ checksAnswers: false });
  const record = await look(1);
  assert.equal(record?.ranAt, 0);
});

test('opened again within ten minutes: the run before goes on; later another one is made', async (t) => {
  const { look, reopen, time } = await world(t);
  const first = await look(2);
  reopen();
  time.now += 300_000;
  const onward = await look(5);
  assert.equal(onward?.ranAt, first?.ranAt);
  assert.equal(onward?.home?.block.number, first?.home?.block.number);
  assert.equal(onward?.home?.mark, 'authors');
  reopen();
  time.now += 600_000;
  const later = await look(1);
  assert.equal(later?.ranAt, time.now);
  assert.equal(later.home?.mark, 'node');
});

test('chosen: every account, then the fewest positions that make up 90 % of the value', () => {
  const { snapshot } = snapshotWith(positions, []);
  const { parts, valueOf, all } = chooseFigures(snapshot);
  assert.ok(all > parts.length);
  const ofAccounts = parts.filter(({ kind }) => kind === 'account');
  assert.deepEqual(parts.slice(0, ofAccounts.length), ofAccounts);
  assert.equal(ofAccounts.length, snapshot.accounts.length);
  const chosen = parts.filter(({ kind }) => kind === 'position');
  assert.ok((valueOf(parts) ?? 0) >= 9_000);
  assert.ok((valueOf(chosen.slice(0, -1)) ?? 9_000) < 9_000);
  // Of each subnet but root the pool is proven too.
  const netuids = new Set(
    chosen.flatMap((part) => (part.kind === 'position' ? [part.netuid] : [])),
  );
  const pools = parts.flatMap((part) => (part.kind === 'pool' ? [part.netuid] : []));
  assert.deepEqual(new Set(pools), new Set([...netuids].filter((netuid) => netuid !== 0)));
  assert.equal(new Set(pools).size, pools.length);
  // A runtime that is not known yet may value shares otherwise: no honest node is called a liar for it.
  const later = { ...snapshot, runtime: { ...snapshot.runtime, specVersion: 1_000_000 } };
  assert.ok(chooseFigures(later).parts.every(({ kind }) => kind !== 'position'));
  assert.equal(valueOf([]), 0);
  assert.equal(chooseFigures({ ...snapshot, positions: [] }).valueOf([]), 10_000);
});

test('a price that was not read: the share is unknown, and never all of it', () => {
  const { snapshot } = snapshotWith(positions, []);
  const priced = snapshot.positions.find(({ netuid, alpha }) => netuid !== 0 && alpha > 0n);
  assert.ok(priced);
  const without = snapshot.subnets.filter(({ netuid }) => netuid !== priced.netuid);
  const subnets = snapshot.subnets.map((subnet) =>
    subnet.netuid === priced.netuid ? { ...subnet, pool: null } : subnet,
  );
  for (const made of [
    { ...snapshot, subnets: without },
    { ...snapshot, subnets },
    { ...snapshot, subnets: [], positions: [priced] },
    { ...snapshot, positions: [{ ...priced, alpha: toAlphaRao(0n) }] },
  ]) {
    const { parts, valueOf } = chooseFigures(made);
    assert.ok(parts.some(({ kind }) => kind === 'position'));
    assert.equal(valueOf(parts), null);
    assert.equal(valueOf([]), null);
  }
});
