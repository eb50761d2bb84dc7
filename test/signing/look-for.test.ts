// Which blocks are read for an extrinsic: each once while one node shows one chain, and all again where another node, or
// another block in the same place, may have hidden it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundExtrinsic } from '../../src/chain/chain-client.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { isNonceUsed, lookFor, type SearchedUpTo } from '../../src/signing/look-for.ts';
import type { SecondChain, SigningDeps } from '../../src/signing/signing-deps.ts';
import type { Hex } from '../../src/units.ts';
import { createFakeChain } from './fake-chain.ts';

const [BIRTH, DEATH] = [100, 115];
const hex = (text: string): Hex => `0x${Buffer.from(text).toString('hex')}`;
/** The block of that chain at that height. */
const block = (number: number, of = 'a'): BlockRef => ({ number, hash: hex(`${of} ${number}`) });
const ERA = hex('era');

const made = (id: string, part: object = {}): SigningRequest =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all of it that is looked at
  ({
    id,
    coldkey: 'me',
    genesisHash: '0x01',
    askedAt: 1,
    createdAt: 1,
    extrinsicHash: null,
    prepared: { call: '0x02', nonce: 7, payload: { era: ERA } },
    ...part,
  }) as unknown as SigningRequest;
const own = made('own');
const prepared = {
  call: '0x02',
  nonce: 7,
  birth: block(BIRTH),
  deathBlock: DEATH,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all of it that is looked at
} as unknown as PreparedExtrinsic;

type World = {
  head: number;
  final: number;
  /** Whose blocks the node shows from a height on. */
  of?: (number: number) => string;
  holds?: readonly (Pick<FoundExtrinsic, 'hash'> & { at: number; era?: Hex })[];
  requests?: SigningRequest[];
};

/** What is found, and which blocks were read. */
async function look(
  { head, final, of = () => 'a', holds = [], requests = [own] }: World,
  searched: SearchedUpTo = new Map(),
) {
  const shown = (number: number): BlockRef => block(number, of(number));
  const read: [number, number][] = [];
  const chain = {
    async findExtrinsic(_sought: unknown, from: number, to: number) {
      read.push([from, to]);
      const refs: BlockRef[] = [];
      for (let number = from; number <= to; number += 1) {
        refs.push(shown(number));
        const held = holds.find(({ at }) => at === number);
        if (held === undefined) continue;
        const { hash, era = ERA } = held;
        return { found: { block: shown(number), index: 2, hash, era }, read: refs };
      }
      return { found: null, read: refs };
    },
    blockHashAt: async (number: number) => shown(number).hash,
    finalizedHead: async () => shown(final),
  };
  const found = await lookFor(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of them
    { store: { listOf: async () => requests } } as unknown as SigningDeps,
    chain as unknown as SecondChain,
    own,
    prepared,
    { head: shown(head), finalized: shown(final) },
    searched,
  );
  return { at: found?.block.number ?? null, read, upTo: searched.get('own') ?? null };
}

test('blocks are read from birth to head, and again from the last final one, to the end of the era', async () => {
  const searched: SearchedUpTo = new Map();
  assert.deepEqual(await look({ head: 104, final: 102 }, searched), {
    at: null,
    read: [[BIRTH, 104]],
    upTo: block(102),
  });
  const later = await look({ head: 106, final: 104 }, searched);
  assert.deepEqual([later.read, later.upTo], [[[102, 106]], block(104)]);
  const over = await look({ head: 130, final: 128 }, searched);
  assert.deepEqual([over.read, over.upTo], [[[104, DEATH]], block(DEATH)]);
  const none = await look({ head: 131, final: 129 }, searched);
  assert.deepEqual([none.read, none.upTo], [[[DEATH, DEATH]], block(DEATH)], 'its last block only');
  assert.equal((await look({ head: 104, final: 99 })).upTo, null, 'none of them is final');
});

test('where the last block that was read is another one by now, all are read again', async () => {
  const searched: SearchedUpTo = new Map([['own', block(102)]]);
  const of = (number: number): string => (number > 100 ? 'b' : 'a');
  const { read, upTo } = await look({ head: 106, final: 104, of }, searched);
  assert.deepEqual(read, [
    [102, 106],
    [BIRTH, 106],
  ]);
  assert.deepEqual(upTo, block(104, 'b'));
  // What the other node hid is found.
  const hidden: SearchedUpTo = new Map([['own', block(102)]]);
  const held = [{ at: 101, hash: hex('x') }];
  assert.equal((await look({ head: 106, final: 104, of, holds: held }, hidden)).at, 101);
  const same: SearchedUpTo = new Map([['own', block(102)]]);
  assert.equal((await look({ head: 106, final: 104, holds: held }, same)).at, null);
});

test('a node that is behind what was read is read from birth on', async () => {
  const searched: SearchedUpTo = new Map([['own', block(110)]]);
  const { read, upTo } = await look({ head: 105, final: 103 }, searched);
  assert.deepEqual([read, upTo], [[[BIRTH, 105]], block(103)]);
});

test('what is another request’s is passed over, and the blocks after it are read', async () => {
  const hash = hex('x');
  const holds = [{ at: 103, hash }];
  const other = (part: object) => made('other', { createdAt: 2, ...part });
  const at = async (...others: SigningRequest[]) =>
    (await look({ head: 106, final: 104, holds, requests: [own, ...others] })).at;
  assert.equal(await at(), 103);
  assert.equal(await at(other({})), null, 'the newest one takes it');
  assert.equal(await at(other({ createdAt: 0 })), 103);
  assert.equal(await at(other({ askedAt: null })), 103);
  assert.equal(await at(other({ genesisHash: '0x99' })), 103);
  for (const part of [{ call: '0x99' }, { nonce: 8 }, { payload: { era: hex('other') } }]) {
    assert.equal(await at(other({ prepared: { ...own.prepared, ...part } })), 103);
  }
  assert.equal(await at(other({ createdAt: 0, extrinsicHash: hash })), null, 'it knows the hash');
  const { read, upTo } = await look({ head: 106, final: 104, holds, requests: [own, other({})] });
  assert.deepEqual(read, [
    [BIRTH, 106],
    [104, 106],
  ]);
  assert.deepEqual(upTo, block(104));
});

test('a nonce is used once the stored one is past it', async () => {
  const { client, chain } = createFakeChain();
  const used = (nonce: number) => isNonceUsed(client, own, { ...prepared, nonce }, chain.head());
  const stored = chain.nonce();
  assert.deepEqual(
    [await used(stored - 1), await used(stored), await used(stored + 1)],
    [true, false, false],
  );
});
