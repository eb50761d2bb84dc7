// Subnets and their pools from storage. The storage items in the metadata decide which curve runs, never a version
// number.
// Longer than 250 lines because a subnet, its pool and its price are read by the same few rules.
import type { CurveName, Reading, SubnetFacts } from '../../model/facts.ts';
import type { Pool } from '../../pool/pool.ts';
import { RAO_PER_ALPHA, ROOT_NETUID, type Hex, type Netuid } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import {
  alphaOf,
  bigintOf,
  booleanOf,
  fieldOf,
  listOf,
  netuidOf,
  numberOf,
  raoOf,
} from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  UNREADABLE,
  must,
  storageQuery,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

const STABLE_MECHANISM = 0;
const DYNAMIC_MECHANISM = 1;

type Weights = Reading<bigint | null>;
type Ellipse = Reading<{
  alphaScale: bigint;
  taoScale: bigint;
  centerAlpha: bigint;
  centerTao: bigint;
} | null>;

/** The curve of this runtime's dynamic subnets, by the metadata. */
type PoolGeneration = 'superellipse' | 'balancer' | 'constant-product' | 'unknown';

export function poolGenerationOf(runtime: Runtime): PoolGeneration {
  if (runtime.storage('Swap', 'SwapSuperellipse') !== null) return 'superellipse';
  if (runtime.storage('Swap', 'SwapBalancer') !== null) return 'balancer';
  const hasSwap = runtime.storage('Swap', 'FeeRate') !== null || runtime.calls('Swap') !== null;
  const hasReserves = runtime.storage(SUBTENSOR, 'SubnetAlphaIn') !== null;
  return !hasSwap && hasReserves ? 'constant-product' : 'unknown';
}

/** Flat fee of the launch runtimes, rao of TAO on every stake operation. */
const LAUNCH_FLAT_FEE = 50_000n;

function queryEllipse(runtime: Runtime, netuid: Netuid): StorageQuery<Ellipse> {
  return storageQuery(runtime, ['Swap', 'SwapSuperellipse'], [netuid], (value) =>
    value === null
      ? null
      : {
          alphaScale: bigintOf(fieldOf(value, 'alpha_scale')),
          taoScale: bigintOf(fieldOf(value, 'tao_scale')),
          centerAlpha: bigintOf(fieldOf(value, 'center_alpha')),
          centerTao: bigintOf(fieldOf(value, 'center_tao')),
        },
  );
}

function queryWeight(runtime: Runtime, netuid: Netuid): StorageQuery<Weights> {
  return storageQuery(runtime, ['Swap', 'SwapBalancer'], [netuid], (value: ScaleValue) =>
    bigintOf(typeof value === 'object' && value !== null ? fieldOf(value, 'quote') : value),
  );
}

type Parts = {
  mechanism: number;
  taoReserve: bigint;
  alphaReserve: bigint;
  feeRate: Reading<number>;
  weight: Weights;
  ellipse: Ellipse;
};

function minimumReserveOf(runtime: Runtime): { minimumReserve?: bigint } {
  const value = runtime.constant('Swap', 'MinimumReserve');
  return value === null ? {} : { minimumReserve: bigintOf(value) };
}

function poolOf(
  runtime: Runtime,
  netuid: Netuid,
  parts: Parts,
): { curve: CurveName; pool: Pool | null } {
  const { mechanism, taoReserve, alphaReserve, feeRate, weight, ellipse } = parts;
  const nodeOnly = { curve: 'node-only', pool: null } as const;
  if (netuid === ROOT_NETUID || mechanism === STABLE_MECHANISM) {
    return { curve: 'stable', pool: { kind: 'stable' } };
  }
  const generation = poolGenerationOf(runtime);
  if (mechanism !== DYNAMIC_MECHANISM || generation === 'unknown') return nodeOnly;
  const reserves = { taoReserve, alphaReserve };
  if (generation === 'constant-product') {
    return {
      curve: generation,
      pool: { kind: generation, ...reserves, flatFee: LAUNCH_FLAT_FEE },
    };
  }
  if (!feeRate.known) return nodeOnly;
  const traded = { ...reserves, feeRate: feeRate.value, ...minimumReserveOf(runtime) };
  if (generation === 'superellipse') {
    return !ellipse.known || ellipse.value === null
      ? nodeOnly
      : { curve: generation, pool: { kind: generation, ...traded, ...ellipse.value } };
  }
  return !weight.known || weight.value === null
    ? nodeOnly
    : { curve: generation, pool: { kind: generation, ...traded, taoWeight: weight.value } };
}

const ONE = 10n ** 18n;
/** The weights that the chain's pools may have. */
const [LEAST_WEIGHT, MOST_WEIGHT] = [ONE / 100n, (ONE * 99n) / 100n];

/**
 * The weight at which these reserves have that price, which is told in whole rao and rounded down: its middle is taken. Null:
 * no pool's. price = (tao ÷ weight) ÷ (alpha ÷ (1 − weight))
 */
function weightAt(taoReserve: bigint, alphaReserve: bigint, price: bigint): bigint | null {
  const tao = 2n * RAO_PER_ALPHA * taoReserve;
  const weight = tao === 0n ? 0n : (tao * ONE) / (tao + (2n * price + 1n) * alphaReserve);
  return weight < LEAST_WEIGHT || weight > MOST_WEIGHT ? null : weight;
}

/** What of a pool is known already. */
type PoolHints = {
  /** Its pool fee, of a dynamic subnet: then neither fee nor mechanism is read. */
  feeRate?: number | undefined;
  /** Its price at the block, rao per whole alpha: then its weights are not read. */
  price?: bigint | undefined;
};

/** The pool of one subnet by itself: what its curve needs, and nothing else. */
export function queryPool(
  runtime: Runtime,
  netuid: Netuid,
  { feeRate, price }: PoolHints = {},
): StorageQuery<{ curve: CurveName; pool: Pool | null }> {
  const item = <T>(name: string, parse: (value: ScaleValue) => T): StorageQuery<Reading<T>> =>
    storageQuery(runtime, [SUBTENSOR, name], [netuid], parse);
  const told = <T>(value: T | undefined, query: StorageQuery<Reading<T>>) =>
    value === undefined ? query : { keys: [], read: () => known(value) };
  const isTold = feeRate !== undefined;
  const mechanism = told(isTold ? DYNAMIC_MECHANISM : undefined, item('SubnetMechanism', numberOf));
  const taoReserve = item('SubnetTAO', raoOf);
  const alphaReserve = item('SubnetAlphaIn', alphaOf);
  const rate = told(feeRate, storageQuery(runtime, ['Swap', 'FeeRate'], [netuid], numberOf));
  // What an earlier curve left behind is not asked for.
  const isWeighted = poolGenerationOf(runtime) === 'balancer';
  const weight: StorageQuery<Weights> =
    isWeighted && price === undefined
      ? queryWeight(runtime, netuid)
      : { keys: [], read: () => NOT_HERE };
  const ellipse = queryEllipse(runtime, netuid);
  const all = [mechanism, taoReserve, alphaReserve, rate, weight, ellipse];
  return combineQueries<{ curve: CurveName; pool: Pool | null }>(all, (valueAt) => {
    const tao = must(taoReserve.read(valueAt), 'subnets');
    const alpha = must(alphaReserve.read(valueAt), 'subnets');
    return poolOf(runtime, netuid, {
      mechanism: must(mechanism.read(valueAt), 'subnets'),
      taoReserve: tao,
      alphaReserve: alpha,
      feeRate: rate.read(valueAt),
      weight: price === undefined ? weight.read(valueAt) : known(weightAt(tao, alpha, price)),
      ellipse: ellipse.read(valueAt),
    });
  });
}

/** One subnet with its pool. The caller adds `nodePrice`. */
export function querySubnet(
  runtime: Runtime,
  netuid: Netuid,
): StorageQuery<(nodePrice: Reading<bigint>) => SubnetFacts> {
  const item = <T>(name: string, parse: (value: ScaleValue) => T): StorageQuery<Reading<T>> =>
    storageQuery(runtime, [SUBTENSOR, name], [netuid], parse);
  const exists = item('NetworksAdded', booleanOf);
  const registeredAt = item('NetworkRegisteredAt', numberOf);
  const pool = queryPool(runtime, netuid);
  const alphaOut = item('SubnetAlphaOut', alphaOf);
  const isStarted = item('SubtokenEnabled', booleanOf);
  const isTransferable = item('TransferToggle', booleanOf);
  const taoIn = item('SubnetTaoInEmission', raoOf);
  const alphaIn = item('SubnetAlphaInEmission', alphaOf);
  const excess = item('SubnetExcessTao', raoOf);
  const all = [exists, registeredAt, pool, alphaOut, isStarted];
  const rest = [isTransferable, taoIn, alphaIn, excess];
  return combineQueries([...all, ...rest], (valueAt) => {
    const needed = <T>(query: StorageQuery<Reading<T>>): T => must(query.read(valueAt), 'subnets');
    const tao = taoIn.read(valueAt);
    const alpha = alphaIn.read(valueAt);
    const bought = excess.read(valueAt);
    return (nodePrice) => ({
      netuid,
      registeredAt: needed(registeredAt),
      exists: needed(exists),
      ...pool.read(valueAt),
      nodePrice,
      alphaOut: needed(alphaOut),
      isSubtokenEnabled: isStarted.read(valueAt),
      isTransferEnabled: isTransferable.read(valueAt),
      injection:
        tao.known && alpha.known && bought.known
          ? known({ tao: tao.value, alpha: alpha.value, boughtWithTao: bought.value })
          : NOT_HERE,
    });
  });
}

/** What a pool's own curve moves by, and what else may change with every block. */
const POOL_ITEMS = [
  [SUBTENSOR, 'SubnetTAO'],
  [SUBTENSOR, 'SubnetAlphaIn'],
  ['Swap', 'SwapBalancer'],
  ['Swap', 'SwapSuperellipse'],
] as const;
const OTHER_FAST_ITEMS = [
  [SUBTENSOR, 'SubnetAlphaOut'],
  [SUBTENSOR, 'SubnetTaoInEmission'],
  [SUBTENSOR, 'SubnetAlphaInEmission'],
  [SUBTENSOR, 'SubnetExcessTao'],
] as const;

/** The keys of a subnet whose values may change with every block, or those of its pool alone; all others seldom do. */
export function fastKeys(runtime: Runtime, netuid: Netuid, which: 'pool' | 'all' = 'all'): Hex[] {
  const items = which === 'pool' ? POOL_ITEMS : [...POOL_ITEMS, ...OTHER_FAST_ITEMS];
  const asked = new Set(which === 'pool' ? queryPool(runtime, netuid).keys : []);
  return items.flatMap(([pallet, name]) => {
    const key = runtime.storage(pallet, name)?.key(netuid);
    return key === undefined || (which === 'pool' && !asked.has(key)) ? [] : [key];
  });
}

type NodePrices = (netuid: Netuid) => Reading<bigint>;

/** All prices in one answer, rao per whole alpha, by netuid. */
export async function readPriceMap(
  state: StateReader,
): Promise<Reading<ReadonlyMap<Netuid, bigint>>> {
  const answer = await state.api('SwapRuntimeApi', 'current_alpha_price_all');
  if (!answer.known) return answer;
  const prices = listOf(answer.value).map(
    (entry) => [netuidOf(fieldOf(entry, 'netuid')), bigintOf(fieldOf(entry, 'price'))] as const,
  );
  return known(new Map(prices));
}

/** All prices in one answer; null where the runtime lacks that API. */
export async function readAllPrices(state: StateReader): Promise<NodePrices | null> {
  const prices = await readPriceMap(state);
  if (!prices.known) return prices.reason === 'unreadable' ? () => UNREADABLE : null;
  return (netuid) => {
    const price = prices.value.get(netuid);
    return price === undefined ? UNREADABLE : known(price);
  };
}

/** One request per subnet: for runtimes without the API for all. */
export async function readPrices(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<NodePrices> {
  const answers = await Promise.all(
    netuids.map(async (netuid) => {
      const answer = await state.api('SwapRuntimeApi', 'current_alpha_price', netuid);
      return [netuid, answer.known ? known(bigintOf(answer.value)) : answer] as const;
    }),
  );
  const prices = new Map<Netuid, Reading<bigint>>(answers);
  return (netuid) => prices.get(netuid) ?? UNREADABLE;
}

/** A netuid is a u16; the chain has 129 of them. */
const MOST_SUBNETS = 0x10000;

/** Numbers of the subnets that exist. Throws RangeError where the runtime keeps no such list. */
export async function readNetuids(state: StateReader): Promise<Netuid[]> {
  const item = state.runtime.storage(SUBTENSOR, 'NetworksAdded');
  if (item === null) throw new RangeError('no subnets on this runtime');
  const keys = await state.keysUnder(item.prefix, MOST_SUBNETS);
  // The key ends with the netuid itself, little-endian, whatever its hasher.
  const netuids = keys.map((key) => netuidOf(Number(`0x${key.slice(-2)}${key.slice(-4, -2)}`)));
  const queries = netuids.map((netuid) =>
    storageQuery(state.runtime, [SUBTENSOR, 'NetworksAdded'], [netuid], booleanOf),
  );
  const exist = await state.storage(
    combineQueries(queries, (valueAt) => queries.map(({ read }) => read(valueAt))),
  );
  return netuids
    .filter((_netuid, i) => must(exist[i] ?? UNREADABLE, 'subnets'))
    .sort((a, b) => a - b);
}
