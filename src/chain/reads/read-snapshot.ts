// Everything that home shows of some coldkeys, at one block, in two round trips: holdings and rules, then the pools of
// the subnets involved.
import type {
  AccountFacts,
  Availability,
  BlockRef,
  Position,
  Reading,
  Snapshot,
  SubnetFacts,
} from '../../model/facts.ts';
import { ROOT_NETUID, type Hex, type Netuid, type Ss58Address } from '../../units.ts';
import { readSubnetToPrune, queryRules } from './read-chain-rules.ts';
import { readNetworkFees } from '../extrinsic/network-fees.ts';
import { queryAccount } from './read-accounts.ts';
import { queryAvailability, queryLocks, readAvailability } from './read-availability.ts';
import { queryBlockTime } from './read-block-time.ts';
import { readPositions } from './read-positions.ts';
import { readAllPrices, readPrices, querySubnet } from './read-subnets.ts';
import { queryMaker } from '../runtime/read-at.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { encodeCompact } from '../scale/scale-encoder.ts';
import { bigintOf } from '../scale/scale-fields.ts';
import { withHeld, type StateReader } from '../runtime/state-reader.ts';
import { queryAll, combineQueries, storageQuery, UNREADABLE } from '../runtime/storage-query.ts';

/** A snapshot without the root claims, which are added by the caller. */
export type ReadSnapshot = Omit<Snapshot, 'unclaimed'>;

export type SnapshotWanted = {
  coldkeys: readonly Ss58Address[];
  /** Subnets whose pools are read besides those held. */
  lookedAt: readonly Netuid[];
  /** The picture that this one replaces. */
  before?: Snapshot | null;
};

/** Calls that unstake positions: exit values are shown after their network fee. */
const LEAVING_CALLS = [
  'SubtensorModule.remove_stake_limit',
  'SubtensorModule.remove_stake_full_limit',
  'SubtensorModule.remove_stake',
];

function involved(
  positions: readonly Position[],
  availability: Reading<readonly Pick<Availability, 'netuid'>[]>,
  lookedAt: readonly Netuid[],
): Netuid[] {
  // Decides only which pools are read beside those held.
  const locked = availability.known ? availability.value.map(({ netuid }) => netuid) : [];
  const netuids = [...positions.map(({ netuid }) => netuid), ...locked, ...lookedAt];
  return [...new Set(netuids)].sort((a, b) => a - b);
}

/**
 * What the same node quoted before, where nothing changed that sets a fee: the runtime, the multiplier, and the length of the
 * extrinsic, in which the nonce alone varies. null: it is asked.
 */
function feesBefore(
  before: Snapshot | null,
  account: AccountFacts | undefined,
  runtime: Runtime,
  multiplier: bigint | undefined,
): ReadSnapshot['networkFees'] | null {
  // They are of the first that was asked for, which may be among those that could not be read.
  const payer = before?.unread.length === 0 ? before.accounts[0] : undefined;
  if (before === null || payer === undefined || account === undefined) return null;
  if (multiplier === undefined) return null;
  const { networkFees, feeMultiplier, runtime: then } = before;
  const isSame =
    then.genesisHash === runtime.ref.genesisHash &&
    then.specVersion === runtime.ref.specVersion &&
    then.transactionVersion === runtime.ref.transactionVersion &&
    feeMultiplier === multiplier &&
    encodeCompact(payer.nonce).length === encodeCompact(account.nonce).length;
  const isRead = LEAVING_CALLS.every((name) => {
    const fee = networkFees[name];
    return fee !== undefined && (fee.known || fee.reason === 'not-on-this-runtime');
  });
  return isSame && isRead ? networkFees : null;
}

async function readFees(
  state: StateReader,
  [account]: readonly AccountFacts[],
): Promise<ReadSnapshot['networkFees']> {
  if (account === undefined) return {};
  const { coldkey, nonce } = account;
  const sample = { coldkey, hotkey: coldkey, netuid: ROOT_NETUID };
  return readNetworkFees(state, LEAVING_CALLS, sample, { coldkey, nonce, isEcdsa: false });
}

/** What may leave, and the locks. */
const queryHolds = (
  runtime: Runtime,
  reported: Parameters<typeof queryAvailability>[1],
  positions: readonly Position[],
) =>
  [
    queryAvailability(runtime, reported, positions),
    queryLocks(runtime, reported, positions),
  ] as const;

type Waiting = readonly [Netuid, (nodePrice: Reading<bigint>) => SubnetFacts];

/** A pool has its price itself: the node's is read of subnets that may be without one. */
const isWithoutPool = ([, complete]: Waiting): boolean => complete(UNREADABLE).pool === null;

async function readPricesOf(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<(netuid: Netuid) => Reading<bigint>> {
  if (netuids.length === 0) return () => UNREADABLE;
  return (await readAllPrices(state)) ?? readPrices(state, netuids);
}

/** By netuid, each waiting for the price that the node names. */
const querySubnets = (runtime: Runtime, netuids: readonly Netuid[]) =>
  queryAll(
    netuids.map((netuid) => {
      const subnet = querySubnet(runtime, netuid);
      return combineQueries([subnet], (valueAt) => [netuid, subnet.read(valueAt)] as const);
    }),
  );

/** All storage that is known to be wanted before anything was read. */
function queryFirst(
  runtime: Runtime,
  { coldkeys, lookedAt, before = null }: SnapshotWanted,
  told: (spec: number | null) => void,
) {
  const time = queryBlockTime(runtime);
  const owned = queryAll(coldkeys.map((coldkey) => queryAccount(runtime, coldkey)));
  const rules = queryRules(runtime);
  const fees = ['TransactionPayment', 'NextFeeMultiplier'] as const;
  const multiplier = storageQuery(runtime, fees, [], bigintOf);
  const maker = queryMaker(runtime);
  // What was held and locked before is asked for with the first storage: mostly nothing is left for the second round trip.
  const expected = querySubnets(runtime, [...new Set(lookedAt)]);
  const ahead = before === null ? [] : queryHolds(runtime, before.availability, before.positions);
  const all = [maker, owned, time, rules, multiplier, expected, ...ahead];
  return combineQueries(all, (valueAt) => {
    told(maker.read(valueAt));
    return {
      ahead: new Map(ahead.flatMap(({ keys }) => keys).map((key) => [key, valueAt(key)])),
      accounts: owned.read(valueAt),
      blockTime: time.read(valueAt),
      rules: rules.read(valueAt),
      multiplier: multiplier.read(valueAt),
      subnets: expected.read(valueAt),
    };
  });
}

/** Where the storage stands that a snapshot begins with. */
export const snapshotKeys = (runtime: Runtime, wanted: SnapshotWanted): readonly Hex[] =>
  queryFirst(runtime, wanted, () => undefined).keys;

/**
 * `endpoint`: the node that is asked. `told`: the spec that made the block's state. `onFirst` is given all that values are made of as soon as that is there: what comes after
 * it is unread in it.
 */
export async function readSnapshot(
  state: StateReader,
  block: BlockRef,
  wanted: SnapshotWanted,
  endpoint: string | null = null,
  told: (spec: number | null) => void = () => undefined,
  onFirst: (first: ReadSnapshot) => void = () => undefined,
): Promise<ReadSnapshot> {
  const { runtime } = state;
  const { coldkeys, lookedAt, before = null } = wanted;
  const storage = state.storage(queryFirst(runtime, wanted, told));
  const holdings = [readPositions(state, coldkeys), readAvailability(state, coldkeys)] as const;
  const pruning = readSubnetToPrune(state);
  pruning.catch(() => undefined);
  const [first, { positions, unread }, reported] = await Promise.all([storage, ...holdings]);
  const { accounts, blockTime } = first;
  const feeMultiplier = first.multiplier.known ? first.multiplier.value : undefined;
  const netuids = involved(positions, reported, lookedAt);
  const unexpected = netuids.filter((netuid) => !lookedAt.includes(netuid));
  const others = querySubnets(runtime, unexpected);
  const [availability, locks] = queryHolds(runtime, reported, positions);
  const withoutPool = first.subnets.filter(isWithoutPool).map(([netuid]) => netuid);
  const own = before?.from !== undefined && before.from === endpoint ? before : null;
  const knownFees = feesBefore(own, accounts[0], runtime, feeMultiplier);
  const pricing = readPricesOf(state, [...withoutPool, ...unexpected]);
  const rest = Promise.all([pruning, knownFees ?? readFees(state, accounts)]);
  rest.catch(() => undefined);
  const [second, nodePrice] = await Promise.all([
    withHeld(state, first.ahead).storage(
      combineQueries([others, availability, locks], (valueAt) => ({
        availability: availability.read(valueAt),
        subnets: others.read(valueAt),
        locks: locks.read(valueAt),
      })),
    ),
    pricing,
  ]);
  const subnets = [...first.subnets, ...second.subnets].sort(([a], [b]) => a - b);
  const snapshot = {
    genesisHash: runtime.ref.genesisHash,
    block,
    blockTime,
    runtime: runtime.ref,
    accounts: accounts.filter(({ coldkey }) => !unread.includes(coldkey)),
    positions,
    availability: second.availability,
    locks: second.locks,
    subnets: subnets.map((one) => one[1](isWithoutPool(one) ? nodePrice(one[0]) : UNREADABLE)),
    ...(feeMultiplier !== undefined && { feeMultiplier }),
    unread,
  };
  onFirst({ ...snapshot, rules: first.rules(UNREADABLE), networkFees: knownFees ?? {} });
  const [subnetToPrune, networkFees] = await rest;
  return { ...snapshot, rules: first.rules(subnetToPrune), networkFees };
}
