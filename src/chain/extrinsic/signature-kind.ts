// The signature schemes of the chain's MultiSignature, with the length of their signatures; verifies none.
import { AppError } from '../../errors.ts';
import type { KeyType } from '../../model/account.ts';
import type { Hex } from '../../units.ts';
import { fromHex, isHex } from '../scale/hex.ts';

export type SignatureKind = 'ed25519' | 'sr25519' | 'ecdsa';

/** In the order of the variants of MultiSignature. */
export const SIGNATURE_KINDS: readonly { kind: SignatureKind; byteLength: number }[] = [
  { kind: 'ed25519', byteLength: 64 },
  { kind: 'sr25519', byteLength: 64 },
  { kind: 'ecdsa', byteLength: 65 },
];

/** The signature without its MultiSignature prefix; null: another kind or length. */
export function bareSignature(signature: Hex, kind: SignatureKind): Uint8Array | null {
  if (!isHex(signature)) return null;
  const bytes = fromHex(signature);
  const index = SIGNATURE_KINDS.findIndex((entry) => entry.kind === kind);
  const byteLength = SIGNATURE_KINDS[index]?.byteLength;
  if (bytes.length === byteLength) return bytes;
  const isPrefixed = byteLength !== undefined && bytes.length === byteLength + 1;
  return isPrefixed && bytes[0] === index ? bytes.subarray(1) : null;
}

/** Throws EVM_ADDRESS for an Ethereum key, which signs no extrinsic of this chain. */
export function signatureKindOf(keyType: KeyType): SignatureKind {
  if (keyType === 'ethereum') throw new AppError('EVM_ADDRESS');
  return keyType;
}
