// Signatures of the three kinds of key, as wallets return them, and everything that only looks like one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyring } from '@polkadot/keyring';
import { fromHex, parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { signedForm, verifySignature } from '../../src/chain/extrinsic/verify-signature.ts';
import type { Hex } from '../../src/units.ts';

const KEY_TYPES = ['sr25519', 'ed25519', 'ecdsa'] as const;
const PREFIX = { ed25519: '00', sr25519: '01', ecdsa: '02' } as const;
const short = toHex(new Uint8Array(200).fill(5));
const long = toHex(new Uint8Array(257).fill(6));
const utf8 = new TextEncoder();
const wrap = (bytes: Uint8Array) =>
  Uint8Array.from([...utf8.encode('<Bytes>'), ...bytes, ...utf8.encode('</Bytes>')]);

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
