// Chooses the prices of a day, a week or a month ago among our records and an archive's answers, for every screen.
// Reports which source it chose and its true age. Pure.
import type { PricesAt } from '../model/emission-facts.ts';
import { priceThenOf, type EarlierPrice, type PriceThen } from './price-change.ts';
import { BLOCK_MS, BLOCKS_PER_DAY } from '../units.ts';

export type Horizon = 'day' | 'week' | 'month';
export const horizons: readonly Horizon[] = ['day', 'week', 'month'];
export const blocksAgo: Readonly<Record<Horizon, number>> = {
  day: BLOCKS_PER_DAY,
  week: 7 * BLOCKS_PER_DAY,
  month: 30 * BLOCKS_PER_DAY,
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

/** The head may move on by this many blocks while the archive answers. */
const SLACK_BLOCKS = 50;

const closeTo = (age: number): number => age + age / 12;
/** Prices further back than this belong to another horizon. */
const stillNear = (age: number): number => age + age / 2;

/** A stretch of time or of blocks, both ends within it. */
export type Stretch = { from: number; to: number };

/** Where a source of prices of so many blocks ago may lie: the time of our own record, the block of an archive's. */
export function whereEarlier(
  now: { at: number; block: number },
  blocks: number,
): { at: Stretch; block: Stretch } {
  const age = blocks * BLOCK_MS;
  return {
    at: { from: now.at - stillNear(age), to: now.at - age },
    block: { from: now.block - stillNear(blocks), to: now.block - blocks + SLACK_BLOCKS },
  };
}

const isWithin = (value: number, { from, to }: Stretch): boolean => from <= value && value <= to;

/** An archive's prices lack registrations: a subnet registered after that block did not exist then, or was another one. */
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
  const age = blocks * BLOCK_MS;
  const where = whereEarlier(now, blocks);
  let own: RecordedPrices | null = null;
  for (const point of recorded) {
    if (isWithin(point.at, where.at) && (own === null || point.at > own.at)) own = point;
  }
  let told: ArchivedPrices | null = null;
  for (const prices of archived) {
    if (!isWithin(prices.block.number, where.block)) continue;
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
    const reckoned = (now.block - block) * BLOCK_MS;
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
  return age <= closeTo(blocks * BLOCK_MS);
}

/** An archive could tell more than what is at hand: nothing, something far off, or some subnets missing. */
export function isWorthReading(
  found: EarlierPrices | null,
  horizon: Horizon,
  held: readonly { netuid: number; registeredAt: number }[],
): boolean {
  if (found === null) return true;
  if (!isClose(found, blocksAgo[horizon])) return true;
  // A price that an archive lacked will be missing the next time too.
  return (
    found.from === 'own' &&
    held.some((subnet) => subnet.netuid !== 0 && found.priceThen(subnet) === null)
  );
}
