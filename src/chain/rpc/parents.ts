// Which block follows which, by the headers that a node announced: what belongs to a lost branch is told by it.
import type { Hex } from '../../units.ts';
import type { Header } from './block-header.ts';

/** null: no header of that hash came. */
export type ParentOf = (blockHash: Hex) => Hex | null;

type Parents = { add: (header: Header) => void; of: ParentOf; clear: () => void };

const MOST_PARENTS = 64;
/** Of branches longer than that nothing is known. */
const LONGEST_WAY = 32;

export function createParents(): Parents {
  const parents = new Map<Hex, Hex>();
  return {
    add({ hash, parentHash }) {
      const [oldest] = parents.keys();
      if (oldest !== undefined && parents.size >= MOST_PARENTS) parents.delete(oldest);
      parents.set(hash, parentHash);
    },
    of: (blockHash) => parents.get(blockHash) ?? null,
    clear: () => parents.clear(),
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
