// Checks a MultiSignature over a payload, as the runtime does.
// Refuses to know what was signed.
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { verify as verifySr25519 } from '@scure/sr25519';
import { concat, equalBytes, fromHex, toHex } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import { partOf, textOf, variantName } from '../scale/value.ts';

/** Verdicts of before: the pool asks about the same extrinsic at every block. */
const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 10_000;

/** A malformed signature is a wrong one. */
export function isSignedBy(signer: string, signature: Value, message: Uint8Array): boolean {
  const key = `${signer}/${JSON.stringify(signature)}/${toHex(message)}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
  const verdict = verify(signer, signature, message);
  verdicts.set(key, verdict);
  return verdict;
}

function verify(signer: string, signature: Value, message: Uint8Array): boolean {
  const bytes = fromHex(textOf(partOf(signature, 'value')) ?? '0x');
  const account = fromHex(signer);
  try {
    switch (variantName(signature)) {
      case 'Sr25519':
        return verifySr25519(message, bytes, account);
      case 'Ed25519':
        return ed25519.verify(bytes, message, account);
      case 'Ecdsa':
        return equalBytes(blake2b256(recover(bytes, blake2b256(message))), account);
      default:
        return false;
    }
  } catch {
    // The libraries throw on points and scalars outside their range: not a signature.
    return false;
  }
}

/** The wire has r, s and then the recovery id; the library wants the id first. */
function recover(signature: Uint8Array, hash: Uint8Array): Uint8Array {
  const recovery = signature[64] ?? 0;
  const id = recovery >= 27 ? recovery - 27 : recovery;
  const ordered = concat(new Uint8Array([id]), signature.slice(0, 64));
  return secp256k1.recoverPublicKey(ordered, hash, { prehash: false });
}
