// The hash the chain names blocks and signs long payloads by, 32 bytes. Apart: who only hashes loads no signature schemes.
import { blake2b } from '@noble/hashes/blake2.js';

export function blake2b256(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: 32 });
}
