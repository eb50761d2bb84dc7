// Emission figures from stored records: their values, and null where nothing is known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import type { FlowBooks, ValidatorStakeFacts } from '../../../src/model/emission-facts.ts';
import { sortSubnets, subnetSorts } from '../../../src/panel/subnets/figure-columns.ts';
import { filterSubnets } from '../../../src/panel/subnets/subnet-filters.ts';
import { isNarrow } from '../../../src/panel/subnets/figure.tsx';
import { pricesDaysAgo, heldSince } from '../../../src/panel/subnets/price-history.ts';
import { lockedPart } from '../../../src/emission/locked-part.ts';
import { shareChangePpm } from '../../../src/emission/subnet-figures.ts';
import { horizonRows, storyOf } from '../../../src/panel/subnets/horizons.ts';
import { createValidatorStakesModel } from '../../../src/panel/subnets/validator-stakes-model.ts';
import { needEarlierPrices } from '../../../src/panel/subnets/need-figures.ts';
import { earlierPrices } from '../../../src/portfolio/earlier-prices.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import type { SubnetEntry } from '../../../src/panel/subnets/subnet-entry.ts';
import type { HistoryRecord, PricesRecord } from '../../../src/model/records.ts';
import { toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';

const HEAD = 3_000_000;
const TAO = 1_000_000_000n;
const DAY = 86_400_000;
const NOW = { at: 1_000 * DAY, block: HEAD };

function entry(netuid: number, part: Partial<SubnetEntry> = {}): SubnetEntry {
  return {
    netuid: toNetuid(netuid),
    text: `SN${netuid}`,
    price: { rao: BigInt(netuid), perAlphaRao: 100n },
    depth: null,
    held: 0n,
    worth: null,
    cap: null,
    apyPpm: null,
    isFavourite: false,
    changes: { day: null, week: null, shareWeek: null },
    flow: null,
    figures: null,
    survey: null,
    ...part,
  };
}

function figures(
  netuid: number,
  rank: number | null,
  place: number | null,
): SubnetEntry['figures'] {
  return {
    netuid: toNetuid(netuid),
    registeredAt: 0,
    age: netuid,
    spot: 1n,
    average: 1n,
    momentumPpm: 0n,
    depth: 1n,
    perDay: BigInt(netuid),
    sharePpm: 1n,
    share: { rao: 1n, ofRao: 1_000_000n },
    perDayPerThousand: 1n,
    rank,
    isEmissionOff: false,
    removal: { netuid: toNetuid(netuid), place, of: 3, protectedUntil: 0, roomPpm: null },
    protectedFor: place === null ? 5 : 0,
  };
}

const unknown = { known: false, reason: 'not-on-this-runtime' } as const;
const flow: FlowBooks = {
  reserve: toRao(0n),
  stakers: unknown,
  protocol: unknown,
  takenAt: unknown,
};

const record = (days: number, rao: bigint, tao: bigint | null = 5n): PricesRecord => {
  const number = HEAD - days * 7_200;
  return {
    genesisHash: '0x00',
    blockNumber: number,
    prices: {
      known: true,
      block: { hash: '0x00', number },
      prices: [
        { netuid: toNetuid(1), raoPerAlpha: rao, tao: tao === null ? null : toRao(tao), flow },
        { netuid: toNetuid(2), raoPerAlpha: rao, tao: toRao(15n), flow },
      ],
    },
  };
};

const point = (at: number, held: number[], raoPerAlpha = 1n): HistoryRecord => ({
  genesisHash: '0x00',
  at,
  block: HEAD - 7_200,
  spot: toRao(0n),
  sellable: toRao(0n),
  coldkeys: [],
  held: held.map(toNetuid),
  prices: [{ netuid: toNetuid(1), registeredAt: 10, raoPerAlpha }],
});

test('subnets come in every order with favourites first and the unknown last', () => {
  const all = [
    entry(1),
    entry(2, { figures: figures(2, 2, 1) }),
    entry(3, { figures: figures(3, 1, null) }),
    entry(4, { isFavourite: true }),
  ];
  for (const sort of subnetSorts) {
    const order = sortSubnets(all, sort).map(({ netuid }) => Number(netuid));
    assert.equal(order[0], 4, sort);
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      [1, 2, 3, 4],
    );
  }
  const by = (sort: (typeof subnetSorts)[number]) =>
    sortSubnets(all, sort).map(({ netuid }) => Number(netuid));
  assert.deepEqual(by('rank'), [4, 3, 2, 1]);
  assert.deepEqual(by('removal'), [4, 2, 1, 3]);
  assert.deepEqual(by('share'), [4, 3, 2, 1]);
  assert.deepEqual(by('price'), [4, 3, 2, 1]);
});

test('filters add up, and what is not known passes none', () => {
  const all = [
    entry(1, { held: 1n }),
    entry(2, {
      held: 1n,
      figures: figures(2, 2, 1),
      changes: { day: 5n, week: -5n, shareWeek: null },
    }),
    entry(3, { figures: figures(3, 1, null), changes: { day: 5n, week: null, shareWeek: null } }),
  ];
  const with_ = (
    ...names: Parameters<typeof filterSubnets>[1] extends ReadonlySet<infer F> ? F[] : never
  ) => filterSubnets(all, new Set(names)).map(({ netuid }) => Number(netuid));
  assert.deepEqual(with_(), [1, 2, 3]);
  assert.deepEqual(with_('mine'), [1, 2]);
  assert.deepEqual(with_('mine', 'earning'), [2]);
  assert.deepEqual(with_('protected'), [3]);
  assert.deepEqual(with_('exposed'), [2]);
  assert.deepEqual(with_('rising'), [3]);
});

test('an archive’s price comes with its share of that block’s TAO; a younger subnet is another one', () => {
  const price = pricesDaysAgo([record(7, 40n)], [], NOW, 7);
  assert.deepEqual(price(1, 10), {
    raoPerAlpha: 40n,
    sharePpm: 250_000n,
    share: { rao: 5n, ofRao: 20n },
    block: HEAD - 50_400,
    from: 'archive',
  });
  assert.equal(price(1, HEAD - 50_399), null);
  assert.equal(price(3, 10), null);
  assert.equal(pricesDaysAgo([record(7, 40n, null)], [], NOW, 7)(1, 10)?.sharePpm, null);
});

test('a change of a share is worked out of the amounts: rounded shares of a small subnet would tell another', () => {
  const now = { rao: 2_990n, ofRao: 1_000_000_000n };
  const then = { rao: 3_010n, ofRao: 1_000_000_000n };
  assert.equal(shareChangePpm(now, then), -6_644n);
  assert.equal(shareChangePpm({ rao: 1n, ofRao: 2n }, { rao: 1n, ofRao: 4n }), 1_000_000n);
  assert.equal(shareChangePpm(now, { rao: 0n, ofRao: 1n }), null);
  assert.equal(shareChangePpm(null, then), null);
});

test('without an archive our own record answers, for the same generation of the subnet only', () => {
  const price = pricesDaysAgo([], [point(NOW.at - DAY, [1], 7n)], NOW, 1);
  assert.equal(price(1, 10)?.from, 'own');
  assert.equal(price(1, 11), null);
});

test('a figure takes the source that home takes, and adds the share that only an archive told', () => {
  const own = [point(NOW.at - DAY, [1], 7n)];
  const price = pricesDaysAgo([record(1, 40n)], own, NOW, 1);
  const home = earlierPrices(
    NOW,
    'day',
    own,
    [record(1, 40n).prices],
    [{ netuid: 1, registeredAt: 10 }],
  );
  assert.equal(home?.from, 'own');
  assert.deepEqual(price(1, 10), {
    raoPerAlpha: home.priceThen({ netuid: 1, registeredAt: 10 }),
    sharePpm: 250_000n,
    share: { rao: 5n, ofRao: 20n },
    block: home.block,
    from: 'own',
  });
  // The archive has what our own record lacks.
  assert.deepEqual([price(2, 10)?.from, price(2, 10)?.raoPerAlpha], ['archive', 40n]);
});

test('an archive is asked only for what is not close at hand', async () => {
  const calls: unknown[] = [];
  const at = (days: number) => record(days, 40n);
  const asker = (records: PricesRecord[]) => ({
    deps: { call: (_method: string, body: unknown) => (calls.push(body), Promise.resolve([])) },
    store: {
      emission: { peek: () => ({ facts: { block: { number: HEAD } } }) },
      network: { peek: () => ({ archive: 'wss://archive' }) },
      prices: { peek: () => records },
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it looks at is there
  const need = (records: PricesRecord[]) => needEarlierPrices(asker(records) as never, [1, 7]);
  await need([at(1), at(7)]);
  assert.deepEqual(calls, []);
  await need([at(1), at(6)]);
  assert.deepEqual(calls, [{ blocksAgo: [50_400] }]);
  await need([at(1.2), at(7)]);
  assert.deepEqual(calls[1], { blocksAgo: [7_200] });
});

test('holding time runs back to the first gap, and is open when it reaches our first record', () => {
  assert.equal(heldSince([], 1), null);
  assert.equal(heldSince([point(1, [1]), point(2, [])], 1), null);
  assert.deepEqual(heldSince([point(1, [1]), point(2, []), point(3, [1]), point(4, [1])], 1), {
    at: 3,
    isOpen: false,
  });
  assert.deepEqual(heldSince([point(1, [1]), point(2, [1])], 1), { at: 1, isOpen: true });
});

test('most of a rise is as old as the nearest price that leaves less than half of it', () => {
  const story = (now: bigint, ...prices: [number, bigint][]) => {
    const records = prices.map(([days, rao]) => record(days, rao));
    const pastPrice = (days: number) => pricesDaysAgo(records, [], NOW, days)(1, 10);
    return storyOf(horizonRows(pastPrice, now), now);
  };
  assert.deepEqual(story(200n, [1, 190n], [7, 130n], [30, 100n]), {
    kind: 'young',
    isRise: true,
    days: 7,
    span: 30,
    isAll: false,
  });
  assert.deepEqual(story(200n, [1, 190n], [7, 180n], [30, 100n]), {
    kind: 'old',
    isRise: true,
    days: 7,
    span: 30,
    isAll: false,
  });
  assert.deepEqual(story(100n, [1, 190n], [7, 200n]), {
    kind: 'young',
    isRise: false,
    days: 1,
    span: 7,
    isAll: false,
  });
  // Lower a week ago than a year ago: nothing of the rise is older.
  const ofAYear = { isRise: true, days: 7, span: 365 };
  assert.deepEqual(story(200n, [7, 90n], [365, 100n]), { ...ofAYear, kind: 'young', isAll: true });
  assert.deepEqual(story(200n, [7, 100n], [365, 100n]), { ...ofAYear, kind: 'young', isAll: true });
  assert.deepEqual(story(200n, [7, 101n], [365, 100n]), {
    ...ofAYear,
    kind: 'young',
    isAll: false,
  });
  assert.deepEqual(story(200n, [7, 200n], [365, 100n]), { ...ofAYear, kind: 'old', isAll: true });
  assert.deepEqual(story(200n, [7, 199n], [365, 100n]), { ...ofAYear, kind: 'old', isAll: false });
  assert.deepEqual(story(101n, [1, 150n], [7, 100n]), { kind: 'flat', days: 7 });
  assert.deepEqual(story(150n, [7, 100n]), {
    kind: 'change',
    isRise: true,
    days: 7,
    ppm: 500_000n,
  });
  assert.deepEqual(story(150n), { kind: 'no-past' });
  assert.deepEqual(storyOf([], null), { kind: 'no-past' });
});

test('a range is said as one figure where its ends are within a fiftieth of each other', () => {
  const range = (low: bigint, high: bigint) => isNarrow({ low, high });
  assert.deepEqual(
    [range(1_098n, 1_099n), range(-1_099n, -1_098n), range(99n, 101n), range(98n, 101n)],
    [true, true, true, false],
  );
  assert.deepEqual([range(-1n, 1n), range(0n, 0n)], [false, true]);
});

test('locked alpha is counted as of the block, and decaying locks alone shrink later', () => {
  const lock = (mass: bigint, isPerpetual: boolean) => ({
    mass: toAlphaRao(mass),
    updatedAt: HEAD,
    isPerpetual,
  });
  const part = lockedPart({
    block: { hash: '0x00', number: HEAD },
    netuid: toNetuid(1),
    alphaOut: toAlphaRao(10n * TAO),
    locks: [lock(TAO, true), lock(TAO, false)],
    unlockRate: 934_866n,
    ownerAlpha: { known: true, value: toAlphaRao(TAO / 2n) },
  });
  assert.equal(part.ppm, 200_000n);
  assert.equal(part.ownerPpm, 50_000n);
  assert.ok(part.leftPpm !== null && part.leftPpm > 749_900n && part.leftPpm < 750_100n);
});

function validatorStakeCall(
  answer: (netuids: number[], block: ValidatorStakeFacts['block'] | null) => ValidatorStakeFacts,
): {
  call: Call;
  calls: (number | null)[];
} {
  const calls: (number | null)[] = [];
  const fake = async (
    _method: string,
    body: { netuids: number[]; block: ValidatorStakeFacts['block'] | null },
  ) => {
    calls.push(body.block?.number ?? null);
    return answer(body.netuids, body.block);
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only readValidatorStake is asked here
  return { call: fake as unknown as Call, calls };
}

test('the say is read a few subnets at a time, all at the block of the first answer', async () => {
  const { call, calls } = validatorStakeCall((netuids) => ({
    block: { hash: '0x00', number: HEAD },
    cost: { questions: 4, bytes: 10 },
    stakes: netuids.map((netuid) => ({
      netuid: toNetuid(netuid),
      hotkey: 'h' as never,
      owner: null,
      name: null,
      alpha: toAlphaRao(1n),
    })),
  }));
  const model = createValidatorStakesModel(call, () => 0);
  await model.read(Array.from({ length: 40 }, (_none, index) => toNetuid(index)));
  const { value } = model.reading;
  assert.ok(value.state === 'done');
  assert.equal(model.found.value?.stakes.length, 40);
  assert.deepEqual(value.cost, { questions: 16, bytes: 40 });
  assert.deepEqual(calls, [null, HEAD, HEAD, HEAD], 'root in a question of its own');
});

test('as many subnets are read as the bytes buy, and the rest of the same block when asked for', async () => {
  const asked: number[] = [];
  let fails = false;
  const { call, calls } = validatorStakeCall((netuids) => {
    if (fails) throw new AppError('NODE_TIMEOUT', { what: 'test' });
    asked.push(...netuids);
    return {
      block: { hash: '0x00', number: HEAD },
      cost: { questions: 4, bytes: 400_000 },
      stakes: netuids.slice(1).map((netuid) => ({
        netuid: toNetuid(netuid),
        hotkey: 'h' as never,
        owner: null,
        name: null,
        alpha: toAlphaRao(1n),
      })),
    };
  });
  const model = createValidatorStakesModel(call, () => 0);
  const wanted = Array.from({ length: 60 }, (_none, index) => toNetuid(index + 1));
  // A third question would come to 1,200,000: one more than is allowed.
  await model.read(wanted, { mostBytes: 1_199_999, budget: null });
  assert.deepEqual(asked, wanted.slice(0, 32));
  assert.deepEqual(model.found.value?.left, wanted.slice(32));
  assert.equal(model.found.value?.asked.length, 60);

  fails = true;
  await model.readRest();
  assert.equal(model.reading.peek().state, 'failed');
  assert.equal(model.found.value?.left.length, 28, 'what was found is kept');
  fails = false;
  const rest = model.readRest();
  assert.deepEqual(calls, [null, HEAD, HEAD, HEAD], 'all of one block');
  const cost = { questions: 8, bytes: 800_000 };
  assert.deepEqual(model.reading.peek(), { state: 'reading', done: 32, of: 60, cost });
  model.stop();
  await rest;
  assert.deepEqual(model.reading.peek(), { state: 'done', cost });
  assert.equal(model.found.value?.left.length, 28);
  await model.readRest();
  assert.deepEqual(model.found.value?.left, []);
  assert.equal(model.found.value?.stakes.length, 56);

  await model.read(wanted, { mostBytes: 1_200_000, budget: null });
  assert.deepEqual(model.found.value?.left, [], 'a part of it read anew does not take its place');
});

test('what was read before a stop is kept', async () => {
  let model: ReturnType<typeof createValidatorStakesModel> | null = null;
  const { call } = validatorStakeCall((netuids) => {
    // While the second question is out.
    if (netuids?.[0] === 1) model?.stop();
    return { block: { hash: '0x00', number: HEAD }, stakes: [], cost: { questions: 4, bytes: 1 } };
  });
  model = createValidatorStakesModel(call, () => 0);
  await model.read(Array.from({ length: 40 }, (_none, index) => toNetuid(index)));
  assert.equal(model.reading.value.state, 'done');
  assert.equal(model.found.value?.left.length, 39);
});

test('a failed reading says so, and one that was left behind says nothing', async () => {
  const { call } = validatorStakeCall(() => {
    throw new AppError('NODE_TIMEOUT', { what: 'test' });
  });
  const model = createValidatorStakesModel(call, () => 0);
  await model.read([toNetuid(1)]);
  assert.equal(model.reading.value.state, 'failed');

  const late = validatorStakeCall(() => {
    const cost = { questions: 4, bytes: 10 };
    return { block: { hash: '0x00', number: HEAD }, stakes: [], cost };
  });
  const left = createValidatorStakesModel(late.call, () => 0);
  const reading = left.read([toNetuid(1)]);
  left.stop();
  await reading;
  assert.equal(left.reading.value.state, 'idle');
});
