// Asks for what the lens shows when the store has nothing or something old. What comes arrives as a change; what
// cannot come leaves the screens saying "not known".
import type { EmissionRecord, PricesRecord } from '../../store/schema.ts';
import type { PanelModel } from './panel-model.ts';

const MINUTE = 60_000;
const FRESH_FOR = 2 * MINUTE;
/** What could not be held against the chain is read again sooner: with the next block. */
const UNCOMPARED_FRESH_FOR = 12_000;

export function isFresh(record: EmissionRecord | null, now: number): boolean {
  if (record === null) return false;
  return now - record.readAt < (record.parent === null ? UNCOMPARED_FRESH_FOR : FRESH_FOR);
}

type Asker = Pick<PanelModel, 'deps' | 'store'>;

export async function needEmission({ deps, store }: Asker): Promise<void> {
  if (isFresh(store.emission.peek(), deps.now())) return;
  // The strip above says when the node cannot be reached.
  await deps.call('readEmission', null).catch(() => undefined);
}

export const BLOCKS_PER_DAY = 7_200;

/** How far back prices are looked at, in days. */
export const horizons: readonly number[] = [1, 7, 30, 90, 365];

/** Within an hour of a day ago is "a day ago"; in proportion for the others. */
const slackOf = (days: number): number => days * 300;

/** The record nearest to so many days before the head; null when none is near enough. */
export function pricesNear(
  records: readonly PricesRecord[],
  head: number,
  days: number,
): PricesRecord | null {
  const wanted = head - days * BLOCKS_PER_DAY;
  let best: PricesRecord | null = null;
  for (const record of records) {
    const distance = Math.abs(record.blockNumber - wanted);
    if (distance > slackOf(days)) continue;
    if (best === null || distance < Math.abs(best.blockNumber - wanted)) best = record;
  }
  return best;
}

/** Asks an archive for the horizons that are not at hand; without an archive nobody is asked. */
export async function needEarlierPrices(
  { deps, store }: Asker,
  wanted: readonly number[],
): Promise<void> {
  const head = store.emission.peek()?.facts.block.number ?? 0;
  if (head === 0 || store.network.peek().archive === null) return;
  const missing = wanted.filter(
    (days) => head > days * BLOCKS_PER_DAY && pricesNear(store.prices.peek(), head, days) === null,
  );
  if (missing.length === 0) return;
  const blocksAgo = missing.map((days) => days * BLOCKS_PER_DAY);
  // No answer is an answer: the columns stay empty and say why.
  await deps.call('readEarlierPrices', { blocksAgo }).catch(() => undefined);
}
