// What a node gives to be checked: the trie's nodes behind a state's keys, and the votes it has kept with a block.
// Refuses to check anything.
import type { Block } from '../chain/block.ts';
import { justificationsJson } from '../proofs/justification.ts';
import { toHex } from '../scale/bytes.ts';
import { hexListAt } from './params.ts';
import { discardedState } from './rpc-error.ts';
import type { Methods, ReadContext } from './rpc-context.ts';
import { blockAt } from './rpc-context.ts';

export const proofMethods = (context: ReadContext): Methods => ({
  state_getReadProof(params) {
    const block = blockAt(context, params, 1);
    const keys = hexListAt(params, 0);
    const trie = block.state && block.proof?.trie;
    if (!trie) throw discardedState(block.hash);
    const nodes = block.proof?.told?.nodes?.(keys) ?? trie.prove(keys);
    return { at: block.hash, proof: nodes.map(toHex) };
  },
});

export function justificationsOf({ prover, node }: ReadContext, block: Block): unknown {
  const told = block.proof?.told?.justification;
  const bytes = told ? told() : prover?.justificationOf(block, node.chain);
  return bytes ? justificationsJson(bytes) : null;
}
