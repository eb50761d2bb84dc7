// The 32-byte hash of blocks and of long payloads before signing. Apart from the signature schemes, so that hashing alone
// does not load them.
import { blake2b } from '@noble/hashes/blake2.js';

export function blake2b256(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: 32 });
}
