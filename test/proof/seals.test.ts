// Who made a block: a seal of finney's holds for its author alone, generated ones for theirs, and whatever is changed in a
// header or in a chain of them is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { headerHash, parseHeader, type Header } from '../../src/chain/rpc/block-header.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';
import { publicKeyOf } from '../../src/chain/scale/ss58.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import { digestOf, readHeader } from '../../src/proof/digest.ts';
import { standingOn, unlessChanged } from '../../src/proof/follow-authors.ts';
import { sealOf, verifySeal } from '../../src/proof/seal.ts';
import {
  authorOf,
  compact,
  consensusItem,
  hash32,
  hashOf,
  headerBytes,
  join,
  otherItem,
  sealed,
  sealItem,
  slotItem,
  unsigned,
  type OracleAuthor,
  type OracleHeader,
} from '../oracle/grandpa-oracle.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';

const throws = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;
const refused = throws('PROOF_INVALID');

type Published = {
  checkpoint: { finalizedBlockHeader: `0x${string}` };
  authors: { addresses: string[] };
};
const published = JSON.parse(
  readFileSync('test/vectors/published-finality.json', 'utf8'),
) as Published;

/** As a node's answer. */
const toJson = (header: OracleHeader): object => ({
  parentHash: toHex(header.parentHash),
  number: `0x${header.number.toString(16)}`,
  stateRoot: toHex(header.stateRoot),
  extrinsicsRoot: toHex(header.extrinsicsRoot),
  digest: { logs: header.logs.map(toHex) },
});
const toHeader = (header: OracleHeader): Header => parseHeader(toJson(header));

const finney = readHeader(new ScaleReader(fromHex(published.checkpoint.finalizedBlockHeader)));
const finneyAuthors = published.authors.addresses.map((address) => toHex(publicKeyOf(address)));

test('a published header of finney: its hash, its slot, its time, and the author who sealed it', () => {
  assert.equal(finney.number, 8_867_448);
  assert.equal(finney.hash, '0x511948e96e1d479d0a92d89bb976638780f2c65a93a5d5be710f22ee15c60200');
  const { slot } = sealOf(finney);
  assert.equal(slot, 148_917_178n);
  assert.equal(verifySeal(finney, finneyAuthors), finneyAuthors[18]);
  assert.throws(() => verifySeal(finney, finneyAuthors.toReversed()), refused);
  assert.throws(() => verifySeal(finney, finneyAuthors.slice(1)), refused);
  assert.throws(() => verifySeal(finney, []), RangeError);
});

test('every bit of the published header matters to its seal or to the bytes that hold it', () => {
  const bytes = fromHex(published.checkpoint.finalizedBlockHeader);
  for (let bit = 0; bit < bytes.length * 8; bit += IS_DEEP ? 13 : 331) {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(
      () => {
        const reader = new ScaleReader(changed);
        const header = readHeader(reader);
        reader.end();
        verifySeal(header, finneyAuthors);
      },
      AppError,
      `bit ${bit}`,
    );
  }
});

const authors: OracleAuthor[] = Array.from({ length: 20 }, (_unused, i) => authorOf(i));
const keysOf = (some: readonly OracleAuthor[]) => some.map(({ key }) => toHex(key));

const bare = (number: number, parentHash: Uint8Array): Omit<OracleHeader, 'logs'> => ({
  parentHash,
  number,
  stateRoot: hash32(unsigned(number, 8)),
  extrinsicsRoot: hash32(unsigned(number + 1, 8)),
});

type Chain = { some: OracleAuthor[]; headers: OracleHeader[] };

/** Blocks of a few authors, whose turns are left out now and then; the oldest first. */
const chainArbitrary: fc.Arbitrary<Chain> = fc
  .record({
    size: fc.integer({ min: 1, max: 8 }),
    first: fc.integer({ min: 1, max: 1 << 20 }),
    slot: fc.bigInt({ min: 1n, max: 1n << 40n }),
    gaps: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 10 }),
  })
  .map(({ size, first, slot, gaps }) => {
    const some = authors.slice(0, size);
    const headers: OracleHeader[] = [];
    let parent = hash32(unsigned(first, 8));
    let at = slot;
    for (const [i, gap] of gaps.entries()) {
      at += BigInt(gap);
      const author = some[Number(at % BigInt(size))] ?? authorOf(0);
      const header = sealed(
        bare(first + i, parent),
        at,
        author,
        i % 3 === 0 ? [otherItem(parent)] : [],
      );
      headers.push(header);
      parent = hashOf(header);
    }
    return { some, headers };
  });

/** Signing takes longest: all tests share these. */
const chains = IS_DEEP
  ? fc.sample(chainArbitrary, 100)
  : fc.sample(chainArbitrary, { numRuns: 16, seed: 7 });

const fromHead = (headers: readonly OracleHeader[]): Header[] => headers.map(toHeader).reverse();

test('a header is the same from JSON and from bytes, whatever its digest holds', () => {
  for (const header of chains.flatMap(({ headers }) => headers)) {
    const reader = new ScaleReader(headerBytes(header));
    assert.deepEqual(readHeader(reader), toHeader(header));
    assert.equal(reader.left, 0);
    assert.equal(toHeader(header).hash, toHex(hashOf(header)));
  }
});

test('a base is confirmed once two thirds of the authors sealed blocks on it, and is the block under them', () => {
  let confirmed = 0;
  for (const { some, headers } of chains) {
    const found = standingOn(fromHead(headers), keysOf(some));
    // The referee: goes back and counts.
    const seen = new Set<bigint>();
    let base = headers.at(-1);
    for (const header of headers.toReversed()) {
      if (3 * seen.size >= 2 * some.length) break;
      base = header;
      const slot = Buffer.from(header.logs[0] ?? []).readBigUInt64LE(6);
      seen.add(slot % BigInt(some.length));
    }
    assert.ok(base);
    assert.deepEqual(found.base, { hash: toHex(base.parentHash), number: base.number - 1 });
    assert.equal(found.authors, seen.size);
    assert.equal(found.isConfirmed, 3 * seen.size >= 2 * some.length);
    if (found.isConfirmed) confirmed += 1;
  }
  assert.ok(confirmed > 0 && confirmed < chains.length);
});

test('twenty authors: fourteen different ones confirm, thirteen do not', () => {
  const headers: OracleHeader[] = [];
  let parent = hash32(unsigned(1, 8));
  for (let i = 0; i < 14; i++) {
    const header = sealed(bare(100 + i, parent), BigInt(i), authors[i] ?? authorOf(i));
    headers.push(header);
    parent = hashOf(header);
  }
  const keys = keysOf(authors);
  const whole = standingOn(fromHead(headers), keys);
  assert.deepEqual([whole.authors, whole.needed, whole.isConfirmed], [14, 14, true]);
  assert.equal(whole.base.number, 99);
  assert.equal(standingOn(fromHead(headers.slice(1)), keys).isConfirmed, false);
  // What was verified once is counted again without it; what was not is.
  const verified: NonNullable<Parameters<typeof standingOn>[2]> = new Map();
  assert.deepEqual(standingOn(fromHead(headers), keys, verified), whole);
  assert.equal(verified.size, 14);
  assert.deepEqual(standingOn(fromHead(headers), keys, verified), whole);
  // Nor is it believed for another list, in which others have those turns.
  assert.throws(() => standingOn(fromHead(headers), keys.toReversed(), verified), refused);
  const [head, ...others] = fromHead(headers);
  assert.ok(head);
  const { hash: _hash, ...fields } = head;
  const logs = head.logs.map((log, i) => (i === 1 ? toHex(sealItem(new Uint8Array(64))) : log));
  const forged = { ...fields, logs, hash: headerHash({ ...fields, logs }) };
  assert.throws(() => standingOn([forged, ...others], keys, verified), refused);
});

const replaced = <T>(items: readonly T[], at: number, item: T): T[] =>
  items.map((one, i) => (i === at ? item : one));
const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

/** What a node may do to a chain of headers; the last one is the head. Null: this chain has no place for it. */
const mutations: Readonly<Record<string, (made: Chain) => OracleHeader[] | null>> = {
  'a state root': ({ headers }) =>
    headers.map((header) => ({ ...header, stateRoot: flip(header.stateRoot, 0) })),
  'an extrinsics root': ({ headers }) =>
    headers.map((header) => ({ ...header, extrinsicsRoot: flip(header.extrinsicsRoot, 0) })),
  'a number': ({ headers }) => headers.map((header) => ({ ...header, number: header.number + 1 })),
  'a parent': ({ headers }) =>
    headers.map((header) => ({ ...header, parentHash: flip(header.parentHash, 9) })),
  'a seal': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({
      ...header,
      logs: replaced(logs, logs.length - 1, flip(logs.at(-1) ?? new Uint8Array(), 20)),
    })),
  'no seal': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({ ...header, logs: logs.slice(0, -1) })),
  'a seal that is not the last item': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({ ...header, logs: logs.toReversed() })),
  'two seals': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({
      ...header,
      logs: [...logs, logs.at(-1) ?? new Uint8Array()],
    })),
  'two slots': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({ ...header, logs: [slotItem(5n), ...logs] })),
  'no slot': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({ ...header, logs: logs.slice(1) })),
  'a slot that is another’s': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({ ...header, logs: replaced(logs, 0, slotItem(7n)) })),
  'a seal by one whose turn it was not': ({ some, headers }) =>
    some.length < 2
      ? null
      : headers.map(({ logs, ...header }) => {
          const slot = Buffer.from(logs[0] ?? []).readBigUInt64LE(6);
          const other = some[Number((slot + 1n) % BigInt(some.length))] ?? authorOf(0);
          return sealed(header, slot, other);
        }),
  'a short seal': ({ headers }) =>
    headers.map(({ logs, ...header }) => ({
      ...header,
      logs: [...logs.slice(0, -1), sealItem(new Uint8Array(63))],
    })),
  'a header left out': ({ some, headers }) =>
    headers.length < 3 || some.length < 5
      ? null
      : headers.filter((_one, i) => i !== headers.length - 2),
  'two of a slot': ({ some, headers }) => {
    const head = headers.at(-1);
    if (!head || some.length < 2) return null;
    const slot = Buffer.from(head.logs[0] ?? []).readBigUInt64LE(6);
    const author = some[Number(slot % BigInt(some.length))] ?? authorOf(0);
    return [...headers, sealed(bare(head.number + 1, hashOf(head)), slot, author)];
  },
  'an earlier slot on a later one': ({ some, headers }) => {
    const head = headers.at(-1);
    if (!head || some.length < 2) return null;
    const slot = Buffer.from(head.logs[0] ?? []).readBigUInt64LE(6) - 1n;
    const author = some[Number(slot % BigInt(some.length))] ?? authorOf(0);
    return [...headers, sealed(bare(head.number + 1, hashOf(head)), slot, author)];
  },
};

for (const [name, mutate] of Object.entries(mutations)) {
  test(`refused: ${name}`, () => {
    let tried = 0;
    for (const made of IS_DEEP ? chains : chains.slice(0, 6)) {
      const mutated = mutate(made);
      if (mutated === null) continue;
      tried += 1;
      assert.throws(() => standingOn(fromHead(mutated), keysOf(made.some)), refused);
    }
    assert.ok(tried > 0);
  });
}

test('a chain whose authors seal in another way is no lie of the node’s', () => {
  const seal = join(
    Uint8Array.of(5),
    new TextEncoder().encode('BABE'),
    compact(64),
    new Uint8Array(64),
  );
  const slot = join(
    Uint8Array.of(6),
    new TextEncoder().encode('BABE'),
    compact(8),
    new Uint8Array(8),
  );
  const header = toHeader({ ...bare(7, hash32(unsigned(3, 8))), logs: [slot, seal] });
  assert.throws(() => sealOf(header), throws('PROOF_NOT_SERVED'));
});

test('a height or a parent that does not follow is refused, though each header is sealed', () => {
  const [first, second] = authors;
  assert.ok(first && second);
  const keys = keysOf(authors);
  const parent = sealed(bare(7, hash32(unsigned(3, 8))), 0n, first);
  const child = (number: number, parentHash: Uint8Array) =>
    standingOn(fromHead([parent, sealed(bare(number, parentHash), 1n, second)]), keys);
  assert.equal(child(8, hashOf(parent)).authors, 2);
  assert.throws(() => child(9, hashOf(parent)), refused);
  assert.throws(() => child(8, hash32(unsigned(4, 8))), refused);
  assert.throws(() => standingOn([], keys), RangeError);
  // What is remembered of seals is bounded.
  const verified = new Map(
    Array.from({ length: 256 }, (_unused, i): [Header['hash'], Header['hash']] => [`0x${i}`, '0x']),
  );
  standingOn([toHeader(parent)], keys, verified);
  assert.equal(verified.size, 1);
});

test('authors that change on the way are no lie of the node’s: what follows is not confirmed', () => {
  const change = consensusItem('aura', join(Uint8Array.of(1, 4), authorOf(3).key));
  const header = sealed(bare(9, hash32(unsigned(3, 8))), 0n, authorOf(0), [change]);
  assert.throws(() => standingOn([toHeader(header)], keysOf(authors)), throws('PROOF_NOT_SERVED'));
  assert.throws(() => standingOn([finney], finneyAuthors), throws('PROOF_NOT_SERVED'));
});

test('a header has a hundred digest items at most, and a number of 32 bits', () => {
  const read = (number: number, items: number) => {
    const logs = Array.from({ length: items }, () => Uint8Array.of(8));
    const header = { ...bare(1, hash32(unsigned(1, 8))), number, logs };
    return readHeader(new ScaleReader(headerBytes(header)));
  };
  assert.equal(read(0xffff_ffff, 100).logs.length, 100);
  assert.throws(() => read(1, 101), throws('NODE_MALFORMED'));
  const long = join(hash32(unsigned(1, 8)), Uint8Array.of(7, 0, 0, 0, 0, 1), new Uint8Array(65));
  assert.throws(() => readHeader(new ScaleReader(long)), throws('NODE_MALFORMED'));
});

test('a digest item in no known form is refused', () => {
  const of = (log: Uint8Array) => digestOf({ logs: [toHex(log)] });
  assert.deepEqual(of(Uint8Array.of(8)), [{ kind: 'other' }]);
  assert.deepEqual(of(otherItem(new Uint8Array(70))), [{ kind: 'other' }]);
  const wrong = [
    Uint8Array.of(),
    Uint8Array.of(1),
    Uint8Array.of(8, 0),
    Uint8Array.of(0, 4),
    slotItem(1n).subarray(0, 8),
    join(slotItem(1n), Uint8Array.of(0)),
    // A length in a longer form than it needs.
    Uint8Array.of(0, 5, 0, 7),
  ];
  for (const log of wrong) assert.throws(() => of(log), refused, toHex(log));
});

test('a seal that does not fit is no lie where the question about new authors gets no answer', async () => {
  const sealFails = (): never => {
    throw new AppError('PROOF_INVALID', { about: 'a seal' });
  };
  const asked = (told: () => Promise<unknown>) => unlessChanged(told, finney, [], sealFails);
  for (const code of ['NODE_UNREACHABLE', 'NODE_TIMEOUT', 'NODE_BUSY'] as const) {
    const away = async (): Promise<never> => {
      throw new AppError(code, { what: 'an answer' });
    };
    await assert.rejects(asked(away), { code });
  }
  const pruned = async (): Promise<never> => {
    throw new AppError('BLOCK_PRUNED');
  };
  await assert.rejects(asked(pruned), {
    code: 'PROOF_NOT_SERVED',
    detail: { about: 'blocks of new authors' },
  });
  const broken = async (): Promise<unknown> => ({ at: finney.hash, proof: ['0x00'] });
  await assert.rejects(asked(broken), { code: 'PROOF_INVALID', detail: { about: 'a seal' } });
});
