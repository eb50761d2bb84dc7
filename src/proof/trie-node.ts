// A node of Substrate's base-16 trie read from its bytes, in its one canonical form: whatever no honest trie can hold is
// refused, and nothing is read past the end.
// As in polkadot-sdk: substrate/primitives/trie/src/node_codec.rs and node_header.rs.
import { ScaleReader, malformed } from '../chain/scale/scale-reader.ts';

export const HASH_LENGTH = 32;
/** Of layout V1 (TRIE_VALUE_NODE_THRESHOLD): a value that stands by its hash is not shorter. */
export const SHORTEST_HASHED_VALUE = 33;

export type TrieNode = {
  /** Nibbles between the parent's child and this node. */
  path: Uint8Array;
  /** In the node itself, or by its hash: one trie has both while it passes from layout V0 to V1. */
  value: { isHash: boolean; bytes: Uint8Array } | null;
  /** By nibble: the child itself where shorter than a hash, else its hash. A leaf has none. */
  children: ReadonlyMap<number, Uint8Array>;
};

type Kind = { countBits: number; isBranch: boolean; value: 'none' | 'inline' | 'hash' };

/** The kind by the leading bits of a node. Throws for reserved ones, and for the empty trie, which is no child. */
function kindOf(first: number): Kind {
  if (first >= 0b1100_0000) return { countBits: 6, isBranch: true, value: 'inline' };
  if (first >= 0b1000_0000) return { countBits: 6, isBranch: true, value: 'none' };
  if (first >= 0b0100_0000) return { countBits: 6, isBranch: false, value: 'inline' };
  if (first >= 0b0010_0000) return { countBits: 5, isBranch: false, value: 'hash' };
  if (first >= 0b0001_0000) return { countBits: 4, isBranch: true, value: 'hash' };
  throw malformed('kind of node');
}

/** The count of nibbles: one that fills its bits goes on in bytes, 255 meaning that another follows. */
function readCount(reader: ScaleReader, first: number, countBits: number): number {
  const full = (1 << countBits) - 1;
  let count = first & full;
  if (count < full) return count;
  for (;;) {
    const more = reader.u8();
    count += more;
    if (more < 255) return count;
  }
}

/** An odd first nibble stands alone in a byte, whose other half is zero. */
function readPath(reader: ScaleReader, count: number): Uint8Array {
  const packed = reader.take((count + 1) >> 1);
  const skipped = count & 1;
  if (skipped === 1 && (packed[0] ?? 0) > 15) throw malformed('padding of a path');
  const path = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    const byte = packed[(at + skipped) >> 1] ?? 0;
    path[at] = (at + skipped) & 1 ? byte & 15 : byte >> 4;
  }
  return path;
}

function readChildren(reader: ScaleReader, bitmap: number): Map<number, Uint8Array> {
  const children = new Map<number, Uint8Array>();
  for (let nibble = 0; nibble < 16; nibble++) {
    if ((bitmap & (1 << nibble)) === 0) continue;
    const length = reader.length(1);
    if (length === 0 || length > HASH_LENGTH) throw malformed('length of a child');
    children.set(nibble, reader.take(length));
  }
  return children;
}

/** Throws NODE_MALFORMED. */
export function readTrieNode(bytes: Uint8Array): TrieNode {
  const reader = new ScaleReader(bytes);
  const first = reader.u8();
  const kind = kindOf(first);
  const path = readPath(reader, readCount(reader, first, kind.countBits));
  const bitmap = kind.isBranch ? reader.u16() : 0;
  const value =
    kind.value === 'none'
      ? null
      : {
          isHash: kind.value === 'hash',
          bytes: reader.take(kind.value === 'hash' ? HASH_LENGTH : reader.length(1)),
        };
  const children = readChildren(reader, bitmap);
  reader.end();
  // Where only one thing follows, it would stand here itself.
  const fewest = value === null ? 2 : 1;
  if (kind.isBranch && children.size < fewest) throw malformed('a branch that does not fork');
  return { path, value, children };
}
