// The trie over a whole state: what its root is, and which nodes prove a key. State version 1: long values by their hash.
// Refuses to change: an edited trie is another one that shares what is equal, so every block may keep its own.
import { concat, toHex, Writer } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';

/** Null takes the key away. */
export type StateChange = readonly [key: Uint8Array, value: Uint8Array | null];

type Children = (TrieNode | null)[];

type TrieNode = {
  /** The edit that made it and may still write into it. */
  readonly owner: object;
  /** Nibbles between the parent's child and this node, one a byte. */
  path: Uint8Array;
  value: Uint8Array | null;
  children: Children | null;
  /** By which the parent names it where its own bytes are too long to stand there; they are made again when asked for. */
  hash: Uint8Array | null;
};

const FANOUT = 16;
/** A node of this length or longer stands in its parent by its hash. */
const HASH_LENGTH = 32;
const EMPTY = new Uint8Array(1);

export class StateTrie {
  static readonly empty = new StateTrie(null);
  private readonly root: TrieNode | null;
  private hash: string | null = null;

  private constructor(root: TrieNode | null) {
    this.root = root;
  }

  get rootHash(): string {
    this.hash ??= toHex(blake2b256(this.root ? encodeNode(this.root) : EMPTY));
    return this.hash;
  }

  with(changes: Iterable<StateChange>): StateTrie {
    const owner = {};
    let root = this.root;
    for (const [key, value] of changes) {
      const nibbles = nibblesOf(key);
      root = value ? put(root, nibbles, 0, value, owner) : root && remove(root, nibbles, 0, owner);
    }
    return root === this.root ? this : new StateTrie(root);
  }

  get(key: Uint8Array): Uint8Array | null {
    return this.walk(key, () => undefined);
  }

  /** As a node's recorder gives them: what was looked at on the way to each key, each once, sorted by its bytes. */
  prove(keys: readonly Uint8Array[]): Uint8Array[] {
    const seen = new Map<string, Uint8Array>();
    const add = (bytes: Uint8Array): void => {
      seen.set(toHex(bytes), bytes);
    };
    if (keys.length > 0) add(this.root ? encodeNode(this.root) : EMPTY);
    for (const key of keys) {
      const value = this.walk(key, (node) => {
        const encoded = encodeNode(node);
        if (encoded.length >= HASH_LENGTH) add(encoded);
      });
      if (value && value.length > HASH_LENGTH) add(value);
    }
    return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes);
  }

  /** The node at which the way to a key ends. */
  ends(key: Uint8Array): Uint8Array | null {
    let last: Uint8Array | null = null;
    this.walk(key, (node) => {
      const encoded = encodeNode(node);
      if (encoded.length >= HASH_LENGTH) last = encoded;
    });
    return last;
  }

  private walk(key: Uint8Array, visit: (node: TrieNode) => void): Uint8Array | null {
    const nibbles = nibblesOf(key);
    let node = this.root;
    let at = 0;
    while (node) {
      visit(node);
      if (sharedLength(node.path, nibbles, at) < node.path.length) return null;
      at += node.path.length;
      const next: number | undefined = nibbles[at];
      if (next === undefined) return node.value;
      node = node.children?.[next] ?? null;
      at += 1;
    }
    return null;
  }
}

function nibblesOf(key: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(key.length * 2);
  key.forEach((byte, index) => {
    nibbles[2 * index] = byte >> 4;
    nibbles[2 * index + 1] = byte & 15;
  });
  return nibbles;
}

function sharedLength(path: Uint8Array, nibbles: Uint8Array, at: number): number {
  let count = 0;
  while (count < path.length && path[count] === nibbles[at + count]) count += 1;
  return count;
}

const newNode = (owner: object, path: Uint8Array, value: Uint8Array | null): TrieNode => ({
  owner,
  path,
  value,
  children: null,
  hash: null,
});

/** The node itself where this edit made it, else a copy; either way its bytes are to be made anew. */
function writable(node: TrieNode, owner: object): TrieNode {
  if (node.owner !== owner) {
    const children = node.children && [...node.children];
    return { ...node, owner, children, hash: null };
  }
  node.hash = null;
  return node;
}

function put(
  node: TrieNode | null,
  nibbles: Uint8Array,
  at: number,
  value: Uint8Array,
  owner: object,
): TrieNode {
  if (!node) return newNode(owner, nibbles.slice(at), value);
  const shared = sharedLength(node.path, nibbles, at);
  if (shared < node.path.length) {
    const fork = newNode(owner, node.path.slice(0, shared), null);
    fork.children = noChildren();
    const below = writable(node, owner);
    fork.children[node.path[shared] ?? 0] = below;
    below.path = below.path.slice(shared + 1);
    return put(fork, nibbles, at, value, owner);
  }
  const written = writable(node, owner);
  const next = nibbles[at + shared];
  if (next === undefined) {
    written.value = value;
  } else {
    written.children ??= noChildren();
    const child = written.children[next] ?? null;
    written.children[next] = put(child, nibbles, at + shared + 1, value, owner);
  }
  return written;
}

const noChildren = (): Children => Array.from({ length: FANOUT }, () => null);

function remove(node: TrieNode, nibbles: Uint8Array, at: number, owner: object): TrieNode | null {
  const shared = sharedLength(node.path, nibbles, at);
  if (shared < node.path.length) return node;
  const next = nibbles[at + shared];
  if (next === undefined) {
    if (!node.value) return node;
    const written = writable(node, owner);
    written.value = null;
    return folded(written, owner);
  }
  const child = node.children?.[next] ?? null;
  const left = child && remove(child, nibbles, at + shared + 1, owner);
  if (left === child) return node;
  const written = writable(node, owner);
  if (written.children) written.children[next] = left;
  return folded(written, owner);
}

/** A node that lost something, in the only form that it may have now. */
function folded(node: TrieNode, owner: object): TrieNode | null {
  const taken = [...(node.children ?? []).entries()].filter(([, child]) => child !== null);
  const [[index, only] = [0, null]] = taken;
  if (!only) {
    node.children = null;
    return node.value ? node : null;
  }
  if (taken.length > 1 || node.value) return node;
  const joined = writable(only, owner);
  joined.path = concat(node.path, new Uint8Array([index]), joined.path);
  return joined;
}

function writeHeader(writer: Writer, bits: string, count: number): void {
  const room = 2 ** (8 - bits.length) - 1;
  const start = Number.parseInt(bits.padEnd(8, '0'), 2);
  writer.byte(start + Math.min(count, room));
  if (count < room) return;
  let more = count - room;
  for (; more >= 255; more -= 255) writer.byte(255);
  writer.byte(more);
}

function writePath(writer: Writer, path: Uint8Array): void {
  let at = path.length % 2;
  if (at === 1) writer.byte(path[0] ?? 0);
  for (; at < path.length; at += 2) writer.byte((path[at] ?? 0) * 16 + (path[at + 1] ?? 0));
}

function writeSized(writer: Writer, bytes: Uint8Array): void {
  writer.compact(BigInt(bytes.length));
  writer.raw(bytes);
}

function encodeNode(node: TrieNode): Uint8Array {
  const { value, children, path } = node;
  const isHashed = value !== null && value.length > HASH_LENGTH;
  const writer = new Writer();
  if (children) writeHeader(writer, isHashed ? '0001' : value ? '11' : '10', path.length);
  else writeHeader(writer, isHashed ? '001' : '01', path.length);
  writePath(writer, path);
  if (children) {
    const bitmap = children.reduce((bits, child, nibble) => bits + (child ? 1 << nibble : 0), 0);
    writer.integer(BigInt(bitmap), 2, false);
  }
  if (isHashed) writer.raw(blake2b256(value));
  else if (value) writeSized(writer, value);
  for (const child of children ?? []) if (child) writeSized(writer, nameOf(child));
  return writer.finish();
}

function nameOf(node: TrieNode): Uint8Array {
  if (node.hash) return node.hash;
  const encoded = encodeNode(node);
  if (encoded.length < HASH_LENGTH) return encoded;
  node.hash = blake2b256(encoded);
  return node.hash;
}
