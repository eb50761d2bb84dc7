// What a book says of a period: the figures of BOOKS.md, as types. All amounts are rao, either sign, unless said otherwise.
import type { Book, BookEntry, BookPoint, Holding, Unread } from '../model/book.ts';
import type { Netuid, Ss58Address } from '../units.ts';

/** All that is known of one account; entries by block and place, points by block, ascending. */
export type AccountBook = {
  book: Book;
  entries: readonly BookEntry[];
  points: readonly BookPoint[];
};

/** from < t ≤ to, epoch milliseconds. */
export type Period = { from: number; to: number };

export type SubnetThen = { netuid: Netuid; registeredAt: number };

/** Of what in the accounts whose books are given: all with free TAO, one generation of a subnet, or stake under one hotkey. */
export type Scope =
  | { of: 'accounts' }
  | ({ of: 'subnet' } & SubnetThen)
  | ({ of: 'holding' } & Holding);

/**
 * `no-point`: nothing is read up to the end of the period. `no-price`: an amount had no price. `no-stake`: there was nothing to
 * return anything. `no-root-growth`, `no-fiat-price`: the series given does not have all of the period, or none was given.
 */
export type NotKnown = 'no-point' | 'no-price' | 'no-stake' | 'no-root-growth' | 'no-fiat-price';
export type Known<T> = { known: true; value: T } | { known: false; why: NotKnown };

export type PartName =
  | 'flows'
  | 'earned'
  | 'price'
  | 'networkFees'
  | 'failed'
  | 'poolFees'
  | 'slippage'
  | 'unexplained';
/** They sum to `end − start`. */
export type Parts = Record<PartName, bigint>;

/** What came or went, each at least 0: TAO, stake moved between validators and subnets, and what others sent or got. */
export type Came = { tao: bigint; moved: bigint; others: bigint };

export type Origin = 'bought' | 'earned' | 'received' | 'unexplained' | 'opening';
export type LotMethod = 'fifo' | 'average';
/** `at`: when it was acquired. By average there is one lot, of the oldest time and without origin. */
export type Lot = { alpha: bigint; basis: bigint; at: number; origin: Origin | null };

/** Of the whole book up to the end of the period, but for `realisedThen`. `bases` − `taken` = `left`. */
export type LotFigures = {
  /** Bases by where they came from; `moved`: with lots from other holdings less those that went there. */
  bases: Record<Origin, bigint> & { moved: bigint };
  taken: bigint;
  left: bigint;
  proceeds: bigint;
  realised: bigint;
  /** Realised within the period. */
  realisedThen: bigint;
  unrealised: bigint;
};

export type Figures = {
  /** Value at the start; of books that begin later, at their first point. */
  start: bigint;
  end: bigint;
  parts: Parts;
  putIn: Came;
  takenOut: Came;
  /** Flows between accounts of the question. `putIn − takenOut + between` is the part `flows`. */
  between: bigint;
  /** All parts but `flows` and `unexplained`. */
  result: bigint;
  lots: LotFigures;
  /** Time-weighted, of stake alone; 10¹⁸ is no change. */
  timeWeighted: Known<bigint>;
  /** What it would be now, had the same money been TAO, or on root, all the time. */
  heldTao: bigint;
  onRoot: Known<bigint>;
};

export type HoldingFigures = {
  coldkey: Ss58Address;
  holding: Holding;
  alpha: bigint;
  value: Known<bigint>;
  lots: Known<LotFigures>;
  /** Those left. */
  open: readonly Lot[];
};

export type BucketSize = 'day' | 'week' | 'month' | 'year';
/** One column: UTC day, week from Monday, month or year that has marks in it; `subnet` null: free TAO, and what is of no subnet. */
export type Column = {
  from: number;
  /** Of the accounts, or of the scope; value after the last mark in it. */
  end: bigint;
  /** Value of the books that begin in it, at their first point. `end` − the `end` before = `opened` + parts. */
  opened: bigint;
  parts: Parts;
  bySubnet: readonly { subnet: SubnetThen | null; parts: Parts }[];
};

/** Value after a point or an entry with a flow. */
export type Sample = { at: number; value: bigint; staked: bigint };
/** Came from or went to other accounts; or, of a subnet or a holding, into it and out of it. */
export type FlowMark = { at: number; block: number; coldkey: Ss58Address; amount: bigint };

export type CoveragePart =
  | { from: number; to: number; state: 'read' | 'open' }
  | { from: number; to: number; state: 'unread'; why: Unread };
/** What the figures of one account rest on; blocks `from` < n ≤ `to`. */
export type Coverage = {
  coldkey: Ss58Address;
  /** First and last mark in use; null: none. A first one after the start of the period: what was before it is not known. */
  first: { block: number; at: number } | null;
  last: { block: number; at: number } | null;
  parts: readonly CoveragePart[];
  readBlocks: number;
  openBlocks: number;
  unreadBlocks: number;
  /** Own extrinsics by nonce less those found, over all that is read; 0: complete. */
  extrinsicsMissing: number;
};

/** Prices of one TAO by UTC day ("2026-11-29"), in units of 10^−scale of the currency. */
export type DailyPrices = {
  currency: string;
  source: string;
  scale: number;
  days: ReadonlyMap<string, bigint>;
};

/** In units of 10^−scale of the currency. Each part by the price of its day; `currencyEffect`: what the price of TAO did. */
export type FiatFigures = {
  currency: string;
  source: string;
  scale: number;
  start: bigint;
  end: bigint;
  parts: Parts;
  currencyEffect: bigint;
  /** Bases and proceeds by the price of their own day: needs prices back to the first mark. */
  lots: Known<LotFigures>;
};

/** Growth of one unit on root: `index` after each time, ascending, without gaps. */
export type RootGrowth = readonly { at: number; index: bigint }[];

export type Question = {
  books: readonly AccountBook[];
  period: Period;
  scope: Scope;
  method: LotMethod;
  /** Columns of this size; null: none. */
  bucket: BucketSize | null;
  /** Most samples of the value over time. */
  samples: number;
  rootGrowth: RootGrowth | null;
  fiat: DailyPrices | null;
};

export type Results = {
  total: Known<Figures>;
  /** Each generation of a subnet that had stake or entries in the period, by netuid and registration. */
  bySubnet: readonly { subnet: SubnetThen; figures: Known<Figures> }[];
  holdings: readonly HoldingFigures[];
  columns: Known<readonly Column[]>;
  samples: Known<readonly Sample[]>;
  flows: Known<readonly FlowMark[]>;
  coverage: readonly Coverage[];
  /** null: no prices were given. */
  fiat: Known<FiatFigures> | null;
};
