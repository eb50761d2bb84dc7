// What every JSON-RPC method works with: the node, its lies, and how blocks are named on the wire.
// Refuses to hold state of its own.
import type { Block } from '../chain/block.ts';
import { viewOf } from '../chain/block.ts';
import type { Chain } from '../chain/chain.ts';
import type { DevNode } from '../chain/node.ts';
import type { Prover } from '../proofs/prover.ts';
import type { StateView } from '../runtime/description.ts';
import type { Lies } from '../faults/lies.ts';
import { toHex } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import { digestItem } from '../runtime/common-types.ts';
import { listOf, partOf } from '../scale/value.ts';
import type { Params } from './params.ts';
import { optionalTextAt } from './params.ts';
import { discardedState, unknownBlock } from './rpc-error.ts';
import type { Session } from './session.ts';

/** What of a chain reads need, so that one which is worked out on demand can stand in for one that was made. */
export type ChainView = Pick<
  Chain,
  'head' | 'finalizedHead' | 'find' | 'at' | 'imported' | 'bestChanged' | 'finalized'
>;

/** Enough for every method that only reads. */
export type ReadContext = Readonly<{
  node: Readonly<{ chain: ChainView }>;
  lies: Lies;
  chainName: string;
  /** Missing on a chain that proves nothing. */
  prover?: Prover | null;
}>;

export type RpcContext = ReadContext & Readonly<{ node: DevNode }>;

export type Method = (params: Params, session: Session) => unknown;
export type Methods = Readonly<Record<string, Method>>;

/** The block as the node tells of it: the true one, unless it hides something. */
export const shownBy = ({ lies }: ReadContext, block: Block): Block =>
  lies.hidden?.show(block) ?? block;

export const findBlock = ({ node, lies }: ReadContext, hash: string): Block | null =>
  lies.hidden ? lies.hidden.find(hash, (known) => node.chain.find(known)) : node.chain.find(hash);

/** The block that a parameter names, or the best one. */
export function blockAt(context: ReadContext, params: Params, index: number): Block {
  const hash = optionalTextAt(params, index);
  if (hash === null) return shownBy(context, context.node.chain.head);
  const block = findBlock(context, hash);
  if (!block) throw unknownBlock(hash);
  return block;
}

export function viewAt(block: Block): StateView {
  const view = viewOf(block);
  if (!view) throw discardedState(block.hash);
  return view;
}

export function headerJson({ header }: Block): object {
  return {
    parentHash: header.parentHash,
    number: `0x${header.number.toString(16)}`,
    stateRoot: header.stateRoot,
    extrinsicsRoot: header.extrinsicsRoot,
    digest: {
      logs: listOf(partOf(header.digest, 'logs')).map((log) => toHex(encode(digestItem, log))),
    },
  };
}
