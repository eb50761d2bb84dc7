// Keeps the newest reading of root rewards of a network, and the rates of earlier ones, thinned as they age.
import type { RootClaimsRecord } from '../model/root-claims.ts';
import { BLOCKS_PER_DAY } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { whole } from './read-whole.ts';
import { isRootClaimsRecord } from './read-root-claims-record.ts';

type Rates = RootClaimsRecord['rates'];

/** Blocks: yields are measured over a week, and one reading of six hours is enough for that. */
const WINDOW = 7 * BLOCKS_PER_DAY;
const SPACING = BLOCKS_PER_DAY / 4;

/**
 * The earlier readings with the newest, ascending: none older than a week, none of a block that the chain has not reached (a
 * chain begun anew), and between two that stay at least six hours.
 */
export function withRates(before: Rates, newest: Rates[number]): Rates {
  const kept: Rates[number][] = [];
  for (const one of before) {
    const isUsable = one.block < newest.block && newest.block - one.block <= WINDOW;
    const last = kept.at(-1);
    if (isUsable && (last === undefined || one.block - last.block >= SPACING)) kept.push(one);
  }
  return [...kept, newest];
}

export async function keepRootClaims(record: Omit<RootClaimsRecord, 'rates'>): Promise<void> {
  try {
    const transaction = (await openStore()).transaction('rootClaims', 'readwrite');
    const before = whole(await transaction.store.get(record.genesisHash), isRootClaimsRecord);
    const newest = { block: record.block.number, rates: record.claims.rates };
    await transaction.store.put({ ...record, rates: withRates(before?.rates ?? [], newest) });
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
