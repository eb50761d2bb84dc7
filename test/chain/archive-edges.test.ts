// What is asked of an archive, and of a node that is asked once: how much at a time, how much is remembered, which block is
// found, and what becomes of a failure.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createArchive, type Archive } from '../../src/chain/archive.ts';
import { createChainReads } from '../../src/chain/chain-reads.ts';
import { createPast } from '../../src/chain/past.ts';
import { createGuardReads } from '../../src/chain/read-runtime-guard.ts';
import { findLastBefore, readRootBeforeDtao } from '../../src/chain/reads/read-root-before-dtao.ts';
import * as keys from '../../src/chain/reads/past-keys.ts';
import { parseHeader } from '../../src/chain/rpc/block-header.ts';
import { createNodeAccess, type NodeAccess } from '../../src/chain/runtime/node-access.ts';
import { createRuntimeSource } from '../../src/chain/runtime/runtime-source.ts';
import { blake2b256 } from '../../src/chain/scale/blake2b.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { littleEndian } from '../../src/chain/scale/scale-encoder.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import { NEWEST_KNOWN_SPEC } from '../../src/model/known-specs.ts';
import { toNetuid, type Hex } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import {
  dialling,
  SCRIPTED_GENESIS,
  ScriptedNode,
  scriptedHeader,
  SILENCE,
  type Answer,
} from '../fakes/provider.ts';
import { createMemoryCache, TEST_TIMING } from '../fakes/test-client.ts';
import { runtimeOf, runtimeWithout, toldState, type Told } from '../fakes/told-state.ts';

const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, HOT, COLD] = [account(1), account(3), account(4)];
const live = runtimeOf(RUNTIME_SPECS.live475);
const signal = new AbortController().signal;
const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;
const malformed = { code: 'NODE_MALFORMED' };
const version = (specVersion: number) => ({ specName: 'n', specVersion, transactionVersion: 1 });

const shared = (nodes: Record<string, ScriptedNode>) => ({
  genesisHash: SCRIPTED_GENESIS,
  metadataCache: createMemoryCache(),
  openSocket: dialling(nodes),
  random: () => 0.5,
  timing: TEST_TIMING,
});

const LIMIT = 1_000_000;
/** Answers hashes of single numbers and of lists; there is no block from `LIMIT` on. */
function hashesWith(asked: number[]): Answer {
  return ([numbers]) => {
    if (numbers === 0 || numbers === undefined) return SCRIPTED_GENESIS;
    const list = Array.isArray(numbers) ? (numbers as number[]) : [Number(numbers)];
    asked.push(list.length);
    const found = list.map((number) => (number < LIMIT ? hashOf(number) : null));
    return Array.isArray(numbers) ? found : found[0];
  };
}

async function pastOn(t: TestContext, answers: Record<string, Answer> = {}) {
  const asked: number[] = [];
  const node = new ScriptedNode({ chain_getBlockHash: hashesWith(asked), ...answers });
  let turns = 0;
  const past = createPast({
    ...shared({ a: node }),
    endpoint: 'a',
    turn: async () => {
      turns += 1;
    },
  });
  t.after(past.close);
  return { past, node, asked, turns: () => turns };
}
const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_unused, at) => from + at);

test('hashes: 640 in one question, each once, and those that are not there yet again', async (t) => {
  const { past, node, asked, turns } = await pastOn(t);
  assert.equal(await past.connect(signal), SCRIPTED_GENESIS);
  await past.hashes([], signal);
  assert.deepEqual(asked, []);
  await past.hashes([7, 7, 9], signal);
  assert.deepEqual([past.hashOf(7), past.hashOf(9), past.hashOf(8)], [hashOf(7), hashOf(9), null]);
  await past.hashes([9, 7], signal);
  await past.hashes(range(1_000, 641), signal);
  assert.deepEqual([past.hashOf(1_639), past.hashOf(1_640)], [hashOf(1_639), null]);
  await past.hashes(range(1_000, 641), signal);
  await past.hashes([LIMIT], signal);
  await past.hashes([LIMIT], signal);
  assert.deepEqual(asked, [2, 640, 1, 1, 1]);
  assert.equal(turns(), 5);
  assert.equal(past.hashOf(LIMIT), null);
  assert.equal(past.cost().questions, node.last.requests.length);
  assert.ok(past.cost().bytes > 640 * 66);
});

test('of hashes the newest 8,192 are remembered: those that nobody asked for go first', async (t) => {
  const { past } = await pastOn(t);
  await past.connect(signal);
  for (let from = 1; from < 8_192; from += 512) await past.hashes(range(from, 512), signal);
  assert.deepEqual([past.hashOf(2), past.hashOf(8_192)], [hashOf(2), hashOf(8_192)]);
  await past.hashes([20_000], signal);
  assert.deepEqual([past.hashOf(1), past.hashOf(2), past.hashOf(3)], [null, hashOf(2), hashOf(3)]);
  await past.hashes([20_001, 20_002], signal);
  assert.deepEqual([4, 5, 6].map(past.hashOf), [null, null, hashOf(6)]);
  await past.hashes([7, 30_000], signal);
  assert.deepEqual([7, 8].map(past.hashOf), [hashOf(7), null], 'asked for again, it is no old one');
});

test('an answer of another length or form is no answer', async (t) => {
  for (const answer of [[hashOf(1)], [hashOf(1), '0x00'], [hashOf(1), 7], hashOf(1), null]) {
    const { past } = await pastOn(t, {
      chain_getBlockHash: ([numbers]) => (numbers === 0 ? SCRIPTED_GENESIS : answer),
    });
    await past.connect(signal);
    await assert.rejects(past.hashes([1, 2], signal), malformed, JSON.stringify(answer));
    past.close();
  }
});

test('a mark has what its block tells: a digest, and the whole only where it is asked for', async (t) => {
  const stored = new Map<Hex, Hex>([
    [keys.TIME_KEY, toHex(littleEndian(1_700_000_000_000n, 8))],
    [keys.hotkeyKey('TotalHotkeyAlpha', HOT, toNetuid(5)), toHex(littleEndian(9n, 8))],
  ]);
  const { past } = await pastOn(t, {
    state_queryStorageAt: ([asked]) => [
      { block: hashOf(7), changes: (asked as Hex[]).map((key) => [key, stored.get(key) ?? null]) },
    ],
  });
  await past.connect(signal);
  const block = { hash: hashOf(7), number: 7 };
  const place = { hotkey: HOT, netuid: toNetuid(5) };
  const accounts = [ME, COLD].map((coldkey) => ({ coldkey, places: [place] }));
  const specs = { from: 475, to: 475 };
  const short = await past.marks(block, accounts, { isFull: false, specs }, signal);
  assert.deepEqual(
    short.map(({ full, block: of }) => [full, of.number]),
    [
      [null, 7],
      [null, 7],
    ],
  );
  const full = await past.marks(block, accounts, { isFull: true, specs }, signal);
  assert.deepEqual(
    full.map(({ full: whole }) => whole?.at),
    [1_700_000_000_000, 1_700_000_000_000],
  );
  assert.equal(full[0]?.digest, short[0]?.digest);
});

for (const [what, answers, isPriced] of [
  ['of a known runtime', { state_getRuntimeVersion: () => version(NEWEST_KNOWN_SPEC) }, true],
  ['of a later one', { state_getRuntimeVersion: () => version(NEWEST_KNOWN_SPEC + 1) }, false],
  ['of one that is not told', { state_getRuntimeVersion: () => null }, false],
] as const) {
  test(`without metadata, the newest pools are ${what}: ${isPriced ? '' : 'not '}priced`, async (t) => {
    const netuid = toNetuid(5);
    const eight = (value: bigint): Hex => toHex(littleEndian(value, 8));
    const stored = new Map<Hex, Hex>([
      [keys.TIME_KEY, eight(1_700_000_000_000n)],
      [keys.subnetKey('NetworksAdded', netuid), '0x01'],
      [keys.subnetKey('SubnetMechanism', netuid), '0x0100'],
      [keys.subnetKey('SubnetTAO', netuid), eight(7n)],
      [keys.subnetKey('SubnetAlphaIn', netuid), eight(9n)],
    ]);
    const { past, node } = await pastOn(t, {
      chain_getHeader: () => scriptedHeader(9),
      state_queryStorageAt: ([asked]) => [
        {
          block: hashOf(7),
          changes: (asked as Hex[]).map((key) => [key, stored.get(key) ?? null]),
        },
      ],
      ...answers,
    });
    await past.connect(signal);
    const block = { hash: hashOf(7), number: 7 };
    const accounts = [{ coldkey: ME, places: [{ hotkey: HOT, netuid }] }];
    const read = async () => {
      const specs = { from: 475, to: 475 };
      const [mark] = await past.marks(block, accounts, { isFull: true, specs }, signal);
      return mark?.full?.subnets[0]?.pool?.kind ?? null;
    };
    assert.equal(await read(), isPriced ? 'balancer' : null);
    const asked = node.last.requests.length;
    assert.equal(await read(), isPriced ? 'balancer' : null);
    assert.equal(node.last.requests.length, asked + 1, 'its metadata is not asked for again');
  });
}

test('a block’s own runtime is asked for once a spec, three are kept, and without it the block is not read', async (t) => {
  const asked: string[] = [];
  const { past } = await pastOn(t, {
    state_getMetadata: () => {
      asked.push('metadata');
      return toHex(live.metadata);
    },
    state_getRuntimeVersion: () => {
      asked.push('version');
      return version(475);
    },
    chain_getBlock: () => null,
  });
  await past.connect(signal);
  asked.length = 0;
  const block = { hash: hashOf(7), number: 7 };
  const neighbours = { parent: hashOf(6), child: null };
  const read = (spec: number) =>
    past.block(block, neighbours, spec, signal).then(
      () => 'read',
      (error: unknown) => (error instanceof AppError ? error.detail['what'] : error),
    );
  assert.equal(await read(0), 'parent');
  assert.deepEqual(asked, ['version', 'metadata']);
  assert.equal(await read(475), 'parent');
  assert.deepEqual(asked, ['version', 'metadata'], 'it is kept');
  assert.equal(await read(474), 'metadata', 'metadata of another spec');
});

test('three runtimes are kept, and the first of them goes for a fourth', async (t) => {
  const { live475, next, old, beforeDtao } = RUNTIME_SPECS;
  const specs = [live475, next, old, beforeDtao].map(runtimeOf);
  const asked: number[] = [];
  const { past } = await pastOn(t, {
    state_getMetadata: ([hash]) => {
      asked.push(Number(hash));
      return toHex(specs[Number(hash)]?.metadata ?? new Uint8Array(0));
    },
    chain_getBlock: () => null,
  });
  await past.connect(signal);
  for (const at of [0, 1, 2, 0, 3, 1, 0]) {
    const spec = specs[at]?.ref.specVersion ?? 0;
    const block = { hash: hashOf(9), number: 9 };
    await assert.rejects(
      past.block(block, { parent: hashOf(at), child: null }, spec, signal),
      malformed,
    );
  }
  assert.deepEqual(asked, [0, 1, 2, 3, 0]);
});

const archiveOn = (node: ScriptedNode, endpoint: string | null = 'a') =>
  createArchive(endpoint, () => shared({ a: node }));

const wrapped = toHex(
  Uint8Array.from([
    1,
    ...littleEndian(BigInt((live.metadata.length << 2) | 2), 4),
    ...live.metadata,
  ]),
);

test('an archive: none, away, without the block, or its value; connected only while it is read', async (t) => {
  const node = new ScriptedNode({
    chain_getBlockHash: ([number]) =>
      number === 0 ? SCRIPTED_GENESIS : number === 7 ? hashOf(7) : null,
    state_getRuntimeVersion: () => version(475),
    state_call: () => wrapped,
  });
  const none = archiveOn(node, null);
  assert.deepEqual(await none.read(7, signal, async () => 1), {
    known: false,
    reason: 'no-archive',
  });
  assert.deepEqual(await none.readRootBeforeDtao(), { known: false, reason: 'no-archive' });
  none.close();
  const archive = archiveOn(node);
  t.after(archive.close);
  assert.deepEqual(await archive.read(8, signal, async () => 1), {
    known: false,
    reason: 'unreadable',
  });
  assert.equal(node.openSockets, 0);
  const older = archive.read(7, signal, async () => {
    throw new RangeError('no such items');
  });
  const readings = await Promise.all([older, archive.read(9, signal, async () => 1)]);
  assert.deepEqual(readings, [
    { known: false, reason: 'not-on-this-runtime' },
    { known: false, reason: 'unreadable' },
  ]);
  assert.equal(node.sockets.length, 2, 'both on one connection');
  assert.equal(node.openSockets, 0);
  assert.deepEqual(await archive.read(7, signal, async () => 1), { known: true, value: 1 });
  const failing = async (): Promise<never> => {
    throw new AppError('NODE_BUSY', { endpoint: 'archive' });
  };
  assert.deepEqual(await archive.read(7, signal, failing), { known: false, reason: 'unreadable' });
});

type Chain = {
  head: number;
  lastWithout: number;
  genesis?: Hex;
  specOf?: (number: number) => number;
};

/** Access to a chain that has pools after that block. */
function accessTo({ head, lastWithout, genesis = hashOf(0), specOf }: Chain) {
  let asked = 0;
  const examined: number[] = [];
  const without = runtimeWithout(live, 'SubnetAlphaIn');
  const spec = specOf ?? ((number: number) => (number <= lastWithout ? 100 : 200));
  const access = {
    head: async () => ({ hash: hashOf(head), number: head }),
    link: { genesisHash: () => genesis },
    blockHashAt: async (number: number) => (number <= head ? hashOf(number) : null),
    ask: async (_method: string, [hash]: readonly unknown[]) => {
      asked += 1;
      return version(spec(Number(hash)));
    },
    source: {
      fromVersion: async (_answer: unknown, hash: Hex) => {
        examined.push(spec(Number(hash)));
        return Number(hash) <= lastWithout ? without : live;
      },
    },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what the search asks
  } as never as NodeAccess;
  return { access, asked: () => asked, examined };
}

test('the last block before dTAO: found wherever it lies, null where there is none before or after', async () => {
  const find = async (chain: Chain) =>
    (await findLastBefore(accessTo(chain).access, undefined))?.number ?? null;
  for (const lastWithout of [1, 2, 3, 50, 98, 99]) {
    assert.equal(await find({ head: 100, lastWithout }), lastWithout);
  }
  // Metadata takes half a megabyte: that of one runtime is looked into once.
  const upgraded = accessTo({ head: 1_000, lastWithout: 640, specOf: (at) => 1 + (at >> 7) });
  assert.equal((await findLastBefore(upgraded.access, undefined))?.number, 639);
  assert.equal(new Set(upgraded.examined).size, upgraded.examined.length);
  assert.equal(await find({ head: 100, lastWithout: 0 }), null);
  assert.equal(await find({ head: 100, lastWithout: 100 }), null);
});

test('on finney the search begins around the block that is known, and goes on where it is not there', async () => {
  const genesis = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';
  const KNOWN = 4_920_350;
  const find = async (lastWithout: number, head = 9_000_000, of: Hex = genesis) => {
    const { access, asked } = accessTo({ head, lastWithout, genesis: of });
    return [(await findLastBefore(access, undefined))?.number, asked()];
  };
  const [found, few = 0] = await find(KNOWN);
  assert.equal(found, KNOWN);
  assert.ok(few <= 8, String(few));
  for (const lastWithout of [KNOWN - 4, KNOWN + 3]) {
    const [number, count = 0] = await find(lastWithout);
    assert.equal(number, lastWithout);
    assert.ok(count <= 8, `${lastWithout}: ${count}`);
  }
  for (const lastWithout of [KNOWN - 5, KNOWN + 4]) {
    const [number, count = 0] = await find(lastWithout);
    assert.equal(number, lastWithout);
    assert.ok(count > 20 && count < 32, `${lastWithout}: ${count}`);
  }
  const [near, quick = 0] = await find(KNOWN, KNOWN + 5);
  const [young, slow = 0] = await find(KNOWN, KNOWN + 4);
  assert.deepEqual([near, young, quick <= 8, slow > 20], [KNOWN, KNOWN, true, true]);
  const [, many = 0] = await find(KNOWN, 9_000_000, hashOf(5));
  assert.ok(many > 20, 'another chain');
});

test('root before dTAO: whoever had set a weight, with the stake behind it; too many slots are refused', async () => {
  const runtime = runtimeOf(RUNTIME_SPECS.beforeDtao);
  const block = { hash: hashOf(7), number: 7 };
  const read = (storage: Told[]) =>
    readRootBeforeDtao(toldState(runtime, { storage }), block, 'wss://a');
  const found = await read([
    ['SubnetworkN', [0], 3],
    ['Keys', [0, 0], HOT],
    ['Keys', [0, 1], COLD],
    ['Keys', [0, 2], ME],
    ['Weights', [0, 0], [[1, 5]]],
    ['Weights', [0, 1], [[1, 0]]],
    [
      'Weights',
      [0, 2],
      [
        [1, 0],
        [2, 1],
      ],
    ],
    ['TotalHotkeyStake', [HOT], 9n],
    ['Owner', [HOT], ME],
    ['TotalStake', [], 10n],
    ['Timestamp.Now', [], 11n],
  ]);
  assert.ok(found.known);
  assert.deepEqual(
    [found.totalStake, found.at],
    [
      { known: true, value: 10n },
      { known: true, value: 11 },
    ],
  );
  assert.deepEqual(
    found.validators.map(({ hotkey, owner, stake, hasWeights }) => [
      hotkey,
      owner,
      stake,
      hasWeights.known && hasWeights.value,
    ]),
    [
      [HOT, ME, 9n, true],
      [COLD, null, 0n, false],
      [ME, null, 0n, true],
    ],
  );
  await assert.rejects(read([['SubnetworkN', [0], 1_025]]), malformed);
  await assert.rejects(readRootBeforeDtao(toldState(live, {}), block, 'wss://a'), RangeError);
});

test('the code’s hash, or that of the metadata where the node does not tell it', async () => {
  const refusal = new AppError('NODE_REFUSED', { text: '' });
  const reads = (answer: unknown) =>
    createGuardReads({
      ask: async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      },
      source: { at: async () => live },
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked
    } as never as NodeAccess).readCodeHash(hashOf(7));
  assert.equal(await reads(hashOf(9)), hashOf(9));
  assert.equal(await reads(refusal), toHex(blake2b256(live.metadata)));
  await assert.rejects(reads(new AppError('NODE_BUSY', { endpoint: 'a' })), { code: 'NODE_BUSY' });
  await assert.rejects(reads('0x00'), malformed);
});

test('what the guard compares is of the block before, beside what the newest recorded; of one block after an upgrade', async () => {
  const newest = parseHeader(scriptedHeader(8));
  const refs = { facts: { questions: 3, bytes: 100 }, recorded: { questions: 2, bytes: 10 } };
  const facts = async (head: { hash: Hex; number: number }, parentSpec: number) => {
    const [asked, read]: [string[], (readonly [Hex, number])[]] = [[], []];
    const found = await createGuardReads({
      head: async () => head,
      ask: async (method: string, [hash]: readonly unknown[]) => {
        asked.push(method);
        if (method === 'chain_getHeader') return scriptedHeader(head.number);
        assert.equal(hash, newest.parentHash);
        return version(parentSpec);
      },
      source: { at: async () => live },
      read: async (at: { hash: Hex; number: number }) => {
        read.push([at.hash, at.number]);
        const pools = { known: true, value: [{ netuid: 5 }] };
        return read.length === 1
          ? { pools, cost: refs.facts }
          : { recorded: 'recorded', cost: refs.recorded };
      },
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked
    } as never as NodeAccess).readGuardFacts(() => []);
    return { read, asked, recorded: found.recorded as unknown, cost: found.cost };
  };
  const unread = { known: false, reason: 'unreadable' };
  const usual = await facts(newest, 475);
  assert.deepEqual(usual.read, [
    [newest.parentHash, 7],
    [newest.hash, 8],
  ]);
  assert.deepEqual([usual.recorded, usual.cost], ['recorded', { questions: 5, bytes: 110 }]);
  const upgraded = await facts(newest, 474);
  assert.deepEqual(upgraded.read, [[newest.hash, 8]]);
  assert.deepEqual([upgraded.recorded, upgraded.cost], [unread, refs.facts]);
  const first = parseHeader(scriptedHeader(0));
  const genesis = await facts(first, 475);
  assert.deepEqual([genesis.read, genesis.asked], [[[first.hash, 0]], ['chain_getHeader']]);
  assert.deepEqual(genesis.recorded, unread);
  await assert.rejects(facts({ hash: hashOf(9), number: 8 }, 475), malformed);
});

test('positions by key where the list cannot be read; a node that is away is no reason to ask it more', async (t) => {
  const stored: string[] = [];
  const on = async (list: unknown) => {
    const { past, node } = await pastOn(t, {
      state_call: () => {
        if (list !== null) return list;
        node.last.hangUp();
        return SILENCE;
      },
      state_queryStorageAt: ([keysAsked, hash]) => {
        stored.push('asked');
        return [{ block: hash, changes: (keysAsked as Hex[]).map((key) => [key, null]) }];
      },
    });
    await past.connect(signal);
    return past;
  };
  const block = { hash: hashOf(7), number: 7 };
  const odd = await on('0x');
  assert.deepEqual(await odd.positions(block, [ME], signal), []);
  assert.ok(stored.length > 0);
  stored.length = 0;
  const busy = await on(new Error('too many requests'));
  await assert.rejects(busy.positions(block, [ME], signal), { code: 'NODE_BUSY' });
  const lost = await on(null);
  await assert.rejects(lost.positions(block, [ME], signal), { code: 'NODE_UNREACHABLE' });
  assert.deepEqual(stored, []);
});

test('runtimes: one loading for all who ask, four specs kept, none of another node, none for a fault', async () => {
  const asked: string[] = [];
  let endpoint: string | null = 'a';
  const long = littleEndian(BigInt((live.metadata.length << 2) | 2), 4);
  const metadata = toHex(Uint8Array.from([1, ...long, ...live.metadata]));
  const cache = createMemoryCache();
  const source = createRuntimeSource(
    async (method, params) => {
      asked.push(method === 'state_call' ? String(params[1]) : method);
      return method === 'state_getRuntimeVersion' ? version(475) : metadata;
    },
    () => ({ genesisHash: hashOf(0), endpoint }),
    cache,
  );
  const [one, two] = await Promise.all([source.at(hashOf(1)), source.at(hashOf(2))]);
  assert.equal(one, two);
  assert.deepEqual(asked, ['state_getRuntimeVersion', 'state_getRuntimeVersion', '0x0f000000']);
  assert.equal(await source.at(hashOf(1)), one);
  assert.equal(asked.length, 3, 'the block’s spec is known');
  assert.equal(source.latest(), one);
  endpoint = 'b';
  assert.equal(source.latest(), null, 'no guess at what another node tells');
  asked.length = 0;
  await source.at(hashOf(1));
  assert.deepEqual(
    asked,
    ['state_getRuntimeVersion', '0x0f000000'],
    'another node is asked itself',
  );
  asked.length = 0;
  endpoint = 'a';
  await source.at(hashOf(1));
  assert.deepEqual(asked, ['state_getRuntimeVersion'], 'its copy is kept');
  // Loaded ahead of use, too, it is the present node's own.
  asked.length = 0;
  endpoint = 'c';
  source.expect(version(475));
  assert.notEqual(await source.expected(), null);
  assert.deepEqual(asked, ['0x0f000000']);
  // The specs of 256 blocks are remembered.
  for (let number = 1; number <= 256; number += 1) {
    await source.fromVersion(version(475), hashOf(number));
  }
  asked.length = 0;
  await source.at(hashOf(1));
  assert.deepEqual(asked, []);
  await source.fromVersion(version(475), hashOf(257));
  await source.at(hashOf(1));
  assert.deepEqual(asked, ['state_getRuntimeVersion']);
  await assert.rejects(source.fromVersion(version(474), hashOf(3)), malformed);
  endpoint = null;
  await assert.rejects(source.fromVersion(version(476), hashOf(4)), { code: 'NODE_UNREACHABLE' });
});

test('a kept copy that is no metadata of its spec is dropped, whether or not the node has another', async () => {
  const cache = createMemoryCache();
  const key = { genesisHash: hashOf(0), specVersion: 475, endpoint: 'a' };
  const source = createRuntimeSource(
    async () => {
      throw new AppError('NODE_TIMEOUT', { endpoint: 'a' });
    },
    () => ({ genesisHash: hashOf(0), endpoint: 'a' }),
    cache,
  );
  await cache.write(key, live.metadata.slice(0, 100));
  await assert.rejects(source.fromVersion(version(475), hashOf(1)), { code: 'NODE_TIMEOUT' });
  assert.equal(cache.kept.size, 0);
  await cache.write(key, live.metadata);
  assert.equal((await source.fromVersion(version(475), hashOf(1))).ref.specVersion, 475);
  assert.equal(cache.kept.size, 1);
});

test('what a node has thrown away is asked of the archive; another failure is told', async () => {
  const pruned = new AppError('BLOCK_PRUNED');
  const fromArchive = { known: false, reason: 'no-archive' } as const;
  const generation = async (hash: Hex | null, answer: unknown) => {
    const access = {
      blockHashAt: async () => hash,
      read: async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      },
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked
    } as never as NodeAccess;
    const archive = { read: async () => fromArchive } as never as Archive;
    const reads = createChainReads(access, archive);
    return reads.readGeneration(toNetuid(5), 7);
  };
  assert.deepEqual(await generation(hashOf(7), 44), { known: true, value: 44 });
  assert.deepEqual(await generation(null, 44), fromArchive);
  assert.deepEqual(await generation(hashOf(7), pruned), fromArchive);
  await assert.rejects(generation(hashOf(7), new AppError('NODE_BUSY', { endpoint: 'a' })), {
    code: 'NODE_BUSY',
  });
  await assert.rejects(generation(hashOf(7), new TypeError('bug')), TypeError);
});

test('a read is tried three times while answers make no sense, then told; another failure at once', async (t) => {
  const node = new ScriptedNode({
    chain_getBlockHash: () => SCRIPTED_GENESIS,
    state_getRuntimeVersion: () => version(475),
    state_call: () =>
      toHex(
        Uint8Array.from([
          1,
          ...littleEndian(BigInt((live.metadata.length << 2) | 2), 4),
          ...live.metadata,
        ]),
      ),
    chain_getHeader: () => scriptedHeader(7),
  });
  const access = createNodeAccess({ ...shared({ a: node }), endpoints: ['a'], isBrief: true });
  t.after(access.link.close);
  await access.link.connect();
  const block = parseHeader(scriptedHeader(7));
  const tries = async (error: Error, at = true): Promise<[unknown, number]> => {
    let count = 0;
    const reading = async (): Promise<never> => {
      count += 1;
      throw error;
    };
    try {
      await access.read(at ? block : undefined, signal, reading);
      return [null, count];
    } catch (thrown) {
      return [thrown instanceof AppError ? thrown.code : thrown, count];
    }
  };
  assert.deepEqual(await tries(new AppError('NODE_MALFORMED', { what: 'x' })), [
    'NODE_MALFORMED',
    3,
  ]);
  assert.deepEqual(await tries(new AppError('NODE_BUSY', { endpoint: 'a' })), ['NODE_BUSY', 1]);
  assert.deepEqual(await tries(new AppError('BLOCK_PRUNED')), ['BLOCK_PRUNED', 1]);
  assert.deepEqual(await tries(new AppError('BLOCK_PRUNED'), false), ['BLOCK_PRUNED', 3]);
  assert.deepEqual(await tries(new RangeError('items')), ['NOT_ON_THIS_RUNTIME', 1]);
});
