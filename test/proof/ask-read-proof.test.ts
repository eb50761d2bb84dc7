// Asking a node for a proof: what is asked, what of an answer is believed, and which refusals say that it serves none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { askReadProof, verifyReadProof } from '../../src/proof/read-proof.ts';
import { toRefusal } from '../../src/chain/rpc/refusal.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import type { Hex } from '../../src/units.ts';
import { buildTrie } from '../oracle/trie-oracle.ts';

const BLOCK: Hex = `0x${'ab'.repeat(32)}`;
const keyOf = (at: number): Hex => `0x26aa${at.toString(16).padStart(8, '0')}`;
const entries = Array.from({ length: 1_200 }, (_entry, at) => [
  fromHex(keyOf(at)),
  new Uint8Array(40).fill(at),
]) as [Uint8Array, Uint8Array][];
const trie = buildTrie(entries, 1);

const hexesOf = (value: unknown): Hex[] => {
  assert.ok(Array.isArray(value));
  return value as Hex[];
};
const proofFor = (keys: readonly Hex[]): Hex[] => trie.prove(keys.map(fromHex)).map(toHex);

const codeOf = async (asking: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await asking.then(
    () => assert.fail('it was accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AppError, String(error));
  return error;
};

test('keys are asked for in parts, each once, and one proof comes of it', async () => {
  const keys = entries.map(([key]) => toHex(key));
  const asked: number[] = [];
  let length = 0;
  const { signal } = new AbortController();
  const { nodes, bytes } = await askReadProof(
    async (method, [some, at], passed) => {
      assert.equal(method, 'state_getReadProof');
      assert.equal(at, BLOCK);
      assert.equal(passed, signal);
      const wanted = hexesOf(some);
      asked.push(wanted.length);
      const result = { at: BLOCK, proof: proofFor(wanted) };
      length += JSON.stringify({ jsonrpc: '2.0', id: 100, result }).length;
      return result;
    },
    BLOCK,
    [...keys, ...keys.slice(0, 7)],
    signal,
  );
  assert.deepEqual(asked, [500, 500, 200]);
  assert.equal(new Set(nodes.map(toHex)).size, nodes.length);
  assert.ok(Math.abs(bytes - length) < 20, `${bytes} of ${length}`);
  const proven = verifyReadProof(toHex(trie.root), nodes, keys);
  for (const [key, value] of entries) assert.equal(proven.get(toHex(key)), toHex(value));
});

test('no key is no question', async () => {
  const never = (): Promise<unknown> => assert.fail('it was asked');
  assert.deepEqual(await askReadProof(never, BLOCK, []), { nodes: [], bytes: 0 });
});

test('an answer of another shape, of another block or without measure is malformed', async () => {
  const proof = proofFor([keyOf(1)]);
  for (const answer of [
    null,
    'proof',
    [],
    {},
    { at: BLOCK },
    { proof },
    { at: `0x${'ac'.repeat(32)}`, proof },
    { at: BLOCK, proof: 'ab' },
    { at: BLOCK, proof: [1] },
    { at: BLOCK, proof: ['ab'] },
    { at: BLOCK, proof: ['0x0'] },
    { at: BLOCK, proof: ['0xzz'] },
    { at: BLOCK, proof: [null] },
    { at: BLOCK, proof: Array<string>(20_001).fill('0x') },
    { at: BLOCK, proof: [`0x${'00'.repeat(6_000_000)}`] },
  ]) {
    const error = await codeOf(askReadProof(async () => answer, BLOCK, [keyOf(1)]));
    assert.equal(error.code, 'NODE_MALFORMED', JSON.stringify(answer).slice(0, 80));
  }
});

test('a node without the method or the state serves no proof; other refusals stay what they are', async () => {
  const refusals: readonly (readonly [code: number, text: string, ours: string])[] = [
    [-32601, 'Method not found', 'PROOF_NOT_SERVED'],
    [-32000, 'Method not allowed on this endpoint', 'PROOF_NOT_SERVED'],
    [4003, 'Client error: UnknownBlock: State already discarded for 0xab', 'PROOF_NOT_SERVED'],
    [4003, 'Client error: UnknownBlock: Header was not found in the database', 'PROOF_NOT_SERVED'],
    [-32005, 'Too many requests', 'NODE_BUSY'],
    [-32602, 'Invalid params', 'NODE_REFUSED'],
    [4003, 'Client error: something else', 'NODE_REFUSED'],
  ];
  for (const [code, message, ours] of refusals) {
    const refusal = toRefusal('state_getReadProof', { code, message, data: '' });
    const asking = askReadProof(() => Promise.reject(refusal), BLOCK, [keyOf(1)]);
    const error = await codeOf(asking);
    assert.equal(error.code, ours, message);
    if (ours === 'PROOF_NOT_SERVED') {
      assert.notEqual(error.detail['about'], undefined);
      assert.equal(error.cause, refusal);
    } else assert.equal(error, refusal);
  }
  const lost = new AppError('NODE_UNREACHABLE', { what: 'connection closed' });
  assert.equal(await codeOf(askReadProof(() => Promise.reject(lost), BLOCK, [keyOf(1)])), lost);
});
