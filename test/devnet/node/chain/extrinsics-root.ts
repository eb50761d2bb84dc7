// The root of a block's body: the trie that Substrate builds over it, written apart from src/, from the format's
// description (spec.polkadot.network, "State Storage and the Storage Trie"). Refuses to store or to look up anything.
import { concat, toHex, Writer } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';

/** A value, or the hash of one that is not at hand. */
export type TrieValue = { bytes: Uint8Array } | { hash: Uint8Array };

type Tree = { value: TrieValue | null; branches: Map<number, Tree> };

const newTree = (): Tree => ({ value: null, branches: new Map() });

/** One level a nibble: paths without forks are folded when they are encoded. */
function insert(tree: Tree, key: Uint8Array, value: TrieValue): void {
  let at = tree;
  for (const digit of toHex(key).slice(2)) {
    const nibble = Number.parseInt(digit, 16);
    const next = at.branches.get(nibble) ?? newTree();
    at.branches.set(nibble, next);
    at = next;
  }
  at.value = value;
}

function sized(bytes: Uint8Array): Uint8Array {
  const writer = new Writer();
  writer.compact(BigInt(bytes.length));
  writer.raw(bytes);
  return writer.finish();
}

function hashedValue(value: TrieValue, isV1: boolean): Uint8Array | null {
  if ('hash' in value) return value.hash;
  return isV1 && value.bytes.length > 32 ? blake2b256(value.bytes) : null;
}

function header(bits: string, nibbles: number): Uint8Array {
  const room = 2 ** (8 - bits.length) - 1;
  const writer = new Writer();
  const start = Number.parseInt(bits.padEnd(8, '0'), 2);
  if (nibbles < room) {
    writer.byte(start + nibbles);
    return writer.finish();
  }
  writer.byte(start + room);
  let more = nibbles - room;
  for (; more >= 255; more -= 255) writer.byte(255);
  writer.byte(more);
  return writer.finish();
}

function packed(path: readonly number[]): Uint8Array {
  const even = path.length % 2 === 0 ? path : [0, ...path];
  return new Uint8Array(even.flatMap((high, i) => (i % 2 ? [] : [high * 16 + (even[i + 1] ?? 0)])));
}

function node(tree: Tree, isV1: boolean): Uint8Array {
  const path: number[] = [];
  let at = tree;
  while (at.value === null && at.branches.size === 1) {
    const [only] = at.branches;
    if (!only) break;
    path.push(only[0]);
    at = only[1];
  }
  const { value, branches } = at;
  const hash = value && hashedValue(value, isV1);
  const content = hash ?? (value && 'bytes' in value ? sized(value.bytes) : new Uint8Array());
  if (branches.size === 0) {
    return value
      ? concat(header(hash ? '001' : '01', path.length), packed(path), content)
      : new Uint8Array(1);
  }
  const children: Uint8Array[] = [];
  const bitmap = new Writer();
  let bits = 0n;
  for (let nibble = 0; nibble < 16; nibble += 1) {
    const child = branches.get(nibble);
    if (!child) continue;
    bits += 1n << BigInt(nibble);
    const encoded = node(child, isV1);
    children.push(sized(encoded.length > 31 ? blake2b256(encoded) : encoded));
  }
  bitmap.integer(bits, 2, false);
  const kind = header(hash ? '0001' : value ? '11' : '10', path.length);
  return concat(kind, packed(path), bitmap.finish(), content, ...children);
}

export function trieRootOf(entries: readonly [Uint8Array, TrieValue][], isV1: boolean): string {
  const tree = newTree();
  for (const [key, value] of entries) insert(tree, key, value);
  return toHex(blake2b256(node(tree, isV1)));
}

/** V0 while a runtime's system_version is 0 or 1, as that of Subtensor is. */
export function extrinsicsRoot(
  extrinsics: readonly Uint8Array[],
  layout: 'V0' | 'V1' = 'V0',
): string {
  const entries = extrinsics.map((bytes, index): [Uint8Array, TrieValue] => {
    const key = new Writer();
    key.compact(BigInt(index));
    return [key.finish(), { bytes }];
  });
  return trieRootOf(entries, layout === 'V1');
}
