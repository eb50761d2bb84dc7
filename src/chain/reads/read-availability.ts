// How much of a coldkey's alpha in a subnet may leave now, and how much is locked to which hotkey.
import { AppError } from '../../errors.ts';
import type { Availability, HeldLock, LockFacts, Position, Reading } from '../../model/facts.ts';
import { toAlphaRao, type Hex, type Netuid, type Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { fromHex } from '../scale/hex.ts';
import {
  accountOf,
  alphaOf,
  bigintOf,
  booleanOf,
  fieldIf,
  fieldOf,
  listOf,
  netuidOf,
} from '../scale/scale-fields.ts';
import { formatSs58 } from '../scale/ss58.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  UNREADABLE,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

function pairOf(value: ScaleValue): [ScaleValue, ScaleValue] {
  const [first, second] = listOf(value);
  if (first === undefined || second === undefined) {
    throw new AppError('NODE_MALFORMED', { what: 'pair' });
  }
  return [first, second];
}

/** As the runtime API reports it: without the bonds, which are no part of it. */
type Reported = Omit<Availability, 'bonds'>;

const COLLATERAL = 'MinerCollateral';

/** Over all subnets with stake or lock, or over those named; rolled forward to the block by the runtime itself. */
export async function readAvailability(
  state: StateReader,
  coldkeys: readonly Ss58Address[],
  netuids: readonly Netuid[] | null = null,
): Promise<Reading<Reported[]>> {
  if (coldkeys.length === 0) return known([]);
  const method = 'get_stake_availability_for_coldkeys';
  const answer = await state.api('StakeInfoRuntimeApi', method, coldkeys, netuids);
  if (!answer.known) return answer;
  const byColdkey = new Map(
    listOf(answer.value).map((pair) => {
      const [coldkey, subnets] = pairOf(pair);
      return [accountOf(coldkey), subnets] as const;
    }),
  );
  return known(
    coldkeys.flatMap((coldkey) =>
      listOf(byColdkey.get(coldkey) ?? []).map((pair): Reported => {
        const [netuid, amounts] = pairOf(pair);
        return {
          coldkey,
          netuid: netuidOf(netuid),
          total: alphaOf(fieldOf(amounts, 'total')),
          locked: alphaOf(fieldOf(amounts, 'locked')),
          available: alphaOf(fieldOf(amounts, 'available')),
        };
      }),
    ),
  );
}

type At = { coldkey: Ss58Address; netuid: Netuid };

/** Finds the positions of a coldkey in a subnet without a look at all others. Sorted at the first question: mostly none comes. */
function byPlace(positions: readonly Position[]): (of: At) => readonly Position[] {
  let places: Map<Ss58Address, Map<Netuid, Position[]>> | null = null;

  function sorted(): NonNullable<typeof places> {
    const found: NonNullable<typeof places> = new Map();
    for (const position of positions) {
      const own = found.get(position.coldkey) ?? new Map<Netuid, Position[]>();
      found.set(position.coldkey, own);
      const place = own.get(position.netuid);
      if (place) place.push(position);
      else own.set(position.netuid, [position]);
    }
    return found;
  }

  return ({ coldkey, netuid }) => (places ??= sorted()).get(coldkey)?.get(netuid) ?? [];
}

/** Before there were locks all that is held could leave. */
function fromPositions(positions: readonly Position[]): Reported[] {
  const places = new Map<string, Reported>();
  for (const { coldkey, netuid, alpha } of positions) {
    const key = `${coldkey}:${netuid}`;
    const total = toAlphaRao((places.get(key)?.total ?? 0n) + alpha);
    places.set(key, { coldkey, netuid, total, locked: toAlphaRao(0n), available: total });
  }
  return [...places.values()];
}

/** The bonds of one coldkey in one subnet; asked for only where the runtime may keep more than the lock. */
function queryBonds(
  runtime: Runtime,
  reported: Reported,
  held: (of: At) => readonly Position[],
): StorageQuery<Availability['bonds']> {
  if (runtime.storage(SUBTENSOR, COLLATERAL) === null) return { keys: [], read: () => NOT_HERE };
  const { coldkey, netuid } = reported;
  if (reported.available > 0n && reported.available + reported.locked === reported.total)
    return { keys: [], read: () => known([]) };
  const bonds = held(reported).map(({ hotkey }) => {
    const at = [netuid, hotkey, coldkey];
    return storageQuery(runtime, [SUBTENSOR, COLLATERAL], at, (value) => {
      const locked = value === null ? 0n : fieldIf(value, 'locked');
      return locked === undefined ? null : { hotkey, alpha: alphaOf(locked) };
    });
  });
  return combineQueries(bonds, (valueAt) => {
    const read = bonds.flatMap(({ read: readOne }) => {
      const bond = readOne(valueAt);
      return bond.known && bond.value !== null ? [bond.value] : [];
    });
    if (read.length < bonds.length) return UNREADABLE;
    return known(read.filter(({ alpha }) => alpha > 0n));
  });
}

/**
 * What may leave, with the bonds of the coldkeys' positions. A runtime without the figure and without anything that binds
 * stake lets all of it leave; one with locks and without the figure (specs 411 to 422) leaves it unknown.
 */
export function queryAvailability(
  runtime: Runtime,
  reported: Reading<readonly Reported[]>,
  positions: readonly Position[],
): StorageQuery<Reading<Availability[]>> {
  const isBound = ['Lock', COLLATERAL].some((name) => runtime.storage(SUBTENSOR, name) !== null);
  if (!reported.known && (isBound || reported.reason === 'unreadable')) {
    return { keys: [], read: () => reported };
  }
  const entries = reported.known ? reported.value : fromPositions(positions);
  const held = byPlace(positions);
  const bonds = entries.map((entry) => queryBonds(runtime, entry, held));
  return combineQueries(bonds, (valueAt) =>
    known(entries.map((entry, i) => ({ ...entry, bonds: bonds[i]?.read(valueAt) ?? UNREADABLE }))),
  );
}

/** The locks that make alpha unavailable. A lock to a hotkey without a position of ours has `hotkey` null. */
export function queryLocks(
  runtime: Runtime,
  availability: Reading<readonly Reported[]>,
  positions: readonly Position[],
): StorageQuery<Reading<HeldLock[]>> {
  if (!availability.known) return { keys: [], read: () => availability };
  const held = byPlace(positions);
  const rate = storageQuery(runtime, [SUBTENSOR, 'UnlockRate'], [], bigintOf);
  const queries = availability.value
    .filter(({ locked }) => locked > 0n)
    .map(({ coldkey, netuid, locked }) => {
      const isPerpetual = queryPerpetual(runtime, coldkey, netuid);
      const hotkeys = held({ coldkey, netuid }).map(({ hotkey }) => ({
        hotkey,
        lock: storageQuery(
          runtime,
          [SUBTENSOR, 'Lock'],
          [coldkey, netuid, hotkey],
          (value) => value !== null,
        ),
      }));
      const parts = [isPerpetual, ...hotkeys.map(({ lock }) => lock)];
      return combineQueries(parts, (valueAt): HeldLock => {
        const found = hotkeys.find(({ lock }) => {
          const reading = lock.read(valueAt);
          return reading.known && reading.value;
        });
        return {
          coldkey,
          netuid,
          locked,
          hotkey: found?.hotkey ?? null,
          isPerpetual: isPerpetual.read(valueAt),
          unlockRate: rate.read(valueAt),
        };
      });
    });
  if (queries.length === 0) return { keys: [], read: () => known([]) };
  return combineQueries([rate, ...queries], (valueAt) =>
    known(queries.map(({ read }) => read(valueAt))),
  );
}

/** The hotkey that a key of Lock ends with, whatever its hasher. */
export const hotkeyOfLock = (key: Hex): Ss58Address =>
  formatSs58(fromHex(key).slice(-ACCOUNT_BYTES));

const ACCOUNT_BYTES = 32;
/** Of one coldkey in one subnet; the chain keeps one. */
export const MOST_LOCKS_HELD = 1_000;

/** The same with every lock's hotkey, found by listing the storage keys. */
export async function readLocks(
  state: StateReader,
  availability: Reading<readonly Reported[]>,
  netuids: readonly Netuid[],
): Promise<Reading<LockFacts[]>> {
  const item = state.runtime.storage(SUBTENSOR, 'Lock');
  if (item === null || !availability.known) return NOT_HERE;
  const locked = availability.value.filter(
    ({ netuid, locked: amount }) => amount > 0n && netuids.includes(netuid),
  );
  const keys = await Promise.all(
    locked.map(({ coldkey, netuid }) =>
      state.keysUnder(item.keyStart(coldkey, netuid), MOST_LOCKS_HELD),
    ),
  );
  const perpetual = await state.storage(
    queryAll(locked.map(({ coldkey, netuid }) => queryPerpetual(state.runtime, coldkey, netuid))),
  );
  return known(
    locked.map(({ coldkey, netuid, locked: amount }, i) => {
      const key = keys[i]?.[0];
      return {
        coldkey,
        netuid,
        hotkey: key === undefined ? null : hotkeyOfLock(key),
        locked: amount,
        isPerpetual: perpetual[i] ?? NOT_HERE,
      };
    }),
  );
}

/** A lock decays unless its owner made it perpetual. */
export function queryPerpetual(
  runtime: Runtime,
  coldkey: Ss58Address,
  netuid: Netuid,
): StorageQuery<Reading<boolean>> {
  return storageQuery(runtime, [SUBTENSOR, 'DecayingLock'], [coldkey, netuid], (value) =>
    value === null ? false : !booleanOf(value),
  );
}
