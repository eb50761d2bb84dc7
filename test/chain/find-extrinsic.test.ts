// The search for an extrinsic against nodes that lag, change their mind and claim blocks that are not what they say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extrinsicHash } from '../../src/chain/assemble-extrinsic.ts';
import { parseHeader } from '../../src/chain/block-header.ts';
import { findExtrinsic } from '../../src/chain/find-extrinsic.ts';
import { AppError } from '../../src/errors.ts';
import type { Hex } from '../../src/units.ts';

type Block = { hash: Hex; header: unknown; extrinsics: Hex[] };

const WANTED = '0x0c010203';
const wantedHash = extrinsicHash(Uint8Array.of(0x0c, 1, 2, 3));
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;

/** Blocks 1…n, each on the one before; `salt` makes another branch of them. */
function chainOf(count: number, salt = '00', parent: Hex = word('aa'), first = 1): Block[] {
  const chain: Block[] = [];
  for (let number = first; number < first + count; number += 1) {
    const header = {
      parentHash: chain.at(-1)?.hash ?? parent,
      number: `0x${number.toString(16)}`,
      stateRoot: word(salt),
      extrinsicsRoot: word('00'),
      digest: { logs: [] },
    };
    chain.push({ hash: parseHeader(header).hash, header, extrinsics: ['0x0411'] });
  }
  return chain;
}

function nodeWith(blocks: readonly Block[], byNumber: readonly (Block | undefined)[] = blocks) {
  return async (method: string, [what]: readonly unknown[]): Promise<unknown> => {
    if (method === 'chain_getBlockHash') return byNumber[Number(what) - 1]?.hash ?? null;
    const block = blocks.find(({ hash }) => hash === what);
    return block ? { block: { header: block.header, extrinsics: block.extrinsics } } : null;
  };
}

const refusesWith =
  (code: string, what: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code && error.detail['what'] === what;

test('what is there is found, and every block up to it is named', async () => {
  const blocks = chainOf(9);
  blocks[5]?.extrinsics.push(WANTED);
  const { found, read } = await findExtrinsic(nodeWith(blocks), wantedHash, 2, 9);
  assert.deepEqual(found, { block: { hash: blocks[5]?.hash, number: 6 }, index: 1 });
  assert.deepEqual(
    read.map(({ number }) => number),
    [2, 3, 4, 5, 6],
  );
});

test('a node that lacks a block that was asked for gives no answer, unless it was found before', async () => {
  const blocks = chainOf(6);
  await assert.rejects(
    findExtrinsic(nodeWith(blocks), wantedHash, 2, 7),
    refusesWith('NODE_TIMEOUT', 'lagging'),
  );
  blocks[5]?.extrinsics.push(WANTED);
  const { found } = await findExtrinsic(nodeWith(blocks), wantedHash, 2, 7);
  assert.equal(found?.block.number, 6);
});

test('blocks of two branches are no search: one of the nodes behind them was not asked for the rest', async () => {
  const blocks = chainOf(6);
  const other = chainOf(3, '11', blocks[1]?.hash, 3);
  const all = [...blocks, ...other];
  const mixed = [...blocks.slice(0, 4), ...other.slice(2)];
  await assert.rejects(
    findExtrinsic(nodeWith(all, mixed), wantedHash, 1, 5),
    refusesWith('NODE_TIMEOUT', 'branches'),
  );
  const { found } = await findExtrinsic(
    nodeWith(all, [...blocks.slice(0, 2), ...other]),
    wantedHash,
    1,
    5,
  );
  assert.equal(found, null);
});

test('a body under a header that is not that block’s is refused', async () => {
  const blocks = chainOf(3);
  const [first, second] = blocks;
  assert.ok(first && second);
  const lies = [
    { ...second, header: first.header },
    { ...second, header: null },
  ];
  for (const lie of lies) {
    await assert.rejects(findExtrinsic(nodeWith([first, lie]), wantedHash, 1, 2), (error) =>
      error instanceof AppError ? error.code === 'NODE_MALFORMED' : false,
    );
  }
  const noBody = nodeWith([], blocks);
  await assert.rejects(
    findExtrinsic(noBody, wantedHash, 1, 2),
    refusesWith('NODE_MALFORMED', 'block'),
  );
});
