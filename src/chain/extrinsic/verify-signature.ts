// Verifies that a signature over given bytes is the coldkey's. Public keys only.
import { ed25519 } from '@noble/curves/ed25519.js';
import { recoverPublicKey } from '@noble/secp256k1';
import { verify as verifySr25519 } from '@scure/sr25519';
import type { KeyType } from '../../model/account.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import { blake2b256 } from '../scale/blake2b.ts';
import { concatBytes, equalBytes, fromHex, isHex } from '../scale/hex.ts';
import { bareSignature, type SignatureKind } from './signature-kind.ts';
import { publicKeyOf } from '../scale/ss58.ts';

type SignatureToVerify = {
  /** The bytes that the wallet received: a payload or a message. */
  signedBytes: Hex;
  /** With or without the MultiSignature prefix. */
  signature: Hex;
  coldkey: Ss58Address;
  keyType: KeyType;
  /** payload (default): as the chain verifies it. message: as `signRaw` signs it, with or without `<Bytes>`. */
  as?: 'payload' | 'message';
};

/** Payloads of more bytes are hashed before they are signed. */
const LONGEST_PLAIN = 256;
const OPENING = new TextEncoder().encode('<Bytes>');
const CLOSING = new TextEncoder().encode('</Bytes>');

/** The bytes that the signature of a payload covers. */
export function signedForm(payload: Uint8Array): Uint8Array {
  return payload.length > LONGEST_PLAIN ? blake2b256(payload) : payload;
}

function isEcdsaBy(coldkey: Uint8Array, signature: Uint8Array, bytes: Uint8Array): boolean {
  const hash = blake2b256(bytes);
  const recovery = signature[64] ?? 255;
  // The chain reads 27 and 28 as 0 and 1.
  const bit = recovery >= 27 ? recovery - 27 : recovery;
  if (bit > 3) return false;
  const recoverable = concatBytes(Uint8Array.of(bit), signature.subarray(0, 64));
  const publicKey = recoverPublicKey(recoverable, hash, { prehash: false });
  return equalBytes(blake2b256(publicKey), coldkey);
}

function isSignedBy(
  kind: SignatureKind,
  coldkey: Uint8Array,
  signature: Uint8Array,
  bytes: Uint8Array,
): boolean {
  try {
    if (kind === 'sr25519') return verifySr25519(bytes, signature, coldkey);
    if (kind === 'ed25519') return ed25519.verify(signature, bytes, coldkey);
    return isEcdsaBy(coldkey, signature, bytes);
  } catch {
    // The libraries throw on invalid points and scalars.
    return false;
  }
}

function isWrapped(bytes: Uint8Array): boolean {
  return (
    bytes.length >= OPENING.length + CLOSING.length &&
    equalBytes(bytes.subarray(0, OPENING.length), OPENING) &&
    equalBytes(bytes.subarray(-CLOSING.length), CLOSING)
  );
}

/** Whether the signature over these bytes is the coldkey's; never throws for a wrong one. */
export function verifySignature(input: SignatureToVerify): boolean {
  const { signedBytes, signature, coldkey, keyType, as = 'payload' } = input;
  if (keyType === 'ethereum' || !isHex(signedBytes)) return false;
  const bare = bareSignature(signature, keyType);
  if (bare === null) return false;
  const publicKey = publicKeyOf(coldkey);
  const bytes = fromHex(signedBytes);
  if (as === 'payload') return isSignedBy(keyType, publicKey, bare, signedForm(bytes));
  const wrapped = isWrapped(bytes) ? bytes : concatBytes(OPENING, bytes, CLOSING);
  return [wrapped, bytes].some((form) => isSignedBy(keyType, publicKey, bare, form));
}
