// A signed extrinsic back to what was signed.
import type { CallDraft } from '../moves/plan.ts';
import type { Hex, Rao, Ss58Address } from '../units.ts';

export type Era =
  | { kind: 'immortal' }
  /** period: a power of two; phase: the birth block modulo the period. */
  | { kind: 'mortal'; period: number; phase: number };

export type DecodedExtrinsic = {
  /** null: the signer is no plain account id. */
  signer: Ss58Address;
  signatureKind: 'sr25519' | 'ed25519' | 'ecdsa';
  /** Without the MultiSignature prefix. */
  signature: Hex;
  era: Era;
  nonce: number;
  tip: Rao;
  metadataHashMode: 0 | 1;
  /** The call's own bytes, and the same by names. */
  call: Hex;
  draft: CallDraft;
  hash: Hex;
};
