// Signatures of those who vote for finality, by the browser's own code where it has it: ten times as fast.
// Nodes verify by the rules of ZIP 215 (polkadot-sdk: substrate/primitives/core/src/ed25519.rs rests on ed25519-zebra). They
// accept all that the browser's stricter rules do, and some signatures besides that no honest signer makes: with keys of
// small order, in a second form, or with a part of small order. A single voter who makes those gets them into the votes that
// every honest node keeps. So what the browser refuses is looked at by the nodes' own rules: what passes there passes here.
import { ed25519 } from '@noble/curves/ed25519.js';
import { fromHex } from '../chain/scale/hex.ts';

export type VerifyEd25519 = (
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** As nodes do. */
export const verifyByLibrary: VerifyEd25519 = async (key, signature, message) => {
  try {
    return ed25519.verify(signature, message, key, { zip215: true });
  } catch {
    return false; // No such bytes.
  }
};

const verifyByBrowser: VerifyEd25519 = async (key, signature, message) => {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, message);
  } catch {
    return false; // No key, by its rules.
  }
};

export const verifyByBoth: VerifyEd25519 = async (key, signature, message) =>
  (await verifyByBrowser(key, signature, message)) || verifyByLibrary(key, signature, message);

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
  return knowsTrue && knowsFalse ? verifyByBoth : verifyByLibrary;
}

let chosen: Promise<VerifyEd25519> | null = null;

/** The browser's own where a known signature passes it and a wrong one does not; tried once. */
export function verifierOfVotes(): Promise<VerifyEd25519> {
  chosen ??= choose();
  return chosen;
}
