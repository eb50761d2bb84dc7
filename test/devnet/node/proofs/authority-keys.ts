// Keys of the chain's authorities, by number: sr25519 for authors, ed25519 for voters. Public on purpose, like the chain.
// Refuses chance: the same key signs the same bytes in the same way, so that runs repeat.
import { createPrivateKey, createPublicKey, sign as signByNode, type KeyObject } from 'node:crypto';
import { getPublicKey, secretFromSeed, sign as signByAuthor } from '@scure/sr25519';
import { concat, toHex, utf8 } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';

/** PKCS #8 in front of a raw ed25519 seed; of the public form the key is the last 32 bytes. */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_LENGTH = 32;
const MOST_SEALS = 20_000;

export type SignerKind = 'author' | 'voter';

const seedOf = (kind: SignerKind, index: number): Uint8Array =>
  blake2b256(utf8(`taubar devnet ${kind} ${index}`));

const authorSecrets = new Map<string, Uint8Array>();
const voterSecrets = new Map<string, KeyObject>();
const named = new Map<string, string>();

/** As 0x-hex. Numbers from `STRANGER` on belong to nobody's set. */
export function authorityKey(kind: SignerKind, index: number): string {
  const name = `${kind} ${index}`;
  const known = named.get(name);
  if (known !== undefined) return known;
  const made = kind === 'author' ? makeAuthor(index) : makeVoter(index);
  named.set(name, made);
  return made;
}

export const STRANGER = 1_000_000;

export const authorityKeys = (kind: SignerKind, first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => authorityKey(kind, first + index));

function makeAuthor(index: number): string {
  const secret = secretFromSeed(seedOf('author', index));
  const key = toHex(getPublicKey(secret));
  authorSecrets.set(key, secret);
  return key;
}

function makeVoter(index: number): string {
  const der = Buffer.concat([ED25519_PREFIX, seedOf('voter', index)]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const key = toHex(spki.subarray(-KEY_LENGTH));
  voterSecrets.set(key, secret);
  return key;
}

function secretOf<T>(secrets: ReadonlyMap<string, T>, key: string): T {
  const secret = secrets.get(key);
  if (secret === undefined) throw new RangeError(`Nobody has the secret of ${key}`);
  return secret;
}

/** Chains with the same beginning are started again and again. */
const seals = new Map<string, Uint8Array>();

/** `salt` makes signatures of the same bytes differ, as chance would. */
export function signAsAuthor(key: string, message: Uint8Array, salt: string): Uint8Array {
  const secret = secretOf(authorSecrets, key);
  const name = `${key}${toHex(message)}${salt}`;
  const known = seals.get(name);
  if (known) return known;
  if (seals.size >= MOST_SEALS) seals.clear();
  const chance = blake2b256(concat(message, utf8(salt)));
  const seal = signByAuthor(secret, message, chance);
  seals.set(name, seal);
  return seal;
}

export const signAsVoter = (key: string, message: Uint8Array): Uint8Array =>
  new Uint8Array(signByNode(null, message, secretOf(voterSecrets, key)));
