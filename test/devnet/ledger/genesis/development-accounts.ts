// The six coldkeys of the public development phrase, and ids for everyone else who never signs.
// Refuses to hold a secret: the phrase is the one every Substrate chain publishes.
import { Keyring } from '@polkadot/keyring';
import { blake2b } from '@noble/hashes/blake2.js';
import type { AccountId } from '../state/ledger-state.ts';

export const DEVELOPMENT_NAMES = ['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie'] as const;

export type DevelopmentName = (typeof DEVELOPMENT_NAMES)[number];
export type DevelopmentColdkeys = Readonly<Record<DevelopmentName, AccountId>>;

export const toHex = (bytes: Uint8Array): string =>
  `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** `//Alice` to `//Ferdie`, sr25519. */
export function developmentColdkeys(): DevelopmentColdkeys {
  const keyring = new Keyring({ type: 'sr25519' });
  const keyOf = (path: string): AccountId => toHex(keyring.addFromUri(path).publicKey);
  return {
    alice: keyOf('//Alice'),
    bob: keyOf('//Bob'),
    charlie: keyOf('//Charlie'),
    dave: keyOf('//Dave'),
    eve: keyOf('//Eve'),
    ferdie: keyOf('//Ferdie'),
  };
}

/** 32 bytes that belong to a name and to nobody's key. */
export const accountNamed = (name: string): AccountId =>
  toHex(blake2b(new TextEncoder().encode(`simulated/${name}`), { dkLen: 32 }));

/** `blake2_256` of an account id, as a coldkey swap announces it. */
export function hashOfAccount(account: AccountId): string {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1)
    bytes[i] = Number.parseInt(account.slice(2 + 2 * i, 4 + 2 * i), 16);
  return toHex(blake2b(bytes, { dkLen: 32 }));
}
