// Subnets found by number or name. Pure.
import type { SubnetEntry } from './subnet-entry.ts';

/** A number finds that subnet first, then those whose number or name contains it. */
export function searchSubnets(
  entries: readonly SubnetEntry[],
  query: string,
): readonly SubnetEntry[] {
  const wanted = query
    .trim()
    .toLocaleLowerCase()
    .replace(/^sn(?=\d)/, '');
  if (wanted === '') return entries;
  const found = entries.filter(({ text }) => text.toLocaleLowerCase().includes(wanted));
  return found.toSorted(
    (a, b) => Number(String(b.netuid) === wanted) - Number(String(a.netuid) === wanted),
  );
}
