// The root of Substrate's base-16 trie over a known set of entries, and of a block's body as such a set. Builds
// the nodes and keeps only their hashes: nothing can be looked up here.
// Nodes as in polkadot-sdk: substrate/primitives/trie/src/node_codec.rs and node_header.rs (layouts V0 and V1).
import { blake2b256 } from '../scale/blake2b.ts';
import { concatBytes } from '../scale/hex.ts';
import { encodeCompact } from '../scale/scale-encoder.ts';

/** V1 keeps values of 33 bytes and more apart, by their hash; V0 keeps all values in their nodes. */
export type TrieLayout = 'V0' | 'V1';
type TrieEntry = { key: Uint8Array; value: Uint8Array };

/** As the walk needs it: the key by its nibbles, high one first. */
type Entry = { nibbles: Uint8Array; value: Uint8Array };

const HASH_LENGTH = 32;
/** TRIE_VALUE_NODE_THRESHOLD. */
const SHORTEST_HASHED_VALUE = 33;
const EMPTY_NODE = Uint8Array.of(0);

/** The first bits of a node, and how many bits of that byte are left for the count of nibbles. */
type Kind = { prefix: number; countBits: number };
const LEAF: Kind = { prefix: 0b0100_0000, countBits: 6 };
const BRANCH: Kind = { prefix: 0b1000_0000, countBits: 6 };
const BRANCH_WITH_VALUE: Kind = { prefix: 0b1100_0000, countBits: 6 };
const LEAF_OF_HASH: Kind = { prefix: 0b0010_0000, countBits: 5 };
const BRANCH_OF_HASH: Kind = { prefix: 0b0001_0000, countBits: 4 };

function nibblesOf(key: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(key.length * 2);
  for (const [at, byte] of key.entries()) {
    nibbles[2 * at] = byte >> 4;
    nibbles[2 * at + 1] = byte & 15;
  }
  return nibbles;
}

/** Kind and count: a count that fills its bits goes on in bytes of at most 255 each. */
function headerOf({ prefix, countBits }: Kind, count: number): Uint8Array {
  const full = (1 << countBits) - 1;
  if (count < full) return Uint8Array.of(prefix | count);
  const bytes = [prefix | full];
  let rest = count - full;
  while (rest >= 255) {
    bytes.push(255);
    rest -= 255;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** An odd first nibble stands alone in a byte, the rest in pairs. */
function pathOf(nibbles: Uint8Array): Uint8Array {
  const packed = new Uint8Array((nibbles.length + 1) >> 1);
  const shift = nibbles.length & 1;
  for (const [at, nibble] of nibbles.entries()) {
    const byte = (at + shift) >> 1;
    packed[byte] = ((packed[byte] ?? 0) << 4) | nibble;
  }
  return packed;
}

const isHashed = (value: Uint8Array, layout: TrieLayout): boolean =>
  layout === 'V1' && value.length >= SHORTEST_HASHED_VALUE;

const withLength = (bytes: Uint8Array): Uint8Array =>
  concatBytes(encodeCompact(bytes.length), bytes);

const valueBytes = (value: Uint8Array, layout: TrieLayout): Uint8Array =>
  isHashed(value, layout) ? blake2b256(value) : withLength(value);

/** In its parent a node stands itself where it is shorter than its hash. */
const asChild = (node: Uint8Array): Uint8Array =>
  withLength(node.length < HASH_LENGTH ? node : blake2b256(node));

function leaf({ nibbles, value }: Entry, depth: number, layout: TrieLayout): Uint8Array {
  const path = nibbles.subarray(depth);
  const kind = isHashed(value, layout) ? LEAF_OF_HASH : LEAF;
  return concatBytes(headerOf(kind, path.length), pathOf(path), valueBytes(value, layout));
}

/** How many nibbles all of them share from `depth` on. Sorted, so the first and the last decide. */
function sharedFrom(entries: readonly Entry[], depth: number): number {
  const first = entries[0]?.nibbles ?? new Uint8Array();
  const last = entries.at(-1)?.nibbles ?? new Uint8Array();
  let at = depth;
  while (at < first.length && at < last.length && first[at] === last[at]) at += 1;
  return at - depth;
}

/** The node over sorted entries that share their first `depth` nibbles. */
function nodeOf(entries: readonly Entry[], depth: number, layout: TrieLayout): Uint8Array {
  const [first, ...rest] = entries;
  if (first === undefined) return EMPTY_NODE;
  if (rest.length === 0) return leaf(first, depth, layout);
  const end = depth + sharedFrom(entries, depth);
  // The shortest key sorts first, so only the first can end right here.
  const own = first.nibbles.length === end ? first.value : null;
  const below = own === null ? entries : rest;
  let bitmap = 0;
  const children: Uint8Array[] = [];
  for (let from = 0; from < below.length;) {
    const nibble = below[from]?.nibbles[end] ?? 0;
    let to = from + 1;
    while (to < below.length && below[to]?.nibbles[end] === nibble) to += 1;
    bitmap |= 1 << nibble;
    children.push(asChild(nodeOf(below.slice(from, to), end + 1, layout)));
    from = to;
  }
  const kind = own === null ? BRANCH : isHashed(own, layout) ? BRANCH_OF_HASH : BRANCH_WITH_VALUE;
  return concatBytes(
    headerOf(kind, end - depth),
    pathOf(first.nibbles.subarray(depth, end)),
    Uint8Array.of(bitmap & 255, bitmap >> 8),
    ...(own === null ? [] : [valueBytes(own, layout)]),
    ...children,
  );
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The root over entries with different keys, in any order (sp_trie: LayoutV0/LayoutV1::trie_root). */
function trieRoot(entries: readonly TrieEntry[], layout: TrieLayout): Uint8Array {
  const sorted = entries
    .map(({ key, value }) => ({ nibbles: nibblesOf(key), value }))
    .toSorted((a, b) => compareBytes(a.nibbles, b.nibbles));
  return blake2b256(nodeOf(sorted, 0, layout));
}

/** The root over a list, each value under its SCALE-compact index (sp_trie: ordered_trie_root). */
export function orderedTrieRoot(values: readonly Uint8Array[], layout: TrieLayout): Uint8Array {
  return trieRoot(
    values.map((value, index) => ({ key: encodeCompact(index), value })),
    layout,
  );
}
