// What hotkeys paid their stakers in the newest epochs: in a subnet's alpha; on root, in TAO at spot. Each figure names
// its epoch, because the chain keeps a figure until the next epoch overwrites it.
import type {
  BlockRef,
  EarningsQuery,
  EpochFacts,
  HotkeyEpoch,
  Reading,
} from '../../model/facts.ts';
import {
  mulDivDown,
  RAO_PER_TAO,
  ROOT_NETUID,
  toAlphaRao,
  type Hex,
  type Netuid,
  type Ss58Address,
} from '../../units.ts';
import { readRootRates } from './read-unclaimed.ts';
import { readAllPrices, readPrices } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { alphaOf, numberOf } from '../scale/scale-fields.ts';
import { withHeld, type StateReader } from '../runtime/state-reader.ts';
import {
  known,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

const BLOCKS_PER_YEAR = 2_629_800n;
/** A subnet late by that many periods no longer runs epochs. */
const STALE_PERIODS = 3;

const amount = (runtime: Runtime, item: string, ...args: (Netuid | Ss58Address)[]) =>
  storageQuery(runtime, [SUBTENSOR, item], args, alphaOf);

const LAST_PAID = 'LastMechansimStepBlock';

type Schedule = { registeredAt: number; epoch: number; period: number };

/**
 * When the newest paid epoch ran; unknown where the runtime does not tell: LastEpochBlock also advances with epochs that are skipped, LastMechansimStepBlock (sic)
 * only when one paid. On runtimes without LastEpochBlock, tempo + 1 blocks lie between two epochs. null: none ran yet.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/run_coinbase.rs (drain_pending, distribute_emissions_to_subnets).
 */
function querySchedule(runtime: Runtime, netuid: Netuid): StorageQuery<Reading<Schedule | null>> {
  const count = (item: string) => storageQuery(runtime, [SUBTENSOR, item], [netuid], numberOf);
  const tempo = count('Tempo');
  const step = count(LAST_PAID);
  const registered = count('NetworkRegisteredAt');
  const extra = runtime.storage(SUBTENSOR, 'LastEpochBlock') === null ? 1 : 0;
  return combineQueries([tempo, step, registered], (valueAt) => {
    const paidAt = step.read(valueAt);
    const since = registered.read(valueAt);
    const every = tempo.read(valueAt);
    if (!paidAt.known) return paidAt;
    if (!since.known) return since;
    if (!every.known) return every;
    const epoch = paidAt.value;
    const registeredAt = since.value;
    const period = every.value + extra;
    // Tempo 0 stops epochs; an epoch before the registration belongs to an earlier subnet of that number.
    return known(epoch > registeredAt && period > extra ? { registeredAt, epoch, period } : null);
  });
}

function queryEpoch(
  runtime: Runtime,
  { netuid, hotkeys }: EarningsQuery[number],
): StorageQuery<EpochFacts | null> {
  const schedule = querySchedule(runtime, netuid);
  const each = hotkeys.map((hotkey) => ({
    hotkey,
    dividends: amount(runtime, 'AlphaDividendsPerSubnet', netuid, hotkey),
    after: amount(runtime, 'TotalHotkeyAlphaLastEpoch', hotkey, netuid),
    now: amount(runtime, 'TotalHotkeyAlpha', hotkey, netuid),
  }));
  const queries = each.flatMap(({ dividends, after, now }) => [dividends, after, now]);
  return combineQueries([schedule, ...queries], (valueAt) => {
    const when = schedule.read(valueAt);
    if (!when.known || when.value === null) return null;
    const earned = each.flatMap(({ hotkey, dividends, after, now }): HotkeyEpoch[] => {
      const paid = dividends.read(valueAt);
      if (!paid.known) return [];
      // The chain writes this total only when something was paid; the total includes the dividends.
      const total = (paid.value > 0n ? after : now).read(valueAt);
      if (!total.known || total.value <= paid.value) return [];
      const earnedOn = toAlphaRao(total.value - paid.value);
      return [{ hotkey, dividends: paid.value, earnedOn }];
    });
    return { netuid, ...when.value, earned };
  });
}

type Paid = { alpha: bigint; perYear: bigint };

/** The last payment of one subnet to the root stakers of a hotkey, and a year of it in rao, rounded down. */
function queryPaid(
  runtime: Runtime,
  block: BlockRef,
  hotkey: Ss58Address,
  netuid: Netuid,
  price: Reading<bigint>,
): StorageQuery<Reading<Paid>> {
  const schedule = querySchedule(runtime, netuid);
  const dividends = amount(runtime, 'RootAlphaDividendsPerSubnet', netuid, hotkey);
  return combineQueries([schedule, dividends], (valueAt) => {
    const paid = dividends.read(valueAt);
    const scheduled = schedule.read(valueAt);
    if (!paid.known) return paid;
    if (!scheduled.known) return scheduled;
    const when = scheduled.value;
    const isStale = when === null || block.number - when.epoch > STALE_PERIODS * when.period;
    if (paid.value === 0n || isStale) return known({ alpha: 0n, perYear: 0n });
    if (!price.known) return price;
    const perYear = mulDivDown(
      paid.value * price.value,
      BLOCKS_PER_YEAR,
      RAO_PER_TAO * BigInt(when.period),
    );
    return known({ alpha: paid.value, perYear });
  });
}

async function readRoot(
  state: StateReader,
  block: BlockRef,
  hotkeys: readonly Ss58Address[],
): Promise<EpochFacts[]> {
  const { runtime } = state;
  const [rates, allPrices] = await Promise.all([
    readRootRates(state, hotkeys),
    readAllPrices(state),
  ]);
  if (!rates.known) return [];
  // Only subnets that ever paid the hotkey's root stakers can have made the last payment.
  const netuids = [...new Set(rates.value.flatMap((of) => of.map(({ netuid }) => netuid)))];
  const price = allPrices ?? (await readPrices(state, netuids));
  const queries = hotkeys.map((hotkey, i) => {
    const stake = amount(runtime, 'TotalHotkeyAlpha', hotkey, ROOT_NETUID);
    const paid = (rates.value[i] ?? []).map(({ netuid }) =>
      queryPaid(runtime, block, hotkey, netuid, price(netuid)),
    );
    return combineQueries([stake, ...paid], (valueAt): HotkeyEpoch | null => {
      const staked = stake.read(valueAt);
      const readings = paid.map((query) => query.read(valueAt));
      // With one subnet unknown the sum would be incomplete without showing it: leave the hotkey out.
      if (!staked.known || readings.some((reading) => !reading.known)) return null;
      const earnedOn = staked.value;
      if (earnedOn === 0n) return null;
      let perYear = 0n;
      for (const reading of readings) {
        // More alpha than there is root stake goes to the hotkey's owner instead (claim_root.rs).
        if (reading.known && reading.value.alpha <= earnedOn) perYear += reading.value.perYear;
      }
      return { hotkey, dividends: toAlphaRao(perYear), earnedOn };
    });
  });
  const found = await state.storage(queryAll(queries));
  const earned = found.filter((one) => one !== null);
  const period = Number(BLOCKS_PER_YEAR);
  return [{ netuid: ROOT_NETUID, registeredAt: 0, epoch: block.number, period, earned }];
}

/** Those with an epoch that is wanted, and what told it, which is not asked for again. */
async function withNews(
  state: StateReader,
  asked: EarningsQuery,
): Promise<{ asked: EarningsQuery; held: ReadonlyMap<Hex, Hex | null> }> {
  const steps = asked.map(({ netuid, newerThan }) =>
    newerThan === undefined
      ? null
      : storageQuery(state.runtime, [SUBTENSOR, LAST_PAID], [netuid], numberOf),
  );
  const some = steps.filter((step) => step !== null);
  if (some.length === 0) return { asked, held: new Map() };
  return state.storage(
    combineQueries(some, (valueAt) => ({
      asked: asked.filter(({ newerThan = 0 }, i) => {
        const paidAt = steps[i]?.read(valueAt);
        return paidAt === undefined || (paidAt.known && paidAt.value > newerThan);
      }),
      held: new Map(some.flatMap(({ keys }) => keys).map((key) => [key, valueAt(key)])),
    })),
  );
}

/**
 * The newest epochs of these subnets. Left out: epochs that have not run yet, that cannot be read, or that this runtime
 * stores in other items.
 */
export async function readEarnings(
  state: StateReader,
  block: BlockRef,
  asked: EarningsQuery,
): Promise<EpochFacts[]> {
  const { runtime } = state;
  const hasTotals = runtime.storage(SUBTENSOR, 'TotalHotkeyAlphaLastEpoch') !== null;
  const subnets = asked.filter(({ netuid }) => hasTotals && netuid !== ROOT_NETUID);
  const root = asked.find(({ netuid }) => netuid === ROOT_NETUID)?.hotkeys ?? [];
  const [epochs, ofRoot] = await Promise.all([
    withNews(state, subnets).then(({ asked: news, held }) =>
      news.length === 0
        ? []
        : withHeld(state, held).storage(queryAll(news.map((one) => queryEpoch(runtime, one)))),
    ),
    root.length === 0 ? [] : readRoot(state, block, root),
  ]);
  return [...epochs.filter((epoch) => epoch !== null), ...ofRoot];
}
