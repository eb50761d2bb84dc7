// The icon that wallets of the polkadot family draw for an account, so that people can compare the two. Drawn from the public
// key: every form of an address has the same icon. Loaded after the first paint, because hashing is not needed for that.
// Source of the rule: polkadot-js/ui, packages/ui-shared/src/icons/polkadot.ts, after paritytech/oo7, polkadot-identicon.
import { blake2b } from '@noble/hashes/blake2.js';

type Circle = { cx: number; cy: number; fill: string };

/** Half of the drawing's width. */
const HALF = 32;

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const KEY_BYTES = 32;
const CHECKSUM_BYTES = 2;

/** The 32 bytes before the checksum, whatever the length of the prefix. The address is believed: others have verified it. */
export function publicKeyIn(address: string): Uint8Array {
  let value = 0n;
  for (const character of address) value = value * 58n + BigInt(ALPHABET.indexOf(character));
  value >>= BigInt(8 * CHECKSUM_BYTES);
  const key = new Uint8Array(KEY_BYTES);
  for (let i = KEY_BYTES - 1; i >= 0; i -= 1, value >>= 8n) key[i] = Number(value & 0xffn);
  return key;
}

/** Which colour of the palette each circle has, and how many of all 257 keys are drawn so. */
const schemes: readonly { frequency: number; colours: readonly number[] }[] = [
  { frequency: 1, colours: [0, 28, 0, 0, 28, 0, 0, 28, 0, 0, 28, 0, 0, 28, 0, 0, 28, 0, 1] },
  { frequency: 20, colours: [0, 1, 3, 2, 4, 3, 0, 1, 3, 2, 4, 3, 0, 1, 3, 2, 4, 3, 5] },
  { frequency: 16, colours: [1, 2, 3, 1, 2, 4, 5, 5, 4, 1, 2, 3, 1, 2, 4, 5, 5, 4, 0] },
  { frequency: 32, colours: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 3] },
  { frequency: 32, colours: [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6] },
  { frequency: 128, colours: [0, 1, 2, 3, 4, 5, 3, 4, 2, 0, 1, 6, 7, 8, 9, 7, 8, 6, 10] },
  { frequency: 128, colours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 8, 6, 7, 5, 3, 4, 2, 11] },
];
const ALL_KEYS = schemes.reduce((sum, { frequency }) => sum + frequency, 0);
const LIGHTNESS = [53, 15, 35, 75];

function coloursOf(drawn: number): readonly number[] {
  let left = drawn;
  for (const { frequency, colours } of schemes) {
    if (left < frequency) return colours;
    left -= frequency;
  }
  throw new RangeError('more than all keys');
}

function fillOf(byte: number, index: number, saturation: number): string {
  const value = (byte + (index % 28) * 58) % 256;
  if (value === 0) return '#444';
  if (value === 255) return 'transparent';
  const hue = Math.floor(((value % 64) * 360) / 64);
  return `hsl(${hue}, ${saturation}%, ${LIGHTNESS[value >> 6]}%)`;
}

/** Three circles to each of six directions, anticlockwise from the top: far, half as far, and between two far ones. */
function placeOf(index: number): { cx: number; cy: number } {
  if (index === 18) return { cx: HALF, cy: HALF };
  const far = (HALF * 3) / 4;
  const isBetween = index % 3 === 2;
  const away = isBetween ? far * Math.cos(Math.PI / 6) : index % 3 === 1 ? far / 2 : far;
  const angle = ((Math.floor(index / 3) + (isBetween ? 0.5 : 0)) * Math.PI) / 3;
  return { cx: HALF - away * Math.sin(angle), cy: HALF - away * Math.cos(angle) };
}

const zeroHash = blake2b(new Uint8Array(KEY_BYTES), { dkLen: 64 });

/** The nineteen circles in a square of 64; the last one is in the middle. */
export function identiconOf(publicKey: Uint8Array): Circle[] {
  const hash = blake2b(publicKey, { dkLen: 64 });
  const id = [...hash].map((byte, i) => (byte + 256 - (zeroHash[i] ?? 0)) % 256);
  const [turn = 0, intensity = 0, low = 0, high = 0] = id.slice(28, 32);
  const saturation = ((Math.floor((intensity * 70) / 256) + 26) % 80) + 30;
  const colours = coloursOf((low + high * 256) % ALL_KEYS);
  return Array.from({ length: 19 }, (_, circle) => {
    const index = colours[circle < 18 ? (circle + (turn % 6) * 3) % 18 : 18] ?? 0;
    return { ...placeOf(circle), fill: fillOf(id[index] ?? 0, index, saturation) };
  });
}
