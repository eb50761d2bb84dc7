// The six coldkeys of the public development phrase, and ids for everyone else who never signs.
// Refuses to hold a secret: the phrase is the one every Substrate chain publishes.
import { blake2b } from '@noble/hashes/blake2.js';
import type { AccountId } from '../state/ledger-state.ts';

export const DEVELOPMENT_NAMES = ['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie'] as const;

export type DevelopmentName = (typeof DEVELOPMENT_NAMES)[number];
export type DevelopmentColdkeys = Readonly<Record<DevelopmentName, AccountId>>;

export const toHex = (bytes: Uint8Array): string =>
  `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** `//Alice` to `//Ferdie`, sr25519. Written out: deriving them takes longer than the rest of a genesis. */
export const developmentColdkeys = (): DevelopmentColdkeys => ({
  alice: '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d',
  bob: '0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48',
  charlie: '0x90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22',
  dave: '0x306721211d5404bd9da88e0204360a1a9ab8b87c66c1bc2fcdd37f3c2222cc20',
  eve: '0xe659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e',
  ferdie: '0x1cbd2d43530a44705ad088af313e18f80b53ef16b36177cd4b77b846f2a5f07c',
});

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
