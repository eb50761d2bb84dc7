// All that a chain client reads, one method a read. What a refresh does not need runs only once it is asked for: `import()`.
// Longer than 250 lines because a client's reads are one list.
import type {
  EmissionFacts,
  HoldersFrom,
  HoldersPart,
  LocksFacts,
  PricesAt,
  ValidatorStakeFacts,
} from '../model/emission-facts.ts';
import type {
  BlockRef,
  EarningsQuery,
  EpochFacts,
  MoveFacts,
  Reading,
  SimQuery,
  SimSwap,
  Snapshot,
  SubnetName,
  ValidatorFacts,
} from '../model/facts.ts';
import type { RootClaims } from '../model/root-claims.ts';
import type { RowsRead } from '../model/rows.ts';
import { AppError } from '../errors.ts';
import type { PayoutFacts } from '../model/payout-facts.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';
import type { Archive, ArchiveReading } from './archive.ts';
import type { PaidOut } from './reads/read-dissolution.ts';
import type { ChainEvent } from './reads/read-events.ts';
import type { FollowedRows } from './newer-rows.ts';
import { createGuardReads } from './read-runtime-guard.ts';
import type { MoveFactsQuery } from './reads/read-move-facts.ts';
import type { PayoutQuery } from './reads/read-payout-facts.ts';
import type { RootClaimsQuery } from './reads/read-root-claims.ts';
import { readBlockTime } from './reads/read-block-time.ts';
import { readNames } from './reads/read-names.ts';
import {
  readSnapshot,
  snapshotKeys,
  type ReadSnapshot,
  type SnapshotWanted,
} from './reads/read-snapshot.ts';
import { readUnclaimed } from './reads/read-unclaimed.ts';
import { simulate } from './reads/simulate.ts';
import type { NodeAccess } from './runtime/node-access.ts';
import type { Maker } from './runtime/read-at.ts';
import { withHeld, type StateReader } from './runtime/state-reader.ts';

type SnapshotQuery = SnapshotWanted & {
  at?: BlockRef;
  signal?: AbortSignal;
  /**
   * A node that limits requests tells all that values are made of first: given as soon as that is there, and by its own storage
   * of the runtime that reads it. What comes after is unread in it.
   */
  onFirst?: (first: ReadSnapshot) => void;
};

/** `at` missing: at the newest head. */
export function createChainReads(access: NodeAccess, archive: Archive) {
  const { read, readTold, blockHashAt } = access;
  const loadRows = async () => (await import('./newer-rows.ts')).createNewerRows(access);
  let rows: ReturnType<typeof loadRows> | null = null;
  /** At that block of the best chain: from the node while it keeps the state, else from an archive. */
  async function readAtNumber<T>(
    number: number,
    signal: AbortSignal | undefined,
    reading: (state: StateReader) => Promise<T>,
  ): Promise<ArchiveReading<T>> {
    const hash = await blockHashAt(number, signal);
    try {
      if (hash !== null)
        return { known: true, value: await read({ hash, number }, signal, reading) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'BLOCK_PRUNED') throw error;
    }
    return archive.read(number, signal, reading);
  }

  return {
    /** At most two round trips once the head is known. Coldkeys that cannot be read are listed in `unread`. */
    readSnapshot: ({ at, signal, onFirst, ...wanted }: SnapshotQuery): Promise<ReadSnapshot> => {
      const reading = async (state: StateReader, block: BlockRef, maker: Maker) => {
        const held = (await (await rows)?.held(block.hash)) ?? null;
        const teller = access.link.teller();
        const first = (got: ReadSnapshot): void => {
          const isOne = teller !== null && teller === access.link.teller();
          if (isOne && maker.isOwn()) onFirst?.({ ...got, from: teller.endpoint });
        };
        const from = teller?.endpoint ?? null;
        return readSnapshot(withHeld(state, held), block, wanted, from, maker.told, first);
      };
      return readTold(at, signal, reading, wanted.before?.runtime ?? null);
    },

    /** What a connection's first snapshot will be of; null: none is wanted. It is asked for of a node that limits requests. */
    expectSnapshot: (wanted: () => Promise<SnapshotWanted | null>): void =>
      access.expectStorage(async () => {
        try {
          const query = await wanted();
          const last = query?.before?.runtime;
          const runtime = last === undefined ? null : await access.source.recall(last);
          return query === null || runtime === null ? null : snapshotKeys(runtime, query);
        } catch {
          // The reading itself will say what is wrong.
          return null;
        }
      }),

    /** From now on `readRows` tells what became of that snapshot. Asks only where other values are wanted than before. */
    followRows: async (wanted: FollowedRows): Promise<void> =>
      (await (rows ??= loadRows())).followRows(wanted),
    /**
     * The followed snapshot's rows in sight, or all of them, at that newer block. null: something else of it changed, or
     * nothing is known: read it whole. `not-due`: asked for again in some blocks.
     */
    readRows: async (block: BlockRef, isAll: boolean): Promise<RowsRead | null | 'not-due'> =>
      (await (await rows)?.readRows(block, isAll)) ?? null,
    /** Nothing is pushed any more. */
    unfollowRows: async (): Promise<void> => (await rows)?.unfollowRows(),

    /** Unclaimed root dividends at a snapshot's block, valued at the node's spot prices. Read apart and less often. */
    readUnclaimed: (snapshot: ReadSnapshot, signal?: AbortSignal): Promise<Snapshot['unclaimed']> =>
      read(snapshot.block, signal, (state) => readUnclaimed(state, snapshot)),

    /** What the funds of root validators owe to these coldkeys, from spec 441; read apart, once an epoch and on demand. */
    readRootClaims: async (
      query: RootClaimsQuery,
      at: BlockRef,
      signal?: AbortSignal,
    ): Promise<Reading<RootClaims>> => {
      const { readRootClaims } = await import('./reads/read-root-claims.ts');
      return read(at, signal, (state) => readRootClaims(state, query));
    },

    /** The time of the block of that hash, epoch milliseconds. Throws BLOCK_PRUNED. */
    readBlockTime: (blockHash: Hex, signal?: AbortSignal): Promise<number> =>
      read({ hash: blockHash, number: 0 }, signal, readBlockTime),

    readNames: (signal?: AbortSignal): Promise<{ block: BlockRef; names: SubnetName[] }> =>
      read(undefined, signal, async (state, block) => ({ block, names: await readNames(state) })),

    readValidators: async (
      netuid: Netuid,
      signal?: AbortSignal,
    ): Promise<{ block: BlockRef; validators: ValidatorFacts[] }> => {
      const { readValidators } = await import('./reads/read-validators.ts');
      return read(undefined, signal, async (state, block) => ({
        block,
        validators: await readValidators(state, netuid, block.number),
      }));
    },

    readMoveFacts: async (
      query: MoveFactsQuery,
      at?: BlockRef,
      signal?: AbortSignal,
    ): Promise<MoveFacts> => {
      // A transaction is born at the final head.
      access.followFinalHead();
      const { readMoveFacts } = await import('./reads/read-move-facts.ts');
      return readTold(at, signal, (state, block) => readMoveFacts(state, block, query));
    },

    /** The node's own figures, in the order of the queries; throws where the node does not answer at all. */
    simulate: (
      blockHash: Hex,
      queries: readonly SimQuery[],
      signal?: AbortSignal,
    ): Promise<Reading<SimSwap>[]> =>
      read({ hash: blockHash, number: 0 }, signal, (state) => simulate(state, queries)),

    readEmissionFacts: async (at?: BlockRef, signal?: AbortSignal): Promise<EmissionFacts> =>
      read(at, signal, (await import('./reads/read-emission.ts')).readEmissionFacts),

    /** Conviction locks and the owner's stake of a subnet or, for null, of all; unknown where the runtime has no locks. */
    readSubnetLocks: async (
      netuid: Netuid | null,
      signal?: AbortSignal,
    ): Promise<Reading<LocksFacts>> => {
      const { readSubnetLocks } = await import('./reads/read-subnet-locks.ts');
      return read(undefined, signal, (state, block) => readSubnetLocks(state, block, netuid));
    },

    /** Stake by hotkey in these subnets, of hotkeys that may validate there or (`isWhole`) of all that have a slot. */
    readValidatorStake: async (
      { netuids, isWhole }: { netuids: readonly Netuid[]; isWhole: boolean },
      at?: BlockRef,
      signal?: AbortSignal,
    ): Promise<ValidatorStakeFacts> => {
      const { readValidatorStake } = await import('./reads/read-validator-stake.ts');
      return read(at, signal, (state, block) => readValidatorStake(state, block, netuids, isWhole));
    },

    /** A page of the positions under a hotkey; `netuid` null: in all subnets but root. */
    readHolders: async (
      { from, netuid }: { from: HoldersFrom; netuid: Netuid | null },
      at?: BlockRef,
      signal?: AbortSignal,
    ): Promise<HoldersPart> => {
      const { readHolders } = await import('./reads/read-holders.ts');
      return read(at, signal, (state, block) => readHolders(state, block, from, netuid));
    },

    /** What decides the payout of these subnets' removal; `isSmall`: the network is small enough to list every position. */
    readPayoutFacts: async (
      query: PayoutQuery,
      at?: BlockRef,
      signal?: AbortSignal,
    ): Promise<PayoutFacts> => {
      const { readPayoutFacts } = await import('./reads/read-payout-facts.ts');
      return read(at, signal, (state, block) => readPayoutFacts(state, block, query));
    },

    /** What hotkeys paid their stakers in the newest epochs; what cannot be computed is left out. */
    readEarnings: async (
      query: EarningsQuery,
      at?: BlockRef,
      signal?: AbortSignal,
    ): Promise<EpochFacts[]> => {
      const { readEarnings } = await import('./reads/read-earnings.ts');
      return read(at, signal, (state, block) => readEarnings(state, block, query));
    },

    ...createGuardReads(access),

    /** From the archive endpoint; its failure is a reading, never an error. */
    readPricesAt: async (blockNumber: number, signal?: AbortSignal): Promise<PricesAt> => {
      const { readPricesAt } = await import('./reads/read-prices-at.ts');
      const reading = await archive.read(blockNumber, signal, readPricesAt);
      return reading.known ? reading.value : reading;
    },

    /** From the archive endpoint: who decided emission in the last block before dTAO. */
    readRootBeforeDtao: archive.readRootBeforeDtao,

    /** What hotkeys paid by an earlier block, from the archive endpoint. The archive sees hotkeys and no coldkeys. */
    readEarningsAt: async (
      query: EarningsQuery,
      blockNumber: number,
      signal?: AbortSignal,
    ): Promise<ArchiveReading<EpochFacts[]>> => {
      const { readEarnings } = await import('./reads/read-earnings.ts');
      return archive.read(blockNumber, signal, (state, block) => readEarnings(state, block, query));
    },

    /** Block in which the subnet of that number at that block was registered; null: there was none. */
    readGeneration: async (
      netuid: Netuid,
      blockNumber: number,
      signal?: AbortSignal,
    ): Promise<ArchiveReading<number | null>> => {
      const { readGeneration } = await import('./reads/read-dissolution.ts');
      return readAtNumber(blockNumber, signal, (state) => readGeneration(state, netuid));
    },

    /** What that block paid to a coldkey for a removed subnet. An archive sees the block and no coldkey. */
    readPaidOut: async (
      query: { netuid: Netuid; coldkey: Ss58Address },
      blockNumber: number,
      signal?: AbortSignal,
    ): Promise<ArchiveReading<PaidOut>> => {
      const { readPaidOut } = await import('./reads/read-dissolution.ts');
      return readAtNumber(blockNumber, signal, (state) => readPaidOut(state, query));
    },

    /** The events of one extrinsic, or of the whole block's initialisation and end for null. */
    readEvents: async (
      blockHash: Hex,
      extrinsicIndex: number | null,
      signal?: AbortSignal,
    ): Promise<ChainEvent[]> => {
      const { readEvents } = await import('./reads/read-events.ts');
      const events = await read({ hash: blockHash, number: 0 }, signal, readEvents);
      return events.filter((event) => event.extrinsicIndex === extrinsicIndex);
    },
  };
}
