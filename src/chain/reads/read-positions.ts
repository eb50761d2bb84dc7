// Positions of coldkeys: from the runtime's own list, or from storage where the metadata does not describe that list.
import { AppError } from '../../errors.ts';
import type { Position, Reading } from '../../model/facts.ts';
import { toAlphaRao, type AlphaRao, type Netuid, type Ss58Address } from '../../units.ts';
import { readNetuids } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
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
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  UNREADABLE,
  must,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

type ReadPositions = { positions: Position[]; unread: Ss58Address[] };

function toPosition(entry: ScaleValue): Position {
  const dividends = fieldIf(entry, 'emission');
  return {
    coldkey: accountOf(fieldOf(entry, 'coldkey')),
    hotkey: accountOf(fieldOf(entry, 'hotkey')),
    netuid: netuidOf(fieldOf(entry, 'netuid')),
    alpha: alphaOf(fieldOf(entry, 'stake')),
    isRegistered: booleanOf(fieldOf(entry, 'is_registered')),
    hotkeyDividends: dividends === undefined ? NOT_HERE : known(alphaOf(dividends)),
  };
}

/** Refuses a list that contains another coldkey's position: nodes are untrusted. */
function positionsOf(coldkey: Ss58Address, list: ScaleValue): Position[] {
  const positions = listOf(list).map(toPosition);
  if (positions.some((position) => position.coldkey !== coldkey)) {
    throw new AppError('NODE_MALFORMED', { what: 'positions of another coldkey' });
  }
  return positions.filter(({ alpha }) => alpha > 0n);
}

function isTyped(state: StateReader, method: string): boolean {
  const type = state.runtime.api('StakeInfoRuntimeApi', method)?.resultType;
  return type?.type === 'sequence' && type.value.type !== 'primitive';
}

/** The stake list of every coldkey; coldkeys that the node cannot list are returned in `unread`. */
export async function readPositions(
  state: StateReader,
  coldkeys: readonly Ss58Address[],
): Promise<ReadPositions> {
  if (coldkeys.length === 0) return { positions: [], unread: [] };
  if (isTyped(state, 'get_stake_info_for_coldkeys')) {
    const answer = await state.api('StakeInfoRuntimeApi', 'get_stake_info_for_coldkeys', coldkeys);
    if (answer.known) return { positions: fromAll(answer.value, coldkeys), unread: [] };
  }
  if (isTyped(state, 'get_stake_info_for_coldkey')) return readOneByOne(state, coldkeys);
  return readFromStorage(state, coldkeys);
}

function fromAll(value: ScaleValue, coldkeys: readonly Ss58Address[]): Position[] {
  const byColdkey = new Map<Ss58Address, ScaleValue>();
  for (const pair of listOf(value)) {
    const [coldkey, list] = listOf(pair);
    if (coldkey === undefined || list === undefined) {
      throw new AppError('NODE_MALFORMED', { what: 'positions' });
    }
    byColdkey.set(accountOf(coldkey), list);
  }
  return coldkeys.flatMap((coldkey) => {
    const list = byColdkey.get(coldkey);
    if (list === undefined) throw new AppError('NODE_MALFORMED', { what: 'positions left out' });
    return positionsOf(coldkey, list);
  });
}

async function readOneByOne(
  state: StateReader,
  coldkeys: readonly Ss58Address[],
): Promise<ReadPositions> {
  const unread: Ss58Address[] = [];
  const lists = await Promise.all(
    coldkeys.map(async (coldkey) => {
      const answer = await state.api('StakeInfoRuntimeApi', 'get_stake_info_for_coldkey', coldkey);
      if (answer.known) return positionsOf(coldkey, answer.value);
      unread.push(coldkey);
      return [];
    }),
  );
  return { positions: lists.flat(), unread };
}

type Stake = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

/**
 * The value of a share, alpha-rao, rounded down at each step as the chain does.
 * Mirrors opentensor/subtensor primitives/share-pool/src/lib.rs `get_value` (5073ade60); bits are U64F64.
 */
export function valueOfShare(total: bigint, shareBits: bigint, allSharesBits: bigint): AlphaRao {
  if (allSharesBits === 0n) return toAlphaRao(0n);
  const perShare = (total << 128n) / allSharesBits;
  return toAlphaRao((perShare * shareBits) >> 128n);
}

/** Shares were whole numbers before they were U64F64. */
function queryShare(
  state: StateReader,
  item: string,
  args: readonly ScaleValue[],
): StorageQuery<bigint> {
  const type = state.runtime.storage(SUBTENSOR, item)?.valueType;
  const shift = type?.type === 'primitive' && type.value === 'u64' ? 64n : 0n;
  const query = storageQuery(state.runtime, [SUBTENSOR, item], args, bigintOf);
  return combineQueries([query], (valueAt) => {
    const reading = query.read(valueAt);
    // Later share numbers have another form, on runtimes that have the list: not decoded here.
    if (!reading.known) throw new AppError('NOT_ON_THIS_RUNTIME', { what: item });
    return reading.value << shift;
  });
}

function queryPosition(
  state: StateReader,
  stake: Stake,
  shareBits: bigint,
): StorageQuery<Position> {
  const { coldkey, hotkey, netuid } = stake;
  const total = storageQuery(
    state.runtime,
    [SUBTENSOR, 'TotalHotkeyAlpha'],
    [hotkey, netuid],
    bigintOf,
  );
  const shares = queryShare(state, 'TotalHotkeyShares', [hotkey, netuid]);
  const uid = storageQuery(
    state.runtime,
    [SUBTENSOR, 'Uids'],
    [netuid, hotkey],
    (value) => value !== null,
  );
  const dividends = storageQuery(
    state.runtime,
    [SUBTENSOR, 'AlphaDividendsPerSubnet'],
    [netuid, hotkey],
    alphaOf,
  );
  return combineQueries([total, shares, uid, dividends], (valueAt) => ({
    coldkey,
    hotkey,
    netuid,
    alpha: valueOfShare(must(total.read(valueAt), 'alpha'), shareBits, shares.read(valueAt)),
    isRegistered: must(uid.read(valueAt), 'slots'),
    hotkeyDividends: dividends.read(valueAt),
  }));
}

async function readFromStorage(
  state: StateReader,
  coldkeys: readonly Ss58Address[],
): Promise<ReadPositions> {
  const netuids = await readNetuids(state);
  const hotkeys: StorageQuery<Reading<Ss58Address[]>>[] = coldkeys.map((coldkey) =>
    storageQuery(state.runtime, [SUBTENSOR, 'StakingHotkeys'], [coldkey], (list) =>
      listOf(list).map(accountOf),
    ),
  );
  const found = await state.storage(queryAll(hotkeys));
  const stakes = coldkeys.flatMap((coldkey, i) =>
    must(found[i] ?? UNREADABLE, 'staking hotkeys').flatMap((hotkey) =>
      netuids.map((netuid): Stake => ({ coldkey, hotkey, netuid })),
    ),
  );
  const shares = await state.storage(
    queryAll(
      stakes.map(({ coldkey, hotkey, netuid }) =>
        queryShare(state, 'Alpha', [hotkey, coldkey, netuid]),
      ),
    ),
  );
  const positions = await state.storage(
    queryAll(
      stakes.flatMap((stake, i) => {
        const shareBits = shares[i] ?? 0n;
        return shareBits > 0n ? [queryPosition(state, stake, shareBits)] : [];
      }),
    ),
  );
  return { positions: positions.filter(({ alpha }) => alpha > 0n), unread: [] };
}
