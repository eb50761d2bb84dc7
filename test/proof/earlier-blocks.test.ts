// What leads from a proven block to others: hashes of earlier blocks out of its state, those who make the blocks after it,
// and the newest headers back to a base.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHeader, type Header } from '../../src/chain/rpc/block-header.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import { blockBefore, HASHES_KEPT } from '../../src/proof/block-before.ts';
import {
  proveAuthors,
  readHeadersBack,
  standingAfter,
  standingOn,
} from '../../src/proof/follow-authors.ts';
import { hash32, sealItem, unsigned } from '../oracle/grandpa-oracle.ts';
import { AUTHORS, buildChain, hashKey, ProofNode, storageKey, toJson } from './proof-node.ts';

const throws = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;
const invalid = throws('PROOF_INVALID');
const notServed = throws('PROOF_NOT_SERVED');

/** Blocks of these numbers, each knowing the hashes of the others that are near enough. */
function longChain(numbers: readonly number[]): ProofNode {
  const node = new ProofNode();
  const made: { number: number; hash: string }[] = [];
  for (const number of numbers) {
    const near = made.filter((earlier) => number - earlier.number <= HASHES_KEPT);
    const entries = new Map<string, Uint8Array>(
      near.map(({ number: at, hash }) => [hashKey(at), fromHex(hash)]),
    );
    entries.set(storageKey('Timestamp', 'Now'), unsigned(number, 8));
    made.push({ number, hash: node.add(number, entries).hash });
  }
  return node;
}

const HEAD = 9_000;
const HOPS = [HEAD - 3 * HASHES_KEPT, HEAD - 2 * HASHES_KEPT, HEAD - HASHES_KEPT];
const NUMBERS = [100, 1_700, ...HOPS, HEAD - HASHES_KEPT + 1, HEAD - 5, HEAD - 1, HEAD].toSorted(
  (a, b) => a - b,
);

test('the header of an earlier block: one proof up to 2,400 back, a hop more for each 2,400', async () => {
  const node = longChain(NUMBERS);
  const head = node.header(HEAD);
  const cases: [number: number, hops: number, proofs: number][] = [
    [HEAD, 0, 0],
    [HEAD - 1, 1, 0],
    [HEAD - 5, 1, 1],
    [HEAD - HASHES_KEPT + 1, 1, 1],
    [HEAD - HASHES_KEPT, 1, 1],
    [HEAD - 2 * HASHES_KEPT, 2, 2],
    [1_700, 4, 4],
  ];
  for (const [number, hops, proofs] of cases) {
    node.asked.length = 0;
    const found = await blockBefore(node.ask, head, number);
    assert.deepEqual(found.header, node.header(number), String(number));
    assert.equal(found.hops, hops, String(number));
    const asked = node.asked.filter((method) => method === 'state_getReadProof').length;
    assert.equal(asked, proofs, String(number));
    assert.equal(found.bytes > 0, hops > 0);
  }
  await assert.rejects(blockBefore(node.ask, head, HEAD + 1), RangeError);
  for (const number of [-1, 0.5, Number.NaN]) {
    await assert.rejects(blockBefore(node.ask, head, number), RangeError);
  }
});

test('a block that no proof leads to is not served', async () => {
  const node = longChain([...HOPS, HEAD]);
  const head = node.header(HEAD);
  await assert.rejects(blockBefore(node.ask, head, HEAD - 7), notServed);
  node.keepsStatesFrom = HEAD;
  await assert.rejects(blockBefore(node.ask, head, HEAD - 2 * HASHES_KEPT), notServed);
  const far = longChain([1, 400_000]);
  await assert.rejects(blockBefore(far.ask, far.header(400_000), 1), notServed);
});

test('a lie about an earlier block is found', async () => {
  const node = longChain(NUMBERS);
  const head = node.header(HEAD);
  const other = node.block(HEAD - HASHES_KEPT + 1);
  const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
  const headers: ((answer: unknown) => unknown)[] = [
    () => toJson(other.header),
    () => 7,
    (answer) => ({ ...(answer as object), stateRoot: toHex(hash32(unsigned(1, 8))) }),
    (answer) => ({ ...(answer as object), number: '0x7' }),
    (answer) => ({ ...(answer as object), more: deep }),
  ];
  for (const change of headers) {
    node.lie = (method, _params, answer) =>
      method === 'chain_getHeader' ? change(answer) : answer;
    await assert.rejects(blockBefore(node.ask, head, HEAD - 5), invalid);
  }
  // Another block's hash, as the state of another block has it.
  const liar = new ProofNode();
  const lying = liar.add(HEAD, new Map([[hashKey(HEAD - 5), fromHex(other.hash)]]));
  node.lie = (method, params, answer) =>
    method === 'state_getReadProof'
      ? { at: params[0 + 1], proof: lying.trie.prove([fromHex(hashKey(HEAD - 5))]).map(toHex) }
      : answer;
  await assert.rejects(blockBefore(node.ask, head, HEAD - 5), invalid);
});

test('who makes the blocks is proven, and confirms the newest blocks', async () => {
  const { node } = buildChain({ length: 14, period: 4, seals: true });
  const block = node.header(6);
  const { authors, bytes } = await proveAuthors(node.ask, block);
  assert.equal(authors.length, 6);
  assert.ok(bytes > 0);
  const head = node.header(14);
  const headers = await readHeadersBack(node.ask, head, 10, new Map());
  assert.deepEqual(
    headers.map(({ number }) => number),
    [14, 13, 12, 11, 10, 9, 8, 7, 6, 5],
  );
  // Four at a time, three of them by height: nine headers in three questions and their answers.
  const asked = (method: string) => node.asked.filter((one) => one === method).length;
  assert.equal(asked('chain_getHeader'), 9);
  assert.equal(asked('chain_getBlockHash'), 6);
  const standing = standingOn(headers, authors);
  const { hash, number } = node.header(10);
  assert.deepEqual(standing, { base: { hash, number }, authors: 4, needed: 4, isConfirmed: true });
  // What is known is not asked for again.
  node.asked.length = 0;
  const known = new Map(headers.map((header): [Header['hash'], Header] => [header.hash, header]));
  assert.deepEqual(await readHeadersBack(node.ask, head, 10, known), headers);
  assert.equal(node.asked.length, 0);
});

test('seals of authors who came after the proven block, an old chain, another fork and a forged seal are no proof', async () => {
  const { node } = buildChain({ length: 14, period: 4, seals: true });
  const block = node.header(6);
  const { authors } = await proveAuthors(node.ask, block);
  const headers = await readHeadersBack(node.ask, node.header(14), 10, new Map());
  const standing = await standingAfter(node.ask, { block, authors }, headers);
  assert.deepEqual(standing, standingOn(headers, authors));
  // Authors of before: what the chain shows now is not theirs.
  const earlier = authors.map((key, i) => (i === 5 ? toHex(hash32(unsigned(i, 8))) : key));
  for (const list of [earlier, authors.slice(1), authors.toReversed()]) {
    assert.throws(() => standingOn(headers, list), invalid);
    const after = standingAfter(node.ask, { block, authors: list }, headers);
    await assert.rejects(after, notServed);
  }
  // A chain of long ago, whose authors were the same.
  const later = { hash: node.header(13).hash, number: 15 };
  await assert.rejects(standingAfter(node.ask, { block: later, authors }, headers), notServed);
  const beside = { hash: toHex(hash32(unsigned(1, 8))), number: 9 };
  await assert.rejects(standingAfter(node.ask, { block: beside, authors }, headers), notServed);
  await assert.rejects(standingAfter(node.ask, { block, authors }, []), notServed);
  const [head, ...others] = headers;
  assert.ok(head);
  const json = toJson(node.block(14).header) as { digest: { logs: string[] } };
  const logs = [...json.digest.logs.slice(0, -1), toHex(sealItem(new Uint8Array(64).fill(1)))];
  const forged = parseHeader({ ...json, digest: { logs } });
  // The node proves no authors for a head that it made up: nothing is shown, and nothing said of it.
  const after = standingAfter(node.ask, { block, authors }, [forged, ...others]);
  await assert.rejects(after, { code: 'NODE_REFUSED' });
});

test('no more headers than 64 are read, and none before the first block', async () => {
  const { node } = buildChain({ length: 70, period: 4 });
  const long = await readHeadersBack(node.ask, node.header(70), 80, new Map());
  assert.equal(long.length, 64);
  const short = await readHeadersBack(node.ask, node.header(3), 80, new Map());
  assert.deepEqual(
    short.map(({ number }) => number),
    [3, 2, 1],
  );
});

test('a node whose heights are of another fork is followed by parents; one that changes a header is found', async () => {
  const { node } = buildChain({ length: 14, period: 4, seals: true });
  const fork = buildChain({ length: 14, period: 4, offset: 1, changes: [2] }).node;
  const head = node.header(14);
  const expected = await readHeadersBack(node.ask, head, 6, new Map());
  node.lie = (method, params, answer) => {
    if (method === 'chain_getBlockHash') return fork.block(Number(params[0])).hash;
    if (answer !== null || method !== 'chain_getHeader') return answer;
    const at = Array.from({ length: 14 }, (_unused, i) => i + 1).find(
      (one) => fork.block(one).hash === params[0],
    );
    return at === undefined ? null : toJson(fork.block(at).header);
  };
  assert.deepEqual(await readHeadersBack(node.ask, head, 6, new Map()), expected);
  node.lie = (method, _params, answer) => (method === 'chain_getBlockHash' ? null : answer);
  assert.deepEqual(await readHeadersBack(node.ask, head, 6, new Map()), expected);
  for (const answer of [toJson(fork.block(13).header), { digest: 1 }]) {
    node.lie = (method, _params, truth) => (method === 'chain_getHeader' ? answer : truth);
    await assert.rejects(readHeadersBack(node.ask, head, 6, new Map()), invalid);
  }
  // One address may be many nodes: another one that has not heard of the block yet tells no lie.
  const { hash } = node.header(13);
  node.lie = (method, params, truth) =>
    method === 'chain_getHeader' && params[0] !== hash ? null : truth;
  await assert.rejects(readHeadersBack(node.ask, head, 6, new Map()), notServed);
  const two = await readHeadersBack(node.ask, head, 2, new Map());
  assert.deepEqual(two, expected.slice(0, 2));
  node.lie = (method, params, truth) =>
    method === 'chain_getBlockHash' ? toHex(hash32(unsigned(Number(params[0]), 8))) : truth;
  assert.deepEqual(await readHeadersBack(node.ask, head, 6, new Map()), expected);
});

test('authors that the state does not have, or in no known form', async () => {
  const block = (entries: Map<string, Uint8Array>): [ProofNode, Header] => {
    const node = new ProofNode();
    const { header } = node.add(5, entries);
    return [node, parseHeader(toJson(header))];
  };
  const [without, header] = block(new Map([[storageKey('Timestamp', 'Now'), unsigned(1, 8)]]));
  await assert.rejects(proveAuthors(without.ask, header), notServed);
  const wrong = [
    Uint8Array.of(),
    Uint8Array.of(0),
    Uint8Array.of(4, 7),
    new Uint8Array(34).fill(4),
  ];
  for (const value of wrong) {
    const [node, at] = block(new Map([[AUTHORS, value]]));
    await assert.rejects(proveAuthors(node.ask, at), notServed, toHex(value));
  }
});
