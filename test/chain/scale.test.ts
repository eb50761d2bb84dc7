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
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { createDecoders, decodeAll, type ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { createEncoders, encodeCompact } from '../../src/chain/scale/scale-encoder.ts';
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
