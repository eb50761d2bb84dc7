// A prepared payload and its signature to the extrinsic that is sent. Nothing unverified is put together.
import { AppError } from '../errors.ts';
import type { KeyType, PreparedExtrinsic } from '../store/schema.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { extensionBytes } from './extension-bytes.ts';
import { concatBytes, fromHex, toHex } from './hex.ts';
import { EXTRINSIC_VERSION, valuesOf } from './prepare-extrinsic.ts';
import { encodeCompact } from './scale-encoder.ts';
import { parseSs58, publicKeyOf } from './ss58.ts';
import {
  bareSignature,
  blake2b256,
  SIGNATURE_KINDS,
  type SignatureKind,
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
  const extrinsic = signedExtrinsic({ coldkey, kind, signature: bare, extra, call });
  return { extrinsic: toHex(extrinsic), hash: extrinsicHash(extrinsic) };
}

type SignedParts = {
  coldkey: Ss58Address;
  kind: SignatureKind;
  signature: Uint8Array;
  extra: Uint8Array;
  call: Hex;
};

/** Whatever the signature is worth: with its length in front, as it goes to a node. */
export function signedExtrinsic({
  coldkey,
  kind,
  signature,
  extra,
  call,
}: SignedParts): Uint8Array {
  const body = concatBytes(
    Uint8Array.of(SIGNED_VERSION, ADDRESS_ID),
    publicKeyOf(coldkey),
    Uint8Array.of(SIGNATURE_KINDS.findIndex((entry) => entry.kind === kind)),
    signature,
    extra,
    fromHex(call),
  );
  return concatBytes(encodeCompact(body.length), body);
}
