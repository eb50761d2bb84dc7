// The layout of a signed extrinsic, version 4, and its hash. Does not verify the signature.
import type { Hex, Ss58Address } from '../../units.ts';
import { blake2b256 } from '../scale/blake2b.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import { EXTRINSIC_VERSION } from './published-extensions.ts';
import { encodeCompact } from '../scale/scale-encoder.ts';
import { SIGNATURE_KINDS, type SignatureKind } from './signature-kind.ts';
import { publicKeyOf } from '../scale/ss58.ts';

/** First byte of a signed extrinsic. */
export const SIGNED_VERSION = EXTRINSIC_VERSION | 0x80;
/** Index of the MultiAddress variant for an account id. */
export const ADDRESS_ID = 0;

export function extrinsicHash(extrinsic: Uint8Array): Hex {
  return toHex(blake2b256(extrinsic));
}

type SignedParts = {
  coldkey: Ss58Address;
  kind: SignatureKind;
  signature: Uint8Array;
  extra: Uint8Array;
  call: Hex;
};

/** The bytes for a node, with their length in front; the signature may be invalid. */
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
