// The search for an extrinsic against nodes that lag, change their mind and claim blocks that are not what they say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extrinsicHash } from '../../src/chain/extrinsic/signed-extrinsic.ts';
import { parseHeader } from '../../src/chain/rpc/block-header.ts';
import { findExtrinsic } from '../../src/chain/extrinsic/find-extrinsic.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { encodeCompact } from '../../src/chain/scale/scale-encoder.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { Hex } from '../../src/units.ts';
import { extrinsicsRoot } from '../devnet/node/chain/extrinsics-root.ts';

type Block = { hash: Hex; header: unknown; extrinsics: Hex[] };

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const CALL = '0x0700aabbcc';
const names = ['CheckMortality', 'CheckNonce', 'ChargeTransactionPayment', 'CheckMetadataHash'];

const wanted: PreparedExtrinsic = {
  payload: {
    address: ALICE,
    blockHash: '0x00',
    blockNumber: '0x00000001',
    era: '0x1300',
    genesisHash: '0x00',
    metadataHash: null,
    method: CALL,
    mode: 0,
    nonce: '0x00000007',
    specVersion: '0x000001a8',
    tip: '0x00',
    transactionVersion: '0x00000001',
    signedExtensions: names,
    version: 4,
    withSignedTransaction: true,
  },
  call: CALL,
  signedBytes: '0x00',
  nonce: 7,
  birth: { hash: '0x00', number: 1 },
  deathBlock: 16,
  specVersion: 424,
};

type Sent = { signer?: Uint8Array; signature?: number; era?: Hex; nonce?: number; tip?: number };

/** As it stands in a body: only what a page may choose, or another account would send, differs. */
function sent(
  { signer, signature = 1, era = '0x1300', nonce = 7, tip = 0 }: Sent = {},
  call: Hex = CALL,
): Hex {
  const body = concatBytes(
    Uint8Array.of(0x84, 0),
    signer ?? publicKeyOf(ALICE),
    Uint8Array.of(1),
    new Uint8Array(64).fill(signature),
    fromHex(era),
    encodeCompact(nonce),
    encodeCompact(tip),
    Uint8Array.of(0),
    fromHex(call),
  );
  return toHex(concatBytes(encodeCompact(body.length), body));
}

const WANTED = sent();
const wantedHash = extrinsicHash(fromHex(WANTED));
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;

/**
 * Blocks 1…n, each on the one before; `salt` makes another branch of them, and some hold more than the timestamp, by
 * their numbers.
 */
function chainOf(
  count: number,
  salt = '00',
  parent: Hex = word('aa'),
  first = 1,
  more: Readonly<Record<number, Hex>> = {},
): Block[] {
  const chain: Block[] = [];
  for (let number = first; number < first + count; number += 1) {
    const extra = more[number];
    const extrinsics: Hex[] = ['0x0411', ...(extra === undefined ? [] : [extra])];
    const header = {
      parentHash: chain.at(-1)?.hash ?? parent,
      number: `0x${number.toString(16)}`,
      stateRoot: word(salt),
      extrinsicsRoot: extrinsicsRoot(extrinsics.map(fromHex)),
      digest: { logs: [] },
    };
    chain.push({ hash: parseHeader(header).hash, header, extrinsics });
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
  const blocks = chainOf(9, '00', word('aa'), 1, { 6: WANTED });
  const { found, read } = await findExtrinsic(nodeWith(blocks), wanted, 2, 9);
  assert.deepEqual(found, {
    block: { hash: blocks[5]?.hash, number: 6 },
    index: 1,
    hash: wantedHash,
    era: '0x1300',
  });
  assert.deepEqual(
    read.map(({ number }) => number),
    [2, 3, 4, 5, 6],
  );
});

test('a node that lacks a block that was asked for gives no answer, unless it was found before', async () => {
  await assert.rejects(
    findExtrinsic(nodeWith(chainOf(6)), wanted, 2, 7),
    refusesWith('NODE_TIMEOUT', 'lagging'),
  );
  const blocks = chainOf(6, '00', word('aa'), 1, { 6: WANTED });
  const { found } = await findExtrinsic(nodeWith(blocks), wanted, 2, 7);
  assert.equal(found?.block.number, 6);
});

test('blocks of two branches are no search: one of the nodes behind them was not asked for the rest', async () => {
  const blocks = chainOf(6);
  const other = chainOf(3, '11', blocks[1]?.hash, 3);
  const all = [...blocks, ...other];
  const mixed = [...blocks.slice(0, 4), ...other.slice(2)];
  await assert.rejects(
    findExtrinsic(nodeWith(all, mixed), wanted, 1, 5),
    refusesWith('NODE_TIMEOUT', 'branches'),
  );
  const { found } = await findExtrinsic(
    nodeWith(all, [...blocks.slice(0, 2), ...other]),
    wanted,
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
    await assert.rejects(findExtrinsic(nodeWith([first, lie]), wanted, 1, 2), (error) =>
      error instanceof AppError ? error.code === 'NODE_MALFORMED' : false,
    );
  }
  const noBody = nodeWith([], blocks);
  await assert.rejects(findExtrinsic(noBody, wanted, 1, 2), refusesWith('NODE_MALFORMED', 'block'));
});

test('a body of more than any block holds is refused before its root is worked out', async () => {
  const extrinsics = Array.from({ length: 200_000 }, () => '0x00');
  const ask = async (method: string): Promise<unknown> =>
    method === 'chain_getBlockHash' ? word('01') : { block: { header: null, extrinsics } };
  const started = performance.now();
  await assert.rejects(findExtrinsic(ask, wanted, 1, 1), refusesWith('NODE_MALFORMED', 'block'));
  assert.ok(performance.now() - started < 1_000);
});

test('a body without what the block holds is refused: it does not have the root in the header', async () => {
  const blocks = chainOf(3, '00', word('aa'), 1, { 2: WANTED });
  const [first, second, third] = blocks;
  assert.ok(first && second && third);
  const bodies: Hex[][] = [['0x0411'], [], ['0x0411', sent({ tip: 1 })], [WANTED, '0x0411']];
  for (const extrinsics of bodies) {
    const node = nodeWith([first, { ...second, extrinsics }, third]);
    await assert.rejects(
      findExtrinsic(node, wanted, 1, 3),
      refusesWith('NODE_MALFORMED', 'extrinsics root'),
    );
  }
});

test('any signature of the account over the call with the nonce is found, and nothing else', async () => {
  const other = new Uint8Array(32).fill(9);
  const twins = [sent({ signature: 2 }), sent({ era: '0x2300' }), sent({ tip: 5 })];
  const strangers: Hex[] = [
    sent({ signer: other }),
    sent({ nonce: 8 }),
    sent({}, '0x0700aabbcd'),
    sent({}, `0x00${CALL.slice(2)}`),
    toHex(concatBytes(Uint8Array.of(0x14), fromHex(CALL))),
    CALL,
  ];
  for (const extrinsic of [...twins, ...strangers]) {
    const blocks = chainOf(1, '00', word('aa'), 1, { 1: extrinsic });
    const { found } = await findExtrinsic(nodeWith(blocks), wanted, 1, 1);
    const hash = twins.includes(extrinsic) ? extrinsicHash(fromHex(extrinsic)) : undefined;
    assert.equal(found?.hash, hash, extrinsic);
  }
});
