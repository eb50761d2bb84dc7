// One block of the simulated chain: header, body, what it left behind, and how it is hashed.
// Refuses to know how blocks are made.
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import type { StateView } from '../runtime/description.ts';
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
    digest: block.header.digest,
    executedSpecVersion: block.executedBy.spec.specVersion,
    blockHash: (number) => knownHash(block, number),
    spec: block.runtime.spec,
  };
}

/** What `System.BlockHash` holds in the state of a block: its ancestors, not itself. */
function knownHash(block: Block, number: number): Uint8Array | null {
  if (number >= block.number || number < block.number - BLOCK_HASH_COUNT) return null;
  const ancestor = ancestorAt(block, number);
  return ancestor ? fromHex(ancestor.hash) : null;
}
