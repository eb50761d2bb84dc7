// What decides the payout of a subnet's removal: pool, reservoirs, what the chain counts, what baskets and listed hotkeys
// hold; on a small network every position. Four questions in three round trips, whatever the number of subnets.
import type { BlockRef, Reading } from '../../model/facts.ts';
import type { PayoutFacts, SubnetPayoutFacts } from '../../model/payout-facts.ts';
import { toAlphaRao, toRao, type AlphaRao, type Netuid, type Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  absentAs,
  combineQueries,
  known,
  must,
  queryAll,
  storageQuery,
  UNREADABLE,
  type StorageQuery,
} from '../runtime/storage-query.ts';
import { accountOf, alphaOf, numberOf, placesOf, raoOf } from '../scale/scale-fields.ts';
import { basketEscrow, queryHotkeyPool, queryIsClosed, queryShare } from './query-position.ts';
import { alphaOfShare, type Ratio } from './read-holders.ts';
import { querySubnet } from './read-subnets.ts';
import { readWhole } from './read-whole.ts';

export type PayoutQuery = {
  netuids: readonly Netuid[];
  /** Of our own positions. */
  hotkeys: readonly Ss58Address[];
  /** List every position, where there are few enough. */
  isSmall: boolean;
};

/** Funds of validators; finney had 189. */
const MOST_BASKETS = 5_000;

const nameOf = (hotkey: Ss58Address, netuid: Netuid): string => `${netuid}:${hotkey}`;

type Books = Omit<SubnetPayoutFacts, 'baskets' | 'listed' | 'whole'> & { slots: number };

function queryBooks(runtime: Runtime, netuid: Netuid): StorageQuery<Books> {
  const subnet = querySubnet(runtime, netuid);
  const protocolAlpha = storageQuery(
    runtime,
    [SUBTENSOR, 'SubnetProtocolAlpha'],
    [netuid],
    alphaOf,
  );
  const slots = storageQuery(runtime, [SUBTENSOR, 'SubnetworkN'], [netuid], placesOf);
  const tao = storageQuery(runtime, ['Swap', 'BalancerTaoReservoir'], [netuid], raoOf);
  const alpha = storageQuery(runtime, ['Swap', 'BalancerAlphaReservoir'], [netuid], alphaOf);
  return combineQueries([subnet, protocolAlpha, slots, tao, alpha], (valueAt) => {
    const { registeredAt, pool, alphaOut } = subnet.read(valueAt)(UNREADABLE);
    return {
      netuid,
      registeredAt,
      pool,
      alphaOut,
      protocolAlpha: protocolAlpha.read(valueAt),
      // A runtime without reservoirs parks nothing in them.
      reservoir: known({
        tao: absentAs(tao.read(valueAt), toRao(0n), 'reservoir'),
        alpha: absentAs(alpha.read(valueAt), toAlphaRao(0n), 'reservoir'),
      }),
      slots: must(slots.read(valueAt), 'slots'),
    };
  });
}

/** Hotkeys that have a basket; empty where the runtime has no baskets. */
async function readFunds(state: StateReader): Promise<Ss58Address[]> {
  const item = state.runtime.storage(SUBTENSOR, 'BasketShares');
  if (item === null) return [];
  const keys = await state.keysUnder(item.prefix, MOST_BASKETS);
  return keys.map((key) => accountOf(item.keyArgs(key)?.[0] ?? null));
}

type Baskets = SubnetPayoutFacts['baskets'];

/** What the escrow holds with these hotkeys, and what waits to enter. */
async function readBaskets(
  state: StateReader,
  netuid: Netuid,
  funds: readonly Ss58Address[],
  shares: readonly (Ratio | null)[],
  waiting: readonly Reading<AlphaRao>[],
): Promise<Baskets> {
  const { runtime } = state;
  const escrow = basketEscrow();
  const held = funds.flatMap((hotkey, at) => {
    const share = shares[at] ?? null;
    return share === null ? [] : [{ hotkey, share }];
  });
  const queries = held.map(({ hotkey, share }) => {
    const pool = queryHotkeyPool(runtime, hotkey, netuid);
    const closed = queryIsClosed(runtime, { hotkey, coldkey: escrow, netuid });
    return combineQueries([pool, closed], (valueAt) => {
      const { alpha, shares: all } = pool.read(valueAt);
      return closed.read(valueAt) ? toAlphaRao(0n) : alphaOfShare(alpha, share, all);
    });
  });
  const holdings = await state.storage(queryAll(queries));
  let all = 0n;
  for (const one of waiting) {
    // Without a queue on this runtime nothing waits.
    if (one.known) all += one.value;
    else if (one.reason === 'unreadable') return one;
  }
  return known({ holdings: holdings.filter((one) => one > 0n), waiting: toAlphaRao(all) });
}

/**
 * Alpha in its smallest unit, TAO in rao, all of one block. `listed` is the alpha under every hotkey that has a slot or a
 * basket, and under our own. Throws NODE_MALFORMED, and RangeError where the runtime has no subnets.
 */
export async function readPayoutFacts(
  state: StateReader,
  block: BlockRef,
  { netuids, hotkeys, isSmall }: PayoutQuery,
): Promise<PayoutFacts> {
  const { runtime } = state;
  const escrow = basketEscrow();
  const since = storageQuery(runtime, [SUBTENSOR, 'TaoInRefundDeploymentBlock'], [], numberOf);
  const books = queryAll(netuids.map((netuid) => queryBooks(runtime, netuid)));
  const [first, funds, whole] = await Promise.all([
    state.storage(
      combineQueries([books, since], (valueAt) => ({
        books: books.read(valueAt),
        refundSince: since.read(valueAt),
      })),
    ),
    readFunds(state),
    isSmall ? readWhole(state, netuids) : null,
  ]);
  const ofSubnets = queryAll(
    first.books.map(({ netuid, slots }) => {
      const places = queryAll(
        Array.from({ length: slots }, (_unused, uid) =>
          storageQuery(runtime, [SUBTENSOR, 'Keys'], [netuid, uid], accountOf),
        ),
      );
      const shares = queryAll(
        funds.map((hotkey) => queryShare(runtime, { hotkey, coldkey: escrow, netuid })),
      );
      const waiting = queryAll(
        funds.map((hotkey) =>
          storageQuery(runtime, [SUBTENSOR, 'PendingBasketDeposits'], [hotkey, netuid], alphaOf),
        ),
      );
      return combineQueries([places, shares, waiting], (valueAt) => ({
        inSlots: places.read(valueAt).map((hotkey) => must(hotkey, 'slots')),
        shares: shares.read(valueAt),
        waiting: waiting.read(valueAt),
      }));
    }),
  );
  const second = await state.storage(ofSubnets);
  const listed = new Map<string, StorageQuery<AlphaRao>>();
  first.books.forEach(({ netuid }, at) => {
    const found = second[at];
    const withBasket = funds.filter((_hotkey, of) => (found?.shares[of] ?? null) !== null);
    for (const hotkey of [...(found?.inSlots ?? []), ...withBasket, ...hotkeys]) {
      const pool = queryHotkeyPool(runtime, hotkey, netuid);
      listed.set(
        nameOf(hotkey, netuid),
        combineQueries([pool], (valueAt) => pool.read(valueAt).alpha),
      );
    }
  });
  const names = [...listed.keys()];
  const [alphas, baskets] = await Promise.all([
    state.storage(queryAll([...listed.values()])),
    Promise.all(
      first.books.map(({ netuid }, at) =>
        readBaskets(state, netuid, funds, second[at]?.shares ?? [], second[at]?.waiting ?? []),
      ),
    ),
  ]);
  const sums = new Map<string, bigint>();
  names.forEach((name, at) => {
    const [netuid = ''] = name.split(':');
    sums.set(netuid, (sums.get(netuid) ?? 0n) + (alphas[at] ?? 0n));
  });
  return {
    block,
    refundSince: first.refundSince,
    subnets: first.books.map(({ slots: _slots, ...of }, at): SubnetPayoutFacts => ({
      ...of,
      baskets: baskets[at] ?? UNREADABLE,
      listed: toAlphaRao(sums.get(String(of.netuid)) ?? 0n),
      whole: whole?.get(of.netuid) ?? null,
    })),
    cost: state.cost(),
  };
}
