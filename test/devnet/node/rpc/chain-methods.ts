// chain_*: blocks, headers, hashes, and the three streams of heads.
// Refuses to know state.
import type { Block } from '../chain/block.ts';
import { toHex } from '../scale/bytes.ts';
import { invalidParams } from './rpc-error.ts';
import { justificationsOf } from './proof-methods.ts';
import type { Params } from './params.ts';
import { optionalTextAt, textAt } from './params.ts';
import type { Method, Methods, ReadContext } from './rpc-context.ts';
import { findBlock, headerJson, shownBy } from './rpc-context.ts';

export function chainMethods(context: ReadContext): Methods {
  const { chain } = context.node;
  const shown = (block: Block): Block => shownBy(context, block);
  /** Unlike the state methods, these answer null for a block they do not know. */
  const find = (params: Params): Block | null => {
    const hash = optionalTextAt(params, 0);
    return hash === null ? shown(chain.head) : findBlock(context, hash);
  };
  const getHead: Method = (params) => {
    const block = find(params);
    return block && headerJson(block);
  };
  /** A node that shows less than it knows has nothing to announce. */
  const announcing = (notify: (head: object) => void, first: Block): ((block: Block) => void) => {
    let last = first.hash;
    notify(headerJson(first));
    return (block) => {
      const told = shown(block);
      if (told.hash !== last) notify(headerJson(told));
      last = told.hash;
    };
  };
  const newHeads: Method = (_, session) =>
    session.subscribe('chain_newHead', (notify) => {
      return chain.bestChanged.add(announcing(notify, shown(chain.head)));
    });
  const allHeads: Method = (_, session) =>
    session.subscribe('chain_allHead', (notify) => {
      return chain.imported.add(announcing(notify, shown(chain.head)));
    });
  const finalizedHeads: Method = (_, session) =>
    session.subscribe('chain_finalizedHead', (notify) => {
      return chain.finalized.add(announcing(notify, shown(chain.finalizedHead)));
    });
  const unsubscribe: Method = (params, session) => session.unsubscribe(textAt(params, 0));
  const finalizedHead: Method = () => shown(chain.finalizedHead).hash;
  const getBlockHash: Method = (params) => {
    const asked = params[0];
    if (asked === undefined || asked === null) return shown(chain.head).hash;
    if (Array.isArray(asked)) return asked.map((number) => hashOf(context, number));
    return hashOf(context, asked);
  };
  return {
    chain_getHeader: getHead,
    chain_getBlock(params) {
      const block = find(params);
      if (!block) return null;
      return {
        block: { header: headerJson(block), extrinsics: block.extrinsics.map(toHex) },
        justifications: justificationsOf(context, block),
      };
    },
    chain_getBlockHash: getBlockHash,
    chain_getHead: getBlockHash,
    chain_getFinalizedHead: finalizedHead,
    chain_getFinalisedHead: finalizedHead,
    chain_subscribeNewHeads: newHeads,
    chain_subscribeNewHead: newHeads,
    chain_unsubscribeNewHeads: unsubscribe,
    chain_unsubscribeNewHead: unsubscribe,
    chain_subscribeAllHeads: allHeads,
    chain_unsubscribeAllHeads: unsubscribe,
    chain_subscribeFinalizedHeads: finalizedHeads,
    chain_subscribeFinalisedHeads: finalizedHeads,
    chain_unsubscribeFinalizedHeads: unsubscribe,
    chain_unsubscribeFinalisedHeads: unsubscribe,
  };
}

/** A number or its hex; null beyond the best block. */
function hashOf(context: ReadContext, asked: unknown): string | null {
  const { node, lies } = context;
  const number = typeof asked === 'string' ? Number(asked) : asked;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
    throw invalidParams('not a block number');
  }
  if (number === 0 && lies.genesisHash !== null) return lies.genesisHash;
  const block = node.chain.at(number);
  const told = block && shownBy(context, block);
  return told?.number === number ? told.hash : null;
}
