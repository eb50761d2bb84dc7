// Has emission figures and earlier prices read when the stored ones are missing or old. Results arrive as a change of the
// store; until then the screens show "not known".
import { earlierSources, isClose } from '../../portfolio/earlier-prices.ts';
import { isFresh } from '../../model/age.ts';
import type { EmissionRecord } from '../../model/records.ts';
import type { Panel } from '../core/panel-context.ts';
import { BLOCKS_PER_DAY, BLOCK_MS } from '../../units.ts';

const MINUTE = 60_000;
const FRESH_FOR = 2 * MINUTE;
/** Figures that could not be compared with the chain are read again with the next block. */
const UNCOMPARED_FRESH_FOR = BLOCK_MS;

function isStillGood(record: EmissionRecord | null, now: number): boolean {
  if (record === null) return false;
  return isFresh(record.readAt, now, record.parent === null ? UNCOMPARED_FRESH_FOR : FRESH_FOR);
}

type FiguresDeps = Pick<Panel, 'deps' | 'store'>;

export async function needEmission({ deps, store }: FiguresDeps): Promise<void> {
  if (isStillGood(store.emission.peek(), deps.now())) return;
  // The strip above shows that the node is unreachable.
  await deps.call('readEmission', null).catch(() => undefined);
}

/** Has the missing horizons read from an archive; does nothing without one. */
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
  // Without an answer the columns stay empty and show why.
  await deps.call('readEarlierPrices', { blocksAgo }).catch(() => undefined);
}
