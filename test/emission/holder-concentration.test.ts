// How concentrated holdings are: measured over what was read, and what is said of the rest whoever may have it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  giniPpm,
  nakamotoBounds,
  nakamotoCoefficient,
  topSharePpm,
} from '../../src/emission/concentration.ts';
import { rootConcentration } from '../../src/emission/root-before-dtao.ts';
import { holderConcentrationOf } from '../../src/emission/holder-concentration.ts';
import { stakeConcentrationOf } from '../../src/emission/validator-stake.ts';
import type { FormerRootValidator, Holding } from '../../src/model/emission-facts.ts';
import type { Reading } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, toRao, type AlphaRao, type Ss58Address } from '../../src/units.ts';
import { emissionFacts, subnetFacts } from './sample-facts.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;
const TAO = 1_000_000_000n;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture's own address
const address = (text: string): Ss58Address => text as Ss58Address;

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 18n }), { maxLength: 60 });

test('whoever has what was not read, the number for more than half lies within its bounds', () => {
  fc.assert(
    fc.property(weights, weights, fc.array(fc.nat(59)), (seen, hidden, to) => {
      const unseen = hidden.reduce((all, one) => all + one, 0n);
      const bounds = nakamotoBounds(seen, unseen);
      // Some of the hidden parts belong to holders that were seen, the others to new ones.
      const whole = [...seen];
      for (const [at, part] of hidden.entries()) {
        const place = to[at];
        if (place !== undefined && place < seen.length) whole[place] = (whole[place] ?? 0n) + part;
        else whole.push(part);
      }
      const truth = nakamotoCoefficient(whole);
      if (truth === 0) return;
      assert.ok(bounds.least <= truth, `${bounds.least} ≤ ${truth}`);
      assert.ok(bounds.most === null || truth <= bounds.most, `${truth} ≤ ${bounds.most}`);
    }),
  );
});

test('with nothing unread the bounds are the number itself', () => {
  fc.assert(
    fc.property(weights, (seen) => {
      const number = nakamotoCoefficient(seen);
      if (number === 0) return;
      assert.deepEqual(nakamotoBounds(seen, 0n), { least: number, most: number });
    }),
  );
});

test('measures stay within their scale, and equal parts are equal', () => {
  fc.assert(
    fc.property(weights, fc.nat(80), (all, count) => {
      const gini = giniPpm(all);
      const top = topSharePpm(all, count);
      assert.ok(gini >= 0n && gini < 1_000_000n);
      assert.ok(top >= 0n && top <= 1_000_000n);
      assert.ok(topSharePpm(all, count + 1) >= top);
    }),
  );
  const equal = Array<bigint>(10).fill(7n);
  assert.equal(giniPpm(equal), 0n);
  assert.equal(nakamotoCoefficient(equal), 6);
});

const holding = (netuid: number, hotkey: string, coldkey: string, alpha: bigint): Holding => ({
  netuid: toNetuid(netuid),
  hotkey: address(hotkey),
  coldkey: address(coldkey),
  alpha: toAlphaRao(alpha),
});

const facts = emissionFacts(1_000, [
  subnetFacts(0),
  subnetFacts(1, {
    nodePrice: known(TAO),
    alphaOut: toAlphaRao(1_100n),
    protocolAlpha: known(toAlphaRao(100n)),
  }),
  subnetFacts(2, { nodePrice: known(TAO / 2n), alphaOut: toAlphaRao(1_000n) }),
  subnetFacts(3, { nodePrice: missing, alphaOut: toAlphaRao(1_000n) }),
]);

test('holdings are added up by coldkey at spot; one told twice counts once, root and the unpriced not at all', () => {
  const holdings = [
    holding(1, 'h1', 'ann', 300n),
    holding(1, 'h2', 'ann', 100n),
    holding(2, 'h1', 'ann', 200n),
    holding(2, 'h1', 'bob', 600n),
    holding(2, 'h1', 'bob', 600n),
    holding(3, 'h1', 'cyd', 900n),
    holding(0, 'h1', 'cyd', 900n),
  ];
  const all = holderConcentrationOf(holdings, facts, null);
  assert.deepEqual(
    all.of.holders.map(({ coldkey, rao }) => [coldkey, rao]),
    [
      ['ann', 500n],
      ['bob', 300n],
    ],
  );
  // 800 of 1,500: what the chain bought itself is in nobody's hands.
  assert.equal(all.coveredPpm, 533_333n);
  assert.equal(all.whole, 1_500n);
  assert.deepEqual(all.needed, { least: 1, most: 2 });
  const one = holderConcentrationOf(holdings, facts, toNetuid(1));
  assert.deepEqual(
    one.of.holders.map(({ rao }) => rao),
    [400n],
  );
  assert.equal(one.coveredPpm, 400_000n);
  // All that was seen is less than half: nobody can say.
  assert.deepEqual(one.needed, { least: 1, most: null });
});

test('a subnet whose own purchases could not be read counts for nothing; a runtime that counts none has all with holders', () => {
  const holdings = [holding(1, 'h1', 'ann', 300n), holding(2, 'h1', 'ann', 200n)];
  const withFirst = (protocolAlpha: Reading<AlphaRao>) =>
    emissionFacts(1_000, [
      subnetFacts(1, { nodePrice: known(TAO), alphaOut: toAlphaRao(1_000n), protocolAlpha }),
      subnetFacts(2, { nodePrice: known(TAO), alphaOut: toAlphaRao(400n) }),
    ]);
  const read = (protocolAlpha: Reading<AlphaRao>) =>
    holderConcentrationOf(holdings, withFirst(protocolAlpha), null);
  assert.equal(read(missing).of.total, 200n);
  assert.equal(read(missing).coveredPpm, 500_000n);
  assert.equal(read({ known: false, reason: 'not-on-this-runtime' }).coveredPpm, 357_142n);
  const stakes = [1, 2].map((netuid) => ({
    netuid: toNetuid(netuid),
    hotkey: address('h1'),
    alpha: toAlphaRao(100n),
    owner: null,
    name: null,
  }));
  assert.equal(stakeConcentrationOf(stakes, withFirst(missing)).coveredPpm, 250_000n);
});

test('read a few blocks apart, the part never comes out above the whole', () => {
  const say = holderConcentrationOf([holding(1, 'h1', 'ann', 1_001n)], facts, toNetuid(1));
  assert.equal(say.coveredPpm, 1_000_000n);
  assert.equal(say.whole, say.of.total);
  assert.deepEqual(say.needed, { least: 1, most: 1 });
});

const validator = (
  owner: string | null,
  stake: bigint,
  hasWeights: Reading<boolean> = known(true),
): FormerRootValidator => ({
  hotkey: address(`hot of ${owner} ${stake}`),
  owner: owner === null ? null : address(owner),
  name: null,
  stake: toRao(stake),
  hasWeights,
});

test('before dTAO only validators with weights had a say, by their owner', () => {
  const say = rootConcentration(
    [
      validator('ann', 30n),
      validator('ann', 20n),
      validator('bob', 40n),
      validator('cyd', 500n, known(false)),
      validator(null, 10n),
      validator('dee', 0n),
    ],
    known(1_000n),
  );
  assert.ok(say.known);
  assert.deepEqual(
    say.value.of.holders.map(({ rao }) => rao),
    [50n, 40n, 10n],
  );
  assert.deepEqual([say.value.withValidatorStake, say.value.validators], [4, 6]);
  assert.equal(say.value.ofAllPpm, 100_000n);
  assert.equal(say.value.of.nakamoto, 2);
});

test('where weights are not told of one, nothing is said of any', () => {
  assert.equal(rootConcentration([validator('ann', 1n, missing)], known(1n)).known, false);
  const all = rootConcentration([validator('ann', 1n)], missing);
  assert.equal(all.known && all.value.ofAllPpm, null);
});
