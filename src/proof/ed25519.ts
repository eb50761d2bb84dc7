// Signatures of those who vote for finality, by the browser's own code where it has it: ten times as fast.
// Nodes verify by the rules of ZIP 215 (polkadot-sdk: substrate/primitives/core/src/ed25519.rs rests on ed25519-zebra),
// which accept all that stricter rules do, and some signatures besides that no honest signer makes: with keys of small
// order or in a second form. Here the strict rules hold, so that the browser's code and ours agree on every signature of
// an honest voter, and what passes here passes on the chain. Only a voter could make one that passes there alone; with it
// a proof is refused here, never a false one accepted.
import { ed25519 } from '@noble/curves/ed25519.js';
import { fromHex } from '../chain/scale/hex.ts';

export type VerifyEd25519 = (
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

export const verifyByLibrary: VerifyEd25519 = async (key, signature, message) => {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false; // No point of the curve.
  }
};

export const verifyByBrowser: VerifyEd25519 = async (key, signature, message) => {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, message);
  } catch {
    return false; // No key, by its rules.
  }
};

// RFC 8032, section 7.1, test 2.
const KNOWN = {
  key: fromHex('0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
  signature: fromHex(
    '0x92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ),
  message: Uint8Array.of(0x72),
};

async function choose(): Promise<VerifyEd25519> {
  const { key, signature, message } = KNOWN;
  const knowsTrue = await verifyByBrowser(key, signature, message);
  const knowsFalse = !(await verifyByBrowser(key, signature, Uint8Array.of(0x73)));
  return knowsTrue && knowsFalse ? verifyByBrowser : verifyByLibrary;
}

let chosen: Promise<VerifyEd25519> | null = null;

/** The browser's own where a known signature passes it and a wrong one does not; tried once. */
export function verifierOfVotes(): Promise<VerifyEd25519> {
  chosen ??= choose();
  return chosen;
}
