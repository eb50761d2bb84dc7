// What alert rules watch, at one block and at least cost: only what the query names, in two round trips. A panel that is
// open reads a snapshot instead.
// Longer than 250 lines because all that rules may want of the chain is read in the same two round trips.
import type { AlertAccount } from '../../model/alert.ts';
import type { AlertQuery, WatchedFacts } from '../../model/watched.ts';
import { AppError } from '../../errors.ts';
import type { Reading } from '../../model/facts.ts';
import { ROOT_NETUID, type Hex, type Netuid, type Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import { queryMaker } from '../runtime/read-at.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  combineQueries,
  known,
  must,
  queryAll,
  storageQuery,
  UNREADABLE,
  type StorageQuery,
} from '../runtime/storage-query.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { bigintOf, bitsOf, booleanOf, fieldOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import { querySwapAnnounced } from './read-accounts.ts';
import { readAvailability } from './read-availability.ts';
import { queryBlockTime } from './read-block-time.ts';
import { minimumStakeOf, readSubnetToPrune, usableCalls } from './read-chain-rules.ts';
import { queryTake } from './read-hotkeys.ts';
import { readPositions } from './read-positions.ts';
import { readRootClaims } from './read-root-claims.ts';
import { poolGenerationOf, queryPool, readPriceMap } from './read-subnets.ts';

const nothing = <T>(value: T): StorageQuery<T> => ({ keys: [], read: () => value });

function queryWatchedAccount(runtime: Runtime, coldkey: Ss58Address): StorageQuery<AlertAccount> {
  const account = storageQuery(runtime, ['System', 'Account'], [coldkey], (value) => {
    const balance = fieldOf(value, 'data');
    return {
      nonce: numberOf(fieldOf(value, 'nonce')),
      free: raoOf(fieldOf(balance, 'free')),
      reserved: raoOf(fieldOf(balance, 'reserved')),
      frozen: raoOf(fieldOf(balance, 'frozen')),
    };
  });
  const announced = querySwapAnnounced(runtime, coldkey);
  return combineQueries([account, announced], (valueAt) => ({
    coldkey,
    ...must(account.read(valueAt), 'accounts'),
    swapAnnouncedFor: announced.read(valueAt),
    isSwapDisputed: UNREADABLE,
  }));
}

/** A pool with its fee known is a dynamic subnet's that trades; another is read whole. */
function queryWatchedPool(
  runtime: Runtime,
  netuid: Netuid,
  hints: { feeRate: number | undefined; price: bigint | undefined },
): StorageQuery<WatchedFacts['pools'][number]> {
  if (netuid === ROOT_NETUID) {
    const root = { curve: 'stable', pool: { kind: 'stable' } } as const;
    return nothing({ netuid, ...root, isTrading: known(true) });
  }
  const pool = queryPool(runtime, netuid, hints);
  // Nothing stored of them: the subnet is gone, and the defaults would read as a price.
  const items = hints.feeRate === undefined ? ['SubnetMechanism'] : ['SubnetTAO', 'SubnetAlphaIn'];
  const keys = items.flatMap((name) => runtime.storage(SUBTENSOR, name)?.key(netuid) ?? []);
  const gone = { curve: 'node-only', pool: null } as const;
  const trades =
    hints.feeRate === undefined
      ? storageQuery(runtime, [SUBTENSOR, 'SubtokenEnabled'], [netuid], booleanOf)
      : nothing(known(true));
  return combineQueries([pool, trades], (valueAt) => ({
    netuid,
    ...(keys.length > 0 && keys.every((key) => valueAt(key) === null) ? gone : pool.read(valueAt)),
    isTrading: trades.read(valueAt),
  }));
}

/** Of a subnet that is gone the chain keeps no block of registration: the item reads as 0 then. */
function queryLife(runtime: Runtime, netuid: Netuid): StorageQuery<WatchedFacts['lives'][number]> {
  const item = runtime.storage(SUBTENSOR, 'NetworkRegisteredAt');
  const registered = storageQuery(runtime, [SUBTENSOR, 'NetworkRegisteredAt'], [netuid], numberOf);
  return combineQueries([registered], (valueAt) => {
    const block = registered.read(valueAt);
    const isStored = item !== null && valueAt(item.key(netuid)) !== null;
    return { netuid, registeredAt: block.known ? known(isStored ? block.value : null) : block };
  });
}

function queryShare(
  runtime: Runtime,
  netuid: Netuid,
): StorageQuery<WatchedFacts['shares'][number]> {
  const tao = storageQuery(runtime, [SUBTENSOR, 'SubnetTaoInEmission'], [netuid], raoOf);
  const excess = storageQuery(runtime, [SUBTENSOR, 'SubnetExcessTao'], [netuid], raoOf);
  return combineQueries([tao, excess], (valueAt): WatchedFacts['shares'][number] => {
    const [into, over] = [tao.read(valueAt), excess.read(valueAt)];
    if (!into.known) return { netuid, tao: into };
    // Runtimes without chain buys have nothing over.
    if (!over.known && over.reason === 'unreadable') return { netuid, tao: over };
    return { netuid, tao: known(into.value + (over.known ? over.value : 0n)) };
  });
}

/** The block's own number and the spec that made its state: a runtime that was upgraded meanwhile reads it wrongly. */
function queryBlock(
  runtime: Runtime,
): StorageQuery<{ number: number; specVersion: number | null }> {
  const number = storageQuery(runtime, ['System', 'Number'], [], numberOf);
  const maker = queryMaker(runtime);
  return combineQueries([number, maker], (valueAt) => ({
    number: must(number.read(valueAt), 'blocks'),
    specVersion: maker.read(valueAt),
  }));
}

const optional = <T>(
  isWanted: boolean,
  query: StorageQuery<Reading<T>>,
): StorageQuery<Reading<T>> => (isWanted ? query : nothing(UNREADABLE));

function queryFirst(runtime: Runtime, query: AlertQuery) {
  const item = <T>(name: string, parse: (value: ScaleValue) => T) =>
    storageQuery(runtime, [SUBTENSOR, name], [], parse);
  const block = queryBlock(runtime);
  const time = queryBlockTime(runtime);
  const accounts = queryAll(query.accounts.map((one) => queryWatchedAccount(runtime, one)));
  const shares = queryAll(query.shares.map((netuid) => queryShare(runtime, netuid)));
  const lives = queryAll(query.lives.map((netuid) => queryLife(runtime, netuid)));
  const averages = queryAll(
    query.ladder.map((netuid) => {
      const bits = storageQuery(runtime, [SUBTENSOR, 'SubnetMovingPrice'], [netuid], bitsOf);
      return combineQueries([bits], (valueAt) => ({ netuid, bits: bits.read(valueAt) }));
    }),
  );
  const wantsImmunity = query.wantsImmunity || query.ladder.length > 0;
  const immunity = optional(wantsImmunity, item('NetworkImmunityPeriod', numberOf));
  const holdBlocks = optional(query.wantsHolds, item('RootStakeUnlockInterval', numberOf));
  const issuance = optional(query.shares.length > 0, item('TotalIssuance', bigintOf));
  const all = [block, time, accounts, shares, lives, averages, immunity, holdBlocks, issuance];
  return combineQueries(all, (valueAt) => ({
    block: block.read(valueAt),
    blockTime: time.read(valueAt),
    accounts: accounts.read(valueAt),
    shares: shares.read(valueAt),
    lives: lives.read(valueAt),
    averages: averages.read(valueAt),
    immunityPeriod: immunity.read(valueAt),
    holdBlocks: holdBlocks.read(valueAt),
    issuance: issuance.read(valueAt),
  }));
}

const readStakes = async (
  state: StateReader,
  sales: AlertQuery['sales'],
): Promise<WatchedFacts['stakes']> =>
  sales === null ? UNREADABLE : readAvailability(state, sales.coldkeys, sales.netuids);

async function readHeld(
  state: StateReader,
  coldkeys: readonly Ss58Address[],
): Promise<WatchedFacts['positions']> {
  if (coldkeys.length === 0) return UNREADABLE;
  const { positions, unread } = await readPositions(state, coldkeys);
  return unread.length === 0 ? known(positions) : UNREADABLE;
}

/** Throws RUNTIME_CHANGED where the runtime changed under the reading: the next one reads with the new one. */
export async function readWatched(
  state: StateReader,
  hash: Hex,
  query: AlertQuery,
): Promise<WatchedFacts> {
  const { runtime } = state;
  const wantsPriceMap = query.wantsPriceMap && poolGenerationOf(runtime) === 'balancer';
  const [first, stakes, positions, nextRemoved, priceMap] = await Promise.all([
    state.storage(queryFirst(runtime, query)),
    readStakes(state, query.sales),
    readHeld(state, query.positions),
    query.wantsNextRemoved ? readSubnetToPrune(state) : UNREADABLE,
    wantsPriceMap ? readPriceMap(state) : UNREADABLE,
  ]);
  const { block, lives, ...rest } = first;
  const { specVersion, genesisHash } = runtime.ref;
  if (block.specVersion !== null && block.specVersion !== specVersion)
    throw new AppError('RUNTIME_CHANGED');
  const held = stakes.known ? stakes.value.map(({ netuid }) => netuid) : [];
  const pools = queryAll(
    [...new Set([...held, ...query.prices])].map((netuid) =>
      queryWatchedPool(runtime, netuid, {
        feeRate: query.feeRates[netuid],
        price: priceMap.known ? priceMap.value.get(netuid) : undefined,
      }),
    ),
  );
  const own = positions.known ? positions.value : [];
  const validators = [...new Set(own.map(({ hotkey }) => hotkey))];
  const takes = queryAll(
    (query.wantsTakes ? validators : []).map((hotkey) => {
      const take = queryTake(runtime, hotkey);
      return combineQueries([take], (valueAt) => ({ hotkey, take: take.read(valueAt) }));
    }),
  );
  const holds = queryAll(
    own
      .filter(({ netuid }) => query.wantsHolds && netuid === ROOT_NETUID)
      .map(({ coldkey, hotkey }) => {
        const item = [SUBTENSOR, 'LastColdkeyHotkeyStakeBlock'] as const;
        const since = storageQuery(runtime, item, [coldkey, hotkey], (value) =>
          value === null ? null : numberOf(value),
        );
        return combineQueries([since], (valueAt) => ({
          coldkey,
          hotkey,
          since: since.read(valueAt),
        }));
      }),
  );
  const isLeft = (netuid: Netuid): boolean => !own.some((one) => one.netuid === netuid);
  const livesLeft = queryAll(
    query.livesIfLeft.filter(isLeft).map((netuid) => queryLife(runtime, netuid)),
  );
  const [second, rootClaims] = await Promise.all([
    state.storage(
      combineQueries([pools, takes, holds, livesLeft], (valueAt) => ({
        lives: [...lives, ...livesLeft.read(valueAt)],
        pools: pools.read(valueAt),
        takes: takes.read(valueAt),
        holds: holds.read(valueAt),
      })),
    ),
    query.wantsRootClaims && positions.known
      ? readRootClaims(state, { coldkeys: query.positions, positions: own, hotkeys: null })
      : UNREADABLE,
  ]);
  return {
    genesisHash,
    block: { hash, number: block.number },
    specVersion,
    minimumStake: minimumStakeOf(runtime),
    ...rest,
    ...second,
    stakes,
    positions,
    nextRemoved,
    rootClaims,
    calls: usableCalls(runtime),
  };
}
