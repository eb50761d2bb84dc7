// What the guard of a runtime reads, as the client's reads: a block, the one before it, and which code runs.
import { AppError } from '../errors.ts';
import type { BlockRef, SimQuery } from '../model/facts.ts';
import type { GuardFacts, GuardPool } from '../model/guard-record.ts';
import type { Hex } from '../units.ts';
import type { NodeAccess } from './runtime/node-access.ts';
import { parseHeader } from './rpc/block-header.ts';
import { parseRuntimeVersion } from './runtime/runtime-source.ts';
import { blake2b256 } from './scale/blake2b.ts';
import { parseHex, toHex } from './scale/hex.ts';
import { malformed } from './scale/scale-reader.ts';

/** The storage key of the chain's code, `:code`. */
const CODE = '0x3a636f6465';

export function createGuardReads({ ask, read, source, head }: NodeAccess) {
  const specAt = async (hash: Hex, signal?: AbortSignal): Promise<number> =>
    parseRuntimeVersion(await ask('state_getRuntimeVersion', [hash], signal)).specVersion;

  return {
    /** Hash of the code in that block's state or, where the node does not tell it, of the metadata of it. */
    readCodeHash: async (at: Hex, signal?: AbortSignal): Promise<Hex> => {
      try {
        return parseHex(await ask('state_getStorageHash', [CODE, at], signal), 'code hash', 32);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'NODE_REFUSED') throw error;
        return toHex(blake2b256((await source.at(at, signal)).metadata));
      }
    },

    /**
     * All that is compared, at the newest block: its parent's state, and what the block itself recorded. Right after an
     * upgrade the parent has another runtime: then all is read at the block, and no record stands beside it.
     */
    readGuardFacts: async (
      choose: (pools: readonly GuardPool[], block: BlockRef) => readonly SimQuery[],
      signal?: AbortSignal,
    ): Promise<GuardFacts> => {
      const { readGuardState, readRecorded } = await import('./reads/read-guard.ts');
      const newest = await head(signal);
      const header = parseHeader(await ask('chain_getHeader', [newest.hash], signal));
      if (header.hash !== newest.hash) throw malformed('header of another block');
      const parent =
        newest.number === 0 ? null : { hash: header.parentHash, number: newest.number - 1 };
      const isUpgraded =
        parent === null ||
        (await specAt(parent.hash, signal)) !==
          (await source.at(newest.hash, signal)).ref.specVersion;
      const at = isUpgraded ? newest : parent;
      const facts = await read(at, signal, (state, block) =>
        readGuardState(state, block, (pools) => choose(pools, block)),
      );
      if (isUpgraded) return { ...facts, recorded: { known: false, reason: 'unreadable' } };
      const netuids = facts.pools.known ? facts.pools.value.map(({ netuid }) => netuid) : [];
      const { recorded, cost } = await read(newest, signal, (state) =>
        readRecorded(state, netuids),
      );
      return {
        ...facts,
        recorded,
        cost: {
          questions: facts.cost.questions + cost.questions,
          bytes: facts.cost.bytes + cost.bytes,
        },
      };
    },
  };
}
