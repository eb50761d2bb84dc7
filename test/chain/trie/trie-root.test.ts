// Roots of tries against what real networks published: bodies of blocks, a genesis state, the empty trie; and against
// the simulated chain's own implementation.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { orderedTrieRoot, type TrieLayout } from '../../../src/chain/trie/trie-root.ts';
import { parseHeader } from '../../../src/chain/rpc/block-header.ts';
import { fromHex, toHex } from '../../../src/chain/scale/hex.ts';
import { encodeCompact } from '../../../src/chain/scale/scale-encoder.ts';
import { buildTrie } from '../../oracle/trie-oracle.ts';
import {
  extrinsicsRoot,
  trieRootOf,
  type TrieValue,
} from '../../devnet/node/chain/extrinsics-root.ts';

/** A body and the root in its header, as nodes of that network answered chain_getBlock. */
const block: { extrinsicsRoot: string; extrinsics: string[] } = JSON.parse(
  readFileSync('test/vectors/polkadot-789629.json', 'utf8'),
);
const body = block.extrinsics.map(fromHex);
const rootOf = (list: readonly Uint8Array[]): string => toHex(orderedTrieRoot(list, 'V0'));

test('the body of a published block has the root in its header, and no body at all the known one', () => {
  assert.equal(rootOf(body), block.extrinsicsRoot);
  const none = '0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314';
  assert.equal(rootOf([]), none);
});

test('the bodies of other published blocks have the roots in their headers, by the referee too', () => {
  const blocks: { what: string; extrinsicsRoot: string; extrinsics: string[] }[] = JSON.parse(
    readFileSync('test/vectors/published-blocks.json', 'utf8'),
  ).blocks;
  assert.ok(blocks.length >= 5);
  for (const { what, extrinsicsRoot: published, extrinsics } of blocks) {
    const list = extrinsics.map(fromHex);
    assert.equal(rootOf(list), published, what);
    const entries = list.map((bytes, at) => [encodeCompact(at), bytes] as const);
    assert.equal(toHex(buildTrie(entries, 0).root), published, what);
  }
});

test('the header of a published block has its published hash', () => {
  const { header, hash } = JSON.parse(readFileSync('test/vectors/published-blocks.json', 'utf8'));
  assert.equal(parseHeader(header).hash, hash);
});

test('whatever is left out, added, changed or moved, the root is another one', () => {
  const others = [
    body.slice(1),
    body.slice(0, -1),
    [...body, Uint8Array.of(0)],
    body.toReversed(),
    body.map((bytes, at) => (at === 3 ? bytes.with(100, 1) : bytes)),
  ];
  for (const other of others) assert.notEqual(rootOf(other), block.extrinsicsRoot);
});

const GENESIS = '../shared/vectors/genesis-testnet.json';
const noVectors = existsSync(GENESIS) ? false : `${GENESIS} is not here`;

test(
  'the simulated chain’s trie of the test network’s genesis has the published root',
  {
    skip: noVectors,
  },
  () => {
    const genesis: {
      stateRoot: string;
      entries: { key: string; value?: string; valueHash: string }[];
    } = JSON.parse(readFileSync(GENESIS, 'utf8'));
    const entries = genesis.entries.map(({ key, value, valueHash }): [Uint8Array, TrieValue] => [
      fromHex(key),
      value === undefined ? { hash: fromHex(valueHash) } : { bytes: fromHex(value) },
    ]);
    assert.equal(trieRootOf(entries, true), genesis.stateRoot);
  },
);

test('any list has the root that the simulated chain works out by itself', () => {
  const item = fc.uint8Array({ maxLength: 80, size: 'max' });
  const lists = fc.array(item, { maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(lists, fc.constantFrom<TrieLayout>('V0', 'V1'), (list, layout) => {
      assert.equal(toHex(orderedTrieRoot(list, layout)), extrinsicsRoot(list, layout));
    }),
    { numRuns: 30 },
  );
});

test('a list so long that its keys have four bytes has the root that the referee works out', () => {
  const list = Array.from({ length: (1 << 14) + 2 }, () => Uint8Array.of(7));
  // Of test/oracle/trie-oracle.ts, which takes longer than the rest of this file.
  const root = '0x023a58c888d261138d84e5be6b56cada52ab255160811dff68a2f28c1d87c9a6';
  assert.equal(rootOf(list), root);
});

test('a value of 33 bytes stands apart in the newer layout, one of 32 in its node', () => {
  for (const length of [31, 32, 33, 34]) {
    for (const count of [1, 2, 17]) {
      const list = Array.from({ length: count }, (_unused, at) => new Uint8Array(length).fill(at));
      const entries = list.map((bytes, at) => [encodeCompact(at), bytes] as const);
      for (const [layout, version] of [
        ['V0', 0],
        ['V1', 1],
      ] as const) {
        const root = toHex(orderedTrieRoot(list, layout));
        assert.equal(root, toHex(buildTrie(entries, version).root), `${layout} ${length} ${count}`);
      }
    }
  }
});
