// Measures what one refresh costs the worker's processor, with many positions: asked of recorded answers, so that the
// simulated node costs nothing. The store is left out but for the test of what it holds: a browser's is not here.
import process from 'node:process';
import type { SocketLike } from '../../../src/chain/rpc/node-socket.ts';
import { formatSs58 } from '../../../src/chain/scale/ss58.ts';
import type { Snapshot } from '../../../src/model/facts.ts';
import { createOfPicture, homeRecord } from '../../../src/alerts/home-figures.ts';
import type { NewerRows } from '../../../src/model/rows.ts';
import { createValuer } from '../../../src/portfolio/value-again.ts';
import { mayHaveVanished } from '../../../src/service/record-changes.ts';
import { toRao } from '../../../src/units.ts';
import { isSnapshotRecord } from '../../../src/store/cached-shapes.ts';
import { startDevnet, type Devnet } from '../../devnet/devnet.ts';
import { credit } from '../../devnet/ledger/state/share-pool.ts';
import { createMemoryCache, createTestClient } from '../../fakes/test-client.ts';

const COLDKEYS = 50;
const SIZES = [500, 5_000, 50_000];
const HOTKEYS = 8;
const SUBNETS = 128;
const ROUNDS = 9;

function keyOf(seed: number): Uint8Array {
  const key = new Uint8Array(32).fill(9);
  new DataView(key.buffer).setUint32(0, seed);
  return key;
}
const idOf = (seed: number): string => `0x${Buffer.from(keyOf(seed)).toString('hex')}`;

/** Answers each question as the node did the first time. */
function recordedSocket(net: Devnet, known: Map<string, string>): SocketLike {
  const listeners = new Map<string, ((event: unknown) => void)[]>();
  const emit = (type: string, event: unknown): void => {
    for (const listener of listeners.get(type) ?? []) listener(event);
  };
  const asked = new Map<number, string>();
  const connection = net.connect((text) => {
    const id = /"id":(\d+)\}$/.exec(text)?.[1];
    const question = asked.get(Number(id));
    if (question !== undefined) known.set(question, text.slice(0, text.lastIndexOf('"id":')));
    emit('message', { data: text });
  });
  queueMicrotask(() => emit('open', {}));
  return {
    send(text) {
      const { id, method, params } = JSON.parse(text);
      const question = `${method} ${JSON.stringify(params)}`;
      const answer = /subscribe/.test(method) ? undefined : known.get(question);
      if (answer !== undefined) {
        queueMicrotask(() => emit('message', { data: `${answer}"id":${id}}` }));
        return;
      }
      asked.set(id, question);
      connection.send(text);
    },
    close: () => connection.close(),
    addEventListener: (type, listener) => {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    },
  };
}

/** Other reserves in seven subnets, in each turn. */
function newerRows({ block, subnets }: Snapshot, turn: bigint): NewerRows {
  const rows = subnets.slice(1, 8).flatMap(({ netuid, curve, pool }) => {
    if (pool?.kind !== 'balancer') return [];
    const newer = { ...pool, taoReserve: pool.taoReserve + turn };
    return [{ netuid, curve, pool: newer, at: block.number }];
  });
  return { of: block.hash, block, blockTime: 0, rows };
}

/** Milliseconds of processor, the least of several rounds. */
async function leastCpu(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.gc?.();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

async function measure(size: number): Promise<void> {
  const net = await startDevnet({ subnets: SUBNETS });
  const coldkeys = Array.from({ length: COLDKEYS }, (_one, i) => idOf(i));
  for (let i = 0; i < size; i += 1) {
    const place = Math.floor(i / COLDKEYS);
    const coldkey = coldkeys[i % COLDKEYS] ?? '';
    const hotkey = idOf(1_000 + (Math.floor(place / SUBNETS) % HOTKEYS));
    credit(net.ledger.state, hotkey, coldkey, 1 + (place % SUBNETS), 5_000_000_000n + BigInt(i));
  }
  net.produceBlock();
  const known = new Map<string, string>();
  const client = createTestClient(net, {
    metadataCache: createMemoryCache(),
    openSocket: () => recordedSocket(net, known),
  });
  try {
    await client.connect();
    const at = await client.head();
    const ask = { coldkeys: coldkeys.map((_one, i) => formatSs58(keyOf(i))), lookedAt: [], at };
    const read = await client.readSnapshot(ask);
    const snapshot: Snapshot = { ...read, unclaimed: { known: false, reason: 'unreadable' } };
    const ground = { coldkeys: ask.coldkeys, smallUnderRao: toRao(1_000_000n) };
    const record = {
      genesisHash: snapshot.genesisHash,
      snapshot,
      proof: { state: 'untested' },
    } as const;
    const parts = [
      ['read and decoded', () => client.readSnapshot(ask)],
      ['compared', () => mayHaveVanished(snapshot, snapshot)],
      ['cloned and tested', () => isSnapshotRecord(structuredClone(record))],
      // Once: badge and history take their figures of it.
      ['home worked out', () => homeRecord(record, undefined, ground, null, createValuer())],
    ] as const;
    const costs: string[] = [];
    let sum = 0;
    for (const [name, work] of parts) {
      const cpu = await leastCpu(work);
      sum += cpu;
      costs.push(`${name} ${cpu.toFixed(1)}`);
    }
    const [value, ofPicture] = [createValuer(), createOfPicture()];
    homeRecord(record, undefined, ground, null, value, ofPicture);
    let turn = 0n;
    const ofBlock = await leastCpu(() => {
      turn += 1n;
      homeRecord(record, newerRows(snapshot, turn), ground, null, value, ofPicture);
    });
    const count = snapshot.positions.length;
    console.log(
      `${String(count).padStart(6)} positions of ${COLDKEYS} coldkeys: ${sum.toFixed(1).padStart(7)} ms of processor ` +
        `(${((sum * 1_000) / count).toFixed(1)} µs a position): ${costs.join(', ')}; with a block's rows in sight ${ofBlock.toFixed(1)}`,
    );
  } finally {
    client.close();
    await net.stop();
  }
}

export async function benchRefresh(): Promise<void> {
  for (const size of SIZES) await measure(size);
}
