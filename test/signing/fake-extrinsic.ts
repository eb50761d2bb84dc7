// Calls, signatures and extrinsics of the made-up chain: their bytes are real.
import { createHash } from 'node:crypto';
import type { CallDraft } from '../../src/model/plan.ts';
import { getPublicKey, secretFromSeed, sign as signSr25519 } from '@scure/sr25519';
import { readEra, type Era } from '../../src/chain/extrinsic/era.ts';
import { extensionBytes } from '../../src/chain/extrinsic/extension-bytes.ts';
import { publishedBytes } from '../../src/chain/extrinsic/known-calls.ts';
import { valuesOf } from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import { signedForm } from '../../src/chain/extrinsic/verify-signature.ts';
import { extrinsicHash, signedExtrinsic } from '../../src/chain/extrinsic/signed-extrinsic.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { PreparedExtrinsic, SignerPayload } from '../../src/model/extrinsic.ts';
import type { Hex, Ss58Address } from '../../src/units.ts';

export const hash = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;

const drafts = new Map<string, CallDraft>();

export function writeCall(draft: CallDraft): Hex {
  const call = publishedBytes(draft);
  drafts.set(call, draft);
  return call;
}

/** Of calls that were written here. */
export function readCall(call: string): CallDraft {
  const draft = drafts.get(call);
  if (!draft) throw new Error(`no call: ${call}`);
  return draft;
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

/** What this signature was made over; null: of no signature that was made here. */
const signedOver = (signature: Hex): string | null => {
  for (const [key, made] of signatures) if (made === signature) return key.split(' ')[1] ?? null;
  return null;
};

type FakeExtrinsic = { call: Hex; nonce: number; era: Era; eraBytes: Hex; signature: Hex };

/** What the fake extrinsics carry beside the call, in this order. */
export const EXTENSIONS = [
  'CheckSpecVersion',
  'CheckTxVersion',
  'CheckGenesis',
  'CheckMortality',
  'CheckNonce',
  'ChargeTransactionPayment',
  'CheckMetadataHash',
];

export const hashOf = (extrinsic: Hex): Hex => extrinsicHash(fromHex(extrinsic));

/** The bytes that a wallet signs for this payload. */
export function signedBytesOf(payload: SignerPayload): Hex {
  const { extra, additional } = extensionBytes(valuesOf(payload));
  return toHex(concatBytes(fromHex(payload.method), extra, additional));
}

export function readExtrinsic(extrinsic: Hex): FakeExtrinsic {
  const reader = new ScaleReader(fromHex(extrinsic));
  const take = (count: number): Hex => toHex(reader.take(count));
  reader.compact();
  // Version, address and the kind of signature.
  reader.skip(1 + 33 + 1);
  const signature = take(64);
  const at = reader.at;
  const era = readEra(reader);
  const eraBytes = toHex(reader.bytes.subarray(at, reader.at));
  const nonce = Number(reader.compact());
  // Tip and metadata hash mode.
  reader.skip(2);
  return { signature, era, eraBytes, nonce, call: take(reader.left) };
}

const births = new Map<Hex, Hex>();

/** The birth block that the signature of an extrinsic covers: the last hash in the signed bytes. */
export function birthHashOf(extrinsic: Hex): Hex | null {
  const known = births.get(extrinsic);
  if (known !== undefined) return known;
  const bytes = signedOver(readExtrinsic(extrinsic).signature);
  return bytes === null ? null : `0x${bytes.slice(-66, -2)}`;
}

/** What the wallet would return as signedTransaction, whatever its signature is worth. */
export function assemble({ call, nonce, payload }: PreparedExtrinsic, signature: Hex): Hex {
  const bytes = signedExtrinsic({
    coldkey: parseSs58(payload.address),
    kind: 'sr25519',
    signature: fromHex(signature),
    extra: extensionBytes({ ...valuesOf(payload), nonce }).extra,
    call,
  });
  const extrinsic = toHex(bytes);
  births.set(extrinsic, payload.blockHash);
  return extrinsic;
}
