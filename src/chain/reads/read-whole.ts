// Every position of some subnets, on a network small enough to list them all.
import type { WholePosition } from '../../model/payout-facts.ts';
import { toAlphaRao, type Netuid } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { combineQueries, queryAll } from '../runtime/storage-query.ts';
import { accountOf, netuidOf } from '../scale/scale-fields.ts';
import {
  basketEscrow,
  queryHotkeyPool,
  queryIsClosed,
  queryShare,
  type Place,
} from './query-position.ts';
import { alphaOfShare, NO_SHARES, shareKinds } from './read-holders.ts';

/** Positions of all subnets, of networks small enough to list them. */
const MOST_POSITIONS = 20_000;

/** Every position of these subnets, in the order of their keys; null: the network has too many to list. */
export async function readWhole(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<Map<Netuid, WholePosition[]> | null> {
  const places: Place[] = [];
  let listed = 0;
  for (const { positions } of shareKinds) {
    const item = state.runtime.storage(SUBTENSOR, positions);
    if (item === null) continue;
    let after = null;
    do {
      const page = await state.keysPage(item.prefix, after);
      listed += page.length;
      if (listed > MOST_POSITIONS) return null;
      for (const key of page) {
        const [hotkey = null, coldkey = null, netuid = null] = item.keyArgs(key) ?? [];
        const of = netuidOf(netuid);
        if (!netuids.includes(of)) continue;
        places.push({ hotkey: accountOf(hotkey), coldkey: accountOf(coldkey), netuid: of });
      }
      after = page.at(-1) ?? null;
    } while (after !== null);
  }
  const escrow = basketEscrow();
  const read = await state.storage(
    queryAll(
      places.map((place) => {
        const share = queryShare(state.runtime, place);
        const pool = queryHotkeyPool(state.runtime, place.hotkey, place.netuid);
        const closed = queryIsClosed(state.runtime, place);
        return combineQueries([share, pool, closed], (valueAt) => {
          const mine = share.read(valueAt) ?? NO_SHARES;
          const { alpha, shares } = pool.read(valueAt);
          const isWorthless = closed.read(valueAt);
          return {
            ...place,
            alpha: isWorthless ? toAlphaRao(0n) : alphaOfShare(alpha, mine, shares),
            rawShare: isWorthless ? 0n : mine.over / mine.under,
            isBasket: place.coldkey === escrow,
          };
        });
      }),
    ),
  );
  return new Map(netuids.map((netuid) => [netuid, read.filter((one) => one.netuid === netuid)]));
}
