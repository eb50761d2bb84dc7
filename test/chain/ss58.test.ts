// Addresses: any prefix in, prefix 42 out, nothing that is not one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeAddress } from '@polkadot/keyring';
import fc from 'fast-check';
import {
  foreignPrefixOf,
  formatSs58,
  isKnownAddress,
  parseSs58,
  publicKeyOf,
} from '../../src/chain/scale/ss58.ts';

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

const accepted: readonly (readonly [string, string])[] = [
  ['prefix 42', ALICE],
  ['prefix 0', '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5'],
  ['prefix 2', 'HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F'],
  ['spaces around', `  ${ALICE}\n`],
];

for (const [what, text] of accepted) {
  test(`${what} is taken and comes out in prefix 42`, () => assert.equal(parseSs58(text), ALICE));
}

test('whose form an address has: of this network are 42 and the number registered for it', () => {
  for (const prefix of [42, 13116]) {
    assert.equal(foreignPrefixOf(` ${encodeAddress(publicKeyOf(ALICE), prefix)} `), null);
  }
  for (const prefix of [0, 2, 63, 64, 137, 255, 256, 1284, 16383]) {
    assert.equal(foreignPrefixOf(encodeAddress(publicKeyOf(ALICE), prefix)), prefix);
  }
  assert.throws(() => foreignPrefixOf('hello'), { code: 'BAD_ADDRESS' });
});

const refused: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'BAD_ADDRESS'],
  ['a wrong checksum', `${ALICE.slice(0, -1)}Z`, 'BAD_ADDRESS'],
  ['two letters changed places', ALICE.replace('Gr', 'rG'), 'BAD_ADDRESS'],
  ['a letter that base 58 lacks', ALICE.replace('G', '0'), 'BAD_ADDRESS'],
  ['an address cut short', ALICE.slice(0, 40), 'BAD_ADDRESS'],
  ['a public key', `0x${'11'.repeat(32)}`, 'BAD_ADDRESS'],
  ['a very long text', '5'.repeat(10_000), 'BAD_ADDRESS'],
  ['an EVM address', '0x00000000219ab540356cBB839Cbe05303d7705Fa', 'EVM_ADDRESS'],
];

for (const [what, text, code] of refused) {
  test(`${what} is refused as ${code}`, () => assert.throws(() => parseSs58(text), { code }));
}

test('any 32 bytes in any prefix are the same account', () => {
  const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(anyKey, fc.integer({ min: 0, max: 16383 }), (key, prefix) => {
      // Two numbers are reserved and encode nothing.
      fc.pre(prefix !== 46 && prefix !== 47);
      const ours = parseSs58(encodeAddress(key, prefix));
      assert.equal(ours, formatSs58(key));
      assert.deepEqual(publicKeyOf(ours), key);
      assert.equal(formatSs58(key), encodeAddress(key, 42));
    }),
  );
});

test('other lengths than 32 bytes have no address', () => {
  assert.throws(() => formatSs58(new Uint8Array(20)), RangeError);
  assert.throws(() => parseSs58(encodeAddress(new Uint8Array(33).fill(1), 42)), {
    code: 'BAD_ADDRESS',
  });
});

test('of the addresses that were made 20,000 are remembered at most, however many a node tells', () => {
  const addressOf = (number: number) => {
    const key = new Uint8Array(32);
    new DataView(key.buffer).setUint32(0, number << 6);
    return formatSs58(key);
  };
  const first = addressOf(0);
  assert.ok(isKnownAddress(first));
  for (let number = 1; number <= 20_000; number += 1) addressOf(number);
  assert.ok(!isKnownAddress(first));
  assert.equal(addressOf(0), first);
  assert.ok(isKnownAddress(first), 'known again once it is asked for');
});
