// Unclaimed root dividends, valued at spot. Only under the rule with a claim rate per hotkey and subnet; the later basket
// rule stores them in other items.
import type { Reading, Snapshot } from '../../model/facts.ts';
import {
  mulDivDown,
  RAO_PER_TAO,
  ROOT_NETUID,
  toRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../../units.ts';
import type { ReadSnapshot } from './read-snapshot.ts';
import { readAllPrices, readPrices } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bigintOf, bitsOf, listOf, netuidOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

const FRACTION_BITS = 32n;

/** All alpha ever paid by one subnet to one hotkey's stakers, per rao of root stake; I96F32 bits. */
type RootRate = { netuid: Netuid; rateBits: bigint };

/** The later books of funds leave the rates behind, legacy. */
const hasRates = (runtime: Runtime): boolean =>
  runtime.storage(SUBTENSOR, 'RootClaimable') !== null &&
  runtime.storage(SUBTENSOR, 'BasketTradingEnabled') === null;

/** By hotkey, in the given order; unknown where this runtime has another rule. */
export async function readRootRates(
  state: StateReader,
  hotkeys: readonly Ss58Address[],
): Promise<Reading<readonly (readonly RootRate[])[]>> {
  const { runtime } = state;
  if (!hasRates(runtime)) return NOT_HERE;
  const queries = hotkeys.map((hotkey) =>
    storageQuery(runtime, [SUBTENSOR, 'RootClaimable'], [hotkey], (pairs) =>
      listOf(pairs).map((pair): RootRate => {
        const [netuid, rate] = listOf(pair);
        return { netuid: netuidOf(netuid ?? null), rateBits: bitsOf(rate ?? null) };
      }),
    ),
  );
  return allKnown(await state.storage(queryAll(queries)));
}

/** All values, or the first unknown reading. */
function allKnown<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const values: T[] = [];
  for (const reading of readings) {
    if (!reading.known) return reading;
    values.push(reading.value);
  }
  return known(values);
}

/**
 * What a claim would find, alpha rounded down: rate · stake − claimed. Below the subnet's threshold a claim pays nothing
 * and the debt keeps growing: `claimable` is 0 then.
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/claim_root.rs `root_claim_on_subnet` (14bc6f9f).
 */
export function rootOwed(
  rateBits: bigint,
  rootStake: bigint,
  claimed: bigint,
  thresholdBits: bigint,
): { owed: bigint; claimable: bigint } {
  const owedBits = rateBits * rootStake - (claimed << FRACTION_BITS);
  const owed = owedBits > 0n ? owedBits >> FRACTION_BITS : 0n;
  return { owed, claimable: owedBits < thresholdBits ? 0n : owed };
}

type Stake = { coldkey: Ss58Address; hotkey: Ss58Address; alpha: bigint };
type Owed = { coldkey: Ss58Address; value: bigint; belowThreshold: bigint };

function queryOwed(
  state: StateReader,
  { coldkey, hotkey, alpha }: Stake,
  { netuid, rateBits }: RootRate,
  price: Reading<bigint>,
): StorageQuery<Reading<Owed>> {
  const item = (name: string) => [SUBTENSOR, name] as const;
  const claimed = storageQuery(
    state.runtime,
    item('RootClaimed'),
    [netuid, hotkey, coldkey],
    bigintOf,
  );
  const threshold = storageQuery(state.runtime, item('RootClaimableThreshold'), [netuid], bitsOf);
  return combineQueries([claimed, threshold], (valueAt) => {
    const taken = claimed.read(valueAt);
    const least = threshold.read(valueAt);
    if (!taken.known) return taken;
    if (!least.known) return least;
    const { owed, claimable } = rootOwed(rateBits, alpha, taken.value, least.value);
    if (owed === 0n) return known({ coldkey, value: 0n, belowThreshold: 0n });
    if (!price.known) return price;
    return known({
      coldkey,
      value: mulDivDown(claimable, price.value, RAO_PER_TAO),
      belowThreshold: mulDivDown(owed - claimable, price.value, RAO_PER_TAO),
    });
  });
}

export async function readUnclaimed(
  state: StateReader,
  snapshot: ReadSnapshot,
): Promise<Snapshot['unclaimed']> {
  // Nothing is asked of a runtime with other books, prices neither.
  if (!hasRates(state.runtime)) return NOT_HERE;
  const stakes = snapshot.positions.filter(({ netuid }) => netuid === ROOT_NETUID);
  const [rates, allPrices] = await Promise.all([
    readRootRates(
      state,
      stakes.map(({ hotkey }) => hotkey),
    ),
    readAllPrices(state),
  ]);
  if (!rates.known) return rates;
  const netuids = [...new Set(rates.value.flatMap((of) => of.map(({ netuid }) => netuid)))];
  const price = allPrices ?? (await readPrices(state, netuids));
  const queries = stakes.flatMap((stake, i) =>
    (rates.value[i] ?? []).map((rate) => queryOwed(state, stake, rate, price(rate.netuid))),
  );
  const found = allKnown(await state.storage(queryAll(queries)));
  if (!found.known) return found;
  const sums = new Map<Ss58Address, { value: bigint; belowThreshold: bigint }>();
  for (const { coldkey, value, belowThreshold } of found.value) {
    const sum = sums.get(coldkey) ?? { value: 0n, belowThreshold: 0n };
    sums.set(coldkey, {
      value: sum.value + value,
      belowThreshold: sum.belowThreshold + belowThreshold,
    });
  }
  const rao = (amount: bigint): Rao => toRao(amount);
  return known(
    [...sums].map(([coldkey, { value, belowThreshold }]) => ({
      coldkey,
      value: rao(value),
      belowThreshold: rao(belowThreshold),
    })),
  );
}
