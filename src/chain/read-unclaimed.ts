// Root dividends that wait to be claimed, valued at spot. Only under the rule that keeps a claim rate per hotkey and
// subnet; the basket rule that follows it keeps other books.
import type { Reading, Snapshot } from '../facts.ts';
import {
  mulDivDown,
  RAO_PER_TAO,
  ROOT_NETUID,
  toRao,
  type Rao,
  type Ss58Address,
} from '../units.ts';
import type { ReadSnapshot } from './read-snapshot.ts';
import { readAllPrices } from './read-subnets.ts';
import { bigintOf, bitsOf, listOf, netuidOf } from './scale-fields.ts';
import type { StateReader } from './state-reader.ts';
import { known, NOT_HERE, valueOr, want, wantAll, wantTogether } from './wanted.ts';

const PALLET = 'SubtensorModule';
const FRACTION_BITS = 32n;

/** rate · stake − claimed, rounded down: as much as a claim would find. */
function owed(rateBits: bigint, rootStake: bigint, claimed: bigint): bigint {
  const earned = (rateBits * rootStake) >> FRACTION_BITS;
  return earned > claimed ? earned - claimed : 0n;
}

export async function readUnclaimed(
  state: StateReader,
  snapshot: ReadSnapshot,
): Promise<Snapshot['unclaimed']> {
  const { runtime } = state;
  if (runtime.storage(PALLET, 'RootClaimable') === null) return NOT_HERE;
  if (runtime.storage(PALLET, 'BasketTradingEnabled') !== null) return NOT_HERE;
  const stakes = snapshot.positions.filter(({ netuid }) => netuid === ROOT_NETUID);
  const [prices, rates] = await Promise.all([
    readAllPrices(state),
    state.storage(
      wantAll(
        stakes.map(({ hotkey }) =>
          want(runtime, [PALLET, 'RootClaimable'], [hotkey], (pairs) =>
            listOf(pairs).map((pair) => {
              const [netuid, rate] = listOf(pair);
              return { netuid: netuidOf(netuid ?? null), rateBits: bitsOf(rate ?? null) };
            }),
          ),
        ),
      ),
    ),
  ]);
  if (prices === null) return NOT_HERE;
  const claims = stakes.flatMap((stake, i) =>
    valueOr(rates[i] ?? NOT_HERE, []).map((rate) => ({ ...stake, ...rate })),
  );
  const wishes = claims.map(({ coldkey, hotkey, netuid, rateBits, alpha }) => {
    const claimed = want(runtime, [PALLET, 'RootClaimed'], [netuid, hotkey, coldkey], bigintOf);
    return wantTogether([claimed], (valueAt): Reading<{ coldkey: Ss58Address; value: Rao }> => {
      const taken = claimed.read(valueAt);
      const price = prices(netuid);
      if (!taken.known) return taken;
      if (!price.known) return price;
      const value = mulDivDown(owed(rateBits, alpha, taken.value), price.value, RAO_PER_TAO);
      return known({ coldkey, value: toRao(value) });
    });
  });
  const found = await state.storage(wantAll(wishes));
  const sums = new Map<Ss58Address, bigint>();
  for (const reading of found) {
    if (!reading.known) return reading;
    sums.set(reading.value.coldkey, (sums.get(reading.value.coldkey) ?? 0n) + reading.value.value);
  }
  return known([...sums].map(([coldkey, value]) => ({ coldkey, value: toRao(value) })));
}
