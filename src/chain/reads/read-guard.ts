// What the guard of a runtime compares: prices and pools of all subnets, trades on a few of them, what decides shares and
// removal, and what the next block recorded. A question that is refused leaves its own figures unread, and no others.
import { AppError } from '../../errors.ts';
import type { BlockRef, Reading, SimQuery } from '../../model/facts.ts';
import type { ReadCost } from '../../model/emission-facts.ts';
import type { GuardFacts, GuardPool, ShareFacts, VoteFacts } from '../../model/guard-record.ts';
import { publishedCalls } from '../../model/stake-calls.ts';
import { ROOT_NETUID, toRao, type Netuid, type Rao } from '../../units.ts';
import { judgeCallLayout } from '../extrinsic/call-layouts.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { bitsOf, booleanOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  absentAs,
  combineQueries,
  known,
  must,
  NOT_HERE,
  queryAll,
  storageQuery,
  UNREADABLE,
  type StorageQuery,
} from '../runtime/storage-query.ts';
import { judgeEventLayout, publishedEvents } from './event-layouts.ts';
import { readSubnetToPrune } from './read-chain-rules.ts';
import { queryGate } from './read-emission.ts';
import { queryPool, readNetuids, readPriceMap, readPrices } from './read-subnets.ts';
import { simulate } from './simulate.ts';

/** These say something of one question; any other failure is the connection's or the block's, and ends the reading. */
const OF_ONE_QUESTION: readonly string[] = [
  'NODE_REFUSED',
  'NODE_MALFORMED',
  'NODE_BUSY',
  'NODE_TIMEOUT',
];

async function attempt<T>(read: () => Promise<Reading<T>>): Promise<Reading<T>> {
  try {
    return await read();
  } catch (error) {
    // Readers throw it for a runtime without the items that they are built on.
    if (error instanceof RangeError) return NOT_HERE;
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'NOT_ON_THIS_RUNTIME') return NOT_HERE;
    if (OF_ONE_QUESTION.includes(error.code)) return UNREADABLE;
    throw error;
  }
}

type Prices = { netuids: readonly Netuid[]; priceOf: (netuid: Netuid) => Reading<bigint> };

/** The list of prices names the subnets too; without it they are listed apart. */
async function readSpot(state: StateReader): Promise<Prices> {
  const all = await attempt(() => readPriceMap(state));
  if (all.known) {
    const prices = all.value;
    const priceOf = (netuid: Netuid): Reading<bigint> => {
      const price = prices.get(netuid);
      return price === undefined ? UNREADABLE : known(price);
    };
    return { netuids: [...prices.keys()].sort((a, b) => a - b), priceOf };
  }
  const netuids = await readNetuids(state);
  if (all.reason === 'unreadable') return { netuids, priceOf: () => UNREADABLE };
  const dynamic = netuids.filter((netuid) => netuid !== ROOT_NETUID);
  const one = await attempt(async () => known(await readPrices(state, dynamic)));
  return { netuids, priceOf: one.known ? one.value : () => one };
}

async function readPools(
  state: StateReader,
  { netuids, priceOf }: Prices,
): Promise<Reading<readonly GuardPool[]>> {
  const pools = await state.storage(
    queryAll(netuids.map((netuid) => queryPool(state.runtime, netuid))),
  );
  return known(
    netuids.map((netuid, at): GuardPool => {
      const read = pools[at];
      if (read === undefined) throw new RangeError('pools');
      return { netuid, ...read, nodePrice: priceOf(netuid) };
    }),
  );
}

function queryVote(
  runtime: Runtime,
  netuid: Netuid,
): StorageQuery<(isStable: boolean) => VoteFacts> {
  const queries: StorageQuery<unknown>[] = [];
  const item = <T>(name: string, parse: (value: ScaleValue) => T): StorageQuery<Reading<T>> => {
    const query = storageQuery(runtime, [SUBTENSOR, name], [netuid], parse);
    queries.push(query);
    return query;
  };
  const registeredAt = item('NetworkRegisteredAt', numberOf);
  const firstBlock = item('FirstEmissionBlockNumber', (value) =>
    value === null ? null : numberOf(value),
  );
  const isStarted = item('SubtokenEnabled', booleanOf);
  const isOpen = item('NetworkRegistrationAllowed', booleanOf);
  const isEnabled = item('SubnetEmissionEnabled', booleanOf);
  const emaPrice = item('SubnetMovingPrice', bitsOf);
  const burned = item('MinerBurned', bitsOf);
  return combineQueries(queries, (valueAt) => {
    const facts: Omit<VoteFacts, 'isStable'> = {
      netuid,
      registeredAt: must(registeredAt.read(valueAt), 'subnets'),
      firstEmissionBlock: firstBlock.read(valueAt),
      isSubtokenEnabled: isStarted.read(valueAt),
      isRegistrationAllowed: isOpen.read(valueAt),
      isEmissionEnabled: isEnabled.read(valueAt),
      emaPriceBits: emaPrice.read(valueAt),
      minerBurnedBits: burned.read(valueAt),
    };
    return (isStable) => ({ ...facts, isStable });
  });
}

/** Rao of emission that each subnet got in the state's own block: into its pool, and to buy with. */
export async function readRecorded(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<{ recorded: GuardFacts['recorded']; cost: ReadCost }> {
  const { runtime } = state;
  const rows = netuids.map((netuid): StorageQuery<{ netuid: Netuid; tao: Rao }> => {
    const into = storageQuery(runtime, [SUBTENSOR, 'SubnetTaoInEmission'], [netuid], raoOf);
    const excess = storageQuery(runtime, [SUBTENSOR, 'SubnetExcessTao'], [netuid], raoOf);
    return combineQueries([into, excess], (valueAt) => {
      const tao = must(into.read(valueAt), 'emission');
      // Runtimes without chain buys have nothing over.
      return { netuid, tao: toRao(tao + absentAs(excess.read(valueAt), 0n, 'emission')) };
    });
  });
  const recorded = await attempt(async () => known(await state.storage(queryAll(rows))));
  return { recorded, cost: state.cost() };
}

/** Rows that need no question: the metadata tells them. */
function layoutsOf(runtime: Runtime): GuardFacts['layouts'] {
  return [
    ...[...publishedCalls.keys()].map((name) => {
      return { subject: 'call' as const, name, layout: judgeCallLayout(runtime, name) };
    }),
    ...publishedEvents.map((name) => {
      return { subject: 'event' as const, name, layout: judgeEventLayout(runtime, name) };
    }),
  ];
}

async function readShares(
  state: StateReader,
  block: BlockRef,
  pools: readonly GuardPool[],
): Promise<{ shares: ShareFacts; immunityPeriod: Reading<number> }> {
  const { runtime } = state;
  const votes = queryAll(pools.map(({ netuid }) => queryVote(runtime, netuid)));
  const issuance = storageQuery(runtime, [SUBTENSOR, 'TotalIssuance'], [], raoOf);
  const immunity = storageQuery(runtime, [SUBTENSOR, 'NetworkImmunityPeriod'], [], numberOf);
  const gate = queryGate(runtime);
  return state.storage(
    combineQueries([votes, issuance, immunity, gate], (valueAt) => ({
      immunityPeriod: immunity.read(valueAt),
      shares: {
        block,
        totalIssuance: must(issuance.read(valueAt), 'issuance'),
        gate: gate.read(valueAt),
        subnets: votes.read(valueAt).map((complete, at) => {
          const curve = pools[at]?.curve;
          return complete(curve === 'stable');
        }),
      },
    })),
  );
}

/** Everything at the state's block. `choose`: the trades to simulate, once the pools are known. */
export async function readGuardState(
  state: StateReader,
  block: BlockRef,
  choose: (pools: readonly GuardPool[]) => readonly SimQuery[],
): Promise<Omit<GuardFacts, 'recorded'>> {
  const prices = await readSpot(state);
  const [pools, subnetToPrune] = await Promise.all([
    attempt(() => readPools(state, prices)),
    attempt(() => readSubnetToPrune(state)),
  ]);
  const found = pools.known ? pools.value : [];
  const [votes, sims] = await Promise.all([
    pools.known ? attempt(async () => known(await readShares(state, block, found))) : pools,
    Promise.all(
      choose(found).map(async (query) => {
        const answer = await attempt(async () => {
          const [sim] = await simulate(state, [query]);
          return sim ?? UNREADABLE;
        });
        return { query, answer };
      }),
    ),
  ]);
  return {
    block,
    runtime: state.runtime.ref,
    pools,
    sims,
    shares: votes.known ? known(votes.value.shares) : votes,
    immunityPeriod: votes.known ? votes.value.immunityPeriod : votes,
    subnetToPrune,
    layouts: layoutsOf(state.runtime),
    cost: state.cost(),
  };
}
