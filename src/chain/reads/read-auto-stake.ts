// Where the chain sends a coldkey's own earnings by itself.
import type { Reading } from '../../model/facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { accountOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { known, storageQuery, queryAll } from '../runtime/storage-query.ts';

type AutoStake = { netuid: Netuid; hotkey: Ss58Address | null };

/** null: none chosen. */
export async function readAutoStake(
  state: StateReader,
  coldkey: Ss58Address,
  netuids: readonly Netuid[],
): Promise<Reading<AutoStake[]>> {
  const queries = netuids.map((netuid) =>
    storageQuery(
      state.runtime,
      ['SubtensorModule', 'AutoStakeDestination'],
      [coldkey, netuid],
      (value) => (value === null ? null : accountOf(value)),
    ),
  );
  const found: AutoStake[] = [];
  for (const [i, reading] of (await state.storage(queryAll(queries))).entries()) {
    const netuid = netuids[i];
    if (!reading.known) return reading;
    if (netuid !== undefined) found.push({ netuid, hotkey: reading.value });
  }
  return known(found);
}
