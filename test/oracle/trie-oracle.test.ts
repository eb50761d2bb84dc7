// The referee for tries against a published genesis: with state version 1 its entries give the network's genesis hash.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { blake2b } from '@noble/hashes/blake2.js';
import { buildTrie, type OracleValue } from './trie-oracle.ts';

type Entry = { key: string; value?: string; valueHash?: string };
const genesis: {
  stateRoot: string;
  extrinsicsRoot: string;
  genesisHash: string;
  entries: Entry[];
} = JSON.parse(readFileSync('test/vectors/genesis-testnet.json', 'utf8'));

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.slice(2), 'hex');
const hexOf = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;

const entries = genesis.entries.map(({ key, value, valueHash = '' }): [Uint8Array, OracleValue] => [
  bytesOf(key),
  value === undefined ? { hash: bytesOf(valueHash) } : bytesOf(value),
]);

test('the entries of the test network’s genesis give its published hash, in whatever order', () => {
  assert.equal(entries.length, 46);
  for (const order of [entries, entries.toReversed()]) {
    const { root } = buildTrie(order, 1);
    assert.equal(hexOf(root), genesis.stateRoot);
    const header = [new Uint8Array(33), root, bytesOf(genesis.extrinsicsRoot), Uint8Array.of(0)];
    assert.equal(hexOf(blake2b(Buffer.concat(header), { dkLen: 32 })), genesis.genesisHash);
  }
  assert.equal(hexOf(buildTrie([], 1).root), genesis.extrinsicsRoot);
  assert.notEqual(hexOf(buildTrie(entries, 0).root), genesis.stateRoot);
});

test('a proof begins at the root, and each of its other parts is named by one before it', () => {
  const { root, prove } = buildTrie(entries, 1);
  const nodes = prove(entries.map(([key]) => key));
  assert.ok(nodes.length > 10);
  for (const [at, node] of nodes.entries()) {
    const hash = hexOf(blake2b(node, { dkLen: 32 })).slice(2);
    if (at === 0) assert.equal(`0x${hash}`, hexOf(root));
    else assert.ok(nodes.slice(0, at).some((earlier) => hexOf(earlier).includes(hash)));
  }
});
