// The archive against itself: what its maker wrote down is what its states differ by, its headers are chained, its bytes
// are those of its own metadata.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hashHeader, viewOf } from '../node/chain/block.ts';
import { bodyOf, extrinsicHash } from '../node/chain/node.ts';
import { eventRecords } from '../node/runtime/system-pallets.ts';
import { decodeExtrinsic } from '../node/runtime/extrinsic-format.ts';
import { concat, utf8 } from '../node/scale/bytes.ts';
import { decode } from '../node/scale/codec.ts';
import { twox128 } from '../node/scale/hashing.ts';
import { listOf } from '../node/scale/value.ts';
import { isEpoch } from './past-drift.ts';
import { GAP_AFTER, HEAD, specThatMade } from './past-eras.ts';
import { PLACES, startPast, type Past, type PastHolding, type PastRecord } from './past.ts';
import { startMadePast } from './made-past.ts';
import { runtimeOf } from './past-maker.ts';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import { WebSocket } from 'ws';

let past: Past;

before(async () => {
  past = await startPast();
});
after(() => past.stop());

type Client = Readonly<{
  ask(method: string, ...params: unknown[]): Promise<unknown>;
  batch(items: readonly [string, ...unknown[]][]): Promise<unknown>;
  close(): void;
}>;

async function connect(url = past.url): Promise<Client> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve(v: unknown): void; reject(e: unknown): void }>();
  let batchWaits: ((value: unknown) => void) | null = null;
  let last = 0;
  socket.on('message', (bytes: Buffer) => {
    const message: unknown = JSON.parse(bytes.toString());
    if (Array.isArray(message)) return batchWaits?.(message);
    if (typeof message !== 'object' || message === null || !('id' in message)) return;
    const waits = waiting.get(Number(message.id));
    if ('error' in message) waits?.reject(message.error);
    else if ('result' in message) waits?.resolve(message.result);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    ask(method, ...params) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    batch(items) {
      const list = items.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params }));
      socket.send(JSON.stringify(list));
      return new Promise((resolve) => {
        batchWaits = resolve;
      });
    },
    close: () => socket.close(),
  };
}

const nameOf = ({ netuid, registeredAt, hotkey }: PastHolding): string =>
  `${netuid}/${registeredAt}/${hotkey}`;

/** Changes that entries make, by what they change. */
function changesOf(records: readonly PastRecord[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { legs, fee } of records) {
    for (const leg of fee === null ? legs : [...legs, fee]) {
      const name = leg.of === 'free' ? 'free' : nameOf(leg);
      sums.set(name, (sums.get(name) ?? 0n) + leg.change);
    }
  }
  return sums;
}

const byBlock = (records: readonly PastRecord[]): Map<number, PastRecord[]> => {
  const found = new Map<number, PastRecord[]>();
  for (const record of records) {
    found.set(record.block, [...(found.get(record.block) ?? []), record]);
  }
  return found;
};

/** Event and share pool round apart: a rao for each change of a position in the block. */
const ROUNDING = 8n;

test('TAO, to the rao, in each block of an entry and nowhere between', () => {
  for (const coldkey of past.coldkeys) {
    let last = past.point(coldkey, 0).free;
    for (const [block, records] of byBlock(past.record(coldkey))) {
      const where = `${coldkey} at ${block}`;
      assert.equal(past.point(coldkey, block - 1).free, last, where);
      const { free } = past.point(coldkey, block);
      assert.equal(free - last, changesOf(records).get('free') ?? 0n, where);
      last = free;
    }
    assert.equal(past.point(coldkey, HEAD).free, last);
  }
});

test('alpha: what the events say, and growth at epochs alone', () => {
  for (const coldkey of past.coldkeys.filter((_, at) => at % 3 === 0)) {
    for (const [block, records] of byBlock(past.record(coldkey))) {
      const old = new Map(past.point(coldkey, block - 1).holdings.map((h) => [nameOf(h), h.alpha]));
      const now = new Map(past.point(coldkey, block).holdings.map((h) => [nameOf(h), h.alpha]));
      const sums = changesOf(records);
      for (const name of new Set([...old.keys(), ...now.keys(), ...sums.keys()])) {
        if (name === 'free' || isEpoch(Number(name.split('/')[0]), block)) continue;
        const off = (now.get(name) ?? 0n) - (old.get(name) ?? 0n) - (sums.get(name) ?? 0n);
        const isSmall = -ROUNDING <= off && off <= ROUNDING;
        assert.ok(isSmall, `${coldkey} ${name} at ${block}: ${off}`);
      }
    }
  }
});

test('own extrinsics and nonce differences are the same number, but for who was reaped', () => {
  for (const coldkey of past.coldkeys) {
    const records = past.record(coldkey);
    const own = new Set(
      records
        .filter(({ by }) => by === 'self')
        .map(({ block, extrinsic }) => `${block}/${extrinsic?.index}`),
    );
    const { nonce } = past.point(coldkey, HEAD);
    // Dust, reaped and used again, all keys swapped.
    const isGone = [4, 3, 2].some((back) => past.coldkeys.at(-back) === coldkey);
    if (isGone) assert.ok(nonce < own.size);
    else assert.equal(own.size, nonce, coldkey);
  }
});

test('every kind of entry is there, by oneself, by others and by the chain', () => {
  const all = past.coldkeys.flatMap((coldkey) => past.record(coldkey));
  const kinds = new Set(all.map(({ kind }) => kind));
  const wanted =
    'stake unstake move swap stake-in stake-out tao-in tao-out claim payout key-change failed fee other';
  assert.deepEqual([...kinds].sort(), wanted.split(' ').sort());
  assert.deepEqual([...new Set(all.map(({ by }) => by))].sort(), ['chain', 'other', 'self']);
  assert.ok(all.some(({ fee }) => fee?.of === 'alpha'));
  assert.ok(all.some(({ block }) => block === 1) && all.some(({ block }) => block === HEAD));
  assert.equal(all.filter(({ isCancelled }) => isCancelled).length, 2);
  const generations = new Set(
    all.flatMap(({ legs }) =>
      legs.flatMap((leg) => (leg.of === 'alpha' ? [`${leg.netuid}/${leg.registeredAt}`] : [])),
    ),
  );
  const { netuid, at, reuseAfter } = PLACES.firstRemoval;
  assert.ok(generations.has(`${netuid}/0`) && generations.has(`${netuid}/${at + reuseAfter}`));
});

test('each header names the one before it, and near an entry its hash is that of its bytes', () => {
  const some = past.eventful.filter((_, at) => at % 50 === 0);
  for (const number of some) {
    for (let at = Math.max(1, number - 64); at <= Math.min(HEAD, number + 64); at += 1) {
      const block = past.chain.at(at);
      assert.equal(block?.header.parentHash, past.hashOf(at - 1));
      assert.equal(block && hashHeader(block.header), past.hashOf(at), `block ${at}`);
    }
  }
  for (let number = 17; number < HEAD; number += 400_009) {
    assert.equal(past.chain.at(number)?.header.parentHash, past.hashOf(number - 1));
    assert.equal(past.chain.find(past.hashOf(number))?.number, number);
  }
});

test('time goes on, with a gap', () => {
  assert.equal(past.timeOf(GAP_AFTER) - past.timeOf(GAP_AFTER - 1), 12_000);
  assert.ok(past.timeOf(GAP_AFTER + 1) - past.timeOf(GAP_AFTER) > 3_600_000);
});

test('positions grow between two blocks of entries, shares do not', () => {
  const [coldkey = ''] = past.coldkeys;
  const [a, b] = [PLACES.crowded + 1, PLACES.crowded + 4_001];
  const shares = (block: number): string =>
    JSON.stringify(
      [...past.stateAt(block).shares.entries()].filter(([key]) => key.endsWith(coldkey)),
      (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    );
  const next = past.eventful.find((number) => number > a) ?? HEAD;
  const end = Math.min(b, next - 1);
  assert.equal(shares(a), shares(end));
  for (const earlier of past.point(coldkey, a).holdings) {
    const now = past.point(coldkey, end).holdings.find((held) => nameOf(held) === nameOf(earlier));
    assert.ok((now?.alpha ?? 0n) >= earlier.alpha);
  }
});

test('bodies and events decode with the metadata of the block before', () => {
  for (const number of past.eventful.filter((_, at) => at % 3 === 0)) {
    const block = past.chain.at(number);
    const { description } = runtimeOf(specThatMade(number));
    for (const bytes of block?.extrinsics ?? []) {
      decodeExtrinsic(description, bodyOf(bytes) ?? new Uint8Array());
    }
    const events = decode(eventRecords(description.outer.event), block?.events ?? new Uint8Array());
    assert.equal(listOf(events).length, block?.eventCount);
  }
  for (const record of past.coldkeys.slice(0, 3).flatMap((coldkey) => past.record(coldkey))) {
    const bytes = past.chain.at(record.block)?.extrinsics[record.extrinsic?.index ?? 0];
    if (record.extrinsic) assert.equal(bytes && extrinsicHash(bytes), record.extrinsic.hash);
  }
});

test('five runtimes, each where it was in force; metadata, states and hashes by list', async () => {
  const client = await connect();
  for (const { from, specVersion } of past.runtimes) {
    for (const number of [from, from + 1]) {
      const version = await client.ask('state_getRuntimeVersion', past.hashOf(number));
      assert.equal(JSON.stringify(version).includes(`"specVersion":${specVersion},`), true);
    }
    const metadata = await client.ask('state_getMetadata', past.hashOf(from + 1));
    assert.ok(typeof metadata === 'string');
    const { version } = unifyMetadata(decAnyMetadata(metadata));
    assert.equal(version, 14);
    const coldkey = past.coldkeys[from % 7] ?? '';
    // Before 233 accounts go in, and structs come out, as byte vectors.
    const args = specVersion < 233 ? `0x80${coldkey.slice(2)}` : coldkey;
    const name = 'StakeInfoRuntimeApi_get_stake_info_for_coldkey';
    const told = await client.ask('state_call', name, args, past.hashOf(from + 77_777));
    assert.ok(typeof told === 'string');
    const held = past.point(coldkey, from + 77_777).holdings.length;
    if (specVersion >= 233) assert.equal(Number.parseInt(told.slice(2, 4), 16) / 4, held);
  }
  const hashes = await client.ask('chain_getBlockHash', [5, 7_000_001]);
  assert.deepEqual(hashes, [past.hashOf(5), past.hashOf(7_000_001)]);
  const answers = await client.batch([
    [
      'state_getStorage',
      '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb',
      past.hashOf(9),
    ],
    ['chain_getHeader', past.hashOf(9)],
  ]);
  assert.match(JSON.stringify(answers), /"number":"0x9"/);
  assert.equal(past.counters.byMethod.get('chain_getHeader')?.questions, 1);
  client.close();
});

test('what can go wrong does, where it was told to, and is over when it is taken back', async () => {
  const client = await connect();
  const number = past.eventful[500] ?? 0;
  const hash = past.hashOf(number);
  const events = '0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7';
  const honest = await client.ask('state_getStorage', events, hash);
  past.faults.lieEvents(number);
  assert.notEqual(await client.ask('state_getStorage', events, hash), honest);
  past.faults.clear();
  assert.equal(await client.ask('state_getStorage', events, hash), honest);

  past.faults.prune(number + 1);
  const pruned = await client
    .ask('state_getStorage', events, hash)
    .catch((error: unknown) => error);
  assert.match(JSON.stringify(pruned), /4003.*State already discarded/);
  assert.notEqual(await client.ask('chain_getHeader', hash), null);
  past.faults.clear();

  past.faults.lag(1_000);
  assert.equal(await client.ask('chain_getBlockHash', HEAD), null);
  assert.match(
    JSON.stringify(await client.ask('chain_getHeader')),
    new RegExp((HEAD - 1_000).toString(16)),
  );
  past.faults.clear();

  past.faults.forget(number, number);
  assert.equal(await client.ask('chain_getHeader', hash), null);
  past.faults.clear();

  past.faults.lieParent(number);
  assert.doesNotMatch(
    JSON.stringify(await client.ask('chain_getHeader', hash)),
    new RegExp(past.hashOf(number - 1)),
  );
  past.faults.clear();

  past.faults.lieBranch(number);
  const other = await client.ask('chain_getBlockHash', number);
  assert.notEqual(other, hash);
  assert.match(
    JSON.stringify(await client.ask('chain_getHeader', other)),
    new RegExp(past.hashOf(number - 1)),
  );
  past.faults.clear();

  past.faults.noMetadata(334);
  const refused = await client
    .ask('state_getMetadata', past.hashOf(4_000_000))
    .catch((error: unknown) => error);
  assert.match(JSON.stringify(refused), /4003/);
  past.faults.clear();

  const limit = past.faults.limit({ penaltyMs: 1 });
  const many = await Promise.allSettled([1, 2, 3].map(() => client.ask('chain_getHeader')));
  assert.ok(many.some(({ status }) => status === 'rejected') && limit.refused > 0);
  past.faults.clear();
  client.close();
});

test('at 440 a position lies in one of two maps, by whether it was written to', () => {
  const positions = (item: string, number: number): number => {
    const block = past.chain.at(number);
    const view = block && viewOf(block);
    assert.ok(view);
    const prefix = concat(twox128(utf8('SubtensorModule')), twox128(utf8(item)));
    return block.runtime.listKeys(view, prefix).length;
  };
  const start = past.runtimes[3]?.from ?? 0;
  const end = (past.runtimes[4]?.from ?? 0) - 1;
  const all = positions('Alpha', start);
  assert.ok(all > 100);
  assert.equal(positions('AlphaV2', start), 0);
  assert.ok(positions('Alpha', end) < all && positions('Alpha', end) > 0);
  assert.ok(positions('AlphaV2', end) > 50);
  assert.equal(positions('Alpha', end + 1), 0);
});

test('a past that was really made: the record is what its states differ by, over an upgrade and a fork', async () => {
  const made = await startMadePast({ blocks: 1_500, gap: 8 });
  let count = 0;
  for (const coldkey of made.coldkeys) {
    let last = made.point(coldkey, made.first).free;
    for (const [block, records] of byBlock(made.record(coldkey))) {
      count += records.length;
      assert.equal(made.point(coldkey, block - 1).free, last);
      last = made.point(coldkey, block).free;
      const change = last - made.point(coldkey, block - 1).free;
      assert.equal(change, changesOf(records).get('free') ?? 0n, `${coldkey} at ${block}`);
    }
    assert.equal(made.point(coldkey, made.head).free, last);
    assert.equal(
      made.point(coldkey, made.head).nonce - made.point(coldkey, made.first).nonce,
      made.record(coldkey).filter(({ fee }) => fee !== null).length,
    );
  }
  assert.ok(count > 100);
  const client = await connect(made.url);
  const head = made.net.node.chain.at(made.head)?.hash;
  assert.equal(await client.ask('chain_getBlockHash', made.head), head);
  made.lag(100);
  assert.equal(await client.ask('chain_getBlockHash', made.head), null);
  assert.equal(await client.ask('chain_getHeader', head), null);
  client.close();
  await made.stop();
});
