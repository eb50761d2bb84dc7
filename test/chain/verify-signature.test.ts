// Signatures of the three kinds of key, as wallets return them, and everything that only looks like one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverPublicKey } from '@noble/secp256k1';
import { Keyring } from '@polkadot/keyring';
import { blake2b256 } from '../../src/chain/scale/blake2b.ts';
import { concatBytes, fromHex, parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { formatSs58, parseSs58 } from '../../src/chain/scale/ss58.ts';
import { signedForm, verifySignature } from '../../src/chain/extrinsic/verify-signature.ts';
import type { Hex, Ss58Address } from '../../src/units.ts';

const KEY_TYPES = ['sr25519', 'ed25519', 'ecdsa'] as const;
const PREFIX = { ed25519: '00', sr25519: '01', ecdsa: '02' } as const;
const short = toHex(new Uint8Array(200).fill(5));
const long = toHex(new Uint8Array(257).fill(6));
const utf8 = new TextEncoder();
const wrap = (bytes: Uint8Array) =>
  Uint8Array.from([...utf8.encode('<Bytes>'), ...bytes, ...utf8.encode('</Bytes>')]);

test('ecdsa: the recovery numbers from 0 to 3, or 27 more, and no other', () => {
  const hash = blake2b256(fromHex(short));
  // Any r that is a point’s and any s are a signature by the key that they give: of each number a key.
  const keyFor = (number: number): { signature: Uint8Array; coldkey: Ss58Address } => {
    for (let r = 1; ; r += 1) {
      const signature = new Uint8Array(65).fill(1, 32, 64);
      signature[31] = r;
      const turned = concatBytes(Uint8Array.of(number), signature.subarray(0, 64));
      try {
        const key = recoverPublicKey(turned, hash, { prehash: false });
        return { signature, coldkey: formatSs58(blake2b256(key)) };
      } catch {
        // No point there.
      }
    }
  };
  for (const number of [0, 1, 2, 3]) {
    const { signature, coldkey } = keyFor(number);
    const takes = (last: number): boolean => {
      signature[64] = last;
      const bytes = toHex(signature);
      return verifySignature({ signedBytes: short, signature: bytes, coldkey, keyType: 'ecdsa' });
    };
    const taken = [0, 1, 2, 3, 4, 26, 27, 28, 29, 30, 31, 255].filter(takes);
    assert.deepEqual(taken, [number, number + 27]);
  }
});

for (const keyType of KEY_TYPES) {
  const pair = new Keyring({ type: keyType }).addFromUri('//Alice');
  const coldkey = parseSs58(pair.address);
  const other = parseSs58(new Keyring({ type: keyType }).addFromUri('//Bob').address);
  const sign = (bytes: Uint8Array): Hex => toHex(pair.sign(bytes));
  const bare = sign(signedForm(fromHex(short)));

  test(`${keyType}: bare and prefixed signatures over short and long payloads are the coldkey's`, () => {
    for (const signedBytes of [short, long]) {
      const signature = sign(signedForm(fromHex(signedBytes)));
      const prefixed: Hex = `0x${PREFIX[keyType]}${signature.slice(2)}`;
      for (const form of [signature, prefixed]) {
        assert.ok(verifySignature({ signedBytes, signature: form, coldkey, keyType }));
      }
    }
  });

  test(`${keyType}: no other key, bytes, kind or prefix will do`, () => {
    const wrong: Parameters<typeof verifySignature>[0][] = [
      { signedBytes: short, signature: bare, coldkey: other, keyType },
      { signedBytes: long, signature: bare, coldkey, keyType },
      { signedBytes: short, signature: `0x07${bare.slice(2)}`, coldkey, keyType },
      { signedBytes: short, signature: '0x', coldkey, keyType },
      { signedBytes: short, signature: parseHex(bare.slice(0, -2), 'cut'), coldkey, keyType },
      {
        signedBytes: short,
        signature: toHex(fromHex(bare).map((byte) => byte ^ 1)),
        coldkey,
        keyType,
      },
      { signedBytes: short, signature: toHex(fromHex(bare).fill(255)), coldkey, keyType },
      { signedBytes: short, signature: toHex(fromHex(bare).fill(0)), coldkey, keyType },
      { signedBytes: short, signature: bare, coldkey, keyType: 'ethereum' },
      { signedBytes: '0xzz', signature: bare, coldkey, keyType },
      ...KEY_TYPES.filter((kind) => kind !== keyType).map((kind) => ({
        signedBytes: short,
        signature: bare,
        coldkey,
        keyType: kind,
      })),
    ];
    for (const ask of wrong)
      assert.equal(verifySignature(ask), false, JSON.stringify(ask).slice(0, 80));
  });

  test(`${keyType}: a message is taken as wallets wrap it, a payload never`, () => {
    const message = utf8.encode('Taubar: this account is mine');
    const signedBytes = toHex(message);
    const signature = sign(wrap(message));
    const ask = { signedBytes, signature, coldkey, keyType };
    assert.ok(verifySignature({ ...ask, as: 'message' }));
    assert.ok(verifySignature({ ...ask, signedBytes: toHex(wrap(message)), as: 'message' }));
    assert.equal(verifySignature(ask), false);
  });
}
