// Proofs of state made by the referee: of a published genesis and of random tries. True ones are accepted with their
// values; whatever is changed in one is refused, or changes nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { verifyReadProof } from '../../src/proof/read-proof.ts';
import { blake2b256 } from '../../src/chain/scale/blake2b.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import type { Hex } from '../../src/units.ts';
import { buildTrie, type OracleTrie, type OracleValue } from '../oracle/trie-oracle.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';

const isInvalid = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'PROOF_INVALID';

/** null: refused as a proof that does not hold. Any other failure fails the test. */
function verdict(root: Uint8Array, nodes: readonly Uint8Array[], keys: readonly Uint8Array[]) {
  try {
    return verifyReadProof(toHex(root), nodes, keys.map(toHex));
  } catch (error) {
    if (isInvalid(error)) return null;
    throw error;
  }
}

const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));

// The genesis of the test network.

const genesis: { stateRoot: Hex; entries: { key: Hex; value?: Hex; valueHash?: Hex }[] } =
  JSON.parse(readFileSync('test/vectors/genesis-testnet.json', 'utf8'));
const genesisTrie = buildTrie(
  genesis.entries.map(({ key, value, valueHash = '0x' }): [Uint8Array, OracleValue] => [
    fromHex(key),
    value === undefined ? { hash: fromHex(valueHash) } : fromHex(value),
  ]),
  1,
);
const genesisKeys = genesis.entries.map(({ key }) => key);
/** Before, after, above and below each key, and where the first byte already leads elsewhere. */
const absentKeys = genesisKeys
  .map(fromHex)
  .flatMap((key) => [
    flipped(key, key.length * 8 - 8),
    flipped(key, key.length * 8 - 4),
    key.with(17 % key.length, 0),
    key.slice(0, -1),
    concatBytes(key, Uint8Array.of(0)),
    key.with(0, 0xee),
  ])
  .map(toHex)
  .filter((key, at, all) => !genesisKeys.includes(key) && all.indexOf(key) === at);

const proofOf = (...keys: Hex[]): Uint8Array[] => genesisTrie.prove(keys.map(fromHex));

test('each entry of a published genesis is proven, and that nothing is between them', () => {
  assert.equal(toHex(genesisTrie.root), genesis.stateRoot);
  for (const { key, value } of genesis.entries) {
    // Of the runtime's code only the hash is in the file: without the code itself nothing is proven.
    if (value === undefined) {
      assert.throws(() => verifyReadProof(genesis.stateRoot, proofOf(key), [key]), isInvalid);
    } else {
      const proven = verifyReadProof(genesis.stateRoot, proofOf(key), [key]);
      assert.deepEqual([...proven], [[key, value]]);
    }
  }
  assert.ok(absentKeys.length > 200);
  for (const key of absentKeys) {
    const proven = verifyReadProof(genesis.stateRoot, proofOf(key), [key]);
    assert.deepEqual([...proven], [[key, null]]);
  }
  const known = genesis.entries.filter(({ value }) => value !== undefined);
  const together = [...known.map(({ key }) => key), ...absentKeys];
  const all = verifyReadProof(genesis.stateRoot, proofOf(...together), together);
  assert.equal(all.size, together.length);
  for (const { key, value } of known) assert.equal(all.get(key), value);
  for (const key of absentKeys) assert.equal(all.get(key), null);
});

test('no bit of such a proof can be another one', () => {
  // Every bit for one key, one in 211 for some others; in the deep run every bit for all entries and some absent keys.
  const keys = [...genesisKeys, ...absentKeys].filter(
    (_key, at) => at % 7 === 0 || (IS_DEEP && at < genesisKeys.length),
  );
  let refused = 0;
  for (const [at, key] of keys.entries()) {
    const nodes = proofOf(key);
    const step = IS_DEEP || at === 1 ? 1 : 211;
    for (const [which, node] of nodes.entries()) {
      for (let bit = which; bit < node.length * 8; bit += step) {
        const changed = nodes.with(which, flipped(node, bit));
        assert.equal(verdict(genesisTrie.root, changed, [fromHex(key)]), null, `${key} ${bit}`);
        refused += 1;
      }
    }
    assert.equal(verdict(flipped(genesisTrie.root, at), nodes, [fromHex(key)]), null);
  }
  assert.ok(refused > 3_000, String(refused));
});

// Random tries.

/** Mulberry32: the same tries on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
type Random = ReturnType<typeof randomFrom>;

const bytesOf = (random: Random, length: number, below = 256): Uint8Array =>
  Uint8Array.from({ length }, () => random(below));

/** Around what is short, what stands by its hash, and what needs more bytes for its length. */
const lengths = [0, 1, 4, 8, 24, 30, 31, 32, 33, 34, 63, 64, 65, 200];
const oneOf = <T>(random: Random, list: readonly T[]): T => {
  const one = list[random(list.length)];
  assert.ok(one !== undefined);
  return one;
};

/** Keys that begin alike, end in others, or share so much that the count of a path needs more bytes. */
function keyOf(random: Random, prefixes: readonly Uint8Array[]): Uint8Array {
  const tail = bytesOf(random, random(4), oneOf(random, [2, 17, 256]));
  return concatBytes(oneOf(random, prefixes), tail);
}

type Case = {
  trie: OracleTrie;
  entries: Map<Hex, Uint8Array>;
  keys: Uint8Array[];
  truth: Map<Hex, Hex | null>;
};

function caseOf(random: Random): Case {
  const prefixes = [
    new Uint8Array(),
    bytesOf(random, random(3)),
    bytesOf(random, 16),
    bytesOf(random, oneOf(random, [30, 31, 32, 33, 159, 160, 300])),
  ].slice(0, 1 + random(4));
  const entries = new Map<Hex, Uint8Array>();
  const count = random(oneOf(random, [3, 12, 60]));
  for (let at = 0; at < count; at += 1) {
    entries.set(
      toHex(keyOf(random, prefixes)),
      bytesOf(random, oneOf(random, lengths), oneOf(random, [2, 256])),
    );
  }
  const trie = buildTrie(
    [...entries].map(([key, value]) => [fromHex(key), value] as const),
    random(2) === 0 ? 0 : 1,
  );
  const there = [...entries.keys()].map(fromHex);
  const keys = Array.from({ length: 1 + random(6) }, () => {
    const key = there.length > 0 ? oneOf(random, there) : new Uint8Array();
    const kind = random(5);
    if (kind === 0) return keyOf(random, prefixes);
    if (kind === 1 && key.length > 0) return flipped(key, random(key.length * 8));
    if (kind === 2) return key.slice(0, random(key.length + 1));
    return key;
  });
  const truth = new Map(
    keys.map((key) => {
      const value = entries.get(toHex(key));
      return [toHex(key), value === undefined ? null : toHex(value)] as const;
    }),
  );
  return { trie, entries, keys, truth };
}

/** Another trie that differs in one value, one key more or one less. */
function neighbour(random: Random, { entries }: Case): OracleTrie {
  const other = new Map(entries);
  const kind = random(3);
  const key = entries.size > 0 ? oneOf(random, [...entries.keys()]) : '0x00';
  if (kind === 0) other.delete(key);
  else if (kind === 1) other.set(`${key}07`, bytesOf(random, 5));
  else other.set(key, concatBytes(other.get(key) ?? new Uint8Array(), Uint8Array.of(1)));
  return buildTrie(
    [...other].map(([at, value]) => [fromHex(at), value] as const),
    1,
  );
}

type Change = (nodes: readonly Uint8Array[], random: Random, of: Case) => Uint8Array[];

const changed =
  (change: (node: Uint8Array, random: Random) => Uint8Array): Change =>
  (nodes, random) => {
    const at = random(nodes.length);
    return nodes.with(at, change(nodes[at] ?? new Uint8Array(), random));
  };

/** After these a node of the proof is no longer there. */
const breaking: Readonly<Record<string, Change>> = {
  'a bit': changed((node, random) =>
    node.length === 0 ? Uint8Array.of(9) : flipped(node, random(node.length * 8)),
  ),
  'a byte': changed((node, random) => {
    const at = random(node.length);
    return node.with(at, (node[at] ?? 0) + 1 + random(255));
  }),
  truncated: changed((node, random) => node.slice(0, random(node.length))),
  extended: changed((node, random) => concatBytes(node, bytesOf(random, 1 + random(40)))),
  emptied: changed(() => new Uint8Array()),
  replaced: changed((node, random) => concatBytes(bytesOf(random, node.length), Uint8Array.of(1))),
  dropped: (nodes, random) => nodes.toSpliced(random(nodes.length), 1),
  none: () => [],
};

/** After these a proof is refused or says what is true. */
const others: Readonly<Record<string, Change>> = {
  'nodes of another trie': (_nodes, random, of) => neighbour(random, of).prove(of.keys),
  'of another key': (_nodes, random, of) =>
    of.trie.prove([oneOf(random, [...of.entries.keys(), '0x00' as const].map(fromHex))]),
  'one for another': (nodes, random) => nodes.with(random(nodes.length), oneOf(random, nodes)),
};

/** After these nothing is missing. */
const harmless: Readonly<Record<string, Change>> = {
  swapped: (nodes) => nodes.toReversed(),
  twice: (nodes) => [...nodes, ...nodes],
  'with another trie’s': (nodes, random, of) => [...neighbour(random, of).prove(of.keys), ...nodes],
  'with rubbish': (nodes, random) => [bytesOf(random, random(50)), ...nodes, new Uint8Array()],
};

test('any trie’s proofs are accepted with their values, and changed ones refused or still true', () => {
  const runs = IS_DEEP ? 100_000 : 300;
  const outcomes = { refused: 0, same: 0, absent: 0, present: 0 };
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = randomFrom(seed);
    const one = caseOf(random);
    const { trie, keys, truth } = one;
    const nodes = trie.prove(keys);
    assert.deepEqual(verdict(trie.root, nodes, keys), truth, `seed ${seed}`);
    for (const value of truth.values()) outcomes[value === null ? 'absent' : 'present'] += 1;
    for (const [name, change] of Object.entries(breaking)) {
      const found = verdict(trie.root, change(nodes, random, one), keys);
      assert.equal(found, null, `seed ${seed}: ${name}`);
    }
    for (const [name, change] of Object.entries(others)) {
      const found = verdict(trie.root, change(nodes, random, one), keys);
      if (found !== null) assert.deepEqual(found, truth, `seed ${seed}: ${name}`);
      outcomes[found === null ? 'refused' : 'same'] += 1;
    }
    for (const [name, change] of Object.entries(harmless)) {
      const found = verdict(trie.root, change(nodes, random, one), keys);
      assert.deepEqual(found, truth, `seed ${seed}: ${name}`);
    }
  }
  for (const [name, count] of Object.entries(outcomes))
    assert.ok(count > runs / 4, `${name} ${count}`);
});

// A root that an attacker chose: nodes whose hashes fit, in forms that no honest trie has.

const VALUE = new Uint8Array(40).fill(7);
const LONG = concatBytes(Uint8Array.of(0x42, 0x34, 160), VALUE);
const child = (bytes: Uint8Array): Uint8Array =>
  bytes.length < 32
    ? concatBytes(Uint8Array.of(bytes.length * 4), bytes)
    : concatBytes(Uint8Array.of(128), blake2b256(bytes));
const SMALL = Uint8Array.of(0x41, 0x05, 4, 9);
const key = fromHex('0x1234');

/** Root first; each with what else the proof holds. The key is 0x1234. */
const forms: Readonly<Record<string, readonly Uint8Array[]>> = {
  'no byte': [new Uint8Array()],
  'the empty trie and more': [Uint8Array.of(0, 0)],
  'a reserved kind': [Uint8Array.of(0x01, 4, 9)],
  'another reserved kind': [Uint8Array.of(0x0f, 4, 9)],
  'only a kind': [Uint8Array.of(0x44)],
  'a count without end': [new Uint8Array(1 << 20).fill(255)],
  'a count beyond the bytes': [Uint8Array.of(0x7f, 255, 255, 7, 1)],
  'a padded path': [Uint8Array.of(0x43, 0x91, 0x23, 4, 9)],
  'a value beyond the bytes': [Uint8Array.of(0x44, 0x12, 0x34, 8, 9)],
  'a value of a huge length': [Uint8Array.of(0x44, 0x12, 0x34, 3, 255, 255, 255, 255)],
  'a length in more bytes than it needs': [Uint8Array.of(0x44, 0x12, 0x34, 5, 0, 9)],
  'bytes after the end': [Uint8Array.of(0x44, 0x12, 0x34, 4, 9, 0)],
  'half a hash': [concatBytes(Uint8Array.of(0x24, 0x12, 0x34), VALUE.slice(0, 31))],
  'a short value by its hash': [
    concatBytes(Uint8Array.of(0x24, 0x12, 0x34), blake2b256(VALUE.slice(0, 32))),
    VALUE.slice(0, 32),
  ],
  'a branch without children': [Uint8Array.of(0x80, 0, 0)],
  'a branch with a value and no children': [Uint8Array.of(0xc4, 0x12, 0x34, 0, 0, 4, 9)],
  'a branch that does not fork': [
    concatBytes(Uint8Array.of(0x82, 0x12, 8, 0), child(Uint8Array.of(0x41, 0x04, 4, 9))),
  ],
  'half a bitmap': [Uint8Array.of(0x80, 3)],
  'fewer children than named': [concatBytes(Uint8Array.of(0x80, 7, 0), child(SMALL), child(SMALL))],
  'a child of no length': [concatBytes(Uint8Array.of(0x80, 6, 0), child(SMALL), Uint8Array.of(0))],
  'a child longer than a hash': [
    concatBytes(Uint8Array.of(0x80, 6, 0, 132), VALUE.slice(0, 33), child(SMALL)),
  ],
  'a short child by its hash': [
    concatBytes(Uint8Array.of(0x80, 6, 0, 128), blake2b256(SMALL), child(SMALL)),
    SMALL,
  ],
  'the empty trie as a child': [concatBytes(Uint8Array.of(0x80, 6, 0, 4, 0), child(SMALL))],
  'a malformed child': [concatBytes(Uint8Array.of(0x80, 6, 0, 8, 0x43, 1), child(SMALL))],
  'a missing child': [concatBytes(Uint8Array.of(0x80, 6, 0), child(LONG), child(LONG))],
};

test('what no honest trie holds is refused, though its hash fits', () => {
  for (const [name, nodes] of Object.entries(forms)) {
    const [root = new Uint8Array()] = nodes;
    assert.equal(verdict(blake2b256(root), nodes, [key]), null, name);
  }
});

test('both forms of a value are read in one trie, short roots too', () => {
  const value = toHex(VALUE);
  const roots: readonly (readonly [Hex | null, ...Uint8Array[]])[] = [
    ['0x09', Uint8Array.of(0x44, 0x12, 0x34, 4, 9)],
    ['0x', Uint8Array.of(0x44, 0x12, 0x34, 0)],
    [value, concatBytes(Uint8Array.of(0x44, 0x12, 0x34, 160), VALUE)],
    [value, concatBytes(Uint8Array.of(0x24, 0x12, 0x34), blake2b256(VALUE)), VALUE],
    [null, concatBytes(Uint8Array.of(0x84, 0x12, 0x34, 6, 0), child(SMALL), child(SMALL))],
    [null, Uint8Array.of(0x44, 0x12, 0x35, 4, 9)],
    [null, Uint8Array.of(0x42, 0x12, 4, 9)],
    [null, Uint8Array.of(0x46, 0x12, 0x34, 0x56, 4, 9)],
    [null, Uint8Array.of(0)],
  ];
  for (const [truth, ...nodes] of roots) {
    const [root = new Uint8Array()] = nodes;
    assert.equal(verdict(blake2b256(root), nodes, [key])?.get('0x1234'), truth, toHex(root));
  }
});

test('any bytes at all are a proof or are refused', () => {
  const random = randomFrom(9);
  let accepted = 0;
  for (let run = 0; run < (IS_DEEP ? 200_000 : 2_000); run += 1) {
    const bytes = bytesOf(random, 1 + random(12), oneOf(random, [5, 64, 256]));
    bytes[0] = oneOf(random, [0, 16, 32, 64, 128, 192]) + random(6);
    if (verdict(blake2b256(bytes), [bytes], [key]) !== null) accepted += 1;
  }
  assert.ok(accepted > 3, String(accepted));
});

test('a proof beyond all measure is refused before it is looked at; a deep one is read', () => {
  const small = Array<Uint8Array>(20_001).fill(SMALL);
  assert.equal(verdict(blake2b256(SMALL), small, [key]), null);
  assert.notEqual(verdict(blake2b256(SMALL), small.slice(1), [key]), null);
  const heavy = Array.from({ length: 5 }, () => new Uint8Array(1 << 20));
  assert.equal(verdict(blake2b256(SMALL), [SMALL, ...heavy], [key]), null);
  const tooMany = Array<Hex>(2_001).fill('0x00');
  const most = tooMany.slice(1).map((_key, at): Hex => `0x${at.toString(16).padStart(4, '0')}`);
  assert.equal(verifyReadProof(toHex(blake2b256(SMALL)), [SMALL], most).size, 2_000);
  assert.throws(() => verifyReadProof('0x00', [], tooMany), RangeError);
  for (const wrong of [`0x${'00'.repeat(513)}`, '0x0', '12'] as Hex[]) {
    assert.throws(() => verifyReadProof('0x00', [], [wrong]), RangeError);
  }
  // A value after each byte, and a branch at each nibble, as deep as a key may be.
  const long = Uint8Array.from({ length: 512 }, (_byte, at) => at % 251);
  const entries = Array.from({ length: 512 }, (_entry, at): [Uint8Array, Uint8Array] => [
    long.slice(0, at + 1),
    Uint8Array.of(at % 256),
  ]);
  const forks = entries.map(([at, value]): [Uint8Array, Uint8Array] => [
    flipped(at, at.length * 8 - 4),
    value,
  ]);
  const deep = buildTrie([...entries, ...forks], 1);
  const nodes = deep.prove([long]);
  assert.ok(nodes.length > 500, String(nodes.length));
  assert.equal(verdict(deep.root, nodes, [long])?.get(toHex(long)), '0xff');
  assert.equal(verdict(deep.root, nodes.slice(0, -1), [long]), null);
});

test('no key asks for no proof', () => {
  assert.equal(verifyReadProof(genesis.stateRoot, [], []).size, 0);
});
