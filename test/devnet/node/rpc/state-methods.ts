// state_*: storage, runtime calls, metadata and version at any block whose state is kept.
// Refuses to know what is stored; the block's own runtime reads it.
import { RuntimeTrap } from './runtime-trap.ts';
import type { Block } from '../chain/block.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { RefusedRead, UnknownMethod } from '../runtime/runtime.ts';
import { toHex } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Params } from './params.ts';
import { countAt, hexAt, hexListAt, optionalTextAt, textAt } from './params.ts';
import { clientError } from './rpc-error.ts';
import type { Method, Methods, ReadContext } from './rpc-context.ts';
import { blockAt, shownBy, viewAt } from './rpc-context.ts';

const MAX_PAGE = 1000;
/** `System.BlockHash` of block 0. */
const GENESIS_KEY =
  '0x26aa394eea5630e07c48ae0c9558cef7a44704b568d21667356a5a050c118746b4def25cfda6ef3a00000000';

export function stateMethods(context: ReadContext): Methods {
  const { chain } = context.node;
  const storageAt = (block: Block, key: Uint8Array): string | null => {
    if (context.lies.genesisHash !== null && toHex(key) === GENESIS_KEY)
      return context.lies.genesisHash;
    const value = answered(() => block.runtime.readStorage(viewAt(block), key, context.lies));
    return value && toHex(value);
  };
  const read = (params: Params): string | null =>
    storageAt(blockAt(context, params, 1), hexAt(params, 0));
  const changesAt = (block: Block, keys: readonly Uint8Array[]): object => ({
    block: block.hash,
    changes: keys.map((key) => [toHex(key), storageAt(block, key)]),
  });
  const unsubscribe: Method = (params, session) => session.unsubscribe(textAt(params, 0));
  const version: Method = (params) => versionJson(blockAt(context, params, 0).runtime);
  const subscribeVersion: Method = (_, session) =>
    session.subscribe('state_runtimeVersion', (notify) => {
      let known = chain.head.runtime;
      notify(versionJson(known));
      return chain.bestChanged.add((block) => {
        if (block.runtime === known) return;
        known = block.runtime;
        notify(versionJson(known));
      });
    });

  return {
    state_getStorage: read,
    state_getStorageAt: read,
    state_getStorageHash(params) {
      const value = read(params);
      return value && toHex(blake2b256(hexAt([value], 0)));
    },
    state_getStorageSize(params) {
      const value = read(params);
      return value && value.length / 2 - 1;
    },
    state_queryStorageAt: (params) => [
      changesAt(blockAt(context, params, 1), hexListAt(params, 0)),
    ],
    state_getKeysPaged(params) {
      const block = blockAt(context, params, 3);
      const after = optionalTextAt(params, 2)?.toLowerCase() ?? '';
      const count = Math.min(countAt(params, 1), MAX_PAGE);
      const keys = block.runtime.listKeys(viewAt(block), hexAt(params, 0));
      return keys.filter((key) => key > after).slice(0, count);
    },
    state_call: (params) =>
      toHex(callAt(context, blockAt(context, params, 2), textAt(params, 0), hexAt(params, 1))),
    state_getMetadata: (params) =>
      toHex(blockAt(context, params, 0).runtime.metadata(14) ?? new Uint8Array()),
    state_getRuntimeVersion: version,
    chain_getRuntimeVersion: version,
    state_subscribeRuntimeVersion: subscribeVersion,
    chain_subscribeRuntimeVersion: subscribeVersion,
    state_unsubscribeRuntimeVersion: unsubscribe,
    chain_unsubscribeRuntimeVersion: unsubscribe,
    state_subscribeStorage(params, session) {
      const keys = hexListAt(params, 0);
      return session.subscribe('state_storage', (notify) => {
        let last = new Map<string, string | null>();
        let lastBlock = '';
        const valuesAt = (block: Block): [string, string | null][] =>
          keys.map((key) => [toHex(key), storageAt(block, key)]);
        // As a real node: what that block wrote. What a lost branch wrote is not taken back by anything.
        const announce = (block: Block): void => {
          const { parent } = block;
          const isFirst = lastBlock === '';
          if (!isFirst && parent?.state && parent.hash !== lastBlock)
            last = new Map(valuesAt(parent));
          const changes = valuesAt(block).filter(
            ([key, value]) => isFirst || last.get(key) !== value,
          );
          for (const [key, value] of changes) last.set(key, value);
          if (isFirst || changes.length > 0) notify({ block: block.hash, changes });
          lastBlock = block.hash;
        };
        announce(shownBy(context, chain.head));
        return chain.bestChanged.add((block) => {
          announce(shownBy(context, block));
        });
      });
    },
    state_unsubscribeStorage: unsubscribe,
  };
}

/** What a node says of a read that it does not make. */
function answered<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedRead) throw clientError(`Execution failed: ${error.message}`);
    throw error;
  }
}

/** A runtime that cannot decode its arguments traps. */
export function callAt(
  { lies }: ReadContext,
  block: Block,
  name: string,
  args: Uint8Array,
): Uint8Array {
  try {
    return answered(() => block.runtime.callApi(viewAt(block), name, args, lies));
  } catch (error) {
    if (error instanceof UnknownMethod) {
      throw clientError(`Execution failed: Exported method ${name} is not found`);
    }
    if (error instanceof RangeError || error instanceof TypeError) throw new RuntimeTrap(error);
    throw error;
  }
}

function versionJson({ version }: Runtime): object {
  return {
    specName: version.spec_name,
    implName: version.impl_name,
    authoringVersion: version.authoring_version,
    specVersion: version.spec_version,
    implVersion: version.impl_version,
    apis: version.apis.map(([id, number]) => [toHex(id), number]),
    transactionVersion: version.transaction_version,
    systemVersion: version.system_version,
    stateVersion: version.system_version,
  };
}
