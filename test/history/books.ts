// Books for tests: entries and points with little to type, and random ones from a seed. Blocks are a minute apart.
import fc from 'fast-check';
import type {
  Book,
  BookEntry,
  BookPoint,
  EntryKind,
  Holding,
  Leg,
  PriceThen,
} from '../../src/model/book.ts';
import type { AccountBook, Question } from '../../src/history/figures.ts';
import { toAlphaRao, toNetuid, toRao, type Hex, type Ss58Address } from '../../src/units.ts';

export const GENESIS: Hex = '0x00';
export const T = 1_000_000_000n;
export const START = 1_750_000_000_000;
export const timeOf = (block: number): number => START + block * 60_000;

export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY' as Ss58Address;
export const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty' as Ss58Address;
export const H1 = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM' as Ss58Address;
export const H2 = '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy' as Ss58Address;
const STRANGER = '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw' as Ss58Address;

export const holding = (netuid: number, hotkey = H1, registeredAt?: number): Holding => ({
  netuid: toNetuid(netuid),
  registeredAt: registeredAt ?? (netuid === 0 ? 0 : netuid * 100),
  hotkey,
});
export const free = (change: bigint): Leg => ({ of: 'free', change });
export const alpha = (change: bigint, of: Holding): Leg => ({ of: 'alpha', change, ...of });
export const price = (of: Holding, raoPerAlpha: bigint): PriceThen => ({
  netuid: of.netuid,
  registeredAt: of.registeredAt,
  raoPerAlpha,
});

const hashOf = (block: number): Hex => `0x${block.toString(16).padStart(8, '0')}`;

export function entry(
  block: number,
  kind: EntryKind,
  legs: readonly Leg[],
  more: Partial<BookEntry> = {},
): BookEntry {
  return {
    genesisHash: GENESIS,
    coldkey: ALICE,
    block: { hash: hashOf(block), number: block },
    place: 0,
    at: timeOf(block),
    kind,
    by: 'self',
    extrinsic: {
      index: 2,
      hash: hashOf(block + 1_000_000),
      call: 'SubtensorModule.any',
      signer: ALICE,
    },
    legs,
    fee: null,
    poolFees: [],
    prices: [],
    counterparty: null,
    error: null,
    source: 'archive',
    ...more,
  };
}

export function point(
  block: number,
  tao: bigint,
  holdings: readonly (Holding & { alpha: bigint })[],
  prices: readonly PriceThen[] = [],
  more: Partial<BookPoint> = {},
): BookPoint {
  return {
    genesisHash: GENESIS,
    coldkey: ALICE,
    block: { hash: hashOf(block), number: block },
    at: timeOf(block),
    nonce: 0,
    free: toRao(tao),
    holdings: holdings.map((one) => ({ ...one, alpha: toAlphaRao(one.alpha) })),
    prices,
    source: 'archive',
    ...more,
  };
}

export const bookOf = (more: Partial<Book> = {}): Book => ({
  genesisHash: GENESIS,
  coldkey: ALICE,
  stretches: [{ from: 0, to: 10_000_000, state: 'read' }],
  marks: [],
  places: [],
  extrinsicsFound: 0,
  extrinsicsByNonce: 0,
  ...more,
});

export const accountOf = (
  entries: readonly BookEntry[],
  points: readonly BookPoint[],
  more: Partial<Book> = {},
): AccountBook => ({ book: bookOf(more), entries, points });

export const ask = (books: readonly AccountBook[], more: Partial<Question> = {}): Question => ({
  books,
  period: { from: 0, to: Number.MAX_SAFE_INTEGER },
  scope: { of: 'accounts' },
  method: 'fifo',
  bucket: null,
  samples: 0,
  rootGrowth: null,
  fiat: null,
  ...more,
});

/** Numbers from a seed, so that a failing book can be made again. */
function draws(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const kinds: readonly EntryKind[] = [
  'stake',
  'stake',
  'unstake',
  'unstake',
  'move',
  'swap',
  'swap',
  'stake-in',
  'stake-out',
  'tao-in',
  'tao-out',
  'claim',
  'payout',
  'key-change',
  'failed',
  'fee',
  'other',
];

/** Holdings on root, on two subnets, and on a generation that took the netuid of one of them. */
const assets: readonly Holding[] = [
  holding(0),
  holding(1),
  holding(1, H2),
  holding(2),
  holding(2, H2),
  holding(2, H1, 777),
  holding(3),
];

type Draw = (below: number) => number;
const amountOf = (draw: Draw): bigint => BigInt(draw(1_000_000_000)) * BigInt(1 + draw(50)) + 1n;
const priceOf = (draw: Draw): bigint => BigInt(1 + draw(2_000_000_000));

function legsOf(kind: EntryKind, draw: Draw): Leg[] {
  const pick = (): Holding => assets[draw(assets.length)] ?? holding(1);
  const inside = (of: Holding): Holding => ({ ...of, hotkey: of.hotkey === H1 ? H2 : H1 });
  const tao = amountOf(draw);
  const a = amountOf(draw);
  const b = draw(3) === 0 ? a : amountOf(draw);
  const one = pick();
  switch (kind) {
    case 'stake':
      return [free(-tao), alpha(a, one)];
    case 'unstake':
      return [alpha(-a, one), free(tao)];
    case 'move':
      return [alpha(-a, one), alpha(b, inside(one))];
    case 'swap': {
      const legs = [alpha(-a, one), alpha(b, pick())];
      return draw(5) === 0 ? [...legs, free(tao % 1000n)] : legs;
    }
    case 'stake-in':
      return [alpha(a, one)];
    case 'stake-out':
      return [alpha(-a, one)];
    case 'tao-in':
      return [free(tao)];
    case 'tao-out':
      return [free(-tao)];
    case 'claim':
      return draw(4) === 0 ? [alpha(a, holding(0))] : [free(tao)];
    case 'payout':
      return draw(3) === 0
        ? [free(tao), alpha(-a, one), alpha(-b, inside(one))]
        : [free(tao), alpha(-a, one)];
    case 'key-change':
      return [alpha(-a, one), alpha(a, inside(one)), alpha(-b, holding(3)), alpha(b, holding(1))];
    case 'other':
      return [
        free(draw(2) === 0 ? tao : -tao),
        alpha(draw(2) === 0 ? a : -a, one),
        alpha(draw(2) === 0 ? b : -b, pick()),
        alpha(draw(2) === 0 ? a : -b, pick()),
      ].slice(0, 1 + draw(4));
    default:
      return [];
  }
}

const subnetsIn = (holdings: readonly Holding[]): Holding[] => [
  ...new Map(holdings.map((one) => [`${one.netuid} ${one.registeredAt}`, one])).values(),
];

function randomEntry(block: number, place: number, coldkey: Ss58Address, draw: Draw): BookEntry {
  const kind = kinds[draw(kinds.length)] ?? 'other';
  const legs = legsOf(kind, draw);
  const named = legs.flatMap((leg) => (leg.of === 'alpha' ? [leg] : []));
  const fees: (Leg | null)[] = [
    null,
    free(-BigInt(draw(2_000_000))),
    alpha(-BigInt(draw(1_000_000)), assets[draw(assets.length)] ?? holding(1)),
  ];
  return entry(block, kind, legs, {
    coldkey,
    place,
    fee: fees[draw(fees.length)] ?? null,
    poolFees:
      draw(2) === 0
        ? []
        : [
            { unit: 'rao', netuid: toNetuid(1), amount: BigInt(draw(1_000_000)) },
            { unit: 'alpha', netuid: toNetuid(draw(4)), amount: BigInt(draw(1_000_000)) },
          ],
    prices: subnetsIn(named)
      .filter(({ netuid }) => netuid !== 0)
      .map((one) => price(one, priceOf(draw))),
    counterparty: [null, STRANGER, coldkey === ALICE ? BOB : ALICE][draw(3)] ?? null,
  });
}

/** Everything that the types allow at once; far from any economy. Each subnet has a price from the first point on. */
function randomBook(coldkey: Ss58Address, draw: Draw): AccountBook {
  const entries: BookEntry[] = [];
  const points: BookPoint[] = [];
  let block = 1 + draw(500);
  const pointHere = (isFirst: boolean): void => {
    const held = assets.filter(() => draw(3) > 0);
    const priced = subnetsIn(isFirst ? assets : held).filter(({ netuid }) => netuid !== 0);
    points.push(
      point(
        block,
        BigInt(draw(1_000_000_000)) * 20n,
        held.map((one) => ({ ...one, alpha: amountOf(draw) })),
        priced.map((one) => price(one, priceOf(draw))),
        { coldkey },
      ),
    );
  };
  pointHere(true);
  const marks = draw(40);
  for (let mark = 0; mark < marks; mark += 1) {
    if (draw(3) === 0) {
      block += 1 + draw(1500);
      pointHere(false);
      continue;
    }
    const sameBlock = draw(3) === 0 && (points.at(-1)?.block.number ?? 0) < block;
    if (!sameBlock) block += 1 + draw(1500);
    const last = entries.at(-1);
    const place = last?.block.number === block ? last.place + 1 : 0;
    entries.push(randomEntry(block, place, coldkey, draw));
  }
  const cut = 1 + draw(block + 1);
  const stretches: Book['stretches'] = [
    { from: 0, to: cut, state: draw(2) === 0 ? 'read' : 'open' },
    { from: cut, to: block + 10, state: 'read' },
  ];
  return { book: bookOf({ coldkey, stretches }), entries, points };
}

export const randomBooks: fc.Arbitrary<AccountBook[]> = fc
  .tuple(fc.nat(), fc.boolean())
  .map(([seed, isTwo]) => {
    const draw = draws(seed);
    const books = [randomBook(ALICE, draw)];
    return isTwo ? [...books, randomBook(BOB, draw)] : books;
  });
