// What a block's state holds under some keys, proven: the trie's nodes on the way from the header's state root to each key.
// Hashes alone decide: in what order and how often the nodes came does not matter. Nodes on no way to a key are ignored,
// not refused: they can change no value, cost no more than their hashing, and who answers with too much tells no lie.
import { AppError } from '../errors.ts';
import { listUpTo, object, parseKnown, text } from '../parse.ts';
import type { Hex } from '../units.ts';
import { blake2b256 } from '../chain/scale/blake2b.ts';
import { fromHex, isHex, toHex } from '../chain/scale/hex.ts';
import { malformed } from '../chain/scale/scale-reader.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { HASH_LENGTH, readTrieNode, SHORTEST_HASHED_VALUE, type TrieNode } from './trie-node.ts';

/** In one verification: a caller with more splits them. */
const MOST_KEYS = 2_000;
/** Bytes of a key: two hashed names, and a few hashed arguments with their values. */
const LONGEST_KEY = 512;
/** Of one verification, unused ones included: hashing them all takes a fraction of a second. */
const MOST_NODES = 20_000;
const MOST_BYTES = 4 << 20;

function invalid(about: string, cause?: unknown): AppError {
  return new AppError('PROOF_INVALID', { about }, cause);
}

function nibblesOf(key: Hex): Uint8Array {
  if (!isHex(key) || key.length > 2 * LONGEST_KEY + 2) throw new RangeError('no storage key');
  const bytes = fromHex(key);
  const nibbles = new Uint8Array(2 * bytes.length);
  for (let at = 0; at < nibbles.length; at++) {
    const byte = bytes[at >> 1] ?? 0;
    nibbles[at] = at & 1 ? byte & 15 : byte >> 4;
  }
  return nibbles;
}

/** A node, and those below it that a key led to already: each is read once, however many keys pass it. */
type Place = { node: TrieNode; below: Map<number, Place> };

class ReadProof {
  readonly #items = new Map<Hex, Uint8Array>();
  readonly #places = new Map<Hex, Place>();
  readonly #texts = new Map<Uint8Array, Hex>();

  constructor(nodes: readonly Uint8Array[]) {
    for (const bytes of nodes) this.#items.set(toHex(blake2b256(bytes)), bytes);
  }

  #item(hash: Hex, what: string): Uint8Array {
    const bytes = this.#items.get(hash);
    if (bytes === undefined) throw invalid(`${what} is missing`);
    return bytes;
  }

  /** The topmost node; null: the trie is empty. Any other node shorter than a hash stands in its parent. */
  root(hash: Hex): Place | null {
    const bytes = this.#item(hash, 'the root');
    if (bytes.length === 1 && bytes[0] === 0) return null;
    return { node: readTrieNode(bytes), below: new Map() };
  }

  #byHash(hash: Hex): Place {
    const known = this.#places.get(hash);
    if (known) return known;
    const bytes = this.#item(hash, 'a node');
    if (bytes.length < HASH_LENGTH) throw invalid('a short node stands by its hash');
    const place: Place = { node: readTrieNode(bytes), below: new Map() };
    this.#places.set(hash, place);
    return place;
  }

  #below(place: Place, nibble: number): Place | null {
    const known = place.below.get(nibble);
    if (known) return known;
    const child = place.node.children.get(nibble);
    if (child === undefined) return null;
    const found: Place =
      child.length === HASH_LENGTH
        ? this.#byHash(toHex(child))
        : { node: readTrieNode(child), below: new Map() };
    place.below.set(nibble, found);
    return found;
  }

  /** One text a value, though many keys may lead to it. */
  #textOf(bytes: Uint8Array): Hex {
    const known = this.#texts.get(bytes);
    if (known !== undefined) return known;
    const written = toHex(bytes);
    this.#texts.set(bytes, written);
    return written;
  }

  #valueOf({ value }: TrieNode): Hex | null {
    if (value === null) return null;
    if (!value.isHash) return this.#textOf(value.bytes);
    const bytes = this.#item(toHex(value.bytes), 'a value');
    if (bytes.length < SHORTEST_HASHED_VALUE) throw invalid('a short value stands by its hash');
    return this.#textOf(bytes);
  }

  /** Goes down nibble by nibble: where the way ends, nothing is under that key. Each step takes a nibble at least. */
  valueUnder(root: Place, nibbles: Uint8Array): Hex | null {
    let place = root;
    for (let at = 0; ;) {
      const { path } = place.node;
      for (let i = 0; i < path.length; i++) if (path[i] !== nibbles[at + i]) return null;
      at += path.length;
      const nibble = nibbles[at];
      if (nibble === undefined) return this.#valueOf(place.node);
      const next = this.#below(place, nibble);
      if (next === null) return null;
      place = next;
      at += 1;
    }
  }
}

/**
 * The value under each key in the state with that root; null: proven to be absent. Throws PROOF_INVALID where anything on
 * the way to a key is missing, wrong or in no canonical form, or the proof is beyond all measure.
 */
export function verifyReadProof(
  stateRoot: Hex,
  nodes: readonly Uint8Array[],
  keys: readonly Hex[],
): Map<Hex, Hex | null> {
  if (keys.length > MOST_KEYS) throw new RangeError('too many keys for one proof');
  const asked = keys.map((key) => ({ key, nibbles: nibblesOf(key) }));
  if (nodes.length > MOST_NODES) throw invalid('too many nodes');
  if (nodes.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES) throw invalid('too long');
  if (asked.length === 0) return new Map();
  try {
    const proof = new ReadProof(nodes);
    const root = proof.root(stateRoot);
    return new Map(
      asked.map(({ key, nibbles }) => [
        key,
        root === null ? null : proof.valueUnder(root, nibbles),
      ]),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NODE_MALFORMED') throw error;
    throw invalid('a node is malformed', error);
  }
}

const MOST_KEYS_A_QUESTION = 500;
/** JSON characters around an answer, and around one node in it. */
const AROUND_ANSWER = 125;
const AROUND_NODE = 3;

const answerShape = object({ at: text, proof: listUpTo(MOST_NODES, text) });

/** Throws NODE_MALFORMED. */
function parseAnswer(answer: unknown, blockHash: Hex): string[] {
  const parsed = parseKnown(answerShape, answer);
  if (parsed === null || parsed.at.toLowerCase() !== blockHash) throw malformed('read proof');
  const length = parsed.proof.reduce((sum, node) => sum + node.length, 0);
  if (length > 2 * (MOST_BYTES + MOST_NODES)) throw malformed('read proof');
  return parsed.proof;
}

/** A refusal as PROOF_NOT_SERVED where this node never gives that proof; any other as it is. */
function toNotServed(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const isUnknown = error.code === 'NODE_REFUSED' && error.detail['kind'] === 'never';
  if (!isUnknown && error.code !== 'BLOCK_PRUNED') return error;
  const about = isUnknown ? 'state_getReadProof' : 'state of that block';
  return new AppError('PROOF_NOT_SERVED', { about }, error);
}

/**
 * A node's proof of the values under these keys at a block, not verified yet; `bytes`: length of its answers as they came.
 * Throws PROOF_NOT_SERVED where the node lacks the method or that state, NODE_MALFORMED, and what asking throws.
 */
export async function askReadProof(
  ask: RpcCall,
  blockHash: Hex,
  keys: readonly Hex[],
  signal?: AbortSignal,
): Promise<{ nodes: Uint8Array[]; bytes: number }> {
  const distinct = [...new Set(keys)];
  const questions: Hex[][] = [];
  for (let at = 0; at < distinct.length; at += MOST_KEYS_A_QUESTION) {
    questions.push(distinct.slice(at, at + MOST_KEYS_A_QUESTION));
  }
  const answers = await Promise.all(
    questions.map(async (some) => {
      try {
        return parseAnswer(await ask('state_getReadProof', [some, blockHash], signal), blockHash);
      } catch (error) {
        throw toNotServed(error);
      }
    }),
  );
  // The nodes near the root are in every answer.
  const nodes = [...new Set(answers.flat())].map(fromHex);
  const bytes = answers.flat().reduce((sum, node) => sum + node.length + AROUND_NODE, 0);
  return { nodes, bytes: bytes + AROUND_ANSWER * answers.length };
}
