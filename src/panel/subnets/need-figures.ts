// Asks for what the lens shows when the store has nothing or something old. What comes arrives as a change; what
// cannot come leaves the screens saying "not known".
import { earlierSources, isClose } from '../../portfolio/earlier-prices.ts';
import type { EmissionRecord } from '../../model/records.ts';
import type { Panel } from '../core/panel-context.ts';
import { BLOCKS_PER_DAY, BLOCK_MS } from '../../model/block-time.ts';

const MINUTE = 60_000;
const FRESH_FOR = 2 * MINUTE;
/** What could not be held against the chain is read again sooner: with the next block. */
const UNCOMPARED_FRESH_FOR = BLOCK_MS;

function isFresh(record: EmissionRecord | null, now: number): boolean {
  if (record === null) return false;
  return now - record.readAt < (record.parent === null ? UNCOMPARED_FRESH_FOR : FRESH_FOR);
}

type FiguresDeps = Pick<Panel, 'deps' | 'store'>;

export async function needEmission({ deps, store }: FiguresDeps): Promise<void> {
  if (isFresh(store.emission.peek(), deps.now())) return;
  // The strip above says when the node cannot be reached.
  await deps.call('readEmission', null).catch(() => undefined);
}

/** Asks an archive for the horizons that are not at hand; without an archive nobody is asked. */
export async function needEarlierPrices(
  { deps, store }: FiguresDeps,
  wanted: readonly number[],
): Promise<void> {
  const head = store.emission.peek()?.facts.block.number ?? 0;
  if (head === 0 || store.network.peek().archive === null) return;
  const archived = store.prices.peek().map(({ prices }) => prices);
  const missing = wanted.filter((days) => {
    const blocks = days * BLOCKS_PER_DAY;
    const [closest] = earlierSources({ at: 0, block: head }, blocks, [], archived);
    return head > blocks && (closest === undefined || !isClose(closest, blocks));
  });
  if (missing.length === 0) return;
  const blocksAgo = missing.map((days) => days * BLOCKS_PER_DAY);
  // No answer is an answer: the columns stay empty and say why.
  await deps.call('readEarlierPrices', { blocksAgo }).catch(() => undefined);
}
