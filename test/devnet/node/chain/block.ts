// One block of the simulated chain: header, body, what it left behind, and how it is hashed.
// Refuses to know how blocks are made.
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import type { StateTrie } from '../proofs/state-trie.ts';
import type { Consensus, StateView } from '../runtime/description.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { digest, h256 } from '../runtime/common-types.ts';
import { BLOCK_HASH_COUNT } from '../runtime/system-pallets.ts';
import { fromHex, toHex } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import { compact, struct, u32 } from '../scale/type.ts';

/** Hashes are 0x-hex, as on the wire. */
export type Header = Readonly<{
  parentHash: string;
  number: number;
  stateRoot: string;
  extrinsicsRoot: string;
  digest: Value;
}>;

export type Block = {
  readonly hash: string;
  readonly header: Header;
  readonly number: number;
  readonly parent: Block | null;
  /** With their length prefix. */
  readonly extrinsics: readonly Uint8Array[];
  readonly timestamp: number;
  readonly events: Uint8Array;
  readonly eventCount: number;
  readonly executedBy: Runtime;
  /** The code that the block's state holds: after an upgrade already the new one. */
  readonly runtime: Runtime;
  /** Null once pruned. */
  state: LedgerState | null;
  /** Only of a chain whose state has a real root. */
  proof?: BlockProof;
};

export type BlockProof = {
  readonly consensus: Consensus;
  /** Without the seal, as the state holds it. */
  readonly digest: Value;
  /** Of the state after the block; null once that is pruned. */
  trie: StateTrie | null;
  /** What a lying node gives instead of the truth. */
  told?: Readonly<{
    nodes?: (keys: readonly Uint8Array[]) => readonly Uint8Array[];
    justification?: () => Uint8Array | null;
  }>;
};

const headerType = struct('Header', {
  parentHash: h256,
  number: compact(u32),
  stateRoot: h256,
  extrinsicsRoot: h256,
  digest,
});

export const encodeHeader = (header: Header): Uint8Array => encode(headerType, { ...header });

export const hashHeader = (header: Header): string => toHex(blake2b256(encodeHeader(header)));

/** The ancestor of a block (or the block itself) at a height. */
export function ancestorAt(block: Block, number: number): Block | null {
  let at: Block | null = block;
  while (at && at.number > number) at = at.parent;
  return at?.number === number ? at : null;
}

/** Null when the state is pruned. */
export function viewOf(block: Block): StateView | null {
  const { state } = block;
  if (!state) return null;
  return {
    state,
    number: block.number,
    parentHash: fromHex(block.header.parentHash),
    timestamp: block.timestamp,
    events: block.events,
    eventCount: block.eventCount,
    digest: block.proof?.digest ?? block.header.digest,
    executedSpecVersion: block.executedBy.spec.specVersion,
    blockHash: (number) => knownHash(block, number),
    spec: block.runtime.spec,
    consensus: block.proof?.consensus ?? null,
  };
}

/** What `System.BlockHash` holds in the state of a block: its ancestors, not itself, and the first one for good. */
function knownHash(block: Block, number: number): Uint8Array | null {
  if (number === 0 && block.number > 0) return fromHex(genesisOf(block));
  if (number >= block.number || number < block.number - BLOCK_HASH_COUNT) return null;
  const isNear = block.number - number <= NEAR;
  const hash = isNear ? ancestorAt(block, number)?.hash : hashesBefore(block).get(number);
  return hash === undefined ? null : fromHex(hash);
}

const roots = new WeakMap<Block, string>();

/** Walked once: a later block finds it at its parent. */
export function genesisOf(block: Block): string {
  let at = block;
  let found = roots.get(at);
  while (found === undefined && at.parent !== null) {
    at = at.parent;
    found = roots.get(at);
  }
  found ??= at.hash;
  roots.set(block, found);
  return found;
}

/** Up to here walking is less work than writing down the way. */
const NEAR = 16;
/** Of the last block whose far ancestors were asked for: whoever asks for one asks for all. */
let walked: Readonly<{ from: Block; hashes: ReadonlyMap<number, string> }> | null = null;

function hashesBefore(block: Block): ReadonlyMap<number, string> {
  const { parent } = block;
  if (!parent) return new Map();
  if (walked?.from === parent) return walked.hashes;
  const hashes = new Map<number, string>();
  const first = block.number - BLOCK_HASH_COUNT;
  for (let at: Block | null = parent; at && at.number >= first; at = at.parent) {
    hashes.set(at.number, at.hash);
  }
  walked = { from: parent, hashes };
  return hashes;
}
