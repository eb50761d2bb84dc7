// Calls, signatures and extrinsics of the made-up chain: calls are JSON in hex; signatures and extrinsics are real.
import { createHash } from 'node:crypto';
import type { CallDraft } from '../../src/model/plan.ts';
import { getPublicKey, secretFromSeed, sign as signSr25519 } from '@scure/sr25519';
import { signedForm } from '../../src/chain/extrinsic/verify-signature.ts';
import { extrinsicHash, signedExtrinsic } from '../../src/chain/extrinsic/signed-extrinsic.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { encodeCompact } from '../../src/chain/scale/scale-encoder.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { Hex, Ss58Address } from '../../src/units.ts';

export const hexOf = (value: unknown): Hex =>
  `0x${Buffer.from(JSON.stringify(value)).toString('hex')}`;
export const textOf = (hex: string): string => Buffer.from(hex.slice(2), 'hex').toString();
export const hash = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;

/** bigint crosses JSON as text. */
export const writeCall = ({ pallet, name, args }: CallDraft): unknown => ({
  pallet,
  name,
  args: Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? `${value}n` : value,
    ]),
  ),
});

export function readCall(call: string): CallDraft {
  const parsed: CallDraft = JSON.parse(textOf(call));
  const args = Object.entries(parsed.args).map(([key, value]) => [
    key,
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ]);
  return { ...parsed, args: Object.fromEntries(args) };
}

/** Mini secrets of the public development keys //Alice and //Bob. */
const SECRETS: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  [
    'e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a',
    '398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89',
  ].map((seed) => {
    const secret = secretFromSeed(Buffer.from(seed, 'hex'));
    return [toHex(getPublicKey(secret)), secret];
  }),
);

const signatures = new Map<string, Hex>();

/** The same bytes always give the same signature. */
export function sign(coldkey: Ss58Address, bytes: string): Hex {
  const known = signatures.get(`${coldkey} ${bytes}`);
  if (known !== undefined) return known;
  const secret = SECRETS[toHex(publicKeyOf(coldkey))];
  if (secret === undefined) throw new Error(`no key of ${coldkey}`);
  const message = bytes.startsWith('0x') ? Buffer.from(bytes.slice(2), 'hex') : Buffer.from(bytes);
  const signature = toHex(signSr25519(secret, signedForm(message), new Uint8Array(32)));
  signatures.set(`${coldkey} ${bytes}`, signature);
  return signature;
}

type FakeExtrinsic = { call: Hex; nonce: number; death: number; signature: Hex };

/** What the fake extrinsics carry beside the call, in this order. */
export const EXTENSIONS = ['CheckMortality', 'CheckNonce'];

const ERA_BYTES = 4;

/** Names the last block itself, in place of the chain's period and phase. */
export const eraOf = (death: number): Hex => `0x${death.toString(16).padStart(ERA_BYTES * 2, '0')}`;

export const hashOf = (extrinsic: Hex): Hex => extrinsicHash(fromHex(extrinsic));

export function readExtrinsic(extrinsic: Hex): FakeExtrinsic {
  const reader = new ScaleReader(fromHex(extrinsic));
  const take = (count: number): Hex => {
    const start = reader.skip(count);
    return toHex(reader.bytes.subarray(start, start + count));
  };
  reader.compact();
  // Version, address and the kind of signature.
  reader.skip(1 + 33 + 1);
  const signature = take(64);
  const death = Number(take(ERA_BYTES));
  const nonce = Number(reader.compact());
  return { signature, death, nonce, call: take(reader.left) };
}

/** What the wallet would return as signedTransaction, whatever its signature is worth. */
export function assemble(prepared: PreparedExtrinsic, signature: Hex): Hex {
  const { call, nonce, deathBlock, payload } = prepared;
  const extra = Buffer.concat([fromHex(eraOf(deathBlock)), encodeCompact(nonce)]);
  const coldkey = parseSs58(payload.address);
  const bytes = signedExtrinsic({
    coldkey,
    kind: 'sr25519',
    signature: fromHex(signature),
    extra,
    call,
  });
  return toHex(bytes);
}
