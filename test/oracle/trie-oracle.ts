// The referee for tries: grown key by key, then written out node by node; gives the root and the nodes that prove keys.
// Written from the chain reference alone, without src/: only the hash function is the same package.
import { blake2b } from '@noble/hashes/blake2.js';

/** A value, or where only that is known the hash that stands for it in a trie of version 1. */
export type OracleValue = Uint8Array | { hash: Uint8Array };
export type OracleTrie = {
  root: Uint8Array;
  /** The nodes on the way to each key, as far as it goes, and the values that stand there by their hash. */
  prove: (keys: readonly Uint8Array[]) => Uint8Array[];
};

type Branch = {
  /** Nibbles between the parent's child and this node, one character each. */
  label: string;
  value: OracleValue | null;
  children: Map<number, Branch>;
  /** Written out once the trie is whole. */
  bytes: Uint8Array;
  hash: Uint8Array;
};

const DIGITS = '0123456789abcdef';
const hashOf = (bytes: Uint8Array): Uint8Array => blake2b(bytes, { dkLen: 32 });

/** The nibbles of a key, the high one of each byte first, one hexadecimal character each. */
const nibblesOf = (key: Uint8Array): string =>
  Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('');

const branch = (label: string, value: OracleValue | null): Branch => ({
  label,
  value,
  children: new Map(),
  bytes: new Uint8Array(),
  hash: new Uint8Array(),
});

function sharedLength(a: string, b: string): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

const first = (nibbles: string): number => DIGITS.indexOf(nibbles.charAt(0));

/** Puts a value where its nibbles lead; gives the node that now stands in the place of `node`. */
function put(node: Branch, nibbles: string, value: OracleValue): Branch {
  const shared = sharedLength(node.label, nibbles);
  if (shared < node.label.length) {
    const above = branch(node.label.slice(0, shared), null);
    const rest = node.label.slice(shared);
    node.label = rest.slice(1);
    above.children.set(first(rest), node);
    return put(above, nibbles, value);
  }
  const rest = nibbles.slice(shared);
  if (rest === '') {
    node.value = value;
    return node;
  }
  const child = node.children.get(first(rest));
  node.children.set(
    first(rest),
    child === undefined ? branch(rest.slice(1), value) : put(child, rest.slice(1), value),
  );
  return node;
}

/** A length as SCALE's compact number. */
function compact(length: number): number[] {
  if (length < 64) return [length * 4];
  if (length < 16_384) return [((length * 4) & 255) + 1, length >> 6];
  const word = length * 4 + 2;
  return [0, 8, 16, 24].map((shift) => Math.floor(word / 2 ** shift) % 256);
}

/** The kind's bits and the count: all bits of the first byte set means that the count goes on. */
function head(kind: string, count: number): number[] {
  const most = 2 ** (8 - kind.length) - 1;
  const start = Number.parseInt(kind.padEnd(8, '0'), 2);
  if (count < most) return [start + count];
  const rest = count - most;
  return [start + most, ...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
}

const packed = (label: string): number[] =>
  ((label.length % 2 === 1 ? '0' : '') + label)
    .match(/../g)
    ?.map((pair) => Number.parseInt(pair, 16)) ?? [];

const isApart = (value: OracleValue, version: 0 | 1): boolean =>
  !(value instanceof Uint8Array) || (version === 1 && value.length >= 33);

const apartHash = (value: OracleValue): Uint8Array =>
  value instanceof Uint8Array ? hashOf(value) : value.hash;

function kindOf({ value, children }: Branch, version: 0 | 1): string {
  const apart = value !== null && isApart(value, version);
  if (children.size === 0) return apart ? '001' : '01';
  if (value === null) return '10';
  return apart ? '0001' : '11';
}

function join(parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Writes a node out, its children first. */
function write(node: Branch, version: 0 | 1): void {
  const parts: (readonly number[] | Uint8Array)[] = [
    head(kindOf(node, version), node.label.length),
    packed(node.label),
  ];
  const order = [...node.children].toSorted(([a], [b]) => a - b);
  if (order.length > 0) {
    const bitmap = order.reduce((sum, [nibble]) => sum + 2 ** nibble, 0);
    parts.push([bitmap % 256, Math.floor(bitmap / 256)]);
  }
  const { value } = node;
  if (value !== null && isApart(value, version)) parts.push(apartHash(value));
  else if (value instanceof Uint8Array) parts.push(compact(value.length), value);
  for (const [, child] of order) {
    write(child, version);
    const reference = child.bytes.length < 32 ? child.bytes : child.hash;
    parts.push(compact(reference.length), reference);
  }
  node.bytes = join(parts);
  node.hash = hashOf(node.bytes);
}

/** The trie over these entries, later ones in the place of earlier ones with the same key. */
export function buildTrie(
  entries: Iterable<readonly [key: Uint8Array, value: OracleValue]>,
  version: 0 | 1,
): OracleTrie {
  let top: Branch | null = null;
  for (const [key, value] of entries) {
    const nibbles = nibblesOf(key);
    top = top === null ? branch(nibbles, value) : put(top, nibbles, value);
  }
  if (top === null) {
    const empty = Uint8Array.of(0);
    return { root: hashOf(empty), prove: () => [empty] };
  }
  write(top, version);
  const root = top;

  function collect(nibbles: string, found: Set<Uint8Array>): void {
    let rest = nibbles;
    for (let node: Branch | undefined = root; node !== undefined;) {
      // A short node stands in its parent; the topmost one is always given.
      if (node === root || node.bytes.length >= 32) found.add(node.bytes);
      if (!rest.startsWith(node.label)) return;
      rest = rest.slice(node.label.length);
      if (rest === '') {
        const { value } = node;
        if (value instanceof Uint8Array && isApart(value, version)) found.add(value);
        return;
      }
      node = node.children.get(first(rest));
      rest = rest.slice(1);
    }
  }

  return {
    root: root.hash,
    prove: (keys) => {
      const found = new Set<Uint8Array>();
      for (const key of keys) collect(nibblesOf(key), found);
      return [...new Map([...found].map((bytes) => [nibblesOf(bytes), bytes])).values()];
    },
  };
}
