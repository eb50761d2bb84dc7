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

test('each length and prefix is read back as upstream reads it: the prefix held against one, a wrong sum refused', () => {
  const zeros = [0, 2];
  for (const length of [1, 2, 4, 8, 32, 33]) {
    for (const prefix of [0, 42, 63, 64, 65, 255, 1337, 16_383]) {
      for (const lead of zeros) {
        const key = Uint8Array.from({ length }, (_, at) =>
          at < lead ? 0 : (at * 37 + prefix) & 255,
        );
        const address = upstream.encodeAddress(key, prefix);
        assert.equal(encodeAddress(key, prefix), address);
        for (const format of [prefix, -1, prefix + 1, prefix ^ 64]) {
          const theirs = tried(() => upstream.decodeAddress(address, false, format));
          const ours = tried(() => decodeAddress(address, false, format));
          assert.deepEqual(ours, theirs);
        }
        const last = address.endsWith('2') ? '3' : '2';
        const wrong = address.slice(0, -1) + last;
        assert.ok('words' in tried(() => decodeAddress(wrong)), wrong);
        assert.deepEqual(
          tried(() => decodeAddress(wrong, true)),
          tried(() => upstream.decodeAddress(wrong, true)),
        );
      }
    }
  }
});

test('every first byte and length that an address may have is judged as upstream judges it', () => {
  const sum = (bytes: Uint8Array) =>
    upstream.blake2AsU8a(Uint8Array.from([...Buffer.from('SS58PRE'), ...bytes]), 512);
  for (const length of [2, 3, 4, 6, 10, 33, 34, 35, 36, 37, 38, 39]) {
    for (const first of [0, 1, 42, 46, 47, 48, 63, 64, 65, 127, 128, 129, 200, 255]) {
      for (const sumLength of [1, 2]) {
        const body = Uint8Array.from({ length: length - sumLength }, (_, at) =>
          at === 0 ? first : (at * 91 + 77) & 255,
        );
        const text = upstream.base58Encode(
          Uint8Array.from([...body, ...sum(body).subarray(0, sumLength)]),
        );
        const theirs = tried(() => upstream.decodeAddress(text));
        assert.deepEqual(
          tried(() => decodeAddress(text)),
          theirs,
          `${length} ${first} ${sumLength}`,
        );
      }
    }
  }
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
