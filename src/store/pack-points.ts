// Points of one account, many to a record: a point differs little from the one before it, and ten years of days must fit.
// Amounts are kept as differences in as few bytes as they need; hotkeys and subnets are named once a pack.
import type { BookPoint, Holding, PriceThen } from '../model/book.ts';
import { toAlphaRao, toRao, type Hex, type Ss58Address } from '../units.ts';
import { ByteReader, ByteWriter } from './packed-bytes.ts';

/** Points of one account in order. `first` to `last` are block numbers, `firstAt` and `lastAt` block times. */
export type PointPack = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  first: number;
  last: number;
  firstAt: number;
  lastAt: number;
  count: number;
  /** The holdings that any of its points has. */
  holdings: readonly Holding[];
  /** The subnets that any of its points has a price of. */
  subnets: readonly Subnet[];
  bytes: Uint8Array;
};

type Subnet = Pick<PriceThen, 'netuid' | 'registeredAt'>;

const IS_OWN = 1;
/** The list has the same members in the same order as the point before. */
const SAME_HOLDINGS = 2;
const SAME_PRICES = 4;

const subnetKey = ({ netuid, registeredAt }: Subnet): string => `${netuid} ${registeredAt}`;
const holdingKey = (one: Holding): string => `${subnetKey(one)} ${one.hotkey}`;

/** Each member of all lists once, in the order in which they came, and its place by its key. */
function namesOf<T>(
  lists: readonly (readonly T[])[],
  keyOf: (one: T) => string,
): { names: T[]; placeOf: (one: T) => number } {
  const places = new Map<string, number>();
  const names: T[] = [];
  for (const one of lists.flat()) {
    const key = keyOf(one);
    if (places.has(key)) continue;
    places.set(key, names.length);
    names.push(one);
  }
  return { names, placeOf: (one) => places.get(keyOf(one)) ?? -1 };
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at]);

/** Points of one account, at least one, ascending by block, each block once. */
export function packPoints(points: readonly BookPoint[]): PointPack {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('no points');
  const holdings = namesOf<Holding>(
    points.map((point) => point.holdings),
    holdingKey,
  );
  const subnets = namesOf<Subnet>(
    points.map(({ prices }) => prices),
    subnetKey,
  );
  const writer = new ByteWriter();
  const before = { number: 0, at: 0, nonce: 0, free: 0n };
  const amounts: bigint[] = [];
  const prices: bigint[] = [];
  let heldBefore: number[] = [];
  let pricedBefore: number[] = [];
  for (const point of points) {
    const held = point.holdings.map(holdings.placeOf);
    const priced = point.prices.map(subnets.placeOf);
    const hasSameHoldings = isSame(held, heldBefore);
    const hasSamePrices = isSame(priced, pricedBefore);
    writer.byte(
      (point.source === 'own' ? IS_OWN : 0) +
        (hasSameHoldings ? SAME_HOLDINGS : 0) +
        (hasSamePrices ? SAME_PRICES : 0),
    );
    writer.count(point.block.number - before.number);
    writer.hex(point.block.hash);
    writer.signed(BigInt(point.at - before.at));
    writer.signed(BigInt(point.nonce - before.nonce));
    writer.signed(point.free - before.free);
    if (!hasSameHoldings) [held.length, ...held].forEach((one) => writer.count(one));
    for (const [index, { alpha }] of point.holdings.entries()) {
      const place = held[index] ?? 0;
      writer.signed(alpha - (amounts[place] ?? 0n));
      amounts[place] = alpha;
    }
    if (!hasSamePrices) [priced.length, ...priced].forEach((one) => writer.count(one));
    for (const [index, { raoPerAlpha }] of point.prices.entries()) {
      const place = priced[index] ?? 0;
      writer.signed(raoPerAlpha - (prices[place] ?? 0n));
      prices[place] = raoPerAlpha;
    }
    Object.assign(before, { number: point.block.number, at: point.at, nonce: point.nonce });
    before.free = point.free;
    heldBefore = held;
    pricedBefore = priced;
  }
  const { genesisHash, coldkey } = first;
  return {
    genesisHash,
    coldkey,
    first: first.block.number,
    last: last.block.number,
    firstAt: first.at,
    lastAt: last.at,
    count: points.length,
    holdings: holdings.names.map(({ netuid, registeredAt, hotkey }) => {
      return { netuid, registeredAt, hotkey };
    }),
    subnets: subnets.names.map(({ netuid, registeredAt }) => ({ netuid, registeredAt })),
    bytes: writer.taken(),
  };
}

function named<T>(names: readonly T[], place: number): T {
  const name = names[place];
  if (name === undefined) throw new RangeError('no such name in the pack');
  return name;
}

const placesIn = (reader: ByteReader): number[] =>
  Array.from({ length: Math.min(reader.count(), 0xffff) }, () => reader.count());

/** The points one by one, so that who needs the first alone reads no further. Throws RangeError where the bytes are spoiled. */
function* pointsIn(pack: PointPack): Generator<BookPoint> {
  const { genesisHash, coldkey } = pack;
  const reader = new ByteReader(pack.bytes);
  let number = 0;
  let at = 0;
  let nonce = 0;
  let free = 0n;
  const amounts: bigint[] = [];
  const prices: bigint[] = [];
  let held: number[] = [];
  let priced: number[] = [];
  for (let left = pack.count; left > 0; left -= 1) {
    const flags = reader.byte();
    number += reader.count();
    const hash = reader.hex();
    at += Number(reader.signed());
    nonce += Number(reader.signed());
    free += reader.signed();
    if ((flags & SAME_HOLDINGS) === 0) held = placesIn(reader);
    const holdings = held.map((place) => {
      const amount = (amounts[place] ?? 0n) + reader.signed();
      amounts[place] = amount;
      return { ...named(pack.holdings, place), alpha: toAlphaRao(amount) };
    });
    if ((flags & SAME_PRICES) === 0) priced = placesIn(reader);
    const pricesThen = priced.map((place) => {
      const raoPerAlpha = (prices[place] ?? 0n) + reader.signed();
      prices[place] = raoPerAlpha;
      return { ...named(pack.subnets, place), raoPerAlpha };
    });
    yield {
      genesisHash,
      coldkey,
      block: { hash, number },
      at,
      nonce,
      free: toRao(free),
      holdings,
      prices: pricesThen,
      source: (flags & IS_OWN) === 0 ? 'archive' : 'own',
    };
  }
  if (!reader.isAtEnd) throw new RangeError('the pack is longer than its points');
}

/** A pack whose bytes are spoiled has no points: what it had can be read from the chain again. */
export function unpackPoints(pack: PointPack): BookPoint[] {
  try {
    const points = [...pointsIn(pack)];
    const isWhole =
      points[0]?.block.number === pack.first && points.at(-1)?.block.number === pack.last;
    return isWhole ? points : [];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The first point without unpacking the others; null: spoiled. */
export function unpackFirst(pack: PointPack): BookPoint | null {
  try {
    return pointsIn(pack).next().value ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
