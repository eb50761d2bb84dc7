// A believable past of two accounts that ends in what the scenes hold: a year of stakes, swaps, claims and payouts, and what was
// held on each day. The same every time but for its dates.
import type { Book, BookEntry, BookPoint, BookRun, Leg, Stretch } from '../../../src/model/book.ts';
import type { Position } from '../../../src/model/facts.ts';
import type { SnapshotRecord } from '../../../src/model/records.ts';
import type { BookStep } from '../../../src/store/books.ts';
import { valuationPrice } from '../../../src/portfolio/value-portfolio.ts';
import {
  BLOCK_MS,
  mulDivDown,
  toAlphaRao,
  toNetuid,
  toRao,
  type Ss58Address,
} from '../../../src/units.ts';
import {
  blockAt,
  genesisHash,
  HEAD,
  hotkeys,
  numbersFrom,
  priceThen,
  subnets,
  TAO,
} from './chain.ts';
import { ledgerMain, savings } from './stored.ts';

const DAY_BLOCKS = 7_200;
const DAYS = 400;
const FEE = -784_000n;

/** A subnet that was deregistered, whose number another one has now. */
const GONE = { netuid: toNetuid(51), registeredAt: 2_900_000 };

type Thing = { netuid: number; registeredAt: number; hotkey: Ss58Address };
type Told = Pick<BookEntry, 'kind'> & Partial<BookEntry> & { legs: readonly Leg[] };

const ppm = (value: number): bigint => BigInt(Math.round(value * 1_000_000));
const NOW = Date.now();
const DAY_MS = 86_400_000;
/** How long the last of the days is so far: results count days from midnight to midnight, in UTC. */
const TODAY = (NOW % DAY_MS) / DAY_MS;
/** Of a day before the last one. */
const blockOf = (day: number, part: number): number =>
  HEAD - Math.round((DAYS - day + TODAY - part) * DAY_BLOCKS);
/** The last of each day is kept, and the newest of all. */
const pointBlock = (day: number): number => (day === DAYS ? HEAD : blockOf(day, 0.995));
const timeOf = (block: number): number => NOW - (HEAD - block) * BLOCK_MS;
const hoursAgo = (block: number): number => ((HEAD - block) * BLOCK_MS) / 3_600_000;

function priceNow(netuid: number): bigint {
  const subnet = subnets[netuid];
  const price = subnet && valuationPrice(subnet);
  return price ? mulDivDown(TAO, price.rao, price.perAlphaRao) : TAO;
}

/** Days of which the record of prices tells as well. */
const RECORDED = 2;

/** Wanders from day to day, and ends as the recorded prices do, at today's. */
function pathOf(netuid: number): readonly bigint[] {
  const next = numbersFrom(netuid * 17 + 3);
  const steps = Array.from({ length: DAYS + 1 }, () => (next() - 0.497) * 0.05);
  let level = 0;
  const levels = steps.map((step) => (level += step));
  const end = levels[DAYS - RECORDED] ?? 0;
  return levels.map((one, day) => {
    const recorded = priceThen(netuid, Math.min(24 * RECORDED, hoursAgo(pointBlock(day))));
    const wandered = day < DAYS - RECORDED ? ppm(Math.exp(one - end)) : 1_000_000n;
    return (priceNow(netuid) * recorded * wandered) / 1_000_000_000_000n;
  });
}

/** Of one alpha so many days ago, as the books have it. */
export const priceDaysAgo = (netuid: number, days: number): bigint =>
  pathOf(netuid)[Math.max(0, DAYS - days)] ?? TAO;

class Past {
  readonly entries: BookEntry[] = [];
  readonly points: BookPoint[] = [];
  private readonly held = new Map<string, { thing: Thing; alpha: bigint }>();
  private readonly paths = new Map<number, readonly bigint[]>();
  private free = 0n;
  private nonce = 0;

  private readonly coldkey: Ss58Address;

  constructor(coldkey: Ss58Address) {
    this.coldkey = coldkey;
  }

  price(netuid: number, day: number): bigint {
    const path = this.paths.get(netuid) ?? pathOf(netuid);
    this.paths.set(netuid, path);
    return netuid === 0 ? TAO : (path[Math.min(day, DAYS)] ?? TAO);
  }

  freeNow(): bigint {
    return this.free;
  }

  amount(thing: Thing): bigint {
    return this.held.get(keyOf(thing))?.alpha ?? 0n;
  }

  /** Each day's dividends, in parts per million of what is held. */
  grow(rate: bigint): void {
    for (const one of this.held.values()) {
      if (one.thing.netuid !== 0) one.alpha += (one.alpha * rate) / 1_000_000n;
    }
  }

  /** The last of what was paid, so that the book ends with what the scene holds. */
  endAt(positions: readonly Position[]): void {
    for (const position of positions) {
      const thing = thingOf(position);
      this.held.set(keyOf(thing), { thing, alpha: position.alpha });
    }
  }

  tell(day: number, part: number, told: Told): void {
    const block = blockOf(day, part);
    const netuids = new Map(
      told.legs.flatMap((leg) =>
        leg.of === 'alpha' && leg.netuid !== 0 ? [[leg.netuid, leg]] : [],
      ),
    );
    const by = told.by ?? 'self';
    const isOwn = by === 'self';
    if (isOwn) this.nonce += 1;
    const call = calls[told.kind] ?? 'Balances.transfer_keep_alive';
    const extrinsic = {
      index: 2 + (block % 9),
      hash: blockAt(block).hash,
      call,
      signer: this.coldkey,
    };
    const fee: Leg | null = isOwn ? { of: 'free', change: FEE } : null;
    this.entries.push({
      genesisHash,
      coldkey: this.coldkey,
      block: blockAt(block),
      place: 0,
      at: timeOf(block),
      by,
      extrinsic: by === 'chain' ? null : extrinsic,
      fee,
      poolFees: [],
      prices: [...netuids].map(([netuid, { registeredAt }]) => ({
        netuid: toNetuid(Number(netuid)),
        registeredAt,
        raoPerAlpha: this.price(Number(netuid), day),
      })),
      counterparty: null,
      error: null,
      source: day > DAYS - 20 ? 'own' : 'archive',
      ...told,
    });
    for (const leg of fee === null ? told.legs : [...told.legs, fee]) {
      if (leg.of === 'free') this.free += leg.change;
      else this.change(leg, leg.change);
    }
  }

  stake(day: number, thing: Thing, rao: bigint): void {
    const poolFee = thing.netuid === 0 ? 0n : rao / 2_000n;
    const worth = ((rao - poolFee) * 9_990n) / 10_000n;
    const alpha = thing.netuid === 0 ? rao : (worth * TAO) / this.price(thing.netuid, day);
    this.tell(day, 0.4, {
      kind: 'stake',
      legs: [{ of: 'free', change: -rao }, legOf(thing, alpha)],
      poolFees: [{ unit: 'rao', netuid: toNetuid(thing.netuid), amount: poolFee }],
    });
  }

  unstake(day: number, thing: Thing, alpha: bigint): void {
    const poolFee = alpha / 2_000n;
    const rao =
      thing.netuid === 0
        ? alpha
        : ((alpha - poolFee) * this.price(thing.netuid, day) * 9_990n) / (TAO * 10_000n);
    this.tell(day, 0.5, {
      kind: 'unstake',
      legs: [legOf(thing, -alpha), { of: 'free', change: rao }],
      poolFees: [{ unit: 'alpha', netuid: toNetuid(thing.netuid), amount: poolFee }],
    });
  }

  point(day: number): void {
    const block = pointBlock(day);
    const held = [...this.held.values()].filter(({ alpha }) => alpha > 0n);
    this.points.push({
      genesisHash,
      coldkey: this.coldkey,
      block: blockAt(block),
      at: timeOf(block),
      nonce: this.nonce,
      free: toRao(this.free),
      holdings: held.map(({ thing, alpha }) => ({
        netuid: toNetuid(thing.netuid),
        registeredAt: thing.registeredAt,
        hotkey: thing.hotkey,
        alpha: toAlphaRao(alpha),
      })),
      prices: [...new Map(held.map(({ thing }) => [thing.netuid, thing])).values()]
        .filter(({ netuid }) => netuid !== 0)
        .map(({ netuid, registeredAt }) => ({
          netuid: toNetuid(netuid),
          registeredAt,
          raoPerAlpha: this.price(netuid, day),
        })),
      source: day > DAYS - 20 ? 'own' : 'archive',
    });
  }

  private change(thing: Thing, by: bigint): void {
    const { netuid, registeredAt, hotkey } = thing;
    const one = { thing: { netuid, registeredAt, hotkey }, alpha: this.amount(thing) + by };
    if (one.alpha === 0n) this.held.delete(keyOf(thing));
    else this.held.set(keyOf(thing), one);
  }
}

const keyOf = ({ netuid, registeredAt, hotkey }: Thing): string =>
  `${netuid} ${registeredAt} ${hotkey}`;

const legOf = ({ netuid, registeredAt, hotkey }: Thing, change: bigint): Leg => ({
  of: 'alpha',
  netuid: toNetuid(netuid),
  registeredAt,
  hotkey,
  change,
});

function thingOf({ netuid, hotkey }: Pick<Position, 'netuid' | 'hotkey'>): Thing {
  return { netuid, hotkey, registeredAt: netuid === 0 ? 0 : (subnets[netuid]?.registeredAt ?? 0) };
}

const calls: Partial<Record<BookEntry['kind'], string>> = {
  stake: 'SubtensorModule.add_stake_limit',
  failed: 'SubtensorModule.add_stake_limit',
  unstake: 'SubtensorModule.remove_stake_limit',
  claim: 'SubtensorModule.claim_root',
};

/** Before the days of which home has recorded the value: they show the same as Performance. */
const SENT = DAYS - 3;
const CLAIM = 41_234_567n;

/** Daily growth of stake, in parts per million. */
const RATE = 900n;

function pastOf(coldkey: Ss58Address, held: readonly Position[], freeNow: bigint): Past {
  const past = new Past(coldkey);
  const next = numbersFrom(coldkey === ledgerMain ? 5 : 9);
  const own = held.filter((one) => one.coldkey === coldkey);
  const [first] = hotkeys;
  if (first === undefined) throw new RangeError('no hotkey');
  const gone: Thing = { ...GONE, hotkey: first };
  const isMain = coldkey === ledgerMain;
  // Each position is staked in one to three parts; grown since, they make what is held today.
  const stakes = own.flatMap((position) => {
    const parts = position.alpha > 100n * TAO ? 3 : 1;
    return Array.from({ length: parts }, (_one, index) => {
      const day = 12 + Math.floor(next() * 300) + index * 12;
      // Of the first, twice a twentieth is unstaked later.
      const all = position === own[0] ? (position.alpha * 400n) / 361n : position.alpha;
      const alpha = all / BigInt(parts);
      return {
        day,
        thing: thingOf(position),
        alpha: unGrown(alpha, DAYS - day + 1, position.netuid),
      };
    });
  });
  past.tell(2, 0.2, {
    kind: 'tao-in',
    by: 'other',
    legs: [{ of: 'free', change: 60n * TAO }],
    counterparty: savings,
  });
  for (let day = 3; day <= DAYS; day += 1) {
    if (day === 5 && isMain) past.stake(day, gone, 25n * TAO);
    for (const { day: when, thing, alpha } of stakes) {
      if (when !== day) continue;
      const worth = (alpha * past.price(thing.netuid, day) * 10_015n) / (TAO * 10_000n) + 1n;
      const rao = thing.netuid === 0 ? alpha : worth;
      past.tell(day, 0.3, {
        kind: 'tao-in',
        by: 'other',
        legs: [{ of: 'free', change: rao + 2_000_000n }],
        counterparty: hotkeys[5] ?? null,
      });
      past.stake(day, thing, rao);
    }
    if (day === 210 && isMain) {
      const alpha = past.amount(gone);
      const rao = (alpha * past.price(gone.netuid, day) * 8n) / (TAO * 10n);
      past.tell(day, 0.5, {
        kind: 'payout',
        by: 'chain',
        legs: [legOf(gone, -alpha), { of: 'free', change: rao }],
      });
    }
    if (day % 45 === 35 && isMain) {
      past.tell(day, 0.6, { kind: 'claim', legs: [{ of: 'free', change: CLAIM }] });
    }
    if (day === 372 || day === 391) {
      past.tell(day, 0.6, {
        kind: 'failed',
        legs: [],
        error: 'SubtensorModule.SlippageTooHigh',
        triedIn: [toNetuid(64)],
      });
    }
    const some = own[0];
    if (some !== undefined && (day === 380 || day === 396)) {
      past.unstake(day, thingOf(some), past.amount(thingOf(some)) / 20n);
    }
    past.grow(RATE);
    if (day === SENT) past.tell(day, 0.8, freeTo(past, freeNow));
    if (day === DAYS) past.endAt(own);
    past.point(day);
  }
  return past;
}

/** What is left of the free TAO goes to another account, so that the book ends with what the scene shows. */
function freeTo(past: Past, freeNow: bigint): Told {
  const free = past.freeNow() + FEE;
  return {
    kind: free > freeNow ? 'tao-out' : 'tao-in',
    legs: [{ of: 'free', change: freeNow - free }],
    counterparty: hotkeys[6] ?? null,
  };
}

function unGrown(alpha: bigint, days: number, netuid: number): bigint {
  if (netuid === 0) return alpha;
  let least = alpha;
  for (let day = 0; day < days; day += 1) least = (least * 1_000_000n) / (1_000_000n + RATE);
  return least;
}

type Part = { stretches?: readonly Stretch[]; since?: number };

function stepOf(coldkey: Ss58Address, past: Past, part: Part): BookStep {
  const since = part.since ?? 0;
  const points = past.points.filter(({ block }) => block.number >= since);
  const from = points[0]?.block.number ?? 0;
  const to = points.at(-1)?.block.number ?? 0;
  const entries = past.entries.filter(({ block }) => block.number > from);
  const own = entries.filter(({ by }) => by === 'self').length;
  const book: Book = {
    genesisHash,
    coldkey,
    stretches: part.stretches ?? [{ from, to, state: 'read' }],
    marks: [],
    places: [],
    extrinsicsFound: own,
    extrinsicsByNonce: own,
  };
  return { book, entries, points };
}

/** `since`: blocks before it are not in the books. */
export function booksOf({ snapshot }: SnapshotRecord, part: Part = {}): readonly BookStep[] {
  return [ledgerMain, savings].map((coldkey) => {
    const free = snapshot.accounts.find((one) => one.coldkey === coldkey)?.free ?? 0n;
    return stepOf(coldkey, pastOf(coldkey, snapshot.positions, free), part);
  });
}

/** The stretches of a book that reaches back `days`, with one part that the node would not tell. */
export function withGap(days: number): Part {
  const to = pointBlock(DAYS);
  const from = pointBlock(DAYS - days);
  const gap = from - 20 * DAY_BLOCKS;
  return {
    since: from,
    stretches: [
      { from: gap - 60 * DAY_BLOCKS, to: gap, state: 'open' },
      { from: gap, to: from, state: 'unread', why: 'pruned', at: Date.now() - 3_600_000 },
      { from, to, state: 'read' },
    ],
  };
}

export const runOf = (part: Partial<BookRun>): BookRun => ({
  genesisHash,
  coldkeys: [ledgerMain, savings],
  from: HEAD - 90 * DAY_BLOCKS,
  state: 'running',
  why: null,
  pace: 1_000,
  questions: 214,
  bytes: 3_412_000,
  entriesFound: 9,
  blocksLeft: 560_000,
  msLeft: 163_000,
  startedAt: Date.now() - 214_000,
  updatedAt: Date.now() - 800,
  ...part,
});
