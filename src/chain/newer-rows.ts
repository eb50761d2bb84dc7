// What became of a snapshot since: the pools of its rows at newer blocks, pushed by the node where it serves that, and
// whether anything else changed that the snapshot shows. What is known without asking is not asked for.
// Longer than 250 lines because pushed and asked rows share what is followed.
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { RowsRead } from '../model/rows.ts';
import { ROOT_NETUID, type Hex, type Netuid, type Ss58Address } from '../units.ts';
import { readAvailability } from './reads/read-availability.ts';
import { queryBlockTime } from './reads/read-block-time.ts';
import { quietKeys } from './reads/quiet-keys.ts';
import type { ReadSnapshot } from './reads/read-snapshot.ts';
import { queryExist, queryRows } from './reads/query-rows.ts';
import { fastKeys } from './reads/read-subnets.ts';
import { leadsTo } from './rpc/newest-headers.ts';
import type { NodeAccess } from './runtime/node-access.ts';
import type { Runtime } from './runtime/runtime.ts';
import { createStateReader, storageAt } from './runtime/state-reader.ts';
import { createStorageMirror, type StoredValues } from './runtime/storage-mirror.ts';

export type FollowedRows = {
  snapshot: ReadSnapshot;
  /** Rows that the user sees: their pools are watched in every block. */
  inSight: readonly Netuid[];
};

/** What a block costs stays below 4 KB. */
const MOST_IN_SIGHT = 7;
/** A node tells of a block and of what it wrote at about the same time. Milliseconds. */
const WAIT_MS = 2_000;
/** A node that so often said nothing of a block is asked from then on. */
const MOST_SILENCES = 3;
/** Without pushes: the rows in sight are asked for every so many blocks, for the same bytes a block. */
const ASKED_EVERY = 3;

/** Positions up to which new ones are looked for with all rows; of more, the next whole reading tells. */
const MOST_POSITIONS = 64;

type Place = { coldkey: Ss58Address; netuid: Netuid };
const placeOf = ({ coldkey, netuid }: Place): string => `${coldkey}:${netuid}`;

type Followed = {
  runtime: Runtime;
  block: BlockRef;
  all: readonly Netuid[];
  inSight: readonly Netuid[];
  /** Changes with every block: an item without it is no item of a block. */
  clock: Hex;
  /** Of the pools in sight. */
  rows: readonly Hex[];
  quiet: readonly Hex[];
  /** Whose stake is looked for where there was none; empty: of too many. */
  coldkeys: readonly Ss58Address[];
  /** Where they had stake, `coldkey:netuid`. */
  places: ReadonlySet<string>;
  /** Of them, what is looked at where nothing is pushed. */
  accounts: readonly Hex[];
  /** Where nothing is pushed: the block of the rows read last. */
  askedOf: Hex | null;
  /** The quiet values that the snapshot rests on; null: not known, and the next reading is a whole one. */
  before: StoredValues | null;
};

/** null: this runtime is not the snapshot's, or lacks what tells that a value changed. */
function follow(runtime: Runtime, { snapshot, inSight }: FollowedRows): Followed | null {
  const clock = runtime.storage('Timestamp', 'Now')?.key();
  const upgrade = runtime.storage('System', 'LastRuntimeUpgrade')?.key();
  if (clock === undefined || upgrade === undefined) return null;
  if (runtime.ref.specVersion !== snapshot.runtime.specVersion) return null;
  const account = runtime.storage('System', 'Account');
  // Root trades one to one: nothing of it but the amounts can change.
  const staked = snapshot.positions.filter(({ netuid }) => netuid !== ROOT_NETUID);
  const all = [...new Set(staked.map(({ netuid }) => netuid))];
  const { availability, positions, accounts } = snapshot;
  const places: readonly Place[] = availability.known
    ? [...availability.value, ...positions]
    : positions;
  const near = inSight.filter((netuid) => all.includes(netuid)).slice(0, MOST_IN_SIGHT);
  return {
    runtime,
    block: snapshot.block,
    all,
    inSight: near,
    clock,
    rows: near.flatMap((netuid) => fastKeys(runtime, netuid, 'pool')),
    quiet: quietKeys(runtime, snapshot),
    coldkeys: positions.length <= MOST_POSITIONS ? accounts.map(({ coldkey }) => coldkey) : [],
    places: new Set(places.map(placeOf)),
    accounts: [
      upgrade,
      ...(account === null ? [] : snapshot.accounts.map(({ coldkey }) => account.key(coldkey))),
    ],
    askedOf: null,
    before: null,
  };
}

/** Each method as in chain-reads.ts. */
export function createNewerRows(access: NodeAccess) {
  const { link, source, ask, parentOf } = access;
  const sight = createStorageMirror(link, parentOf);
  const quiet = createStorageMirror(link, parentOf);
  let followed: Followed | null = null;
  let silences = 0;
  /** The endpoint that serves no pushes. */
  let askedAt: string | null = null;

  const isAsked = (): boolean => askedAt !== null && askedAt === link.state().endpoint;

  function stopPushes(): void {
    sight.stop();
    quiet.stop();
  }

  async function watch({ quiet: keys, rows, clock }: Followed): Promise<void> {
    try {
      await Promise.all([quiet.watch([clock, ...keys]), sight.watch([clock, ...rows])]);
    } catch (error) {
      stopPushes();
      // A lost connection says nothing of the next one.
      if (error instanceof AppError && error.code === 'NODE_REFUSED')
        askedAt = link.state().endpoint;
    }
  }

  async function held(blockHash: Hex): Promise<StoredValues | null> {
    const [one, other] = await Promise.all([
      quiet.at(blockHash, WAIT_MS),
      sight.at(blockHash, WAIT_MS),
    ]);
    return one === null || other === null ? null : new Map([...one, ...other]);
  }

  const isSame = (of: Followed, now: StoredValues): boolean =>
    of.before !== null && of.quiet.every((key) => of.before?.get(key) === now.get(key));

  /**
   * Stake in a subnet where there was none, as a gift brings it under a validator that is known: no single value of the state
   * tells of it.
   */
  async function hasNewPlace({ runtime, coldkeys, places }: Followed, at: Hex): Promise<boolean> {
    if (coldkeys.length === 0) return false;
    const state = createStateReader(ask, runtime, at, new AbortController().signal);
    const reported = await readAvailability(state, coldkeys);
    // Where the runtime does not tell it, the next whole reading does.
    if (!reported.known) return false;
    return reported.value.some((one) => one.total > 0n && !places.has(placeOf(one)));
  }

  async function pushed(of: Followed, block: BlockRef, isAll: boolean): Promise<RowsRead | null> {
    const values = await held(block.hash);
    silences = values === null ? silences + 1 : 0;
    if (silences >= MOST_SILENCES) {
      askedAt = link.state().endpoint;
      stopPushes();
    }
    if (values === null || !isSame(of, values)) return null;
    const rows = queryRows(of.runtime, isAll ? of.all : of.inSight);
    const time = queryBlockTime(of.runtime);
    const missing = rows.keys.filter((key) => !values.has(key));
    const others = await storageAt(
      ask,
      block.hash,
      { keys: missing, read: (valueAt) => new Map(missing.map((key) => [key, valueAt(key)])) },
      undefined,
    );
    const valueAt = (key: Hex): Hex | null => values.get(key) ?? others.get(key) ?? null;
    return { block, blockTime: time.read(valueAt), rows: rows.read(valueAt) };
  }

  async function asked(
    of: Followed,
    block: BlockRef,
    isAll: boolean,
  ): Promise<RowsRead | null | 'not-due'> {
    if (!isAll && (block.number - of.block.number) % ASKED_EVERY !== 0) return 'not-due';
    // Rows out of sight stay as they were read: of a branch that was lost they are nothing.
    if (of.askedOf !== null && !leadsTo(parentOf, block.hash, of.askedOf)) return null;
    const netuids = isAll ? of.all : of.inSight;
    const rows = queryRows(of.runtime, netuids);
    const time = queryBlockTime(of.runtime);
    const exist = queryExist(of.runtime, netuids);
    const keys = [...rows.keys, ...time.keys, ...exist.keys, ...of.accounts];
    const [read, areThere, before] = await storageAt(
      ask,
      block.hash,
      {
        keys,
        read: (valueAt) =>
          [
            { block, blockTime: time.read(valueAt), rows: rows.read(valueAt) },
            exist.read(valueAt),
            new Map(of.accounts.map((key) => [key, valueAt(key)])),
          ] as const,
      },
      undefined,
    );
    of.before ??= before;
    of.askedOf = block.hash;
    // What is left of a removed subnet reads as a pool that trades one to one.
    if (!areThere) return null;
    return of.accounts.every((key) => of.before?.get(key) === before.get(key)) ? read : null;
  }

  return {
    followRows: async (wanted: FollowedRows): Promise<void> => {
      const before = followed;
      followed = null;
      const latest = source.latest();
      const at = [wanted.snapshot.block.hash];
      // What the runtime lacks, or why its metadata cannot be had, the whole reading says that comes instead.
      const of =
        latest &&
        (await source
          .reading(latest, at, async (runtime) => follow(runtime, wanted))
          .catch((error: unknown) => {
            if (error instanceof AppError || error instanceof RangeError) return null;
            throw error;
          }));
      // What was pushed until now is of use to nobody.
      if (of === null) return stopPushes();
      const isSameSnapshot = before?.block.hash === of.block.hash;
      if (isSameSnapshot) Object.assign(of, { before: before.before, askedOf: before.askedOf });
      followed = of;
      if (isAsked()) return;
      await watch(of);
      if (!isSameSnapshot && !isAsked()) of.before = await quiet.at(of.block.hash, WAIT_MS);
    },

    readRows: async (block: BlockRef, isAll: boolean): Promise<RowsRead | null | 'not-due'> => {
      const of = followed;
      // On another branch its amounts may be others.
      if (of === null || !leadsTo(parentOf, block.hash, of.block.hash)) return null;
      try {
        return await source.reading(of.runtime, [block.hash], async (runtime) => {
          of.runtime = runtime;
          const reading = isAsked() ? asked(of, block, isAll) : pushed(of, block, isAll);
          if (!isAll) return reading;
          const [read, isMore] = await Promise.all([reading, hasNewPlace(of, block.hash)]);
          return isMore ? null : read;
        });
      } catch (error) {
        // A runtime of other items than ours is read whole, which says what it lacks.
        if (error instanceof RangeError) return null;
        throw error;
      }
    },

    unfollowRows: (): void => {
      followed = null;
      stopPushes();
    },

    held,
  };
}
