// Chooses the prices of a day, a week, a year ago among what was recorded and what an archive told, for every screen, and
// says which it took and how old that really is. Pure; asks nobody.
import type { PricesAt } from '../model/emission-facts.ts';
import { priceThenOf, type EarlierPrice, type PriceThen } from './price-change.ts';

export type Horizon = 'day' | 'week' | 'month';
export const horizons: readonly Horizon[] = ['day', 'week', 'month'];
export const blocksAgo: Readonly<Record<Horizon, number>> = {
  day: 7_200,
  week: 50_400,
  month: 216_000,
};

export type ArchivedPrices = Extract<PricesAt, { known: true }>;
export type RecordedPrices = { at: number; block: number; prices: readonly EarlierPrice[] };

export type EarlierPrices = {
  from: 'own' | 'archive';
  block: number;
  /** Really this many milliseconds before now; of an archive's block, reckoned from its number. */
  age: number;
  priceThen: PriceThen;
};

const MILLISECONDS_PER_BLOCK = 12_000;
/** A head that moved on while the archive was asked. */
const SLACK_BLOCKS = 50;

const closeTo = (age: number): number => age + age / 12;
/** Further back than this is another stretch of time, and not called by this one's name. */
const stillNear = (age: number): number => age + age / 2;

/** An archive tells no registrations: a subnet registered after that block was another one then, or none. */
function archivedPriceThen({ block, prices }: ArchivedPrices): PriceThen {
  const byNetuid = new Map(prices.map((price) => [Number(price.netuid), price.raoPerAlpha]));
  return ({ netuid, registeredAt }) =>
    registeredAt <= block.number ? (byNetuid.get(netuid) ?? null) : null;
}

/** Where prices of so many blocks ago may be had, the closest first; our own record before an archive that is no closer. */
export function earlierSources(
  now: { at: number; block: number },
  blocks: number,
  recorded: readonly RecordedPrices[],
  archived: readonly ArchivedPrices[],
): EarlierPrices[] {
  const age = blocks * MILLISECONDS_PER_BLOCK;
  let own: RecordedPrices | null = null;
  for (const point of recorded) {
    const old = now.at - point.at;
    if (old >= age && old <= stillNear(age) && (own === null || point.at > own.at)) own = point;
  }
  let told: ArchivedPrices | null = null;
  for (const prices of archived) {
    const old = now.block - prices.block.number;
    if (old < blocks - SLACK_BLOCKS || old > stillNear(blocks)) continue;
    if (told === null || prices.block.number > told.block.number) told = prices;
  }
  const found: EarlierPrices[] = [];
  if (own !== null) {
    const priceThen = priceThenOf(own.prices);
    found.push({ from: 'own', block: own.block, age: now.at - own.at, priceThen });
  }
  if (told !== null) {
    const { number: block } = told.block;
    const priceThen = archivedPriceThen(told);
    const reckoned = (now.block - block) * MILLISECONDS_PER_BLOCK;
    found.push({ from: 'archive', block, age: reckoned, priceThen });
  }
  const distance = (of: EarlierPrices): number =>
    of.from === 'own' && of.age <= closeTo(age) ? age : of.age;
  return found.toSorted((a, b) => distance(a) - distance(b));
}

/**
 * Our own record where it reaches back that far and closely, else the closest there is; null when nobody knows. A source
 * that misses fewer of the subnets held goes first. `now` is the block and time of the prices compared with.
 */
export function earlierPrices(
  now: { at: number; block: number },
  horizon: Horizon,
  recorded: readonly RecordedPrices[],
  archived: readonly ArchivedPrices[],
  held: readonly { netuid: number; registeredAt: number }[],
): EarlierPrices | null {
  const missing = ({ priceThen }: EarlierPrices): number =>
    held.filter((subnet) => subnet.netuid !== 0 && priceThen(subnet) === null).length;
  const [best] = earlierSources(now, blocksAgo[horizon], recorded, archived).toSorted(
    (a, b) => missing(a) - missing(b),
  );
  return best ?? null;
}

/** So close to that many blocks ago that looking for a closer one is not worth a question. */
export function isClose({ age }: EarlierPrices, blocks: number): boolean {
  return age <= closeTo(blocks * MILLISECONDS_PER_BLOCK);
}

/** An archive could tell more than what is at hand: nothing, something far off, or some subnets missing. */
export function isWorthReading(
  found: EarlierPrices | null,
  horizon: Horizon,
  held: readonly { netuid: number; registeredAt: number }[],
): boolean {
  if (found === null) return true;
  if (!isClose(found, blocksAgo[horizon])) return true;
  // What an archive did not tell it will not tell the next time either.
  return (
    found.from === 'own' &&
    held.some((subnet) => subnet.netuid !== 0 && found.priceThen(subnet) === null)
  );
}
