// What came and went, as tax tools count it: by currency, growth as one reward a day, and whatever no entry tells, so that balances
// in the tool are those of the account. Pure; amounts in rao and rao of alpha.
import type { BookEntry, BookPoint, Leg } from '../../model/book.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';
import { dayOf } from '../calendar.ts';
import { readSpans } from '../coverage.ts';
import type { AccountBook, Period } from '../figures.ts';
import { valueAt } from '../value.ts';

/** `TAO`, stake on root included, or `SN64` for the alpha of subnet 64. */
export type Amount = { currency: string; units: bigint };

/**
 * `trade`: one currency for another. `reward`: growth and claims. `cost`: network fees. `unexplained`: between points that are not
 * read throughout. `opening`: what was there when the book begins. The rest: from or to somebody else. Both amounts above 0.
 */
export type Movement = {
  kind: 'trade' | 'reward' | 'cost' | 'in' | 'out' | 'unexplained' | 'opening';
  at: number;
  coldkey: Ss58Address;
  sent: Amount | null;
  received: Amount | null;
  fee: Amount | null;
  /** What it is worth in rao, fee left out; null: no price. */
  worth: bigint | null;
  /** null: growth and the like. */
  entry: BookEntry | null;
  /** Differs for each movement of an account. */
  id: string;
};

const TAO = 'TAO';
export const currencyOf = (netuid: Netuid): string =>
  netuid === ROOT_NETUID ? TAO : `SN${netuid}`;

const legCurrency = (leg: Leg): string => (leg.of === 'free' ? TAO : currencyOf(leg.netuid));

/** Free TAO does not grow, stake on root does: what is there is kept apart. */
const FREE = 'free';
const keyOf = (leg: Leg): string => (leg.of === 'free' ? FREE : currencyOf(leg.netuid));

function add(sums: Map<string, bigint>, currency: string, units: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + units);
}

const absolute = (units: bigint): bigint => (units < 0n ? -units : units);
const isTrade = ({ kind }: BookEntry): boolean =>
  ['stake', 'unstake', 'move', 'swap', 'payout'].includes(kind);

/** One account on its way: what marks so far say that it has, by currency, and growth of the day at hand. */
class Walk {
  readonly #coldkey: Ss58Address;
  readonly #has = new Map<string, bigint>();
  readonly #prices = new Map<string, bigint>();
  #rewards = new Map<string, { units: bigint; worth: bigint | null; at: number }>();
  #block: number | null = null;

  constructor(coldkey: Ss58Address) {
    this.#coldkey = coldkey;
    this.#prices.set(TAO, 1_000_000_000n);
  }

  /** Of its last point; 0: none yet. */
  get block(): number {
    return this.#block ?? 0;
  }

  #learn({ prices }: BookEntry | BookPoint): void {
    for (const { netuid, raoPerAlpha } of prices) {
      if (netuid !== ROOT_NETUID) this.#prices.set(currencyOf(netuid), raoPerAlpha);
    }
  }

  #worth({ currency, units }: Amount): bigint | null {
    const price = this.#prices.get(currency);
    return price === undefined ? null : valueAt(units, price);
  }

  #movement(
    kind: Movement['kind'],
    at: number,
    change: { sent?: Amount | undefined; received?: Amount | undefined },
    more: { entry?: BookEntry; fee?: Amount | null; id: string; worth?: bigint | null },
  ): Movement {
    const { sent = null, received = null } = change;
    const measured = [sent, received].find((one) => one?.currency === TAO) ?? received ?? sent;
    return {
      kind,
      at,
      coldkey: this.#coldkey,
      sent,
      received,
      fee: more.fee ?? null,
      worth:
        more.worth ?? (measured === null || measured === undefined ? 0n : this.#worth(measured)),
      entry: more.entry ?? null,
      id: more.id,
    };
  }

  *entry(entry: BookEntry): Generator<Movement> {
    this.#learn(entry);
    const sums = new Map<string, bigint>();
    for (const leg of entry.legs) {
      add(sums, legCurrency(leg), leg.change);
      add(this.#has, keyOf(leg), leg.change);
    }
    const { fee } = entry;
    let cost: Amount | null = null;
    if (fee !== null && fee.change < 0n) {
      cost = { currency: legCurrency(fee), units: -fee.change };
      add(this.#has, keyOf(fee), fee.change);
    }
    const amounts = [...sums].map(([currency, units]): Amount => ({ currency, units }));
    const came = amounts.filter(({ units }) => units > 0n);
    const went = amounts
      .filter(({ units }) => units < 0n)
      .map(({ currency, units }) => ({ currency, units: -units }));
    const id = `${entry.block.number}-${entry.place}`;
    const { at } = entry;
    // Together they are a trade; what is more than one for one goes in rows of its own.
    const trade = isTrade(entry) && came.length > 0 && went.length > 0;
    if (trade) {
      const change = { sent: went.shift(), received: came.shift() };
      yield this.#movement('trade', at, change, { entry, fee: cost, id });
      cost = null;
    }
    for (const received of came) {
      const kind = entry.kind === 'claim' ? 'reward' : 'in';
      const more = { entry, fee: cost, id: `${id}-${received.currency}` };
      yield this.#movement(kind, at, { received }, more);
      cost = null;
    }
    for (const sent of went) {
      const more = { entry, fee: cost, id: `${id}-${sent.currency}` };
      yield this.#movement('out', at, { sent }, more);
      cost = null;
    }
    if (cost !== null) yield this.#movement('cost', at, { sent: cost }, { entry, id: `${id}-fee` });
  }

  *#adjust(
    kind: 'unexplained' | 'opening',
    point: BookPoint,
    currency: string,
    units: bigint,
    key: string,
  ): Generator<Movement> {
    if (units === 0n) return;
    const amount = { currency, units: absolute(units) };
    const change = units > 0n ? { received: amount } : { sent: amount };
    const id = `${point.block.number}-${kind}-${key}`;
    yield this.#movement(kind, point.at, change, { id });
  }

  *point(point: BookPoint, isRead: boolean): Generator<Movement> {
    this.#learn(point);
    const isOpening = this.#block === null;
    this.#block = point.block.number;
    const lists = new Map<string, bigint>([[FREE, point.free]]);
    for (const { netuid, alpha } of point.holdings) add(lists, currencyOf(netuid), alpha);
    for (const key of new Set([...this.#has.keys(), ...lists.keys()])) {
      const units = lists.get(key) ?? 0n;
      const growth = units - (this.#has.get(key) ?? 0n);
      this.#has.set(key, units);
      const currency = key === FREE ? TAO : key;
      const isEarned = isRead && key !== FREE && growth > 0n;
      const kind = isOpening ? 'opening' : 'unexplained';
      if (isEarned && !isOpening) this.#reward({ currency, units: growth }, point.at);
      else yield* this.#adjust(kind, point, currency, growth, key);
    }
  }

  #reward(amount: Amount, at: number): void {
    const { currency, units } = amount;
    const worth = this.#worth(amount);
    const before = this.#rewards.get(currency) ?? { units: 0n, worth: 0n, at };
    this.#rewards.set(currency, {
      units: before.units + units,
      worth: before.worth === null || worth === null ? null : before.worth + worth,
      at,
    });
  }

  /** Rewards of the days before the one that a time lies in. */
  *rewardsBefore(at: number): Generator<Movement> {
    const [first] = this.#rewards.values();
    if (first === undefined || dayOf(first.at) === dayOf(at)) return;
    const rewards = [...this.#rewards];
    this.#rewards = new Map();
    for (const [currency, reward] of rewards) {
      const id = `${dayOf(reward.at)}-reward-${currency}`;
      const received = { currency, units: reward.units };
      yield this.#movement('reward', reward.at, { received }, { id, worth: reward.worth });
    }
  }
}

function* ofAccount({ book, entries, points }: AccountBook): Generator<Movement> {
  const walk = new Walk(book.coldkey);
  const isRead = readSpans(book.stretches);
  const opening = points[0]?.block.number ?? 0;
  const counted = entries.findIndex(({ block }) => block.number > opening);
  let next = counted === -1 ? entries.length : counted;
  for (const point of points) {
    for (let entry = entries[next]; entry !== undefined; entry = entries[next]) {
      if (entry.block.number > point.block.number) break;
      yield* walk.rewardsBefore(entry.at);
      yield* walk.entry(entry);
      next += 1;
    }
    yield* walk.rewardsBefore(point.at);
    yield* walk.point(point, isRead(walk.block, point.block.number));
  }
  if (points.length > 0) for (const entry of entries.slice(next)) yield* walk.entry(entry);
  yield* walk.rewardsBefore(Number.POSITIVE_INFINITY);
}

/** Of each account in turn; a reward is at the last point of its day. Period: from < at ≤ to. */
export function* movementsOf(books: Iterable<AccountBook>, period: Period): Generator<Movement> {
  for (const book of books) {
    for (const movement of ofAccount(book)) {
      if (movement.at > period.from && movement.at <= period.to) yield movement;
    }
  }
}
