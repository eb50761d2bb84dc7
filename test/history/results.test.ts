import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figures, Known, Question, RootGrowth } from '../../src/history/figures.ts';
import { resultsOf } from '../../src/history/results.ts';
import {
  accountOf,
  ALICE,
  alpha,
  ask,
  BOB,
  entry,
  free,
  H1,
  H2,
  holding,
  point,
  price,
  T,
  timeOf,
} from './books.ts';
import type { AccountBook } from '../../src/history/figures.ts';

const SN1 = holding(1);
const SN2 = holding(2);
const ROOT = holding(0);
const ONE = 10n ** 18n;

function valueOf<T>(known: Known<T>): T {
  if (!known.known) throw new Error(known.why);
  return known.value;
}

const totalOf = (books: readonly AccountBook[], more: Partial<Question> = {}): Figures =>
  valueOf(resultsOf(ask(books, more)).total);
const inSubnet = (books: readonly AccountBook[], netuid: number, registeredAt: number): Figures =>
  totalOf(books, { scope: { of: 'subnet', netuid: holding(netuid).netuid, registeredAt } });

const nonZero = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, amount]) => amount !== 0n));

/** 10 TAO into 190 alpha at 0.05, a fee of 0.1 in the pool; 10 alpha earned; the price doubles; half is sold for 9.4. */
const simple = accountOf(
  [
    entry(20, 'stake', [free(-10n * T), alpha(190n * T, SN1)], {
      fee: free(-1000n),
      poolFees: [{ unit: 'rao', netuid: SN1.netuid, amount: T / 10n }],
      prices: [price(SN1, 50_000_000n)],
    }),
    entry(40, 'unstake', [alpha(-100n * T, SN1), free((94n * T) / 10n)], {
      poolFees: [{ unit: 'alpha', netuid: SN1.netuid, amount: T }],
      prices: [price(SN1, 100_000_000n)],
    }),
  ],
  [
    point(10, 100n * T, []),
    point(30, 90n * T - 1000n, [{ ...SN1, alpha: 200n * T }], [price(SN1, 60_000_000n)]),
    point(
      50,
      90n * T - 1000n + (94n * T) / 10n,
      [{ ...SN1, alpha: 100n * T }],
      [price(SN1, 100_000_000n)],
    ),
  ],
);

test('a stake, its rewards, the price and a sale are told apart', () => {
  const { parts, start, end, result, lots } = totalOf([simple]);
  assert.deepEqual(nonZero(parts), {
    earned: 600_000_000n,
    price: 1_900_000_000n + 8n * T,
    networkFees: -1000n,
    poolFees: -T / 10n - T / 10n,
    slippage: -400_000_000n - 500_000_000n,
  });
  assert.equal(end - start, result);
  assert.deepEqual(lots.bases.bought, 10n * T);
  assert.equal(lots.bases.earned, 600_000_000n);
  // FIFO: 100 of the 190 that were bought.
  assert.equal(lots.taken, (10n * T * 100n) / 190n);
  assert.equal(lots.realised, (94n * T) / 10n - (10n * T * 100n) / 190n);
  assert.equal(lots.unrealised, 10n * T - lots.left);
});

test('of the subnet: put in 10, out 9.4, and the rest is its result', () => {
  const { parts, putIn, takenOut, end, result } = inSubnet([simple], 1, 100);
  assert.equal(parts.flows, 600_000_000n);
  assert.deepEqual(putIn, { tao: 10n * T, moved: 0n, others: 0n });
  assert.deepEqual(takenOut, { tao: (94n * T) / 10n, moved: 0n, others: 0n });
  assert.equal(end + takenOut.tao - putIn.tao, result);
  assert.equal(parts.networkFees, 0n);
});

test('by average cost a part of all goes', () => {
  const { lots } = totalOf([simple], { method: 'average' });
  assert.equal(lots.taken, ((10n * T + 600_000_000n) * 100n) / 200n);
  const [position] = resultsOf(ask([simple], { method: 'average' })).holdings;
  assert.deepEqual(position?.open, [
    { alpha: 100n * T, basis: lots.left, at: timeOf(20), origin: null },
  ]);
});

test('the return counts from when money came, and what trades cost', () => {
  // 10 became 9.5, with rewards 12, then 20; then 9.4 left, and 10 are there.
  const factor = (19_400_000_000n * ONE) / (10n * T);
  assert.equal(valueOf(totalOf([simple]).timeWeighted), factor);
  const tao = accountOf([], [point(10, 5n * T, []), point(20, 5n * T, [])]);
  assert.deepEqual(totalOf([tao]).timeWeighted, { known: false, why: 'no-stake' });
});

test('two swaps in one block: the subnet that was swapped into bears what they cost', () => {
  const prices = [price(SN1, 100_000_000n), price(SN2, 200_000_000n)];
  const book = accountOf(
    [
      entry(20, 'swap', [alpha(-100n * T, SN1), alpha(49n * T, SN2)], {
        prices,
        poolFees: [
          { unit: 'alpha', netuid: SN1.netuid, amount: T },
          { unit: 'rao', netuid: SN2.netuid, amount: T / 20n },
        ],
      }),
      entry(20, 'swap', [alpha(-49n * T, SN2), alpha(97n * T, SN1)], { place: 1, prices }),
    ],
    [
      point(10, T, [{ ...SN1, alpha: 100n * T }], prices.slice(0, 1)),
      point(20, T, [{ ...SN1, alpha: 97n * T }], prices.slice(0, 1)),
    ],
  );
  const one = inSubnet([book], 1, 100);
  const two = inSubnet([book], 2, 200);
  assert.deepEqual(nonZero(two.parts), {
    flows: 200_000_000n,
    poolFees: -150_000_000n,
    slippage: -50_000_000n,
  });
  assert.deepEqual(two.putIn, { tao: 0n, moved: 10n * T, others: 0n });
  assert.deepEqual(two.takenOut, { tao: 0n, moved: 9_800_000_000n, others: 0n });
  assert.deepEqual(nonZero(one.parts), { flows: -200_000_000n, slippage: -100_000_000n });
  assert.equal(totalOf([book]).parts.flows, 0n);
  // The lots kept their basis and time all the way.
  const { holdings } = resultsOf(ask([book]));
  assert.deepEqual(
    holdings.flatMap(({ open }) => open),
    [{ alpha: 97n * T, basis: 10n * T, at: timeOf(10), origin: 'opening' }],
  );
});

test('a payout is shared by alpha, and a generation that takes the netuid is another subnet', () => {
  const later = holding(2, H1, 777);
  const book = accountOf(
    [
      entry(20, 'payout', [free(3n * T), alpha(-10n * T, SN2), alpha(-20n * T, holding(2, H2))], {
        prices: [price(SN2, 200_000_000n)],
        extrinsic: null,
        by: 'chain',
      }),
      entry(30, 'stake', [free(-T), alpha(T, later)], { prices: [price(later, T)] }),
    ],
    [
      point(
        10,
        0n,
        [
          { ...SN2, alpha: 10n * T },
          { ...holding(2, H2), alpha: 20n * T },
        ],
        [price(SN2, 200_000_000n)],
      ),
      point(30, 2n * T, [{ ...later, alpha: T }], [price(later, T)]),
    ],
  );
  assert.deepEqual(nonZero(inSubnet([book], 2, 200).parts), { flows: -3n * T, price: -3n * T });
  assert.deepEqual(nonZero(inSubnet([book], 2, 777).parts), { flows: T });
  const scope = { of: 'holding', ...SN2 } as const;
  assert.equal(totalOf([book], { scope }).lots.proceeds, T);
  assert.equal(totalOf([book], { scope }).lots.realised, -T);
});

test('more taken than the book knew of: the next point mends it', () => {
  const book = accountOf(
    [
      entry(20, 'unstake', [alpha(-101n * T, SN1), free(5n * T)], {
        prices: [price(SN1, 50_000_000n)],
      }),
    ],
    [
      point(10, 0n, [{ ...SN1, alpha: 100n * T }], [price(SN1, 50_000_000n)]),
      point(30, 5n * T, []),
    ],
  );
  const before = totalOf([book], { period: { from: 0, to: timeOf(25) } });
  assert.equal(before.end, 5n * T - 50_000_000n);
  const after = totalOf([book]);
  assert.equal(after.parts.earned, 50_000_000n);
  assert.equal(after.lots.left, 0n);
  assert.equal(after.lots.realised, 5n * T - 5n * T - 50_000_000n);
});

test('what nobody read is unexplained and never earned', () => {
  const points = [
    point(10, T, [{ ...ROOT, alpha: T }]),
    point(20, T, [{ ...ROOT, alpha: 2n * T }]),
    point(30, 4n * T, [{ ...ROOT, alpha: 3n * T }]),
  ];
  const book = accountOf([], points, {
    stretches: [
      { from: 0, to: 15, state: 'read' },
      { from: 15, to: 16, state: 'unread', why: 'pruned', at: 1 },
      { from: 16, to: 40, state: 'read' },
    ],
    extrinsicsByNonce: 3,
    extrinsicsFound: 2,
  });
  const { total, coverage } = resultsOf(ask([book]));
  assert.deepEqual(nonZero(valueOf(total).parts), { earned: T, unexplained: 4n * T });
  assert.equal(valueOf(total).heldTao, 6n * T);
  assert.equal(valueOf(valueOf(total).timeWeighted), (3n * ONE) / 2n);
  assert.deepEqual(coverage, [
    {
      coldkey: ALICE,
      first: { block: 10, at: timeOf(10) },
      last: { block: 30, at: timeOf(30) },
      parts: [
        { from: 10, to: 15, state: 'read' },
        { from: 15, to: 16, state: 'unread', why: 'pruned' },
        { from: 16, to: 30, state: 'read' },
      ],
      readBlocks: 19,
      openBlocks: 0,
      unreadBlocks: 1,
      extrinsicsMissing: 1,
    },
  ]);
  const later = resultsOf(ask([book], { period: { from: timeOf(20), to: timeOf(29) } }));
  assert.deepEqual(later.coverage[0]?.parts, []);
  assert.equal(later.coverage[0]?.first?.block, 20);
});

test('blocks that no stretch has are open', () => {
  const points = [point(10, T, []), point(30, T, [])];
  const book = accountOf([], points, { stretches: [{ from: 12, to: 20, state: 'read' }] });
  assert.deepEqual(resultsOf(ask([book])).coverage[0]?.parts, [
    { from: 10, to: 12, state: 'open' },
    { from: 12, to: 20, state: 'read' },
    { from: 20, to: 30, state: 'open' },
  ]);
});

test('claims are earned, of root as a subnet too, and failed calls have their own column', () => {
  const book = accountOf(
    [
      entry(20, 'claim', [free(T)], { fee: free(-5n) }),
      entry(21, 'failed', [], { fee: free(-7n), error: 'SubtensorModule.NotEnough' }),
      entry(22, 'failed', [], { fee: alpha(-9n, ROOT) }),
    ],
    [
      point(10, T, [{ ...ROOT, alpha: 10n * T }]),
      point(30, 2n * T - 12n, [{ ...ROOT, alpha: 10n * T - 9n }]),
    ],
  );
  const total = totalOf([book]);
  assert.deepEqual(nonZero(total.parts), { earned: T, networkFees: -5n, failed: -16n });
  const root = inSubnet([book], 0, 0);
  assert.deepEqual(nonZero(root.parts), { earned: T, flows: -T, failed: -9n });
  assert.deepEqual(root.takenOut, { tao: T, moved: 0n, others: 0n });
  assert.equal(valueOf(root.timeWeighted) > ONE, true);
});

test('between own accounts nothing is put in or taken out', () => {
  const sent = entry(20, 'tao-out', [free(-T)], { counterparty: BOB });
  const got = entry(20, 'tao-in', [free(T)], { coldkey: BOB, counterparty: ALICE, by: 'other' });
  const stranger = entry(21, 'tao-in', [free(5n)], { coldkey: BOB, by: 'other' });
  const books = [
    accountOf([sent], [point(10, 5n * T, []), point(30, 4n * T, [])]),
    accountOf(
      [got, stranger],
      [point(15, 0n, [], [], { coldkey: BOB }), point(30, T + 5n, [], [], { coldkey: BOB })],
      { coldkey: BOB },
    ),
  ];
  const both = resultsOf(ask(books, { samples: 10, bucket: 'day' }));
  const total = valueOf(both.total);
  assert.deepEqual(total.putIn, { tao: 5n, moved: 0n, others: 0n });
  assert.deepEqual(total.takenOut, { tao: 0n, moved: 0n, others: 0n });
  assert.equal(total.between, 0n);
  assert.deepEqual(
    valueOf(both.flows).map(({ amount }) => amount),
    [5n],
  );
  assert.deepEqual(valueOf(both.samples).at(-1), {
    at: timeOf(30),
    value: 5n * T + 5n,
    staked: 0n,
  });
  assert.equal(totalOf(books.slice(0, 1)).takenOut.tao, T);
});

test('had it been on root: by the recorded growth, else not known', () => {
  const book = accountOf(
    [entry(20, 'tao-in', [free(10n * T)])],
    [point(10, 100n * T, []), point(30, 110n * T, [])],
  );
  const growth: RootGrowth = [
    { at: timeOf(5), index: ONE },
    { at: timeOf(15), index: (ONE * 11n) / 10n },
    { at: timeOf(30), index: (ONE * 22n) / 10n },
  ];
  assert.equal(
    valueOf(totalOf([book], { rootGrowth: growth }).onRoot),
    (100n * T * 22n) / 10n + 20n * T,
  );
  for (const rootGrowth of [growth.slice(1), growth.slice(0, 2), []]) {
    assert.deepEqual(totalOf([book], { rootGrowth }).onRoot, {
      known: false,
      why: 'no-root-growth',
    });
  }
});

test('in a currency: each part by its day, and what TAO itself did is the rest', () => {
  const days = new Map([
    ['2025-06-15', 40_000n],
    ['2025-06-16', 50_000n],
  ]);
  const day = 24 * 60;
  const book = accountOf(
    [entry(20 + day, 'stake', [free(-T), alpha(T, ROOT)], { fee: free(-1_000_000n) })],
    [
      point(10, 10n * T, []),
      point(30 + day, 9n * T - 1_000_000n, [{ ...ROOT, alpha: (12n * T) / 10n }]),
    ],
  );
  const prices = { currency: 'eur', source: 'a file', scale: 2, days };
  const fiat = resultsOf(ask([book], { fiat: prices })).fiat;
  assert.ok(fiat !== null);
  const figures = valueOf(fiat);
  assert.equal(figures.start, 400_000n);
  assert.equal(figures.end, (10_199_000_000n * 50_000n) / T);
  assert.deepEqual(nonZero(figures.parts), { earned: 10_000n, networkFees: -50n });
  assert.equal(figures.currencyEffect, figures.end - figures.start - 10_000n + 50n);
  assert.equal(valueOf(figures.lots).bases.bought, 50_000n);
  const lacking = { ...prices, days: new Map([['2025-06-16', 50_000n]]) };
  assert.deepEqual(resultsOf(ask([book], { fiat: lacking })).fiat, {
    known: false,
    why: 'no-fiat-price',
  });
});

test('without a price there is no figure, and others keep theirs', () => {
  const book = accountOf(
    [],
    [
      point(
        10,
        T,
        [
          { ...SN1, alpha: T },
          { ...SN2, alpha: T },
        ],
        [price(SN2, T)],
      ),
    ],
  );
  const { total, bySubnet, columns, holdings } = resultsOf(ask([book], { bucket: 'day' }));
  assert.deepEqual(total, { known: false, why: 'no-price' });
  assert.deepEqual(columns, { known: false, why: 'no-price' });
  assert.deepEqual(
    bySubnet.map(({ figures }) => figures.known),
    [false, true],
  );
  assert.deepEqual(
    holdings.map(({ value }) => value.known),
    [false, true],
  );
});

test('without a point nothing is known; what happened before the first one does not count', () => {
  const lone = accountOf([entry(5, 'tao-in', [free(T)])], []);
  assert.deepEqual(resultsOf(ask([lone])).total, { known: false, why: 'no-point' });
  const book = accountOf(
    [entry(5, 'tao-in', [free(T)]), entry(10, 'tao-in', [free(T)])],
    [point(10, T, []), point(20, T, [])],
  );
  assert.deepEqual(nonZero(totalOf([book]).parts), {});
  const early = resultsOf(ask([book], { period: { from: 0, to: timeOf(9) } }));
  assert.deepEqual(early.total, { known: false, why: 'no-point' });
});

test('a subnet that is nowhere in the books has nothing', () => {
  const figures = inSubnet([simple], 9, 9);
  assert.equal(figures.end, 0n);
  assert.deepEqual(nonZero(figures.parts), {});
});
