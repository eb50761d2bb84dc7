// The headers of the newest heads that a node announced: which block follows which, so what belongs to a lost branch; and
// what their authors sealed.
import type { Hex } from '../../units.ts';
import type { Header } from './block-header.ts';

/** null: no header of that hash came. */
export type ParentOf = (blockHash: Hex) => Hex | null;

type NewestHeaders = {
  add: (header: Header) => void;
  parentOf: ParentOf;
  /** By hash. */
  all: () => ReadonlyMap<Hex, Header>;
  clear: () => void;
};

/** What authors confirm is some tens of blocks deep. */
const MOST_HEADERS = 64;
/** Of branches longer than that nothing is known. */
const LONGEST_WAY = 32;

export function createNewestHeaders(): NewestHeaders {
  const headers = new Map<Hex, Header>();
  return {
    add(header) {
      const [oldest] = headers.keys();
      if (oldest !== undefined && headers.size >= MOST_HEADERS) headers.delete(oldest);
      headers.set(header.hash, header);
    },
    parentOf: (blockHash) => headers.get(blockHash)?.parentHash ?? null,
    all: () => headers,
    clear: () => headers.clear(),
  };
}

/** `from` or one of its parents is that block, by headers that came; false: that is not known. */
export function leadsTo(parentOf: ParentOf, from: Hex, block: Hex): boolean {
  let at: Hex | null = from;
  for (let steps = 0; at !== null && steps < LONGEST_WAY; steps += 1) {
    if (at === block) return true;
    at = parentOf(at);
  }
  return false;
}
