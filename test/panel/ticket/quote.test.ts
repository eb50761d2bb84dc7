// What the rows of a quote say: impact in bands, the rate, the minimum, fees together, a tolerance of one's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planMove } from '../../../src/moves/plan-move.ts';
import {
  blockedExits,
  broughtByAll,
  broughtByEach,
} from '../../../src/panel/ticket/exit-blocks.ts';
import { impactBand, tradeImpact } from '../../../src/panel/ticket/impact-band.ts';
import {
  limitWords,
  lossAtPricesBefore,
  lossBeside,
  minimumOf,
  poolFeesOf,
  rateOf,
} from '../../../src/panel/ticket/quote-figures.ts';
import { MOST_TOLERANCE_BPS, toleranceFrom } from '../../../src/panel/ticket/tolerance-entry.ts';
import { exactText, mulDivDown, toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { hotkeys, subnets, TAO } from '../../tools/pictures/chain.ts';
import { ledgerMain, moveFactsFrom, positions, snapshotWith } from '../../tools/pictures/stored.ts';

const terms = { toleranceBps: 50, allowPartial: false, eraBlocks: 32 };
const record = snapshotWith(positions, [4]);
const factsOf = (netuids: readonly number[]) =>
  moveFactsFrom(record, {
    coldkey: ledgerMain,
    netuids: subnets.flatMap(({ netuid }) => (netuids.includes(netuid) ? [netuid] : [])),
    hotkeys: hotkeys.slice(0, 12),
    destination: null,
    calls: [],
  });
const [first] = hotkeys;
if (!first) throw new RangeError('no hotkey');
const place = { coldkey: ledgerMain, hotkey: first, netuid: toNetuid(64) };
const stakeOf = (rao: bigint) =>
  planMove({ kind: 'stake', ...place, amount: toRao(rao) }, terms, factsOf([64]));

test('impact has the same word for the same figure: bands begin at 1, 3, 5 and 10 %', () => {
  const band = (ppm: bigint) => impactBand(ppm).band;
  for (const [from, below, at] of [
    [10_000n, 'low', 'moderate'],
    [30_000n, 'moderate', 'high'],
    [50_000n, 'high', 'very-high'],
    [100_000n, 'very-high', 'extreme'],
  ] as const) {
    assert.deepEqual([band(from - 1n), band(from)], [below, at]);
  }
  assert.equal(tradeImpact([]), null);
  const legs = [
    { purpose: 'trade', priceImpactPpm: 5n },
    { purpose: 'trade', priceImpactPpm: 7n },
    { purpose: 'residue', priceImpactPpm: 900n },
  ] as const;
  assert.equal(tradeImpact(legs), 7n);
});

test('what others’ trades may do is told by what the chain enforces', () => {
  const plan = stakeOf(12n * TAO);
  assert.equal(limitWords(plan), 'explainTolerance');
  const partial = { ...terms, allowPartial: true };
  const part = planMove({ kind: 'stake', ...place, amount: toRao(TAO) }, partial, factsOf([64]));
  assert.equal(limitWords(part), 'explainTolerancePartial');
  const own = positions.find(({ netuid, coldkey }) => netuid === 64 && coldkey === ledgerMain);
  assert.ok(own);
  const swap = (route: 'protected' | 'one-call') =>
    planMove(
      {
        kind: 'change-subnet',
        ...place,
        hotkey: own.hotkey,
        toNetuid: toNetuid(4),
        toHotkey: first,
        amount: toAlphaRao(own.alpha / 2n),
        route,
      },
      terms,
      factsOf([64, 4]),
    );
  assert.equal(limitWords(swap('protected')), 'explainTolerance');
  assert.equal(limitWords(swap('one-call')), 'explainNoMinimum');
});

test('the rate is what one whole unit brings, and none is told of what is not traded', () => {
  const plan = stakeOf(12n * TAO);
  const rate = rateOf(plan);
  const expected = plan.receives?.expected.amount ?? 0n;
  assert.deepEqual(rate?.gives, { unit: 'rao', amount: TAO });
  assert.ok(rate.brings.unit === 'alpha');
  assert.equal(rate.brings.amount, expected / 12n);
  assert.equal(rateOf({ ...plan, legs: [] }), null);
  assert.equal(rateOf({ ...plan, gives: null }), null);
});

test('what an order costs is told at the prices before it: the impact is never undone by the order itself', () => {
  for (const tao of [1n, 100n, 10_000n, 100_000n]) {
    const plan = stakeOf(tao * TAO);
    const [leg] = plan.legs;
    const lost = lossAtPricesBefore(plan);
    assert.ok(leg !== undefined && lost !== null);
    const worth = ((plan.receives?.expected.amount ?? 0n) * leg.fill.priceBefore) >> 64n;
    assert.equal(lost, tao * TAO - worth);
    // Impact is told of the trade after its fee: the whole loss is that much of it at least.
    const moved = mulDivDown(leg.priceImpactPpm, tao * TAO, 1_000_000n + leg.priceImpactPpm);
    assert.ok(lost >= moved, `${lost} of ${leg.priceImpactPpm}`);
  }
  const untraded = { ...stakeOf(TAO), legs: [] };
  assert.equal(lossAtPricesBefore(untraded), null);
});

test('a minimum of dust is none', () => {
  const plan = stakeOf(12n * TAO);
  assert.ok((minimumOf(plan)?.amount ?? 0n) > 0n);
  assert.equal(minimumOf(stakeOf(1n)), null);
});

test('a locked position is named, and the others can go without it', () => {
  const items = positions
    .filter(({ coldkey, netuid }) => coldkey === ledgerMain && [1, 4, 64].includes(netuid))
    .map(({ hotkey, netuid }) => ({ hotkey, netuid }));
  const exit = { kind: 'exit-several', coldkey: ledgerMain, sending: 'one-batch' } as const;
  const plan = planMove({ ...exit, items }, terms, factsOf([1, 4, 64]));
  assert.equal(
    plan.checks.some(({ verdict }) => verdict === 'block'),
    true,
  );
  const blocked = blockedExits(plan);
  assert.deepEqual(
    blocked.map(({ netuid, why }) => [netuid, why?.id]),
    [[4, 'stake-available']],
  );
  const left = items.filter(({ netuid }) => netuid !== 4);
  const rest = planMove({ ...exit, items: left }, terms, factsOf([1, 4, 64]));
  assert.deepEqual(blockedExits(rest), []);
  assert.equal(
    rest.checks.some(({ verdict }) => verdict === 'block'),
    false,
  );
  assert.equal(broughtByAll(plan), null);
  assert.equal(broughtByAll(rest), rest.receives?.expected.amount);
});

test('a sum of exits is shown only where each of those selected is part of it', () => {
  const items = positions
    .filter(({ coldkey, netuid }) => coldkey === ledgerMain && [1, 64].includes(netuid))
    .map(({ hotkey, netuid }) => ({ hotkey, netuid }));
  assert.equal(items.length, 3);
  const facts = factsOf([1, 64]);
  for (const sending of ['one-batch', 'one-by-one'] as const) {
    const exit = { kind: 'exit-several', coldkey: ledgerMain, sending, items } as const;
    const whole = planMove(exit, terms, facts);
    assert.equal(broughtByAll(whole), whole.receives?.expected.amount);
    const rows = broughtByEach(whole);
    const brought = rows.reduce((sum, { rao }) => sum + rao, 0n);
    assert.equal(brought, broughtByAll(whole), 'rows beside their sum');
    // One node tells of the pools, and the other was not asked yet: nothing stops, and nothing is part of the sum.
    const unproven = planMove(exit, terms, { ...facts, depth: 'one-source' });
    assert.equal(broughtByAll(unproven), null, 'minimums that rest on one node');
    const unpriced = planMove(exit, terms, {
      ...facts,
      subnets: facts.subnets.map((one) =>
        one.netuid === 64 ? { ...one, curve: 'node-only', pool: null } : one,
      ),
    });
    assert.equal(broughtByAll(unpriced), null, 'a pool that nobody here can price');
  }
});

test('the fees of a few trades are a row each, those of many one sum at the prices before', () => {
  const plan = stakeOf(12n * TAO);
  const [leg] = plan.legs;
  assert.ok(leg);
  assert.deepEqual(poolFeesOf([leg]), { each: [leg.swapFee] });
  const sale = { ...leg, swapFee: { ...(plan.receives?.expected ?? leg.swapFee) } };
  const sum = poolFeesOf([leg, leg, sale]);
  assert.ok('sum' in sum && sum.pools === 3);
  const worth = (sale.swapFee.amount * leg.fill.priceBefore) >> 64n;
  assert.equal(sum.sum.amount, leg.swapFee.amount * 2n + worth);
});

test('a tolerance is per cent with two decimals at most, within its bounds', () => {
  const bps = (text: string) => {
    const typed = toleranceFrom(text);
    return typed.ok ? typed.bps : typed.problem;
  };
  assert.deepEqual(
    ['0.75', '0,75', ' 12.5 % ', '50', '0.01', '1%'].map(bps),
    [75, 75, 1_250, 5_000, 1, 100],
  );
  assert.deepEqual(
    ['', '0', '0.005', '50.01', '100', '1.005', 'much', '-1', '1.0055', '99999999999999'].map(bps),
    [
      null,
      'out-of-range',
      'out-of-range',
      'out-of-range',
      'out-of-range',
      'too-fine',
      'not-a-number',
      'not-a-number',
      'too-fine',
      'out-of-range',
    ],
  );
});

test('every tolerance within the bounds can be typed, and is read as it was typed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MOST_TOLERANCE_BPS }), (bps) => {
      const text = exactText(BigInt(bps) * 10_000_000n);
      assert.deepEqual(toleranceFrom(text), { ok: true, bps });
    }),
  );
});

test('a loss beside a cut amount makes up what goes in, in the digits that are printed', () => {
  // 300 in, 299.698273456 back.
  const [back, lost] = [299_698_273_456n, 301_726_544n];
  const shown = lossBeside(back, lost, 6);
  assert.equal(back - (back % 1_000n) + shown, 300n * 1_000_000_000n);
  assert.equal(shown % 1_000n, 0n);
});
