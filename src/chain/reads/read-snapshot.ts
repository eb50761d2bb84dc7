// Everything that home shows of some coldkeys, at one block, in two round trips: holdings and rules, then the pools of
// the subnets involved.
import type {
  AccountFacts,
  Availability,
  BlockRef,
  Position,
  Reading,
  Snapshot,
} from '../../model/facts.ts';
import { ROOT_NETUID, type Netuid, type Rao, type Ss58Address } from '../../units.ts';
import { readSubnetToPrune, queryRules } from './read-chain-rules.ts';
import { readNetworkFees } from '../extrinsic/network-fees.ts';
import { queryAccount } from './read-accounts.ts';
import { queryAvailability, queryLocks, readAvailability } from './read-availability.ts';
import { queryBlockTime } from './read-block-time.ts';
import { readPositions } from './read-positions.ts';
import { readAllPrices, readPrices, querySubnet } from './read-subnets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { queryAll, combineQueries } from '../runtime/storage-query.ts';

/** A snapshot without the root claims, which are added by the caller. */
export type ReadSnapshot = Omit<Snapshot, 'unclaimed'>;

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

async function readFees(
  state: StateReader,
  [account]: readonly AccountFacts[],
): Promise<Record<string, Reading<Rao>>> {
  if (account === undefined) return {};
  const { coldkey, nonce } = account;
  const sample = { coldkey, hotkey: coldkey, netuid: ROOT_NETUID };
  return readNetworkFees(state, LEAVING_CALLS, sample, { coldkey, nonce, isEcdsa: false });
}

/** By netuid, each waiting for the price that the node names. */
const querySubnets = (runtime: Runtime, netuids: readonly Netuid[]) =>
  queryAll(
    netuids.map((netuid) => {
      const subnet = querySubnet(runtime, netuid);
      return combineQueries([subnet], (valueAt) => [netuid, subnet.read(valueAt)] as const);
    }),
  );

export async function readSnapshot(
  state: StateReader,
  block: BlockRef,
  coldkeys: readonly Ss58Address[],
  lookedAt: readonly Netuid[],
): Promise<ReadSnapshot> {
  const { runtime } = state;
  const time = queryBlockTime(runtime);
  const owned = queryAll(coldkeys.map((coldkey) => queryAccount(runtime, coldkey)));
  const rules = queryRules(runtime);
  // Subnets held before are among these: mostly nothing but the fees is left for the second round trip.
  const expected = querySubnets(runtime, [...new Set(lookedAt)]);
  const [first, held, reported, prices, subnetToPrune] = await Promise.all([
    state.storage(
      combineQueries([owned, time, rules, expected], (valueAt) => ({
        accounts: owned.read(valueAt),
        blockTime: time.read(valueAt),
        rules: rules.read(valueAt),
        subnets: expected.read(valueAt),
      })),
    ),
    readPositions(state, coldkeys),
    readAvailability(state, coldkeys),
    readAllPrices(state),
    readSubnetToPrune(state),
  ]);
  const { accounts, blockTime } = first;
  const { positions, unread } = held;
  const netuids = involved(positions, reported, lookedAt);
  const others = querySubnets(
    runtime,
    netuids.filter((netuid) => !lookedAt.includes(netuid)),
  );
  const availability = queryAvailability(runtime, reported, positions);
  const locks = queryLocks(runtime, reported, positions);
  const [second, nodePrice, networkFees] = await Promise.all([
    state.storage(
      combineQueries([others, availability, locks], (valueAt) => ({
        availability: availability.read(valueAt),
        subnets: others.read(valueAt),
        locks: locks.read(valueAt),
      })),
    ),
    prices ?? readPrices(state, netuids),
    readFees(state, accounts),
  ]);
  const subnets = [...first.subnets, ...second.subnets].sort(([a], [b]) => a - b);
  return {
    genesisHash: runtime.ref.genesisHash,
    block,
    blockTime,
    runtime: runtime.ref,
    accounts: accounts.filter(({ coldkey }) => !unread.includes(coldkey)),
    positions,
    availability: second.availability,
    locks: second.locks,
    subnets: subnets.map(([netuid, complete]) => complete(nodePrice(netuid))),
    rules: first.rules(subnetToPrune),
    networkFees,
    unread,
  };
}
