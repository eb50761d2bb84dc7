// The library's verification with its verdicts remembered by key, signature and bytes. Stories that end the background
// at every step verify the same few signatures thousands of times. `build.mjs` puts it under `verify-signature.ts`.
import { verify as verifyByLibrary } from '@scure/sr25519';

const verdicts = new Map<string, boolean>();
const MOST_VERDICTS = 10_000;

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Throws where the library does: only verdicts are remembered. */
export function verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const parts = [textOf(publicKey), textOf(signature), textOf(message)];
  const key = `${publicKey.length} ${signature.length} ${parts.join('')}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
  const verdict = verifyByLibrary(message, signature, publicKey);
  verdicts.set(key, verdict);
  return verdict;
}
