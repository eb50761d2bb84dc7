// Measures chain access: our codecs against @polkadot/api's on the same bytes in the same run, and what a refresh costs.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { build } from 'esbuild';
import { fromHex, looksLikeHex, parseHex, toHex } from '../../../src/chain/scale/hex.ts';
import type { ScaleValue } from '../../../src/chain/scale/scale-decoder.ts';
import type { Runtime, RuntimeApi } from '../../../src/chain/runtime/runtime.ts';
import { createNotedRuntime, createRuntime } from '../../../src/chain/runtime/whole-runtime.ts';
import { READ_APIS, READ_STORAGE } from '../probe/read-items.ts';
import { formatSs58, parseSs58 } from '../../../src/chain/scale/ss58.ts';
import { toNetuid, type Hex } from '../../../src/units.ts';
import { startDevnet, type Devnet } from '../../devnet/devnet.ts';
import { NO_EFFECT } from '../../fakes/call-referee.ts';
import { hasRecordings, RECORDED_SPECS, recordedMetadata } from '../../fakes/recorded-runtimes.ts';
import { createMemoryCache, createTestClient, type MemoryCache } from '../../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const ROUNDS = 25;
const POSITIONS = 5000;
const COLDKEYS = 50;

/** The fastest of several rounds of each, milliseconds; taken in turns, so that both meet the same neighbours. */
function fastest(works: readonly (() => unknown)[]): number[] {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, work] of works.entries()) {
      const start = performance.now();
      work();
      best[i] = Math.min(best[i] ?? 0, performance.now() - start);
    }
  }
  return best;
}

function compare(what: string, ours: () => unknown, theirs: () => unknown): void {
  const [mine = 0, other = 0] = fastest([ours, theirs]);
  const figures = `${mine.toFixed(2).padStart(9)} ms   @polkadot/api ${other.toFixed(2).padStart(9)} ms`;
  console.log(`${what.padEnd(44)}${figures}   ${(other / mine).toFixed(1)} ×`);
}

const REF = { genesisHash: '0x', specName: 'node-subtensor', transactionVersion: 1 } as const;

function theirRegistry(metadata: Uint8Array): TypeRegistry {
  const registry = new TypeRegistry();
  registry.setMetadata(new Metadata(registry, metadata), undefined, NO_EFFECT);
  return registry;
}

/** Their decoder of one API's answer, by the same type of the same metadata. */
function theirDecoder(registry: TypeRegistry, api: RuntimeApi): (hex: Hex) => unknown {
  const type = registry.createLookupType(registry.createType('SiLookupTypeId', api.resultType.id));
  return (hex) => registry.createType(type, hex);
}

function requireApi(runtime: Runtime, name: string, method: string): RuntimeApi {
  const api = runtime.api(name, method);
  if (api === null) throw new Error(`no ${method} on this runtime`);
  return api;
}

/** As many positions as asked for, over fifty coldkeys, in the runtime's own bytes. */
function manyPositions(runtime: Runtime, api: RuntimeApi): Uint8Array {
  const account = (seed: number) => {
    const key = new Uint8Array(32).fill(7);
    new DataView(key.buffer).setUint32(0, seed);
    return formatSs58(key);
  };
  const value = Array.from({ length: COLDKEYS }, (_coldkey, c): ScaleValue => {
    const coldkey = account(c);
    const list = Array.from({ length: POSITIONS / COLDKEYS }, (_position, i) => ({
      hotkey: account(1000 + (i % 64)),
      coldkey,
      netuid: i % 129,
      stake: 1_234_567_890_123n + BigInt(i),
      locked: 0n,
      emission: 987_654_321n,
      tao_emission: 0n,
      drain: 0n,
      is_registered: true,
    }));
    return [coldkey, list];
  });
  return runtime.encoder(api.resultType)(value);
}

/** Hex as it comes out of a node's message: one flat text, not the pieces it was put together from. */
function asReceived(bytes: Uint8Array): Hex {
  const received: unknown = JSON.parse(JSON.stringify(toHex(bytes)));
  if (!looksLikeHex(received)) throw new Error('no hex');
  return received;
}

function benchMetadata(name: string, metadata: Uint8Array, specVersion: number): void {
  compare(
    `metadata ready (${name}, ${(metadata.length / 1024).toFixed(0)} KB)`,
    () =>
      createRuntime({ ...REF, specVersion }, metadata).api(
        'SubnetInfoRuntimeApi',
        'get_all_dynamic_info',
      ),
    () => theirRegistry(metadata),
  );
}

async function benchRefresh(net: Devnet, metadataCache: MemoryCache): Promise<void> {
  const client = createTestClient(net, { metadataCache });
  await client.connect();
  const lookedAt = Array.from({ length: 26 }, (_unused, i) => toNetuid(i));
  const ask = { coldkeys: [ALICE], lookedAt };
  await client.readSnapshot(ask);
  const times: number[] = [];
  let bytes = 0;
  let messages = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const at = await client.head();
    const before = { ...net.traffic };
    const start = performance.now();
    await client.readSnapshot({ ...ask, at });
    times.push(performance.now() - start);
    bytes = net.traffic.bytesOut - before.bytesOut;
    messages = net.traffic.messagesIn - before.messagesIn;
  }
  client.close();
  console.log(
    `refresh, one coldkey, 25 subnets held             ${Math.min(...times).toFixed(0)} ms with the simulated node in this process, ` +
      `2 round trips, ${messages} messages, ${(bytes / 1000).toFixed(1)} KB received (budget 120)`,
  );
}

/** Ours and theirs: connected with the metadata at hand, then one decoded figure of the chain. */
const startScripts = {
  ours: `
    import { readFileSync } from 'node:fs';
    import { WebSocket } from 'ws';
    import { createChainClient } from './src/chain/chain-client.ts';
    import { parseSs58 } from './src/chain/scale/ss58.ts';
    const evaluated = performance.now();
    const bytes = new Uint8Array(readFileSync(process.argv[3]));
    const kept = readFileSync(process.argv[5], 'utf8');
    const metadataCache = {
      read: async () => bytes, write: async () => {}, drop: async () => {},
      readKept: async () => kept, writeKept: async () => {},
    };
    const client = createChainClient({
      network: { id: 'bench', isReal: false, genesisHash: null, endpoints: [process.argv[2]], archive: null },
      metadataCache, openSocket: (url) => new WebSocket(url),
    });
    const before = process.cpuUsage();
    await client.connect();
    const connected = performance.now();
    await client.readSnapshot({ coldkeys: [parseSs58('${ALICE}')], lookedAt: [1] });
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify([evaluated, connected, performance.now(), (user + system) / 1000]));
    client.close();
  `,
  theirs: `
    import { readFileSync } from 'node:fs';
    import { ApiPromise, WsProvider } from '@polkadot/api';
    const evaluated = performance.now();
    const hex = '0x' + readFileSync(process.argv[3]).toString('hex');
    const before = process.cpuUsage();
    const provider = new WsProvider(process.argv[2], false);
    await provider.connect();
    const api = await ApiPromise.create({ provider, noInitWarn: true, metadata: { [process.argv[4]]: hex } });
    const connected = performance.now();
    await api.query.system.account('${ALICE}');
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify([evaluated, connected, performance.now(), (user + system) / 1000]));
    process.exit(0);
  `,
};

/** From what the store has to one decoded figure, without a node. What is read, and how, is the whole difference. */
const warmScripts = {
  ours: `
    import { readFileSync } from 'node:fs';
    import { createRuntimeOf } from './src/chain/runtime/runtime.ts';
    import { readKeptFacts } from './src/chain/runtime/kept-facts.ts';
    const kept = readFileSync(process.argv[3], 'utf8');
    const before = process.cpuUsage();
    const runtime = createRuntimeOf({ genesisHash: '0x', specName: '', specVersion: 1, transactionVersion: 1 }, readKeptFacts(kept));
    runtime.storage('System', 'Account').decode(null);
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify([(user + system) / 1000]));
  `,
  whole: `
    import { readFileSync } from 'node:fs';
    import { createRuntime } from './src/chain/runtime/whole-runtime.ts';
    const metadata = new Uint8Array(readFileSync(process.argv[2]));
    const before = process.cpuUsage();
    const runtime = createRuntime({ genesisHash: '0x', specName: '', specVersion: 1, transactionVersion: 1 }, metadata);
    runtime.storage('System', 'Account').decode(null);
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify([(user + system) / 1000]));
  `,
  theirs: `
    import { readFileSync } from 'node:fs';
    import { Metadata, TypeRegistry } from '@polkadot/types';
    const metadata = new Uint8Array(readFileSync(process.argv[2]));
    const before = process.cpuUsage();
    const registry = new TypeRegistry();
    const described = new Metadata(registry, metadata);
    registry.setMetadata(described);
    const system = described.asLatest.pallets.find(({ name }) => name.toString() === 'System');
    const account = system.storage.unwrap().items.find(({ name }) => name.toString() === 'Account');
    registry.createType(registry.createLookupType(account.type.asMap.value), account.fallback.toHex()).toJSON();
    const used = process.cpuUsage(before);
    console.log(JSON.stringify([(used.user + used.system) / 1000]));
  `,
  nothing: `console.log(JSON.stringify([performance.now()]));`,
};

const STARTS = 5;

async function bundled(folder: string, name: string, contents: string): Promise<string> {
  const outfile = path.join(folder, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    // As it is shipped.
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}

/** The best of each figure, in turns. */
async function bestOf(
  files: readonly (readonly [name: string, file: string])[],
  args: string[],
): Promise<Map<string, number[]>> {
  const best = new Map<string, number[]>();
  for (let round = 0; round < STARTS; round++) {
    for (const [name, file] of files) {
      const run = await runOnce(file, args);
      const before = best.get(name) ?? run;
      best.set(
        name,
        run.map((value, i) => Math.min(value, before[i] ?? value)),
      );
    }
  }
  return best;
}

async function benchWarmStart(
  folder: string,
  name: string,
  metadata: Uint8Array,
  kept: string,
): Promise<void> {
  const [metadataFile, keptFile] = [
    path.join(folder, 'warm.scale'),
    path.join(folder, 'warm.json'),
  ];
  await writeFile(metadataFile, metadata);
  await writeFile(keptFile, kept);
  const files: [string, string][] = [];
  for (const [whose, contents] of Object.entries(warmScripts)) {
    files.push([whose, await bundled(folder, `warm-${whose}`, contents)]);
  }
  const best = await bestOf(files, [metadataFile, keptFile]);
  const cpu = (whose: string): number => best.get(whose)?.[0] ?? 0;
  console.log(
    `store to first figure, ${name.padEnd(12)} processor      kept ${cpu('ours').toFixed(1)} ms (${(kept.length / 1024).toFixed(0)} KB), ` +
      `all metadata ${cpu('whole').toFixed(1)} ms (${(metadata.length / 1024).toFixed(0)} KB), ` +
      `@polkadot/api ${cpu('theirs').toFixed(1)} ms: ${(cpu('theirs') / cpu('ours')).toFixed(1)} × and ${(cpu('theirs') / cpu('whole')).toFixed(1)} ×; ` +
      `an empty process begins after ${cpu('nothing').toFixed(0)} ms`,
  );
}

/** What a first life would keep of that metadata: every fact that the extension reads. */
function keptOf(metadata: Uint8Array, specVersion: number): string {
  const { runtime, noted } = createNotedRuntime({ ...REF, specVersion }, metadata, null);
  for (const name of READ_STORAGE) runtime.storage('SubtensorModule', name)?.decode(null);
  runtime.storage('System', 'Account')?.decode(null);
  for (const of of READ_APIS) runtime.api(of.split('.')[0] ?? '', of.split('.')[1] ?? '');
  return noted.toText();
}

/** Processes of their own, from the first instruction to the first decoded figure, in turns. */
async function benchColdStart(net: Devnet, metadataCache: MemoryCache): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'taubar-bench-'));
  try {
    const kept = [...metadataCache.kept.entries()][0];
    if (!kept) throw new Error('no metadata was kept');
    const metadataFile = path.join(folder, 'metadata.scale');
    await writeFile(metadataFile, kept[1]);
    const facts = [...metadataCache.facts.values()][0];
    if (facts === undefined) throw new Error('nothing was kept of it');
    const keptFile = path.join(folder, 'kept.json');
    await writeFile(keptFile, facts);
    const files: [string, string][] = [];
    for (const [whose, contents] of Object.entries(startScripts)) {
      files.push([whose, await bundled(folder, whose, contents)]);
    }
    const specOfKept = /\/(\d+)\//.exec(kept[0])?.[1] ?? '';
    const args = [net.url, metadataFile, `${net.genesisHash}-${specOfKept}`, keptFile];
    const best = await bestOf(files, args);
    for (const [whose, [evaluated = 0, connected = 0, done = 0, cpu = 0]] of best) {
      console.log(
        `cold start, a process of its own (${whose.padEnd(6)})         code evaluated ${evaluated.toFixed(0)} ms, ` +
          `node verified +${(connected - evaluated).toFixed(0)} ms, first figures +${(done - connected).toFixed(0)} ms, ` +
          `${cpu.toFixed(0)} ms of processor from connecting on`,
      );
    }
    const ratio = (best.get('theirs')?.[3] ?? 0) / (best.get('ours')?.[3] ?? 1);
    console.log(
      `warm start against @polkadot/api, processor time      ${ratio.toFixed(1)} × (ours reads all of home, theirs one account)`,
    );
    await benchWarmStart(folder, 'simulated', kept[1], facts);
    for (const spec of hasRecordings() ? RECORDED_SPECS : []) {
      if (spec.name !== 'finney-424') continue;
      const real = recordedMetadata(spec);
      await benchWarmStart(folder, spec.name, real, keptOf(real, spec.specVersion));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runOnce(file: string, args: string[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code !== 0) reject(new Error(`ended with ${code}`));
      else resolve(JSON.parse(text));
    });
  });
}

export async function benchChain(): Promise<void> {
  const net = await startDevnet();
  const metadataCache = createMemoryCache();
  try {
    const client = createTestClient(net, { metadataCache });
    await client.connect();
    const head = await client.head();
    const runtime = await client.runtimeAt(head.hash);
    client.close();

    for (const spec of hasRecordings() ? RECORDED_SPECS : []) {
      if (spec.name !== 'finney-424') continue;
      benchMetadata(spec.name, recordedMetadata(spec), spec.specVersion);
    }
    benchMetadata('simulated', runtime.metadata, runtime.ref.specVersion);

    const registry = theirRegistry(runtime.metadata);
    const all = requireApi(runtime, 'SubnetInfoRuntimeApi', 'get_all_dynamic_info');
    const subnets = fromHex(await askOnce(net, all));
    const theirSubnets = theirDecoder(registry, all);
    const subnetsHex = asReceived(subnets);
    compare(
      `128 subnets decoded (${(subnets.length / 1024).toFixed(0)} KB)`,
      () => all.decode(subnetsHex),
      () => theirSubnets(subnetsHex),
    );

    const stakes = requireApi(runtime, 'StakeInfoRuntimeApi', 'get_stake_info_for_coldkeys');
    const positions = manyPositions(runtime, stakes);
    const theirPositions = theirDecoder(registry, stakes);
    const positionsHex = asReceived(positions);
    compare(
      `${POSITIONS} positions decoded (${(positions.length / 1024).toFixed(0)} KB)`,
      () => stakes.decode(positionsHex),
      () => theirPositions(positionsHex),
    );
    await benchRefresh(net, metadataCache);
    await benchColdStart(net, metadataCache);
  } finally {
    await net.stop();
  }
}

/** The simulated node's own answer, as hex. */
function askOnce(net: Devnet, api: RuntimeApi): Promise<string> {
  return new Promise((resolve) => {
    const connection = net.provider((message) => {
      resolve(parseHex(Reflect.get(Object(message), 'result'), api.method));
      connection.disconnect();
    });
    connection.send({ jsonrpc: '2.0', id: 1, method: 'state_call', params: [api.method, '0x'] });
  });
}
