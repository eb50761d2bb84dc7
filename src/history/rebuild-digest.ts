// Compares what an account had at two blocks by their digests, as chain/reads/read-fingerprint.ts lays them out: 1 byte for
// how root dividends are claimed, spec of 3 bytes, nonce of 4, 8 bytes of all but shares, then 17 bytes a place: kind, share roughly, and 8 bytes of its very bytes.
import type { Place } from '../model/past.ts';
import type { Hex } from '../units.ts';

const HEAD = 32;
const PART = 34;
const KIND = { none: 0, legacy: 1, shares: 2, early: 3, own: 255 } as const;
/** Runtimes that claimed root dividends for an account without asking it (chain reference §7.6). */
const AUTO_CLAIMS = { from: 334, to: 440 };
/** Two kinds of share number round differently. */
const ROUNDING = 1e-9;

const numberAt = (digest: Hex, at: number, length: number): number =>
  Number.parseInt(digest.slice(2 + at, 2 + at + length), 16);

export const specOf = (digest: Hex): number => numberAt(digest, 2, 6);
export const nonceOf = (digest: Hex): number => numberAt(digest, 8, 8);

/** Claims that the chain makes may add alpha of any subnet, and not only root stake. */
const keepsAlpha = (digest: Hex): boolean => numberAt(digest, 0, 2) !== 0;

/** How many places it covers. */
export const placesIn = (digest: Hex): number => Math.floor((digest.length - 2 - HEAD) / PART);

type Part = { kind: number; text: string };

function partAt(digest: Hex, at: number): Part {
  const start = HEAD + at * PART;
  return { kind: numberAt(digest, start, 2), text: digest.slice(2 + start, 2 + start + PART) };
}

/** The share in a part: eight bytes of a floating-point number. */
function shareIn({ text }: Part): number {
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < 8; i++) {
    view.setUint8(i, Number.parseInt(text.slice(2 + 2 * i, 4 + 2 * i), 16));
  }
  return view.getFloat64(0);
}

/** The share in a part, 0 where there is none. */
const shareOf = (part: Part): number => (part.kind === KIND.none ? 0 : shareIn(part));

const growsAlone = ({ kind }: Part): boolean => kind === KIND.own || kind === KIND.early;

/** A migration from one kind of number to the other is no change. */
function isSameShare(one: Part, other: Part): boolean {
  if (one.text === other.text) return true;
  const isMigrated = one.kind !== other.kind && one.kind !== KIND.none && other.kind !== KIND.none;
  if (!isMigrated) return false;
  const [a, b] = [shareIn(one), shareIn(other)];
  return Math.abs(a - b) <= ROUNDING * Math.max(a, b);
}

type Comparison = {
  isSame: boolean;
  /** Shares that change by themselves were not compared. */
  byNonce: boolean;
};

const isAutoClaimed = (digest: Hex): boolean =>
  specOf(digest) >= AUTO_CLAIMS.from && specOf(digest) <= AUTO_CLAIMS.to;

/**
 * Of the places that both cover. What a claim that the chain made may have added counts as no change: stake under a hotkey
 * with root stake of the account. `places` in their order.
 */
export function compareDigests(lower: Hex, upper: Hex, places: readonly Place[]): Comparison {
  const count = Math.min(placesIn(lower), placesIn(upper), places.length);
  const pairs = places.slice(0, count).map((place, at) => ({
    place,
    low: partAt(lower, at),
    high: partAt(upper, at),
  }));
  const claims = new Set(
    isAutoClaimed(lower) || isAutoClaimed(upper)
      ? pairs.flatMap(({ place, low, high }) =>
          place.netuid === 0 && (low.kind !== KIND.none || high.kind !== KIND.none)
            ? [place.hotkey]
            : [],
        )
      : [],
  );
  const hasGrowing = pairs.some(({ low, high }) => growsAlone(low) || growsAlone(high));
  const isKept = keepsAlpha(lower) || keepsAlpha(upper);
  const isBaseSame = lower.slice(10, 2 + HEAD) === upper.slice(10, 2 + HEAD);
  const areSharesSame = pairs.every(
    ({ place, low, high }) =>
      growsAlone(low) ||
      growsAlone(high) ||
      isSameShare(low, high) ||
      (claims.has(place.hotkey) && (place.netuid === 0 || isKept) && shareOf(high) > shareOf(low)),
  );
  return { isSame: isBaseSame && areSharesSame, byNonce: claims.size > 0 || hasGrowing };
}

/** Places whose share is another one at the second block, but for those that change by themselves. */
export function changedPlaces(lower: Hex, upper: Hex, places: readonly Place[]): Place[] {
  const count = Math.min(placesIn(lower), placesIn(upper), places.length);
  return places.slice(0, count).filter((_place, at) => {
    const [low, high] = [partAt(lower, at), partAt(upper, at)];
    return !growsAlone(low) && !growsAlone(high) && !isSameShare(low, high);
  });
}
