// A prepared payload and its signature to the extrinsic that is sent. Nothing unverified is put together.
import { AppError } from '../errors.ts';
import type { KeyType, PreparedExtrinsic } from '../store/schema.ts';
import type { Hex } from '../units.ts';
import { extensionBytes } from './extension-bytes.ts';
import { concatBytes, fromHex, toHex } from './hex.ts';
import { EXTRINSIC_VERSION, valuesOf } from './prepare-extrinsic.ts';
import { encodeCompact } from './scale-encoder.ts';
import { parseSs58, publicKeyOf } from './ss58.ts';
import {
  bareSignature,
  blake2b256,
  SIGNATURE_KINDS,
  signatureKindOf,
  verifySignature,
} from './verify-signature.ts';

/** First byte of a signed extrinsic. */
export const SIGNED_VERSION = EXTRINSIC_VERSION | 0x80;
/** Variant of MultiAddress that holds an account id. */
export const ADDRESS_ID = 0;

export function extrinsicHash(extrinsic: Uint8Array): Hex {
  return toHex(blake2b256(extrinsic));
}

/** The extrinsic to send. Throws SIGNATURE_INVALID unless the signature is the coldkey's over exactly these bytes. */
export function assembleExtrinsic(
  prepared: PreparedExtrinsic,
  signature: Hex,
  keyType: KeyType,
): { extrinsic: Hex; hash: Hex } {
  const { payload, signedBytes, call } = prepared;
  const coldkey = parseSs58(payload.address);
  const kind = signatureKindOf(keyType);
  const bare = bareSignature(signature, kind);
  if (bare === null || !verifySignature({ signedBytes, signature, coldkey, keyType })) {
    throw new AppError('SIGNATURE_INVALID', { coldkey });
  }
  const { extra } = extensionBytes(payload.signedExtensions, valuesOf(payload));
  const body = concatBytes(
    Uint8Array.of(SIGNED_VERSION, ADDRESS_ID),
    publicKeyOf(coldkey),
    Uint8Array.of(SIGNATURE_KINDS.findIndex((entry) => entry.kind === kind)),
    bare,
    extra,
    fromHex(call),
  );
  const extrinsic = concatBytes(encodeCompact(body.length), body);
  return { extrinsic: toHex(extrinsic), hash: extrinsicHash(extrinsic) };
}

/** Head, account, sr25519 signature, mortal era, a nonce below 2³⁰, a compact tip of 0 and the mode. */
const BYTES_AROUND_CALL = 1 + 33 + 65 + 2 + 4 + 1 + 1;

/** Bytes of the signed extrinsic that a call of this many bytes becomes; a few more for small nonces. */
export function callLength(call: Hex): number {
  const body = BYTES_AROUND_CALL + (call.length - 2) / 2;
  return body + encodeCompact(body).length;
}
