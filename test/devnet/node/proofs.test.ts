// A chain that proves itself: its roots, seals and votes held against another trie and the signature libraries, over the
// wire alone; and each lie about it is one.
import assert from 'node:assert/strict';
import { createPublicKey, verify as verifyByNode } from 'node:crypto';
import { test } from 'node:test';
import { verify as verifyBySr25519 } from '@scure/sr25519';
import { buildTrie } from '../../oracle/trie-oracle.ts';
import { SUBNET_TAO_1, TAO, withDevnet } from '../devnet-story.ts';
import type { Devnet } from '../devnet.ts';
import { developmentColdkeys } from '../ledger/genesis/development-accounts.ts';
import { createRandom } from '../ledger/genesis/random.ts';
import { NodeError, type RpcClient } from '../rpc-client.ts';
import type { TraderCall } from './chain/author.ts';
import { asExtrinsic } from './chain/traders.ts';
import { FORGED_VALUES } from './faults/forged-values.ts';
import { PROOF_LIES, type ProofLieName } from './faults/proof-lies.ts';
import { StateTrie, type StateChange } from './proofs/state-trie.ts';
import { RUNTIME_SPECS } from './runtime/runtime-spec.ts';
import { concat, fromHex, Reader, toHex, utf8, Writer } from './scale/bytes.ts';
import { blake2b256, twox128 } from './scale/hashing.ts';

const PERIOD = 8;
const OPTIONS = { proofs: { justificationPeriod: PERIOD } };

type HeaderJson = Readonly<{
  parentHash: string;
  number: string;
  stateRoot: string;
  extrinsicsRoot: string;
  digest: { logs: string[] };
}>;
type BlockJson = Readonly<{
  block: { header: HeaderJson; extrinsics: string[] };
  justifications: [number[], number[]][] | null;
}>;
type ProofJson = Readonly<{ at: string; proof: string[] }>;

const itemKey = (pallet: string, item: string): string =>
  toHex(concat(twox128(utf8(pallet)), twox128(utf8(item))));
const EVENTS = itemKey('System', 'Events');
const CODE = toHex(utf8(':code'));
const VOTERS = itemKey('Grandpa', 'Authorities');
const SET_ID = itemKey('Grandpa', 'CurrentSetId');
const AUTHORS = itemKey('Aura', 'Authorities');

const ask = <T>(client: RpcClient, method: string, ...params: readonly unknown[]): Promise<T> =>
  client.request(method, ...params) as Promise<T>;

const blockAt = (client: RpcClient, hash: string): Promise<BlockJson> =>
  ask(client, 'chain_getBlock', hash);

/** All that the node stores at a block, by its pages and queries. */
async function entriesAt(client: RpcClient, hash: string): Promise<[Uint8Array, Uint8Array][]> {
  const keys: string[] = [];
  for (;;) {
    const after = keys.at(-1) ?? null;
    const page = await ask<string[]>(client, 'state_getKeysPaged', '0x', 1000, after, hash);
    if (page.length === 0) break;
    keys.push(...page);
  }
  const [set] = await ask<[{ changes: [string, string][] }]>(
    client,
    'state_queryStorageAt',
    keys,
    hash,
  );
  return set.changes.map(([key, value]) => [fromHex(key), fromHex(value)]);
}

async function checkState(client: RpcClient, hash: string): Promise<void> {
  const entries = await entriesAt(client, hash);
  const trie = buildTrie(entries, 1);
  const { stateRoot } = await ask<HeaderJson>(client, 'chain_getHeader', hash);
  assert.equal(stateRoot, toHex(trie.root));
  const keys = [CODE, EVENTS, VOTERS, SUBNET_TAO_1, `${SUBNET_TAO_1}00`, '0x', '0x77'];
  const { at, proof } = await ask<ProofJson>(client, 'state_getReadProof', keys, hash);
  assert.equal(at, hash);
  assert.deepEqual(proof, trie.prove(keys.map(fromHex)).map(toHex).sort());
  const one = await ask<ProofJson>(client, 'state_getReadProof', [keys[3]], hash);
  assert.ok(one.proof.length < proof.length);
}

function headerBytes(header: HeaderJson, logs: readonly string[]): Uint8Array {
  const writer = new Writer();
  writer.raw(fromHex(header.parentHash));
  writer.compact(BigInt(header.number));
  writer.raw(fromHex(header.stateRoot));
  writer.raw(fromHex(header.extrinsicsRoot));
  writer.compact(BigInt(logs.length));
  return concat(writer.finish(), ...logs.map(fromHex));
}

const hashOf = (header: HeaderJson): string =>
  toHex(blake2b256(headerBytes(header, header.digest.logs)));

async function listAt(client: RpcClient, key: string, hash: string, more: number) {
  const reader = new Reader(fromHex(await ask<string>(client, 'state_getStorage', key, hash)));
  return Array.from({ length: reader.count() }, () => {
    const item = toHex(reader.raw(32));
    reader.raw(more);
    return item;
  });
}

/** Engine and content of a digest item. */
function itemOf(log: string): { kind: number; engine: string; bytes: Uint8Array } {
  const reader = new Reader(fromHex(log));
  const kind = reader.byte();
  const engine = Buffer.from(reader.raw(4)).toString();
  const bytes = reader.raw(reader.count());
  reader.end();
  return { kind, engine, bytes };
}

/** Throws where the seal is not that of the author on turn. */
async function checkSeal(client: RpcClient, hash: string): Promise<{ slot: bigint; by: string }> {
  const header = await ask<HeaderJson>(client, 'chain_getHeader', hash);
  assert.equal(hashOf(header), hash);
  const { logs } = header.digest;
  const [first, last] = [itemOf(logs[0] ?? ''), itemOf(logs.at(-1) ?? '')];
  assert.deepEqual([first.kind, first.engine, last.kind, last.engine], [6, 'aura', 5, 'aura']);
  const slot = new Reader(first.bytes).integer(8, false);
  const authors = await listAt(client, AUTHORS, header.parentHash, 0);
  const by = authors[Number(slot % BigInt(authors.length))] ?? '';
  const unsealed = blake2b256(headerBytes(header, logs.slice(0, -1)));
  assert.ok(verifyBySr25519(unsealed, last.bytes, fromHex(by)));
  return { slot, by };
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function isVote(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.concat([SPKI, key]);
  return verifyByNode(
    null,
    message,
    createPublicKey({ key: der, format: 'der', type: 'spki' }),
    signature,
  );
}

/** By the voters before the block; null: no votes are kept of it. */
async function checkVotes(client: RpcClient, hash: string): Promise<number | null> {
  const { block, justifications } = await blockAt(client, hash);
  if (justifications === null) return null;
  const [[engine, bytes] = [[], []], ...others] = justifications;
  assert.deepEqual(others, []);
  assert.equal(String.fromCharCode(...engine), 'FRNK');
  const { parentHash } = block.header;
  const voters = await listAt(client, VOTERS, parentHash, 8);
  const setId = fromHex(await ask<string>(client, 'state_getStorage', SET_ID, parentHash));
  const reader = new Reader(new Uint8Array(bytes));
  const round = reader.raw(8);
  assert.equal(toHex(reader.raw(32)), hash);
  assert.equal(reader.integer(4, false), BigInt(block.header.number));
  const seen = new Set<string>();
  const targets = new Set<string>();
  const count = Number(reader.compact());
  for (let at = 0; at < count; at += 1) {
    const target = reader.raw(36);
    const signature = reader.raw(64);
    const key = reader.raw(32);
    const message = concat(new Uint8Array([1]), target, round, setId);
    assert.ok(isVote(key, message, signature), 'a vote');
    assert.ok(voters.includes(toHex(key)));
    seen.add(toHex(key));
    targets.add(toHex(target.slice(0, 32)));
  }
  assert.ok(seen.size * 3 > voters.length * 2);
  const ancestries = Number(reader.compact());
  assert.equal(targets.size, 1 + ancestries);
  if (ancestries > 0) {
    assert.equal(toHex(reader.raw(32)), hash, 'the header between is a child');
    reader.raw(reader.remaining);
  }
  reader.end();
  return seen.size;
}

const hashAt = (client: RpcClient, number: number): Promise<string> =>
  ask(client, 'chain_getBlockHash', number);

test('the state root is that of all keys and values served, and proofs are the nodes of that trie', () =>
  withDevnet(async (devnet, client) => {
    await checkState(client, devnet.head().hash);
    devnet.traders.start();
    devnet.produceBlocks(3);
    const old = devnet.head();
    devnet.faults.reorganise(1);
    await checkState(client, devnet.head().hash);
    await checkState(client, old.hash);
    devnet.faults.upgradeAt(devnet.head().number + 1, RUNTIME_SPECS.live475);
    await checkState(client, devnet.produceBlock().hash);
    await checkState(client, devnet.produceBlocks(2).hash);
  }, OPTIONS));

test('a trie that is edited again and again is the one that is built at once', () => {
  const random = createRandom(7);
  const bytes = (most: number): Uint8Array =>
    Uint8Array.from({ length: random.index(most) }, () => random.index(3) * 16 + random.index(2));
  for (let run = 0; run < 60; run += 1) {
    const kept = new Map<string, Uint8Array>();
    const first = StateTrie.empty;
    let trie = first;
    for (let edit = 0; edit < 12; edit += 1) {
      const before = trie.rootHash;
      const changes = Array.from({ length: random.index(6) }, (): StateChange => {
        const isGone = random.index(3) === 0;
        return [bytes(5), isGone ? null : bytes(40)];
      });
      for (const [key, value] of changes) {
        if (value) kept.set(toHex(key), value);
        else kept.delete(toHex(key));
      }
      const edited = trie.with(changes);
      assert.equal(trie.rootHash, before, 'the old one stays');
      trie = edited;
      const entries = [...kept].map(([key, value]): [Uint8Array, Uint8Array] => [
        fromHex(key),
        value,
      ]);
      const oracle = buildTrie(entries, 1);
      assert.equal(trie.rootHash, toHex(oracle.root));
      const keys = [bytes(5), bytes(5)];
      assert.deepEqual(trie.prove(keys).map(toHex), oracle.prove(keys).map(toHex).sort());
      for (const key of keys) assert.deepEqual(trie.get(key), kept.get(toHex(key)) ?? null);
    }
  }
});

test('nothing is proven of a state that is gone, and nothing at all where nobody asked for it', async () => {
  await withDevnet(
    async (devnet, client) => {
      const { hash } = devnet.produceBlock();
      devnet.produceBlocks(3);
      await assert.rejects(
        client.request('state_getReadProof', [EVENTS], hash),
        (error: unknown) =>
          error instanceof NodeError &&
          error.code === 4003 &&
          error.message.includes(`State already discarded for ${hash}`),
      );
      assert.equal(typeof (await blockAt(client, hash)).block.header.stateRoot, 'string');
    },
    { ...OPTIONS, keptStates: 2 },
  );
  await withDevnet(async (devnet, client) => {
    await assert.rejects(
      client.request('state_getReadProof', [EVENTS]),
      (error: unknown) => error instanceof NodeError && error.code === -32601,
    );
    assert.throws(() => devnet.trustedStart(), RangeError);
  });
});

test('2,400 block hashes are in the state and the first of all, those before the start too', () =>
  withDevnet(async (devnet, client) => {
    const { hash, number } = devnet.produceBlocks(2);
    const prefix = itemKey('System', 'BlockHash');
    const keys: string[] = [];
    for (;;) {
      const after = keys.at(-1) ?? null;
      const page = await ask<string[]>(client, 'state_getKeysPaged', prefix, 1000, after, hash);
      if (page.length === 0) break;
      keys.push(...page);
    }
    assert.equal(keys.length, 2_401);
    const numbers = keys.map((key) => Number(new Reader(fromHex(key).slice(-4)).integer(4, false)));
    assert.deepEqual(numbers.toSorted((a, b) => a - b).slice(0, 2), [0, number - 2_400]);
    const genesis = await ask(client, 'state_getStorage', keys[numbers.indexOf(0)], hash);
    assert.equal(genesis, devnet.genesisHash);
    const at = numbers.indexOf(number - 2_000);
    const stored = await ask(client, 'state_getStorage', keys[at], hash);
    assert.equal(stored, await hashAt(client, number - 2_000));
  }, OPTIONS));

test('each block is sealed by the author on turn, no two in one slot, also before the start', () =>
  withDevnet(
    async (devnet, client) => {
      devnet.changeAuthorities({ authors: 6, at: devnet.head().number + 4 });
      const head = devnet.produceBlocks(10);
      const authors = new Set<string>();
      let last = -1n;
      for (let number = head.number - 15; number <= head.number; number += 1) {
        const { slot, by } = await checkSeal(client, await hashAt(client, number));
        assert.ok(slot > last);
        last = slot;
        authors.add(by);
      }
      assert.equal(authors.size, 7, 'six, and the one who came');
    },
    { proofs: { ...OPTIONS.proofs, justificationPeriod: 64 } },
  ));

test('votes are kept of blocks past a multiple of the period and of changes, several in a row', () =>
  withDevnet(async (devnet, client) => {
    const start = devnet.trustedStart();
    assert.deepEqual(start.block, {
      number: devnet.node.trusted.number,
      hash: await hashAt(client, start.block.number),
    });
    assert.deepEqual(
      start.authorities.map(({ key }) => key),
      await listAt(client, VOTERS, start.block.hash, 8),
    );
    const from = devnet.head().number;
    for (const at of [from + 2, from + 3, from + 4]) devnet.changeAuthorities({ voters: 7, at });
    devnet.produceBlocks(2 * PERIOD + 3);
    const kept: number[] = [];
    for (let number = from + 1; number <= devnet.head().number; number += 1) {
      const votes = await checkVotes(client, await hashAt(client, number));
      if (votes === null) continue;
      assert.equal(votes, 5, 'of six or seven');
      kept.push(number);
    }
    const past = (number: number): boolean => number % PERIOD === 3;
    const expected = Array.from({ length: 2 * PERIOD + 1 }, (_, index) => from + 1 + index).filter(
      (number) => past(number) || (number >= from + 2 && number <= from + 4),
    );
    assert.deepEqual(kept, expected);
    const setId = await ask<string>(client, 'state_getStorage', SET_ID);
    assert.equal(new Reader(fromHex(setId)).integer(8, false), start.setId + 3n);
    assert.equal((await blockAt(client, devnet.head().hash)).justifications, null, 'not final');
  }, OPTIONS));

test('a change says in the digest whom, when, and whether it is forced', () =>
  withDevnet(
    async (devnet, client) => {
      const { number } = devnet.head();
      devnet.changeAuthorities({ delay: 2 });
      devnet.changeAuthorities({ isForced: true, at: number + 4 });
      devnet.produceBlocks(4);
      const setIds: bigint[] = [];
      for (let at = number; at <= number + 4; at += 1) {
        const stored = await ask<string>(
          client,
          'state_getStorage',
          SET_ID,
          await hashAt(client, at),
        );
        setIds.push(new Reader(fromHex(stored)).integer(8, false) - 6n);
      }
      assert.deepEqual(setIds, [0n, 0n, 0n, 1n, 2n]);
      const logOf = async (at: number) => {
        const header = await ask<HeaderJson>(client, 'chain_getHeader', await hashAt(client, at));
        return itemOf(header.digest.logs[1] ?? '');
      };
      const scheduled = await logOf(number + 1);
      assert.deepEqual([scheduled.kind, scheduled.engine], [4, 'FRNK']);
      assert.deepEqual(
        [scheduled.bytes[0], scheduled.bytes[1], scheduled.bytes.at(-4)],
        [1, 6 << 2, 2],
      );
      assert.equal(scheduled.bytes.length, 2 + 6 * 40 + 4);
      const forced = await logOf(number + 4);
      assert.deepEqual([forced.bytes[0], forced.bytes.length], [2, 6 + 6 * 40 + 4]);
      devnet.produceBlocks(3);
      assert.equal(await checkVotes(client, await hashAt(client, number + 1)), null);
      assert.equal(await checkVotes(client, await hashAt(client, number + 3)), 5, 'by the old set');
      assert.throws(() => devnet.changeAuthorities({ at: number }), RangeError);
    },
    { proofs: {} },
  ));

test('a node may keep no votes', () =>
  withDevnet(
    async (devnet, client) => {
      devnet.changeAuthorities();
      const { hash } = devnet.produceBlock();
      devnet.produceBlocks(PERIOD);
      assert.equal(await checkVotes(client, hash), null);
      assert.equal(devnet.trustedStart().block.number, devnet.node.trusted.number);
    },
    { proofs: { justificationPeriod: PERIOD, noJustifications: true } },
  ));

/** A purchase of Alice's that works, and one that does not. */
function twoCalls(devnet: Devnet): TraderCall[] {
  const { state } = devnet.ledger;
  const hotkey = state.subnets.get(1)?.neurons[0]?.hotkey ?? '';
  const calls = [TAO, 1n].map((amount_staked) => ({
    pallet: 'SubtensorModule' as const,
    name: 'add_stake' as const,
    args: { hotkey, netuid: 1, amount_staked },
  }));
  const { alice } = developmentColdkeys();
  return calls.map((call) => asExtrinsic(devnet.head().runtime, state, alice, call));
}

test('each lie changes what is told, nothing else does, and the way back leads to the truth', () =>
  withDevnet(async (devnet, client) => {
    const start = devnet.head().number;
    devnet.node.tradersOf = ({ number }) => (number === start + 1 ? twoCalls(devnet) : []);
    devnet.changeAuthorities({ at: start + 3 });
    devnet.produceBlocks(PERIOD + 2);
    const alice = developmentColdkeys().alice;
    const prefix = itemKey('System', 'Account');
    const accounts = await ask<string[]>(client, 'state_getKeysPaged', prefix, 1000, null);
    const accountKey = accounts.find((key) => key.endsWith(alice.slice(2)));
    const keys = [EVENTS, VOTERS, SET_ID, SUBNET_TAO_1, accountKey];

    /** Everything that a client may look at. */
    const look = async (): Promise<Record<string, unknown>> => {
      const seen: Record<string, unknown> = {};
      const head = await ask<HeaderJson>(client, 'chain_getHeader');
      seen['head'] = head;
      for (let number = start + 1; number <= start + PERIOD + 3; number += 1) {
        const hash = await ask<string | null>(client, 'chain_getBlockHash', number);
        seen[`hash ${number}`] = hash;
        if (hash === null) continue;
        const { block, justifications } = await blockAt(client, hash);
        seen[`header ${number}`] = block.header;
        seen[`body ${number}`] = block.extrinsics;
        seen[`votes ${number}`] = justifications;
        seen[`values ${number}`] = await ask(client, 'state_queryStorageAt', keys, hash);
        seen[`nodes ${number}`] = await ask(client, 'state_getReadProof', keys, hash);
        const price = ['SwapRuntimeApi_current_alpha_price', '0x0100', hash];
        seen[`price ${number}`] = await ask(client, 'state_call', ...price);
      }
      return seen;
    };
    const honest = await look();
    const differing = (told: Record<string, unknown>): string[] => {
      const names = Object.keys({ ...honest, ...told }).filter(
        (name) => JSON.stringify(told[name]) !== JSON.stringify(honest[name]),
      );
      return [...new Set(names.map((name) => name.split(' ')[0] ?? ''))].sort();
    };
    const whole = ['hash', 'head', 'header', 'nodes', 'price', 'values'];
    const headers = ['hash', 'head', 'header', 'nodes', 'values'];
    const expected: Readonly<Record<ProofLieName, readonly string[]>> = {
      value: ['price', 'values'],
      'value-forged-nodes': ['nodes', 'price', 'values'],
      'value-forged-root': whole,
      absence: ['values'],
      'absence-cut-nodes': ['nodes', 'values'],
      'absence-forged-nodes': ['nodes', 'values'],
      'event-amount': ['values'],
      'event-amount-forged-nodes': ['nodes', 'values'],
      'event-outcome': ['values'],
      'event-outcome-forged-nodes': ['nodes', 'values'],
      'event-none': ['values'],
      'event-none-cut-nodes': ['nodes', 'values'],
      'nodes-missing': ['nodes'],
      'nodes-none': ['nodes'],
      'nodes-turned': ['nodes'],
      'nodes-of-other-block': ['nodes', 'price', 'values'],
      'header-parent': headers,
      'header-number': headers,
      'header-state-root': headers,
      'header-extrinsics-root': headers,
      'header-digest': headers,
      'vote-forged': ['votes'],
      'vote-missing': ['votes'],
      'vote-twice': ['votes'],
      'vote-stranger': ['votes'],
      'vote-elsewhere': ['votes'],
      'vote-of-other-set': ['votes'],
      'vote-of-other-round': ['votes'],
      'vote-for-other-block': ['votes'],
      'vote-broken': ['votes'],
      'vote-withheld': ['votes'],
      'set-of-its-own': [...whole, 'votes'].sort(),
      'set-that-was': ['values', 'votes'],
      'seal-forged': whole,
      'seal-missing': whole,
      'seal-of-stranger': whole,
      'seal-out-of-turn': whole,
      'seal-of-one-author': whole,
      'extrinsic-changed': ['body'],
      'extrinsic-missing': ['body'],
      'extrinsic-added': ['body'],
      'head-withheld': [],
    };
    assert.deepEqual(Object.keys(PROOF_LIES).sort(), Object.keys(expected).sort());
    const names = Object.keys(PROOF_LIES) as ProofLieName[];
    for (const name of names) {
      const undo = devnet.faults.proofs.tell(name);
      assert.deepEqual(differing(await look()), expected[name], name);
      undo();
    }
    assert.deepEqual(differing(await look()), []);

    const told = new Set<string>();
    for (const of of Object.keys(FORGED_VALUES) as (keyof typeof FORGED_VALUES)[]) {
      const undo = devnet.faults.proofs.tell('value-forged-root', { of });
      told.add((await ask<HeaderJson>(client, 'chain_getHeader')).stateRoot);
      undo();
    }
    assert.equal(told.size, Object.keys(FORGED_VALUES).length, 'each value is another state');

    const heads = await client.request('chain_subscribeNewHeads');
    const undo = devnet.faults.proofs.tell('head-withheld');
    const { hash, number } = devnet.produceBlock();
    assert.equal(await ask(client, 'chain_getBlockHash', number), null);
    assert.equal(await ask(client, 'chain_getHeader', hash), null);
    assert.deepEqual((await look())['head'], honest['head']);
    assert.equal(client.notifications(heads).length, 1);
    undo();
    assert.equal(await ask(client, 'chain_getBlockHash', number), hash);
  }, OPTIONS));

test('what is made up since a block fits itself: a chain of its own, whose seals and votes are nobody’s', () =>
  withDevnet(async (devnet, client) => {
    const since = devnet.head().number + 2;
    devnet.produceBlocks(2);
    devnet.faults.proofs.tell('seal-of-one-author', { since });
    devnet.produceBlocks(2);
    const sealers = new Set<string>();
    let child: HeaderJson | null = null;
    for (let number = since + 2; number >= since; number -= 1) {
      const hash = await hashAt(client, number);
      if (number === since + 1) await checkState(client, hash);
      sealers.add((await checkSeal(client, hash)).by);
      if (child) assert.equal(child.parentHash, hash);
      child = await ask<HeaderJson>(client, 'chain_getHeader', hash);
    }
    assert.equal(sealers.size, 1);
    devnet.faults.proofs.tell('set-of-its-own', { since });
    for (let number = since; number <= since + 2; number += 1) {
      const hash = await hashAt(client, number);
      if (number === since + 1) await checkState(client, hash);
      await assert.rejects(checkSeal(client, hash), assert.AssertionError);
      const wasTrue = number === since;
      if (wasTrue) await assert.rejects(checkVotes(client, hash), assert.AssertionError);
      else assert.equal(await checkVotes(client, hash), 3, 'by the node’s own voters');
    }
    devnet.faults.reset();
    await checkSeal(client, devnet.head().hash);
  }, OPTIONS));
