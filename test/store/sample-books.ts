// Books as long as wanted, the same for the same numbers: points that grow day by day, and entries of several kinds between them.
import type { Book, BookEntry, BookPoint, EntryKind, Leg } from '../../src/model/book.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { toAlphaRao, toNetuid, toRao, type Hex, type Ss58Address } from '../../src/units.ts';

export const genesisHash: Hex = `0x${'2f'.repeat(32)}`;
export const START = Date.UTC(2022, 0, 1);
export const BLOCK_MS = 12_000;
export const DAY = 7_200;

const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, 'b')}`;
export const atOf = (block: number): number => START + block * BLOCK_MS;

/** Addresses that differ, one a number. */
export function addressOf(number: number): Ss58Address {
  const key = new Uint8Array(32).fill(7);
  new DataView(key.buffer).setUint32(0, number);
  return formatSs58(key);
}

export const coldkeyOf = (number: number): Ss58Address => addressOf(number);
const hotkeyOf = (number: number): Ss58Address => addressOf(100_000 + number);

/** What the account holds at the block: each amount and price moves a little from point to point. */
export function pointOf(
  coldkey: Ss58Address,
  block: number,
  holdings = 3,
  more: Partial<BookPoint> = {},
): BookPoint {
  const all = Array.from({ length: holdings }, (_one, index) => ({
    netuid: toNetuid(index),
    registeredAt: index === 0 ? 0 : 4_000_000 + index,
    hotkey: hotkeyOf(index % 5),
    alpha: toAlphaRao(BigInt((index + 1) * 1_234_567_891_011) + BigInt(block) * 31_337n),
  }));
  return {
    genesisHash,
    coldkey,
    block: { number: block, hash: hashOf(block) },
    at: atOf(block),
    nonce: 7,
    free: toRao(5_123_456_789n),
    holdings: all,
    prices: all.slice(1).map(({ netuid, registeredAt }) => ({
      netuid,
      registeredAt,
      raoPerAlpha: BigInt(netuid) * 10_000_019n + BigInt((block * 7919) % 1_000_003),
    })),
    source: 'archive',
    ...more,
  };
}

const kinds: readonly EntryKind[] = ['stake', 'unstake', 'swap', 'tao-in', 'claim', 'failed'];

export function entryOf(
  coldkey: Ss58Address,
  block: number,
  index = 0,
  more: Partial<BookEntry> = {},
): BookEntry {
  const kind = kinds[index % kinds.length] ?? 'stake';
  const netuid = toNetuid(1 + (index % 40));
  const registeredAt = 4_000_000 + netuid;
  const alpha: Leg = {
    of: 'alpha',
    netuid,
    registeredAt,
    hotkey: hotkeyOf(index % 5),
    change: kind === 'stake' ? 41_000_000_007n : -3_000_000_001n,
  };
  const free: Leg = { of: 'free', change: kind === 'stake' ? -1_500_000_000n : 1_200_000_003n };
  const isTraded = kind === 'stake' || kind === 'unstake' || kind === 'swap';
  return {
    genesisHash,
    coldkey,
    block: { number: block, hash: hashOf(block) },
    place: 0,
    at: atOf(block),
    kind,
    by: 'self',
    extrinsic: {
      index: 3,
      hash: hashOf(block + 1),
      call: 'SubtensorModule.add_stake_limit',
      signer: coldkey,
    },
    legs: isTraded ? [free, alpha] : kind === 'failed' ? [] : [free],
    fee: { of: 'free', change: -1_413_300n },
    poolFees: isTraded ? [{ unit: 'rao', netuid, amount: 755_000n }] : [],
    prices: isTraded ? [{ netuid, registeredAt, raoPerAlpha: 36_000_000n }] : [],
    counterparty: null,
    error: kind === 'failed' ? 'SubtensorModule.SlippageTooHigh' : null,
    source: 'archive',
    ...more,
  };
}

export function bookOf(coldkey: Ss58Address, stretches: Book['stretches']): Book {
  return {
    genesisHash,
    coldkey,
    stretches,
    marks: [],
    places: [],
    extrinsicsFound: 0,
    extrinsicsByNonce: 0,
  };
}
