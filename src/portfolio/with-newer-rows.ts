// A snapshot with the newer pools that belong to it: prices and exit values of those rows are of their pools' block, amounts
// and all else of the snapshot's. Who shows them says both blocks.
import type { Snapshot } from '../model/facts.ts';
import type { NewerRows } from '../model/rows.ts';

/** What the node's API said of the price is of the older block. */
const OLDER = { known: false, reason: 'unreadable' } as const;

/** The snapshot itself where the rows belong to another one. */
export function withNewerRows(snapshot: Snapshot, newer: NewerRows | undefined): Snapshot {
  if (newer === undefined || newer.of !== snapshot.block.hash) return snapshot;
  const rows = new Map(newer.rows.map((row) => [row.netuid, row]));
  const subnets = snapshot.subnets.map((subnet) => {
    const row = rows.get(subnet.netuid);
    // Without a model only the node's own price says what alpha is worth.
    if (row === undefined || row.pool === null || subnet.pool === null) return subnet;
    return { ...subnet, curve: row.curve, pool: row.pool, nodePrice: OLDER };
  });
  return { ...snapshot, subnets };
}
