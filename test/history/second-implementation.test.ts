// The figures of random books by two implementations of one definition, src/history/BOOKS.md: whatever the book says, sound or not, they agree to the rao.
import assert from 'node:assert/strict';
import test from 'node:test';
import process from 'node:process';
import fc from 'fast-check';
import type { Question, Scope } from '../../src/history/figures.ts';
import { resultsOf } from '../../src/history/results.ts';
import type { Book, BookEntry, BookPoint, EntryKind, Leg, Stretch } from '../../src/model/book.ts';
import { toAlphaRao, toNetuid, toRao, type Hex, type Ss58Address } from '../../src/units.ts';
import {
  dayName,
  oracleFigures,
  type OracleFigures,
  type OracleKnown,
  type OracleQuestion,
} from '../oracle/books-oracle.ts';

const GENESIS: Hex = `0x${'11'.repeat(32)}`;
// SAFETY: addresses are only compared here.
const keys = ['5Alice', '5Bob'] as Ss58Address[];
const hotkeys = ['5Hot', '5Hotter'] as Ss58Address[];
const subnets = [
  { netuid: toNetuid(0), registeredAt: 0 },
  { netuid: toNetuid(1), registeredAt: 100 },
  { netuid: toNetuid(1), registeredAt: 900 },
  { netuid: toNetuid(2), registeredAt: 50 },
];
const kinds: EntryKind[] = [
  'stake',
  'unstake',
  'move',
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
const BLOCK_MS = 2_400_000;

const amount = fc.oneof(
  fc.bigInt({ min: -5n, max: 5n }),
  fc.bigInt({ min: -1_000_000_007n, max: 1_000_000_007n }),
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
);
const positive = amount.map((value) => (value < 0n ? -value : value));
const holding = fc.record({
  subnet: fc.constantFrom(...subnets),
  hotkey: fc.constantFrom(...hotkeys),
});
const alphaLeg = fc
  .tuple(holding, amount)
  .map(([{ subnet, hotkey }, change]): Leg => ({ of: 'alpha', ...subnet, hotkey, change }));
const freeLeg = amount.map((change): Leg => ({ of: 'free', change }));
const price = fc.record({
  subnet: fc.constantFrom(...subnets),
  raoPerAlpha: fc.bigInt({ min: 1n, max: 3_000_000_000n }),
});
const pricesOf = (list: readonly { subnet: (typeof subnets)[number]; raoPerAlpha: bigint }[]) =>
  list.map(({ subnet, raoPerAlpha }) => ({ ...subnet, raoPerAlpha }));
const everyPrice = fc
  .array(fc.bigInt({ min: 1n, max: 3_000_000_000n }), { minLength: 4, maxLength: 4 })
  .map((list) => subnets.map((subnet, at) => ({ ...subnet, raoPerAlpha: list[at] ?? 1n })));

type Draft =
  | {
      is: 'entry';
      kind: EntryKind;
      legs: Leg[];
      fee: Leg | null;
      poolFees: BookEntry['poolFees'];
      prices: BookEntry['prices'];
      counterparty: Ss58Address | null;
      step: number;
    }
  | {
      is: 'point';
      free: bigint;
      holdings: { subnet: (typeof subnets)[number]; hotkey: Ss58Address; alpha: bigint }[];
      prices: BookEntry['prices'];
      step: number;
    };

const entryDraft = (isPriced: boolean): fc.Arbitrary<Draft> =>
  fc.record({
    is: fc.constant('entry' as const),
    kind: fc.constantFrom(...kinds),
    legs: fc.array(fc.oneof(freeLeg, alphaLeg, alphaLeg), { maxLength: 4 }),
    fee: fc.option(
      fc
        .oneof(freeLeg, alphaLeg)
        .map((leg) => ({ ...leg, change: leg.change > 0n ? -leg.change : leg.change })),
      { nil: null },
    ),
    poolFees: fc.array(
      fc.record({
        unit: fc.constantFrom('rao' as const, 'alpha' as const),
        netuid: fc.constantFrom(toNetuid(0), toNetuid(1), toNetuid(2), toNetuid(3)),
        amount: positive,
      }),
      { maxLength: 2 },
    ),
    prices: isPriced ? everyPrice : fc.array(price, { maxLength: 3 }).map(pricesOf),
    counterparty: fc.constantFrom(null, ...keys, '5Other' as Ss58Address),
    step: fc.constantFrom(0, 0, 1, 5, 40),
  });
const pointDraft = (isPriced: boolean): fc.Arbitrary<Draft> =>
  fc.record({
    is: fc.constant('point' as const),
    free: positive,
    holdings: fc.uniqueArray(
      fc.tuple(holding, positive).map(([{ subnet, hotkey }, alpha]) => ({ subnet, hotkey, alpha })),
      {
        maxLength: 5,
        selector: ({ subnet, hotkey }) => `${subnet.netuid} ${subnet.registeredAt} ${hotkey}`,
      },
    ),
    prices: isPriced ? everyPrice : fc.array(price, { maxLength: 3 }).map(pricesOf),
    step: fc.constantFrom(1, 5, 40),
  });

function bookFrom(
  coldkey: Ss58Address,
  begin: number,
  drafts: readonly Draft[],
  cuts: readonly number[],
) {
  let block = begin;
  let place = 0;
  const entries: BookEntry[] = [];
  const points: BookPoint[] = [];
  for (const draft of drafts) {
    // A point ends its block.
    const step = draft.step === 0 && points.at(-1)?.block.number === block ? 1 : draft.step;
    place = step === 0 ? place + 1 : 0;
    block += step;
    const at = block * BLOCK_MS;
    const ref = { hash: GENESIS, number: block };
    const base = {
      genesisHash: GENESIS,
      coldkey,
      block: ref,
      at,
      prices: draft.prices,
      source: 'archive' as const,
    };
    if (draft.is === 'entry') {
      const { kind, legs, fee, poolFees, counterparty } = draft;
      entries.push({
        ...base,
        place,
        kind,
        by: 'self',
        extrinsic: null,
        legs,
        fee,
        poolFees,
        counterparty,
        error: null,
      });
    } else {
      const holdings = draft.holdings.map(({ subnet, hotkey, alpha }) => ({
        ...subnet,
        hotkey,
        alpha: toAlphaRao(alpha),
      }));
      points.push({ ...base, nonce: 0, free: toRao(draft.free), holdings });
    }
  }
  const edges = [...new Set([0, ...cuts, block + 10])].sort((a, b) => a - b);
  const stretches = edges.slice(1).map((to, at): Stretch => ({
    from: edges[at] ?? 0,
    to,
    state: at % 3 === 1 ? 'open' : 'read',
  }));
  const book: Book = {
    genesisHash: GENESIS,
    coldkey,
    stretches,
    marks: [],
    places: [],
    extrinsicsFound: 0,
    extrinsicsByNonce: 0,
  };
  return { book, entries, points };
}

const bookDrafts = (isPriced: boolean) =>
  fc.record({
    begin: fc.integer({ min: 0, max: 60 }),
    drafts: fc.array(fc.oneof(entryDraft(isPriced), entryDraft(isPriced), pointDraft(isPriced)), {
      maxLength: 14,
    }),
    cuts: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 3 }),
  });

const question = fc.boolean().chain((isMostlyPriced) =>
  fc.record({
    books: fc.tuple(
      bookDrafts(isMostlyPriced),
      fc.option(bookDrafts(isMostlyPriced), { nil: null }),
    ),
    from: fc.integer({ min: -10, max: 300 }),
    length: fc.integer({ min: 0, max: 400 }),
    scope: fc.oneof(
      fc.constant<Scope>({ of: 'accounts' }),
      fc.constantFrom(...subnets).map((subnet): Scope => ({ of: 'subnet', ...subnet })),
      holding.map(({ subnet, hotkey }): Scope => ({ of: 'holding', ...subnet, hotkey })),
    ),
    method: fc.constantFrom('fifo' as const, 'average' as const),
    growth: fc.option(
      fc.array(
        fc.tuple(fc.integer({ min: 1, max: 120 }), fc.bigInt({ min: 0n, max: 10n ** 16n })),
        { minLength: 1, maxLength: 12 },
      ),
      { nil: null },
    ),
    fiat: fc.option(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.boolean()), { nil: null }),
  }),
);

type Made = typeof question extends fc.Arbitrary<infer T> ? T : never;

function questionFrom({ books, from, length, scope, method, growth, fiat }: Made): Question {
  const made = books.flatMap((one, at) =>
    one === null
      ? []
      : [bookFrom(keys[at] ?? keys[0] ?? ('' as Ss58Address), one.begin, one.drafts, one.cuts)],
  );
  let at = -20 * BLOCK_MS;
  let index = 10n ** 18n;
  const rootGrowth = growth?.map(([blocks, more]) => {
    const point = { at, index };
    at += blocks * BLOCK_MS;
    index += more;
    return point;
  });
  const days = new Map<string, bigint>();
  for (let day = -3; day < 40; day += 1) {
    if (fiat !== null && (fiat[1] || day % 9 !== 5))
      days.set(dayName(day * 86_400_000), fiat[0] + BigInt(day + 3) * 1_000_003n);
  }
  return {
    books: made,
    period: { from: from * BLOCK_MS, to: (from + length) * BLOCK_MS },
    scope,
    method,
    bucket: null,
    samples: 20,
    rootGrowth: rootGrowth ?? null,
    fiat: fiat === null ? null : { currency: 'USD', source: 'test', scale: 6, days },
  };
}

const theirQuestion = ({ books, ...rest }: Question): OracleQuestion => ({
  ...rest,
  books: books.map(({ book: { coldkey, stretches }, entries, points }) => ({
    coldkey,
    stretches,
    entries,
    points,
  })),
});

const withoutFiat = (figures: OracleKnown<OracleFigures>): OracleKnown<object> => {
  if (!figures.known) return figures;
  const { fiat: _, ...value } = figures.value;
  return { known: true, value };
};

const runs = process.env['TAUBAR_DEEP'] === '1' ? 20_000 : 1_000;

test(`${runs} random books: all figures by two implementations are the same`, () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(question, (made) => {
      const asked = questionFrom(made);
      const theirs = oracleFigures(theirQuestion(asked));
      const { total, fiat, bySubnet } = resultsOf(asked);
      // Each subnet beside it, as if it had been asked for alone.
      const [first] = bySubnet;
      if (first !== undefined) {
        const { netuid, registeredAt } = first.subnet;
        const alone = oracleFigures({
          ...theirQuestion(asked),
          scope: { of: 'subnet', netuid, registeredAt },
          fiat: null,
        });
        assert.deepEqual(first.figures, withoutFiat(alone));
      }
      const name = theirs.known ? `known ${asked.scope.of}` : theirs.why;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      if (!theirs.known || !total.known) {
        assert.deepEqual(total, theirs);
        return;
      }
      const { fiat: theirFiat, ...figures } = theirs.value;
      assert.deepEqual(total.value, figures);
      if (fiat === null || !fiat.known || theirFiat === null || !theirFiat.known) {
        assert.deepEqual(fiat, theirFiat);
        return;
      }
      const { start, end, parts, currencyEffect, lots } = fiat.value;
      const { lots: theirLots, ...theirMoney } = theirFiat.value;
      assert.deepEqual({ start, end, parts, currencyEffect }, theirMoney);
      // Where prices lack, each may ask for the price of a figure that the other need not know.
      if (made.fiat?.[1] === true || (lots.known && theirLots.known)) {
        assert.deepEqual(lots, theirLots);
      }
      const { parts: whole } = total.value;
      assert.equal(
        Object.values(whole).reduce((a, b) => a + b, 0n),
        total.value.end - total.value.start,
      );
    }),
    { numRuns: runs },
  );
  for (const name of ['known accounts', 'known subnet', 'known holding', 'no-point', 'no-price'])
    assert.ok((seen.get(name) ?? 0) > runs / 100, `${name}: ${seen.get(name)}`);
});
