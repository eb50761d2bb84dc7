// Hashes of storage keys against the library's, and against a published vector.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as library from '@polkadot-api/substrate-bindings';
import fc from 'fast-check';
import { toHex } from '../../src/chain/scale/hex.ts';
import { storageHashes, twox128 } from '../../src/chain/scale/storage-hashes.ts';

const theirs: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  Identity: library.Identity,
  Twox64Concat: library.Twox64Concat,
  Twox128: library.Twox128,
  Twox256: library.Twox256,
  Blake2128: library.Blake2128,
  Blake2128Concat: library.Blake2128Concat,
  Blake2256: library.Blake2256,
};

test('all hashes that metadata names are the library’s, for bytes of every length up to 130', () => {
  assert.deepEqual(Object.keys(storageHashes), Object.keys(theirs));
  for (const [name, hash] of Object.entries(storageHashes)) {
    const other = theirs[name];
    assert.ok(other);
    for (let length = 0; length <= 130; length += 1) {
      const bytes = Uint8Array.from({ length }, (_byte, at) => (at * 151 + length * 7) & 0xff);
      assert.equal(toHex(hash(bytes)), toHex(other(bytes)), `${name} of ${length} bytes`);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        assert.equal(toHex(hash(bytes)), toHex(other(bytes)));
      }),
    );
  }
});

test('bytes that stand within larger ones are hashed alone', () => {
  const bytes = new TextEncoder().encode('xxSystemxx');
  assert.equal(toHex(twox128(bytes.subarray(2, 8))), '0x26aa394eea5630e07c48ae0c9558cef7');
});
