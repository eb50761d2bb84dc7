// Values and their bytes, both ways, and bytes that must be refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  LookupEntry,
  MetadataPrimitives,
  UnsignedPrimitive,
  Var,
} from '@polkadot-api/metadata-builders';
import fc from 'fast-check';
import {
  concatBytes,
  equalBytes,
  fromHex,
  isHex,
  parseHex,
  toHex,
} from '../../src/chain/scale/hex.ts';
import { createDecoders, decodeAll, type ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { encodeEra, eraFrom, lastBlockOf, readEra } from '../../src/chain/extrinsic/era.ts';
import { parseHeader } from '../../src/chain/rpc/block-header.ts';
import {
  accountOf,
  alphaOf,
  bigintOf,
  bitsOf,
  booleanOf,
  fieldIf,
  fieldOf,
  listOf,
  netuidOf,
  numberOf,
  placesOf,
  raoOf,
  textOf,
  variantOf,
} from '../../src/chain/scale/scale-fields.ts';
import {
  createEncoders,
  encodeCompact,
  littleEndian,
} from '../../src/chain/scale/scale-encoder.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';

const noTypes = (): LookupEntry => {
  throw new Error('no types by number here');
};
const decoder = createDecoders(noTypes);
const encoder = createEncoders(noTypes);

let lastId = 0;
// Every type needs a number of its own.
const typed = (type: Var): LookupEntry => ({ ...type, id: ++lastId });
const primitive = (value: MetadataPrimitives) => typed({ type: 'primitive', value });
const compact = (size: UnsignedPrimitive) =>
  typed({ type: 'compact', size, isBig: size === 'u64' });
const sequence = (value: LookupEntry) => typed({ type: 'sequence', value });
const option = (value: LookupEntry) => typed({ type: 'option', value });
const nothing = typed({ type: 'void' });
const pair = typed({
  type: 'struct',
  value: { netuid: compact('u16'), stake: compact('u64') },
  innerDocs: {},
});
const claim = typed({
  type: 'enum',
  innerDocs: {},
  value: {
    Swap: { type: 'void', idx: 0 },
    Keep: { type: 'void', idx: 3 },
    Some: { type: 'lookupEntry', value: sequence(primitive('u16')), idx: 7 },
  },
});

const pairs: readonly (readonly [string, LookupEntry, ScaleValue, string])[] = [
  ['u8', primitive('u8'), 255, '0xff'],
  ['i16', primitive('i16'), -2, '0xfeff'],
  ['u32', primitive('u32'), 0x01020304, '0x04030201'],
  ['u64', primitive('u64'), 0x0102030405060708n, '0x0807060504030201'],
  ['i128', primitive('i128'), -1n, `0x${'ff'.repeat(16)}`],
  ['u128', primitive('u128'), 1n << 64n, `0x${'00'.repeat(8)}01${'00'.repeat(7)}`],
  ['u256', primitive('u256'), 1n << 192n, `0x${'00'.repeat(24)}01${'00'.repeat(7)}`],
  ['bool', primitive('bool'), true, '0x01'],
  ['char', primitive('char'), 'τ', '0xc4030000'],
  ['str', primitive('str'), 'τ', '0x08cf84'],
  ['compact 0', compact('u64'), 0n, '0x00'],
  ['compact 63', compact('u64'), 63n, '0xfc'],
  ['compact 64', compact('u64'), 64n, '0x0101'],
  ['compact 2^14', compact('u32'), 16384, '0x02000100'],
  ['compact 2^30', compact('u64'), 1n << 30n, '0x0300000040'],
  ['compact 2^64−1', compact('u64'), (1n << 64n) - 1n, `0x13${'ff'.repeat(8)}`],
  ['bytes', sequence(primitive('u8')), '0x0102', '0x080102'],
  ['fixed bytes', typed({ type: 'array', value: primitive('u8'), len: 2 }), '0x0102', '0x0102'],
  ['list', sequence(primitive('u16')), [1, 2], '0x0801000200'],
  ['none', option(primitive('u16')), null, '0x00'],
  ['some', option(primitive('u16')), 5, '0x010500'],
  ['struct', pair, { netuid: 1, stake: 2n }, '0x0408'],
  ['enum without value', claim, { type: 'Keep', value: null }, '0x03'],
  ['enum with value', claim, { type: 'Some', value: [9] }, '0x07040900'],
  [
    'account',
    typed({ type: 'AccountId32' }),
    '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
    '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d',
  ],
];

for (const [name, type, value, hex] of pairs) {
  test(`${name} encodes to its bytes and back`, () => {
    assert.equal(toHex(encoder(type)(value)), hex);
    assert.deepEqual(decodeAll(decoder(type), fromHex(hex)), value);
  });
}

test('a list of any type is read from the very bytes that its items take', () => {
  for (const [name, type, value, hex] of pairs) {
    if (name === 'u8') continue;
    const items = [value, value, value];
    const bytes = fromHex(`0x0c${hex.slice(2).repeat(3)}`);
    assert.deepEqual(decodeAll(decoder(sequence(type)), bytes), items, name);
    assert.equal(toHex(encoder(sequence(type))(items)), toHex(bytes), name);
  }
  // A list takes its length: however often it is wrapped, it is no empty item.
  let wrapped = sequence(primitive('u16'));
  for (let depth = 0; depth < 6; depth += 1) {
    wrapped = typed({ type: 'tuple', value: [wrapped], innerDocs: [] });
  }
  const many = concatBytes(encodeCompact(2_000), new Uint8Array(2_000));
  assert.equal((decodeAll(decoder(sequence(wrapped)), many) as unknown[]).length, 2_000);
});

/** A type in a type, as deep as told, each doubled or repeated: no byte, and 2^40 or 1024^4 values. */
function bomb(depth: number, wrap: (inner: LookupEntry) => Var): LookupEntry {
  let type = nothing;
  for (let left = depth; left > 0; left -= 1) type = typed(wrap(type));
  return type;
}

const refused: readonly (readonly [string, LookupEntry, string])[] = [
  ['a byte too few', primitive('u32'), '0x010203'],
  ['a byte too many', primitive('u16'), '0x010203'],
  ['a boolean of 2', primitive('bool'), '0x02'],
  ['an option tag of 2', option(primitive('u8')), '0x0205'],
  ['a variant that is not there', claim, '0x01'],
  ['a compact in a longer form than needed', compact('u64'), '0x0100'],
  ['a big compact with a leading zero byte', compact('u64'), '0x070000004000'],
  ['a compact beyond its type', compact('u16'), '0x02000400'],
  ['a list that claims more than there is', sequence(primitive('u16')), '0xfeffffff0100'],
  ['a list of 2^62 items', sequence(primitive('u8')), '0x130000000000000040'],
  ['very many empty items', sequence(nothing), '0xfeffffff'],
  ['lists of empty lists', sequence(sequence(nothing)), `0xa10f${'a10f'.repeat(1000)}`],
  ['empty arrays of empty arrays', bomb(4, (value) => ({ type: 'array', value, len: 1024 })), '0x'],
  [
    'pairs of empty pairs',
    bomb(40, (one) => ({ type: 'tuple', value: [one, one], innerDocs: [] })),
    '0x',
  ],
  [
    'structs of empty structs',
    bomb(40, (a) => ({ type: 'struct', value: { a, b: a }, innerDocs: {} })),
    '0x',
  ],
  ['text that is no UTF-8', primitive('str'), '0x04ff'],
  ['a char beyond Unicode', primitive('char'), '0x00001100'],
  ['half an account', typed({ type: 'AccountId32' }), `0x${'11'.repeat(16)}`],
];

for (const [name, type, hex] of refused) {
  test(`${name} is refused`, () => {
    assert.throws(() => decodeAll(decoder(type), fromHex(hex)), { code: 'NODE_MALFORMED' });
  });
}

const unfit: readonly (readonly [string, LookupEntry, ScaleValue])[] = [
  ['a number beyond its type', primitive('u8'), 256],
  ['a negative number', primitive('u64'), -1n],
  ['a fraction', primitive('u64'), 1.5],
  ['text for a number', primitive('u64'), '1'],
  ['a compact beyond its type', compact('u16'), 65536],
  ['hex with an odd digit', sequence(primitive('u8')), '0x123'],
  ['too many bytes', typed({ type: 'array', value: primitive('u8'), len: 2 }), '0x010203'],
  ['a struct with a field missing', pair, { netuid: 1 }],
  ['a struct with a field too many', pair, { netuid: 1, stake: 1n, more: 1 }],
  ['nothing for a variant', claim, null],
  ['a list for a variant', claim, []],
  ['a variant without a name', claim, { value: null }],
  ['an unknown variant', claim, { type: 'Burn', value: null }],
  ['a variant named like a method of objects', claim, { type: 'toString', value: null }],
];

for (const [name, type, value] of unfit) {
  test(`${name} is not encoded`, () => {
    assert.throws(() => encoder(type)(value), RangeError);
  });
}

test('an address with a wrong checksum is not encoded', () => {
  const encode = encoder(typed({ type: 'AccountId32' }));
  const wrong = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX';
  assert.throws(() => encode(wrong), { code: 'BAD_ADDRESS' });
});

test('bytes are read within a view of a larger buffer, never around it', () => {
  const whole = Uint8Array.of(9, 9, 1, 0, 9);
  assert.equal(decodeAll(decoder(primitive('u16')), whole.subarray(2, 4)), 1);
});

test('every compact integer comes back from its bytes', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 128n) - 1n), (value) => {
      const reader = new ScaleReader(encodeCompact(value));
      assert.equal(BigInt(reader.compact()), value);
      reader.end();
    }),
  );
});

const malformed = { code: 'NODE_MALFORMED' };
const readCompact = (hex: string): bigint => {
  const reader = new ScaleReader(fromHex(hex));
  const value = BigInt(reader.compact());
  reader.end();
  return value;
};

test('compact: the last value of each form, the first of the next, and neither in the other’s form', () => {
  const shortest: [bigint, string][] = [
    [63n, '0xfc'],
    [64n, '0x0101'],
    [16_383n, '0xfdff'],
    [16_384n, '0x02000100'],
    [(1n << 30n) - 1n, '0xfeffffff'],
    [1n << 30n, '0x0300000040'],
    [(1n << 32n) - 1n, '0x03ffffffff'],
    [1n << 32n, '0x070000000001'],
    [(1n << 53n) - 1n, '0x0fffffffffffff1f'],
    [1n << 53n, '0x0f00000000000020'],
    [(1n << 64n) - 1n, `0x13${'ff'.repeat(8)}`],
    [1n << 64n, `0x17${'00'.repeat(8)}01`],
    [(1n << 536n) - 1n, `0xff${'ff'.repeat(67)}`],
  ];
  for (const [value, hex] of shortest) {
    assert.equal(readCompact(hex), value, hex);
    assert.equal(toHex(encodeCompact(value)), hex);
  }
  const longer = [
    '0xfd00',
    '0x0100',
    '0xfeff0000',
    '0x03ffffff3f',
    '0x0700000040ff00',
    '0x0f00000000000000',
  ];
  for (const hex of longer) assert.throws(() => readCompact(hex), malformed, hex);
  assert.throws(() => encodeCompact(-1n), RangeError);
  assert.throws(() => encodeCompact(1n << 536n), RangeError);
  assert.throws(() => encodeCompact(2 ** 53), RangeError);
  assert.equal(toHex(littleEndian(0x0102n, 3)), '0x020100');
});

test('integers: the largest and the least of each type, and one beyond', () => {
  const bounds = [
    'u8',
    'u16',
    'u32',
    'u64',
    'u128',
    'u256',
    'i8',
    'i16',
    'i32',
    'i64',
    'i128',
  ] as const;
  for (const kind of bounds) {
    const bits = BigInt(kind.slice(1));
    const isSigned = kind.startsWith('i');
    const least = isSigned ? -(1n << (bits - 1n)) : 0n;
    const most = (1n << (isSigned ? bits - 1n : bits)) - 1n;
    const type = primitive(kind);
    for (const value of [least, most]) {
      const bytes = encoder(type)(value);
      assert.equal(bytes.length, Number(bits) / 8);
      const decoded = bits <= 32n ? Number(value) : value;
      assert.equal(decodeAll(decoder(type), bytes), decoded, kind);
    }
    assert.throws(() => encoder(type)(least - 1n), RangeError);
    assert.throws(() => encoder(type)(most + 1n), RangeError);
  }
  for (const [size, bits] of [
    ['u8', 8n],
    ['u16', 16n],
    ['u32', 32n],
    ['u64', 64n],
    ['u128', 128n],
  ] as const) {
    const most = (1n << bits) - 1n;
    const decoded = decodeAll(decoder(compact(size)), encodeCompact(most));
    assert.equal(decoded, bits <= 32n ? Number(most) : most);
    assert.throws(() => decodeAll(decoder(compact(size)), encodeCompact(most + 1n)), malformed);
  }
  const char = (point: number) =>
    decodeAll(decoder(primitive('char')), littleEndian(BigInt(point), 4));
  for (const point of [0x41, 0xd7ff, 0xe000, 0x10ffff]) {
    assert.equal(char(point), String.fromCodePoint(point));
    assert.equal(
      toHex(encoder(primitive('char'))(String.fromCodePoint(point))),
      toHex(littleEndian(BigInt(point), 4)),
    );
  }
  for (const point of [0xd800, 0xdfff, 0x110000]) assert.throws(() => char(point), malformed);
});

test('a reader ends where its bytes end, nests so deep, and counts what takes no byte', () => {
  const reader = new ScaleReader(Uint8Array.of(1, 2, 3));
  assert.equal(reader.left, 3);
  assert.equal(reader.skip(1), 0);
  assert.deepEqual([...reader.take(2)], [2, 3]);
  reader.end();
  assert.throws(() => reader.skip(1), malformed);
  assert.throws(() => new ScaleReader(Uint8Array.of(1)).end(), malformed);
  const nest = (depth: number, one = new ScaleReader(new Uint8Array(0))): number =>
    depth === 0 ? 0 : one.nested(() => 1 + nest(depth - 1, one));
  assert.equal(nest(32), 32);
  assert.throws(() => nest(33), malformed);
  const shallow = new ScaleReader(new Uint8Array(0));
  for (let i = 0; i < 40; i += 1) shallow.nested(() => null);
  const empties = (bytes: number, ...counts: number[]): void => {
    const one = new ScaleReader(new Uint8Array(bytes));
    for (const count of counts) one.noteEmpty(count);
  };
  empties(0, 1024);
  empties(10, 1000, 64);
  assert.throws(() => empties(0, 1025), malformed);
  assert.throws(() => empties(10, 1000, 65), malformed);
  const items = (count: number, bytes: number): unknown =>
    new ScaleReader(concatBytes(encodeCompact(count), new Uint8Array(bytes))).length(2);
  assert.equal(items(3, 6), 3);
  assert.throws(() => items(3, 5), malformed);
  assert.throws(() => new ScaleReader(encodeCompact(1n << 30n)).length(0), malformed);
});

test('bits, results, padded enums and empty values as metadata describes them', () => {
  const bits = typed({ type: 'bitSequence', isLSB: true });
  assert.equal(decodeAll(decoder(bits), fromHex('0x24ff01')), '0xff01');
  assert.equal(decodeAll(decoder(bits), fromHex('0x20ff')), '0xff');
  const result = typed({
    type: 'result',
    value: { ok: primitive('u8'), ko: primitive('u16') },
  });
  assert.deepEqual(decodeAll(decoder(result), fromHex('0x0005')), { type: 'Ok', value: 5 });
  assert.deepEqual(decodeAll(decoder(result), fromHex('0x010500')), { type: 'Err', value: 5 });
  const padded = typed({ ...claim, byteLength: 4 } as Var);
  assert.deepEqual(decodeAll(decoder(padded), fromHex('0x03000000')), {
    type: 'Keep',
    value: null,
  });
  assert.throws(() => decodeAll(decoder(padded), fromHex('0x030000')), malformed);
  const triple = typed({ type: 'array', value: primitive('u16'), len: 3 });
  assert.deepEqual(decodeAll(decoder(triple), fromHex('0x010002000300')), [1, 2, 3]);
  assert.deepEqual([...encoder(triple)([1, 2, 3])], [1, 0, 2, 0, 3, 0]);
  assert.throws(() => encoder(triple)([1, 2]), RangeError);
  const both = typed({ type: 'tuple', value: [primitive('u8'), primitive('bool')], innerDocs: [] });
  assert.deepEqual(decodeAll(decoder(both), fromHex('0x0701')), [7, true]);
  assert.equal(toHex(encoder(both)([7, false])), '0x0700');
  for (const value of [[7], [7, true, 1]]) assert.throws(() => encoder(both)(value), RangeError);
});

test('fields: of the right kind and within what the chain counts by', () => {
  assert.deepEqual([bigintOf(7), bigintOf(7n)], [7n, 7n]);
  assert.throws(() => bigintOf('7'), malformed);
  assert.equal(numberOf(BigInt(Number.MAX_SAFE_INTEGER)), Number.MAX_SAFE_INTEGER);
  assert.equal(numberOf(0n), 0);
  for (const value of [BigInt(Number.MAX_SAFE_INTEGER) + 1n, -1n, -1]) {
    assert.throws(() => numberOf(value), malformed);
  }
  assert.deepEqual([placesOf(0xffff), netuidOf(0xffff), netuidOf(0)], [0xffff, 0xffff, 0]);
  assert.throws(() => placesOf(0x10000), malformed);
  assert.throws(() => netuidOf(0x10000), malformed);
  const most = (1n << 64n) - 1n;
  assert.deepEqual([raoOf(most), alphaOf(most), raoOf(0)], [most, most, 0n]);
  for (const value of [most + 1n, -1n]) {
    assert.throws(() => raoOf(value), malformed);
    assert.throws(() => alphaOf(value), malformed);
  }
  assert.deepEqual(
    [fieldOf({ a: null }, 'a'), fieldIf({ a: 1 }, 'b'), fieldIf([1], '0')],
    [null, undefined, undefined],
  );
  assert.throws(() => fieldOf({}, 'toString'), malformed);
  assert.deepEqual([booleanOf(false), listOf([1])], [false, [1]]);
  assert.throws(() => booleanOf(0), malformed);
  assert.throws(() => listOf({}), malformed);
  assert.throws(() => accountOf(7), malformed);
  assert.deepEqual([textOf('0xcf84'), textOf([0xcf, 0x84]), textOf('0xff')], ['τ', 'τ', '\ufffd']);
  assert.deepEqual([bitsOf(5n), bitsOf({ bits: 6 })], [5n, 6n]);
  assert.deepEqual(variantOf({ type: 'A' }), { type: 'A', value: null });
  assert.throws(() => variantOf({ type: 7 }), malformed);
});

test('hex: an even number of digits, of the length asked for, nothing else', () => {
  assert.deepEqual([...fromHex('0x00fFA0')], [0, 255, 160]);
  for (const text of ['0x0', '00', '0x0g', '0xg0', '0x 1', '', '0X00']) {
    assert.throws(() => fromHex(text), malformed, text);
  }
  assert.equal(parseHex('0xAB', 'a', 1), '0xab');
  assert.equal(parseHex('0x', 'a'), '0x');
  for (const [value, length] of [
    ['0xab', 2],
    ['0xab', 0],
    ['0xa', undefined],
    [7, undefined],
  ] as const) {
    assert.throws(() => parseHex(value, 'a', length), malformed);
  }
  assert.deepEqual(['0xab', '0xAB', '0x', '0xa', 'ab', 7].map(isHex), [
    true,
    false,
    true,
    false,
    false,
    false,
  ]);
  const bytes = Uint8Array.of(1, 2);
  assert.deepEqual(
    [[1, 2], [1, 3], [1], [1, 2, 3]].map((other) => equalBytes(bytes, Uint8Array.from(other))),
    [true, false, false, false],
  );
});

test('eras: of four to 4096 blocks, the last block that takes them, and no other bytes', () => {
  const kept = (blocks: number) => eraFrom(1_000_003, blocks).period;
  assert.deepEqual([1, 4, 5, 8, 9, 64, 65, 4_096].map(kept), [4, 4, 8, 8, 16, 64, 128, 4_096]);
  for (const blocks of [4_097, Number.NaN]) assert.throws(() => kept(blocks), RangeError);
  for (let period = 4; period <= 4_096; period *= 2) {
    for (const birth of [0, 1, period - 1, period, 1_000_003]) {
      const era = eraFrom(birth, period);
      assert.equal(era.phase, birth % period);
      assert.equal(lastBlockOf(era, birth), birth + period - 1);
      const reader = new ScaleReader(fromHex(encodeEra(era)));
      assert.deepEqual(readEra(reader), era);
      reader.end();
    }
  }
  assert.equal(encodeEra({ kind: 'mortal', period: 64, phase: 42 }), '0xa502');
  assert.equal(encodeEra({ kind: 'mortal', period: 65_536, phase: 160 }), '0xaf00');
  const read = (hex: string) => readEra(new ScaleReader(fromHex(hex)));
  assert.deepEqual(read('0x00'), { kind: 'immortal' });
  assert.deepEqual(read('0xaf00'), { kind: 'mortal', period: 65_536, phase: 160 });
  assert.deepEqual(read('0x3100'), { kind: 'mortal', period: 4, phase: 3 });
  for (const hex of ['0x4100', '0x1000', '0x0110'] as const) {
    assert.throws(() => read(hex), malformed, hex);
  }
});

test('a header: at most a hundred logs, so long together, and eight digits, its hash our own', () => {
  const hash = (digit: string) => `0x${digit.repeat(64)}`;
  const header = (part: object) =>
    parseHeader({
      parentHash: hash('1'),
      stateRoot: hash('2'),
      extrinsicsRoot: hash('3'),
      number: '0xffffffff',
      digest: { logs: [] },
      ...part,
    });
  assert.equal(header({}).number, 0xffffffff);
  assert.equal(header({}).stateRoot, hash('2'));
  assert.deepEqual(header({ digest: { logs: ['0x00', '0x08AB'] } }).logs, ['0x00', '0x08ab']);
  assert.notEqual(header({}).hash, header({ number: '0xfffffffe' }).hash);
  assert.notEqual(header({}).hash, header({ digest: { logs: ['0x00'] } }).hash);
  const logs = (count: number) => ({
    digest: { logs: Array.from({ length: count }, () => '0x00') },
  });
  assert.ok(header(logs(100)));
  const long = (...lengths: readonly number[]) => ({
    digest: { logs: lengths.map((length) => `0x${'0'.repeat(length - 2)}`) },
  });
  assert.ok(header(long(64_000)));
  assert.ok(header(long(32_000, 32_000)));
  for (const part of [
    logs(101),
    long(64_002),
    long(32_000, 32_002),
    { number: '0x100000000' },
    { number: '0x' },
    { number: 7 },
    { digest: null },
    { digest: { logs: 'none' } },
    { digest: { logs: [7] } },
    { parentHash: '0x11' },
    { stateRoot: null },
  ]) {
    assert.throws(() => header(part), malformed, JSON.stringify(part).slice(0, 80));
  }
  assert.throws(() => parseHeader(null), malformed);
});
