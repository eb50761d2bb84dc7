import assert from 'node:assert/strict';
import test from 'node:test';
import * as upstream from '@polkadot/util-crypto';
import * as fc from 'fast-check';
import { decodeAddress, encodeAddress } from '../../src/bridge/dapp-address.ts';

/** The value, or the words of the error. */
function tried<T>(call: () => T): { value: T } | { words: string } {
  try {
    return { value: call() };
  } catch (error) {
    return { words: error instanceof Error ? error.message : String(error) };
  }
}

const lengths = [0, 1, 2, 4, 8, 20, 31, 32, 33, 64];
const keys = fc
  .constantFrom(...lengths)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const prefixes = fc.oneof(
  fc.constantFrom(0, 2, 42, 46, 47, 63, 64, 255, 16383, 16384, 29972),
  fc.integer({ min: -2, max: 20000 }),
);

test('addresses are encoded as upstream encodes them, errors included', () => {
  fc.assert(
    fc.property(keys, prefixes, (key, prefix) => {
      const theirs = tried(() => upstream.encodeAddress(key, prefix));
      assert.deepEqual(
        tried(() => encodeAddress(key, prefix)),
        theirs,
      );
    }),
  );
});

test('addresses are decoded as upstream decodes them', () => {
  const sound = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(sound, fc.constantFrom(0, 42, 63, 64, 1337, 16383), (key, prefix) => {
      const address = upstream.encodeAddress(key, prefix);
      assert.deepEqual(decodeAddress(address), upstream.decodeAddress(address));
      assert.equal(encodeAddress(address), upstream.encodeAddress(address));
    }),
  );
});

test('what upstream refuses is refused, and hex passes as it does there', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[1-9A-HJ-NP-Za-km-z]{3,52}$/),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
  );
  fc.assert(
    fc.property(texts, fc.boolean(), (text, ignoresChecksum) => {
      const theirs = tried(() => upstream.decodeAddress(text, ignoresChecksum));
      const ours = tried(() => decodeAddress(text, ignoresChecksum));
      if ('value' in theirs) assert.deepEqual(ours, theirs);
      else assert.ok('words' in ours, `${text}: upstream says ${theirs.words}`);
    }),
    { numRuns: 2_000 },
  );
});
