// The figures of the book a second time, written from src/history/BOOKS.md by somebody who had not read the code beside it.
// Slow and plain: every question replays all marks.
import type { BookEntry, BookPoint, Leg, Stretch } from '../../src/model/book.ts';

export type OracleBook = {
  coldkey: string;
  stretches: readonly Stretch[];
  entries: readonly BookEntry[];
  points: readonly BookPoint[];
};

export type OracleScope =
  | { of: 'accounts' }
  | { of: 'subnet'; netuid: number; registeredAt: number }
  | { of: 'holding'; netuid: number; registeredAt: number; hotkey: string };

export type OracleQuestion = {
  books: readonly OracleBook[];
  period: { from: number; to: number };
  scope: OracleScope;
  method: 'fifo' | 'average';
  rootGrowth: readonly { at: number; index: bigint }[] | null;
  fiat: { scale: number; days: ReadonlyMap<string, bigint> } | null;
};

const parts = [
  'flows',
  'earned',
  'price',
  'networkFees',
  'failed',
  'poolFees',
  'slippage',
  'unexplained',
] as const;
type Part = (typeof parts)[number];
type Parts = Record<Part, bigint>;
const noParts = (): Parts => ({
  flows: 0n,
  earned: 0n,
  price: 0n,
  networkFees: 0n,
  failed: 0n,
  poolFees: 0n,
  slippage: 0n,
  unexplained: 0n,
});

const E9 = 1_000_000_000n;
const E18 = 10n ** 18n;

/** Towards minus infinity. */
export function floor(x: bigint, y: bigint): bigint {
  const q = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q;
}

const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const sum = (list: readonly bigint[]): bigint => list.reduce((a, b) => a + b, 0n);

type Asset = { coldkey: string; netuid: number; registeredAt: number; hotkey: string };
const assetKey = ({ coldkey, netuid, registeredAt, hotkey }: Asset): string =>
  `${coldkey}|${netuid}|${registeredAt}|${hotkey}`;
const subnetKey = ({ netuid, registeredAt }: { netuid: number; registeredAt: number }): string =>
  `${netuid}|${registeredAt}`;

type Mark = { coldkey: string; block: number; at: number } & (
  | { is: 'opening' | 'point'; point: BookPoint; isRead: boolean }
  | { is: 'entry'; entry: BookEntry }
);

/** Whether each block of (from, to] lies in a stretch that is read. */
function isAllRead(stretches: readonly Stretch[], from: number, to: number): boolean {
  let covered = from;
  for (const stretch of [...stretches].sort((a, b) => a.from - b.from)) {
    if (stretch.state !== 'read' || stretch.to <= covered) continue;
    if (stretch.from > covered) break;
    covered = stretch.to;
  }
  return covered >= to;
}

function marksOf({ coldkey, entries, points, stretches }: OracleBook): Mark[] {
  const [first] = [...points].sort((a, b) => a.block.number - b.block.number);
  if (first === undefined) return [];
  const all: (Mark & { place: number })[] = [];
  for (const entry of entries) {
    if (entry.block.number <= first.block.number) continue;
    const { at, place } = entry;
    all.push({ coldkey, block: entry.block.number, at, is: 'entry', entry, place });
  }
  let before = first.block.number;
  for (const point of [...points].sort((a, b) => a.block.number - b.block.number)) {
    const block = point.block.number;
    const isRead = isAllRead(stretches, before, block);
    const is = point === first ? 'opening' : 'point';
    all.push({ coldkey, block, at: point.at, is, point, isRead, place: Infinity });
    before = block;
  }
  return all.sort((a, b) => a.block - b.block || (a.place === b.place ? 0 : a.place - b.place));
}

function allMarks(books: readonly OracleBook[]): Mark[] {
  const lists = books.map(marksOf);
  const merged = lists.flatMap((list) => list.map((mark, order) => ({ mark, order })));
  return merged
    .sort((a, b) => {
      if (a.mark.block !== b.mark.block) return a.mark.block - b.mark.block;
      if (a.mark.coldkey !== b.mark.coldkey) return a.mark.coldkey < b.mark.coldkey ? -1 : 1;
      return a.order - b.order;
    })
    .map(({ mark }) => mark);
}

type LegThen = {
  asset: Asset;
  change: bigint;
  atSpot: bigint;
  flow: bigint;
  fee: bigint;
  rest: bigint;
};

/** All that a mark says, asset by asset. */
type Step = {
  mark: Mark;
  free: { legs: bigint; fee: bigint; unexplained: bigint };
  priceParts: { asset: Asset; amount: bigint }[];
  legs: LegThen[];
  /** What a trade without alpha legs cost. */
  loose: { rest: bigint; poolFee: bigint };
  alphaFee: { asset: Asset; change: bigint; atSpot: bigint } | null;
  growth: { asset: Asset; growth: bigint; value: bigint; isEarned: boolean }[];
  opened: { asset: Asset; amount: bigint; value: bigint }[];
  valuesBefore: Map<string, bigint>;
  valuesAfter: Map<string, bigint>;
  freeAfter: bigint;
  unpriced: Asset[];
};

const trades = ['stake', 'unstake', 'move', 'swap', 'payout'];
const isTrade = (entry: BookEntry): boolean => trades.includes(entry.kind);

class Account {
  readonly amounts = new Map<string, bigint>();
  readonly assets = new Map<string, Asset>();
  readonly prices = new Map<string, bigint>();
  free = 0n;

  priceOf(asset: Asset): bigint | null {
    return asset.netuid === 0 ? E9 : (this.prices.get(subnetKey(asset)) ?? null);
  }

  valueOf(asset: Asset, amount: bigint): bigint {
    const price = this.priceOf(asset);
    return amount === 0n || price === null ? 0n : floor(amount * price, E9);
  }

  values(): Map<string, bigint> {
    const values = new Map<string, bigint>();
    for (const [key, asset] of this.assets) {
      values.set(key, this.valueOf(asset, this.amounts.get(key) ?? 0n));
    }
    return values;
  }

  amountOf(asset: Asset): bigint {
    return this.amounts.get(assetKey(asset)) ?? 0n;
  }

  set(asset: Asset, amount: bigint): void {
    this.assets.set(assetKey(asset), asset);
    this.amounts.set(assetKey(asset), amount);
  }
}

const assetOf = (coldkey: string, leg: Extract<Leg, { of: 'alpha' }>): Asset => ({
  coldkey,
  netuid: leg.netuid,
  registeredAt: leg.registeredAt,
  hotkey: leg.hotkey,
});

function replayMark(account: Account, mark: Mark): Step {
  const step: Step = {
    mark,
    free: { legs: 0n, fee: 0n, unexplained: 0n },
    priceParts: [],
    legs: [],
    loose: { rest: 0n, poolFee: 0n },
    alphaFee: null,
    growth: [],
    opened: [],
    valuesBefore: new Map(),
    valuesAfter: new Map(),
    freeAfter: 0n,
    unpriced: [],
  };
  const told = mark.is === 'entry' ? mark.entry.prices : mark.point.prices;
  for (const { netuid, registeredAt, raoPerAlpha } of told) {
    if (netuid === 0) continue;
    const key = subnetKey({ netuid, registeredAt });
    const before = new Map(
      [...account.assets].map(([name, asset]) => [
        name,
        account.valueOf(asset, account.amountOf(asset)),
      ]),
    );
    account.prices.set(key, raoPerAlpha);
    for (const [name, asset] of account.assets) {
      if (subnetKey(asset) !== key) continue;
      const now = account.valueOf(asset, account.amountOf(asset));
      step.priceParts.push({ asset, amount: now - (before.get(name) ?? 0n) });
    }
  }
  step.valuesBefore = account.values();
  const watch = (asset: Asset): void => {
    if (account.priceOf(asset) === null) step.unpriced.push(asset);
  };
  if (mark.is === 'entry') replayEntry(account, mark.entry, step, watch);
  else replayPoint(account, mark, step, watch);
  step.valuesAfter = account.values();
  step.freeAfter = account.free;
  return step;
}

function change(account: Account, asset: Asset, by: bigint): bigint {
  const before = account.amountOf(asset);
  const atSpot = account.valueOf(asset, before + by) - account.valueOf(asset, before);
  account.set(asset, before + by);
  return atSpot;
}

function replayEntry(
  account: Account,
  entry: BookEntry,
  step: Step,
  watch: (asset: Asset) => void,
): void {
  const { coldkey } = entry;
  for (const leg of entry.legs) {
    if (leg.of === 'free') {
      account.free += leg.change;
      step.free.legs += leg.change;
    } else if (leg.change !== 0n) {
      const asset = assetOf(coldkey, leg);
      watch(asset);
      const atSpot = change(account, asset, leg.change);
      step.legs.push({ asset, change: leg.change, atSpot, flow: 0n, fee: 0n, rest: 0n });
    }
  }
  splitEntry(account, entry, step);
  const { fee } = entry;
  if (fee?.of === 'free') {
    account.free += fee.change;
    step.free.fee += fee.change;
  } else if (fee !== null && fee.change !== 0n) {
    const asset = assetOf(coldkey, fee);
    watch(asset);
    step.alphaFee = { asset, change: fee.change, atSpot: change(account, asset, fee.change) };
  }
}

function poolFeesOf(account: Account, entry: BookEntry, legs: readonly LegThen[]): bigint {
  if (entry.kind === 'payout') return 0n;
  return sum(
    entry.poolFees.map(({ unit, netuid, amount }) => {
      if (unit === 'rao') return amount;
      if (netuid === 0) return amount;
      const leg = legs.find(({ asset }) => asset.netuid === netuid);
      const price =
        leg === undefined
          ? entry.prices.findLast((one) => one.netuid === netuid)?.raoPerAlpha
          : account.priceOf(leg.asset);
      return price === undefined || price === null ? 0n : floor(amount * price, E9);
    }),
  );
}

function splitEntry(account: Account, entry: BookEntry, step: Step): void {
  const { legs } = step;
  const total = step.free.legs;
  if (entry.kind === 'claim') return;
  if (!isTrade(entry)) {
    for (const leg of legs) leg.flow = leg.atSpot;
    return;
  }
  const poolFee = poolFeesOf(account, entry, legs);
  if (legs.length === 0) {
    step.loose = { rest: total + poolFee, poolFee };
    return;
  }
  const isMixed = legs.some((leg) => leg.change > 0n) && legs.some((leg) => leg.change < 0n);
  if (isMixed) {
    const home = legs.findLast((leg) => leg.change > 0n);
    for (const leg of legs) leg.flow = leg.atSpot;
    if (home !== undefined) {
      home.fee = poolFee;
      home.flow = -total - sum(legs.filter((leg) => leg !== home).map((leg) => leg.atSpot));
    }
  } else {
    const size = (leg: LegThen): bigint => (leg.change < 0n ? -leg.change : leg.change);
    const all = sum(legs.map(size));
    let done = 0n;
    for (const leg of legs) {
      const next = done + size(leg);
      leg.flow = -(floor(total * next, all) - floor(total * done, all));
      leg.fee = floor(poolFee * next, all) - floor(poolFee * done, all);
      done = next;
    }
  }
  for (const leg of legs) leg.rest = leg.atSpot - leg.flow + leg.fee;
}

function replayPoint(
  account: Account,
  mark: Extract<Mark, { point: BookPoint }>,
  step: Step,
  watch: (asset: Asset) => void,
): void {
  const { point, coldkey } = mark;
  const held = new Map<string, { asset: Asset; alpha: bigint }>();
  for (const { netuid, registeredAt, hotkey, alpha } of point.holdings) {
    const asset = { coldkey, netuid, registeredAt, hotkey };
    held.set(assetKey(asset), { asset, alpha });
    if (alpha !== 0n) watch(asset);
  }
  if (mark.is === 'opening') {
    account.free = point.free;
    for (const { asset, alpha } of held.values()) {
      account.set(asset, alpha);
      step.opened.push({ asset, amount: alpha, value: account.valueOf(asset, alpha) });
    }
    return;
  }
  step.free.unexplained = point.free - account.free;
  account.free = point.free;
  const assets = new Map(account.assets);
  for (const { asset } of held.values()) assets.set(assetKey(asset), asset);
  for (const [key, asset] of assets) {
    const growth = (held.get(key)?.alpha ?? 0n) - account.amountOf(asset);
    if (growth !== 0n) watch(asset);
    const value = change(account, asset, growth);
    step.growth.push({ asset, growth, value, isEarned: mark.isRead });
  }
}

function replay(books: readonly OracleBook[]): Step[] {
  const accounts = new Map(books.map(({ coldkey }) => [coldkey, new Account()]));
  return allMarks(books).map((mark) =>
    replayMark(accounts.get(mark.coldkey) ?? new Account(), mark),
  );
}

function isIn(scope: OracleScope, asset: Asset): boolean {
  if (scope.of === 'accounts') return true;
  if (subnetKey(scope) !== subnetKey(asset)) return false;
  return scope.of === 'subnet' || scope.hotkey === asset.hotkey;
}

const isRootSubnet = (scope: OracleScope): boolean => scope.of === 'subnet' && scope.netuid === 0;

function partsOf(step: Step, scope: OracleScope): Parts {
  const out = noParts();
  const isAll = scope.of === 'accounts';
  const entry = step.mark.is === 'entry' ? step.mark.entry : null;
  const claimed = entry?.kind === 'claim' ? step.free.legs : 0n;
  for (const { asset, amount } of step.priceParts) if (isIn(scope, asset)) out.price += amount;
  for (const { asset, value, isEarned } of step.growth) {
    if (isIn(scope, asset)) out[isEarned ? 'earned' : 'unexplained'] += value;
  }
  if (isAll) out.unexplained += step.free.unexplained;
  if (entry === null) return out;
  const isOther = !isTrade(entry) && entry.kind !== 'claim';
  for (const leg of step.legs) {
    if (!isIn(scope, leg.asset)) continue;
    if (!isAll || isOther) out.flows += leg.flow;
    if (entry.kind === 'claim') out.earned += leg.atSpot;
    if (isTrade(entry)) {
      out[entry.kind === 'payout' ? 'price' : 'slippage'] += leg.rest;
      out.poolFees -= leg.fee;
    }
  }
  if (isAll && isOther) out.flows += step.free.legs;
  if (isAll || isRootSubnet(scope)) out.earned += claimed;
  if (isRootSubnet(scope)) out.flows -= claimed;
  if (isAll) {
    out[entry.kind === 'payout' ? 'price' : 'slippage'] += step.loose.rest;
    out.poolFees -= step.loose.poolFee;
  }
  const fees = entry.kind === 'failed' ? 'failed' : 'networkFees';
  if (isAll) out[fees] += step.free.fee;
  if (step.alphaFee !== null && isIn(scope, step.alphaFee.asset)) out[fees] += step.alphaFee.atSpot;
  return out;
}

type Lot = { alpha: bigint; basis: bigint; at: number; origin: string | null; order: number };

type Bases = Record<'bought' | 'earned' | 'received' | 'unexplained' | 'opening' | 'moved', bigint>;
export type OracleLots = {
  bases: Bases;
  taken: bigint;
  left: bigint;
  proceeds: bigint;
  realised: bigint;
  realisedThen: bigint;
  unrealised: bigint;
};

const noBases = (): Bases => ({
  bought: 0n,
  earned: 0n,
  received: 0n,
  unexplained: 0n,
  opening: 0n,
  moved: 0n,
});

const DAY = 86_400_000;
const dayOf = (at: number): number => Math.floor(at / DAY);
export const dayName = (at: number): string => new Date(at).toISOString().slice(0, 10);

class Lots {
  lots: Lot[] = [];
  missing = 0n;
  bases = noBases();
  taken = 0n;
  proceeds = 0n;
  takenThen = 0n;
  proceedsThen = 0n;
  readonly isAverage: boolean;
  #arrived = 0;

  constructor(isAverage: boolean) {
    this.isAverage = isAverage;
  }

  put(alpha: bigint, basis: bigint, at: number, origin: string | null): void {
    if (alpha <= 0n) return;
    const [only] = this.lots;
    if (this.isAverage && only !== undefined) {
      only.alpha += alpha;
      only.basis += basis;
      only.at = Math.min(only.at, at);
      return;
    }
    this.#arrived += 1;
    const order = this.#arrived;
    this.lots.push({ alpha, basis, at, origin: this.isAverage ? null : origin, order });
    this.lots.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  came(origin: keyof Bases, basis: bigint): void {
    this.bases[origin] += basis;
  }

  /** Pieces from the front; what lacks is missing from now on. */
  draw(alpha: bigint): { alpha: bigint; basis: bigint; at: number; origin: string | null }[] {
    const pieces = [];
    let wanted = alpha;
    while (wanted > 0n) {
      const [lot] = this.lots;
      if (lot === undefined) break;
      const part = lot.alpha < wanted ? lot.alpha : wanted;
      const basis = part === lot.alpha ? lot.basis : floor(lot.basis * part, lot.alpha);
      pieces.push({ alpha: part, basis, at: lot.at, origin: lot.origin });
      lot.alpha -= part;
      lot.basis -= basis;
      if (lot.alpha === 0n) this.lots.shift();
      wanted -= part;
    }
    this.missing += wanted;
    return pieces;
  }

  /** Basis that goes for these proceeds. */
  sell(basis: bigint, proceeds: bigint, isThen: boolean): void {
    this.taken += basis;
    this.proceeds += proceeds;
    if (!isThen) return;
    this.takenThen += basis;
    this.proceedsThen += proceeds;
  }
}

type Convert = (amount: bigint, at: number) => bigint;

class NoFiatPrice extends Error {}

function lotsOf(
  steps: readonly Step[],
  { method, period }: OracleQuestion,
  convert: Convert,
): Map<string, { asset: Asset; lots: Lots }> {
  const all = new Map<string, { asset: Asset; lots: Lots }>();
  const lotsAt = (asset: Asset): Lots => {
    const key = assetKey(asset);
    let found = all.get(key);
    if (found === undefined) {
      found = { asset, lots: new Lots(method === 'average') };
      all.set(key, found);
    }
    return found.lots;
  };
  for (const step of steps) {
    const { at } = step.mark;
    if (at > period.to) continue;
    const isThen = at > period.from;
    const money: Convert = (amount) => convert(amount, at);
    for (const { asset, amount, value } of step.opened) {
      if (amount === 0n) continue;
      const basis = money(value, at);
      lotsAt(asset).came('opening', basis);
      lotsAt(asset).put(amount, basis, at, 'opening');
    }
    if (step.mark.is === 'entry') entryLots(step, step.mark.entry, lotsAt, money, isThen);
    else if (step.mark.is === 'point') growthLots(step, lotsAt, money, isThen);
  }
  return all;
}

function growthLots(
  step: Step,
  lotsAt: (asset: Asset) => Lots,
  money: Convert,
  isThen: boolean,
): void {
  const { at } = step.mark;
  for (const { asset, growth, value, isEarned } of step.growth) {
    const lots = lotsAt(asset);
    const origin = isEarned ? 'earned' : 'unexplained';
    if (growth > 0n) {
      const mended = growth < lots.missing ? growth : lots.missing;
      lots.missing -= mended;
      const whole = money(value, at);
      const basis = floor(whole * (growth - mended), growth);
      lots.came(origin, whole);
      lots.sell(whole - basis, 0n, isThen);
      const last = lots.lots.at(-1);
      const joins =
        isEarned && !lots.isAverage && last?.origin === 'earned' && dayOf(last.at) === dayOf(at);
      if (growth > mended) {
        if (joins && last !== undefined) {
          last.alpha += growth - mended;
          last.basis += basis;
        } else lots.put(growth - mended, basis, at, origin);
      } else if (basis !== 0n) throw new RangeError('no alpha, no basis');
    } else if (growth < 0n) {
      const gone = sum(lots.draw(-growth).map(({ basis }) => basis));
      lots.sell(gone, isEarned ? 0n : -money(value, at), isThen);
    }
    const { missing } = lots;
    lots.missing = 0n;
    const late = sum(lots.draw(missing).map(({ basis }) => basis));
    lots.sell(late, 0n, isThen);
    lots.missing = 0n;
  }
}

type Piece = { alpha: bigint; basis: bigint; at: number; origin: string | null };

function entryLots(
  step: Step,
  entry: BookEntry,
  lotsAt: (asset: Asset) => Lots,
  money: Convert,
  isThen: boolean,
): void {
  const { at } = step.mark;
  const { legs } = step;
  const isClaim = entry.kind === 'claim';
  const drawn = new Map<LegThen, Piece[]>();
  for (const leg of legs) if (leg.change < 0n) drawn.set(leg, lotsAt(leg.asset).draw(-leg.change));
  const subnets = [...new Set(legs.map(({ asset }) => subnetKey(asset)))];
  const of = (key: string, isUp: boolean): LegThen[] =>
    legs.filter((leg) => subnetKey(leg.asset) === key && leg.change > 0n === isUp);
  const handedFrom = new Set<LegThen>();
  const handedTo = new Set<LegThen>();
  const hand = (from: readonly LegThen[], to: readonly LegThen[]): void => {
    for (const leg of from) handedFrom.add(leg);
    for (const leg of to) handedTo.add(leg);
    handOver(
      from.flatMap((leg) => (drawn.get(leg) ?? []).map((piece) => ({ piece, leg }))),
      to,
      lotsAt,
      at,
    );
  };
  for (const key of subnets) {
    if (of(key, false).length > 0 && of(key, true).length > 0) hand(of(key, false), of(key, true));
  }
  const downOnly = subnets.filter((key) => of(key, true).length === 0);
  const upOnly = subnets.filter((key) => of(key, false).length === 0);
  if (downOnly.length > 0 && upOnly.length > 0) {
    const isOf = (keys: readonly string[]) => (leg: LegThen) => keys.includes(subnetKey(leg.asset));
    hand(legs.filter(isOf(downOnly)), legs.filter(isOf(upOnly)));
  }
  for (const leg of legs) {
    const lots = lotsAt(leg.asset);
    const flow = isClaim ? leg.atSpot : leg.flow;
    if (leg.change < 0n && !handedFrom.has(leg)) {
      lots.sell(sum((drawn.get(leg) ?? []).map(({ basis }) => basis)), -money(flow, at), isThen);
    }
    if (leg.change > 0n && !handedTo.has(leg)) {
      const origin = isClaim ? 'earned' : isTrade(entry) ? 'bought' : 'received';
      const basis = money(flow, at);
      lots.came(origin, basis);
      lots.put(leg.change, basis, at, origin);
    }
  }
  const isMixed = legs.some((leg) => leg.change > 0n) && legs.some((leg) => leg.change < 0n);
  const home = isTrade(entry) && isMixed ? legs.findLast((leg) => leg.change > 0n) : undefined;
  if (home !== undefined && handedTo.has(home)) {
    lotsAt(home.asset).sell(0n, money(step.free.legs, at), isThen);
  }
  if (step.alphaFee !== null && step.alphaFee.change < 0n) {
    const lots = lotsAt(step.alphaFee.asset);
    const gone = sum(lots.draw(-step.alphaFee.change).map(({ basis }) => basis));
    lots.sell(gone, 0n, isThen);
  }
}

function handOver(
  from: readonly { piece: Piece; leg: LegThen }[],
  to: readonly LegThen[],
  lotsAt: (asset: Asset) => Lots,
  at: number,
): void {
  for (const { piece, leg } of from) lotsAt(leg.asset).bases.moved -= piece.basis;
  const all = sum(from.map(({ piece }) => piece.alpha));
  const wanted = sum(to.map((leg) => leg.change));
  if (all === 0n) {
    for (const leg of to) lotsAt(leg.asset).put(leg.change, 0n, at, 'received');
    return;
  }
  const made: Piece[] = [];
  let done = 0n;
  let waiting = 0n;
  for (const { piece } of from) {
    const next = done + piece.alpha;
    const alpha = floor(wanted * next, all) - floor(wanted * done, all);
    done = next;
    if (alpha === 0n) waiting += piece.basis;
    else {
      made.push({ ...piece, alpha, basis: piece.basis + waiting });
      waiting = 0n;
    }
  }
  const last = made.at(-1);
  if (last !== undefined) last.basis += waiting;
  const left = [...made];
  for (const leg of to) {
    let needed = leg.change;
    const lots = lotsAt(leg.asset);
    while (needed > 0n) {
      const [piece] = left;
      if (piece === undefined) throw new RangeError('too little was handed over');
      const part = piece.alpha < needed ? piece.alpha : needed;
      const basis = part === piece.alpha ? piece.basis : floor(piece.basis * part, piece.alpha);
      lots.bases.moved += basis;
      lots.put(part, basis, piece.at, piece.origin);
      piece.alpha -= part;
      piece.basis -= basis;
      if (piece.alpha === 0n) left.shift();
      needed -= part;
    }
  }
}

const scopedValue = (
  values: ReadonlyMap<string, bigint>,
  assets: ReadonlyMap<string, Asset>,
  scope: OracleScope,
): bigint =>
  sum(
    [...values].map(([key, value]) => {
      const asset = assets.get(key);
      return asset !== undefined && isIn(scope, asset) ? value : 0n;
    }),
  );

export type OracleKnown<T> = { known: true; value: T } | { known: false; why: string };

export type OracleFigures = {
  start: bigint;
  end: bigint;
  parts: Parts;
  putIn: { tao: bigint; moved: bigint; others: bigint };
  takenOut: { tao: bigint; moved: bigint; others: bigint };
  between: bigint;
  result: bigint;
  lots: OracleLots;
  timeWeighted: OracleKnown<bigint>;
  heldTao: bigint;
  onRoot: OracleKnown<bigint>;
  fiat: OracleKnown<{
    start: bigint;
    end: bigint;
    parts: Parts;
    currencyEffect: bigint;
    lots: OracleKnown<OracleLots>;
  }> | null;
};

/** Values of an account as they were after its last mark at or before a time. */
type State = { values: Map<string, bigint>; free: bigint };

function statesAt(steps: readonly Step[], at: number): Map<string, State> {
  const states = new Map<string, State>();
  for (const step of steps) {
    if (step.mark.at > at) continue;
    states.set(step.mark.coldkey, { values: step.valuesAfter, free: step.freeAfter });
  }
  return states;
}

/** Entries of the marks before a book opens name no asset of it. */
function assetsOf(steps: readonly Step[]): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const step of steps) {
    for (const { asset } of [...step.legs, ...step.growth, ...step.opened])
      assets.set(assetKey(asset), asset);
    if (step.alphaFee !== null) assets.set(assetKey(step.alphaFee.asset), step.alphaFee.asset);
  }
  return assets;
}

export function oracleFigures(question: OracleQuestion): OracleKnown<OracleFigures> {
  const { books, period, scope } = question;
  const steps = replay(books);
  const assets = assetsOf(steps);
  const isBad = steps.some(
    ({ mark, unpriced }) => mark.at <= period.to && unpriced.some((asset) => isIn(scope, asset)),
  );
  if (!steps.some(({ mark }) => mark.is === 'opening' && mark.at <= period.to))
    return { known: false, why: 'no-point' };
  if (isBad) return { known: false, why: 'no-price' };

  const stakeOf = (state: State): bigint => scopedValue(state.values, assets, scope);
  const valueOf = (state: State): bigint =>
    stakeOf(state) + (scope.of === 'accounts' ? state.free : 0n);
  const within = steps.filter(({ mark }) => mark.at > period.from && mark.at <= period.to);
  const openings = within.filter(({ mark }) => mark.is === 'opening');
  const stateOf = (step: Step): State => ({ values: step.valuesAfter, free: step.freeAfter });
  const startStates = [...statesAt(steps, period.from).values()];
  const openedByThen = sum(startStates.map(valueOf));
  const start = openedByThen + sum(openings.map((step) => valueOf(stateOf(step))));
  const end = sum([...statesAt(steps, period.to).values()].map(valueOf));

  const total = noParts();
  const came = { tao: 0n, moved: 0n, others: 0n };
  const went = { tao: 0n, moved: 0n, others: 0n };
  let between = 0n;
  for (const step of within) {
    const one = partsOf(step, scope);
    for (const part of parts) total[part] += one[part];
    if (step.mark.is !== 'entry') continue;
    const { entry } = step.mark;
    const isOther = !isTrade(entry) && entry.kind !== 'claim';
    const isOurs = isOther && books.some(({ coldkey }) => coldkey === entry.counterparty);
    const count = (kind: 'tao' | 'moved' | 'others', amount: bigint): void => {
      if (isOurs) between += amount;
      else if (amount > 0n) came[kind] += amount;
      else went[kind] -= amount;
    };
    const flows = sum(step.legs.filter(({ asset }) => isIn(scope, asset)).map(({ flow }) => flow));
    if (scope.of === 'accounts') {
      if (!isOther) continue;
      count('tao', step.free.legs);
      count('others', flows);
    } else {
      const claimed = entry.kind === 'claim' && isRootSubnet(scope) ? step.free.legs : 0n;
      const kind = ['stake', 'unstake', 'payout', 'claim'].includes(entry.kind)
        ? 'tao'
        : isTrade(entry)
          ? 'moved'
          : 'others';
      count(kind, flows - claimed);
    }
  }
  const { flows, unexplained } = total;
  const result = sum(parts.map((part) => total[part])) - flows - unexplained;
  const lots = lotFigures(question, steps, assets, (amount) => amount, period.to);
  return {
    known: true,
    value: {
      start,
      end,
      parts: total,
      putIn: came,
      takenOut: went,
      between,
      result,
      lots,
      timeWeighted: timeWeighted(
        question,
        within,
        sum(startStates.map(stakeOf)),
        sum([...statesAt(steps, period.to).values()].map(stakeOf)),
        assets,
        steps,
      ),
      heldTao: start + flows + unexplained,
      onRoot: onRoot(question, within, openedByThen, startStates.length > 0, valueOf, stateOf),
      fiat:
        question.fiat === null
          ? null
          : inCurrency(question, question.fiat, {
              within,
              steps,
              assets,
              openedByThen,
              isOpen: startStates.length > 0,
              end,
              valueOf,
              stateOf,
            }),
    },
  };
}

function lotFigures(
  question: OracleQuestion,
  steps: readonly Step[],
  assets: ReadonlyMap<string, Asset>,
  convert: Convert,
  endAt: number,
): OracleLots {
  const { scope, period } = question;
  const out: OracleLots = {
    bases: noBases(),
    taken: 0n,
    left: 0n,
    proceeds: 0n,
    realised: 0n,
    realisedThen: 0n,
    unrealised: 0n,
  };
  const values = new Map<string, bigint>();
  for (const { values: of } of statesAt(steps, period.to).values())
    for (const [key, value] of of) values.set(key, value);
  const all = lotsOf(steps, question, convert);
  for (const [key, asset] of assets)
    if (!all.has(key)) all.set(key, { asset, lots: new Lots(false) });
  for (const [key, { asset, lots }] of all) {
    if (!isIn(scope, asset)) continue;
    const left = sum(lots.lots.map(({ basis }) => basis));
    for (const origin of Object.keys(out.bases) as (keyof Bases)[])
      out.bases[origin] += lots.bases[origin];
    out.taken += lots.taken;
    out.left += left;
    out.proceeds += lots.proceeds;
    out.realised += lots.proceeds - lots.taken;
    out.realisedThen += lots.proceedsThen - lots.takenThen;
    out.unrealised += convert(values.get(key) ?? 0n, endAt) - left;
  }
  return out;
}

function timeWeighted(
  { scope }: OracleQuestion,
  within: readonly Step[],
  startStake: bigint,
  endStake: bigint,
  assets: ReadonlyMap<string, Asset>,
  steps: readonly Step[],
): OracleKnown<bigint> {
  let base = startStake;
  let product = E18;
  let isAny = false;
  const grow = (worth: bigint): void => {
    if (base <= 0n) return;
    isAny = true;
    product = floor(product * floor(largest(worth, 0n) * E18, base), E18);
  };
  // The values of the other accounts at a mark are those after their own last one.
  const states = new Map<string, Map<string, bigint>>();
  const wanted = new Set(within);
  const stake = (coldkey: string, values: ReadonlyMap<string, bigint>): bigint => {
    let worth = scopedValue(values, assets, scope);
    for (const [other, of] of states)
      if (other !== coldkey) worth += scopedValue(of, assets, scope);
    return worth;
  };
  for (const step of steps) {
    const { mark } = step;
    if (wanted.has(step)) {
      let flow = sum(step.legs.filter(({ asset }) => isIn(scope, asset)).map((leg) => leg.flow));
      const isClaim = mark.is === 'entry' && mark.entry.kind === 'claim';
      if (isClaim && (scope.of === 'accounts' || isRootSubnet(scope))) flow -= step.free.legs;
      flow += sum(
        step.growth
          .filter(({ asset, isEarned }) => !isEarned && isIn(scope, asset))
          .map(({ value }) => value),
      );
      flow += sum(step.opened.filter(({ asset }) => isIn(scope, asset)).map(({ value }) => value));
      const before = stake(mark.coldkey, step.valuesBefore);
      const after = stake(mark.coldkey, step.valuesAfter);
      if (flow > 0n) {
        grow(before);
        base = before + flow;
      } else if (flow < 0n) {
        grow(after - flow);
        base = after;
      }
    }
    states.set(mark.coldkey, step.valuesAfter);
  }
  grow(endStake);
  return isAny ? { known: true, value: product } : { known: false, why: 'no-stake' };
}

function onRoot(
  { rootGrowth, period, scope }: OracleQuestion,
  within: readonly Step[],
  openedByThen: bigint,
  isOpen: boolean,
  valueOf: (state: State) => bigint,
  stateOf: (step: Step) => State,
): OracleKnown<bigint> {
  const none = { known: false, why: 'no-root-growth' } as const;
  if (rootGrowth === null) return none;
  const indexAt = (at: number): bigint | null =>
    rootGrowth.findLast((one) => one.at <= at)?.index ?? null;
  const first = isOpen ? period.from : within.find(({ mark }) => mark.is === 'opening')?.mark.at;
  if (first === undefined) return none;
  let since: number = first;
  const lastMark = within.at(-1)?.mark.at ?? since;
  const end = Math.max(lastMark, since);
  const last = rootGrowth.at(-1);
  if (last === undefined || last.at < end || indexAt(since) === null) return none;
  let money = openedByThen;
  const grow = (at: number): void => {
    money = floor(money * (indexAt(at) ?? 0n), indexAt(since) ?? 1n);
    since = at;
  };
  for (const step of within) {
    const one = partsOf(step, scope);
    const came =
      one.flows + one.unexplained + (step.mark.is === 'opening' ? valueOf(stateOf(step)) : 0n);
    if (came === 0n) continue;
    grow(step.mark.at);
    money += came;
  }
  grow(Math.max(lastMark, since));
  return { known: true, value: money };
}

function known<T>(work: () => T): OracleKnown<T> {
  try {
    return { known: true, value: work() };
  } catch (error) {
    if (error instanceof NoFiatPrice) return { known: false, why: 'no-fiat-price' };
    throw error;
  }
}

function inCurrency(
  question: OracleQuestion,
  fiat: NonNullable<OracleQuestion['fiat']>,
  more: {
    within: readonly Step[];
    steps: readonly Step[];
    assets: ReadonlyMap<string, Asset>;
    openedByThen: bigint;
    isOpen: boolean;
    end: bigint;
    valueOf: (state: State) => bigint;
    stateOf: (step: Step) => State;
  },
): NonNullable<OracleFigures['fiat']> {
  const { within, steps, assets, openedByThen, isOpen, end, valueOf, stateOf } = more;
  const { period, scope } = question;
  const convert: Convert = (amount, at) => {
    if (amount === 0n) return 0n;
    const price = fiat.days.get(dayName(at));
    if (price === undefined) throw new NoFiatPrice();
    return floor(amount * price, E9);
  };
  try {
    const lastAt = steps.findLast(({ mark }) => mark.at <= period.to)?.mark.at ?? period.to;
    const first = isOpen
      ? period.from
      : (within.find(({ mark }) => mark.is === 'opening')?.mark.at ?? period.from);
    const start = convert(openedByThen, first);
    const worth = convert(end, lastAt);
    const days = new Map<number, { at: number; parts: Parts; opened: bigint }>();
    for (const step of within) {
      const { at } = step.mark;
      const day = days.get(dayOf(at)) ?? { at, parts: noParts(), opened: 0n };
      days.set(dayOf(at), day);
      const one = partsOf(step, scope);
      for (const part of parts) day.parts[part] += one[part];
      if (step.mark.is === 'opening') day.opened += valueOf(stateOf(step));
    }
    const total = noParts();
    let opened = 0n;
    for (const day of days.values()) {
      for (const part of parts) total[part] += convert(day.parts[part], day.at);
      opened += convert(day.opened, day.at);
    }
    const currencyEffect = worth - start - opened - sum(parts.map((part) => total[part]));
    const lots = known(() => lotFigures(question, steps, assets, convert, lastAt));
    return {
      known: true,
      value: { start: start + opened, end: worth, parts: total, currencyEffect, lots },
    };
  } catch (error) {
    if (error instanceof NoFiatPrice) return { known: false, why: 'no-fiat-price' };
    throw error;
  }
}
