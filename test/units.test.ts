import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  BASIS_POINTS,
  BLOCK_MS,
  BLOCKS_PER_DAY,
  BLOCKS_PER_DAY_BIG,
  drawnRatio,
  exactText,
  fitTogether,
  formatAmount,
  formatPpm,
  mulDivDown,
  mulDivUp,
  parseAmount,
  PPM,
  PPM_PER_BPS,
  priceFromBits,
  RAO_PER_ALPHA,
  RAO_PER_TAO,
  ROOT_NETUID,
  shortAddress,
  toAlphaRao,
  toNetuid,
  toRao,
  U64_MAX,
} from '../src/units.ts';

test('text becomes an amount without ever passing through a float', () => {
  const rows: [string, bigint][] = [
    ['0', 0n],
    ['1', 1_000_000_000n],
    ['0.000000001', 1n],
    ['.5', 500_000_000n],
    ['5.', 5_000_000_000n],
    ['9007199.254740993', 9_007_199_254_740_993n],
    ['1 234,5', 1_234_500_000_000n],
    ['1,234.5', 1_234_500_000_000n],
    ['1.234,5', 1_234_500_000_000n],
    ['1,234,567', 1_234_567_000_000_000n],
    ['1’234.567', 1_234_567_000_000n],
    ['12,34,567.5', 1_234_567_500_000_000n],
    ['0,123', 123_000_000n],
    ['1234,567', 1_234_567_000_000n],
    ['1.2340', 1_234_000_000n],
    ['τ 1,000.00', 1_000_000_000_000n],
    ['٣٫٥', 3_500_000_000n],
    ['१२', 12_000_000_000n],
    ['1\u202f234.5', 1_234_500_000_000n],
    ['18446744073.709551615', U64_MAX],
  ];
  for (const [text, amount] of rows) {
    assert.deepEqual(parseAmount(text), { ok: true, amount }, text);
  }
});

test('text that is no amount is refused with the reason, never rounded or guessed', () => {
  const rows: [string, string][] = [
    ['', 'empty'],
    ['  ', 'empty'],
    ['.', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['-1', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['1,2,345', 'not-a-number'],
    ['1 2', 'not-a-number'],
    ['1,234.567,8', 'not-a-number'],
    ['1.234 567', 'not-a-number'],
    ['1 234.567,890', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['Ⅻ', 'not-a-number'],
    ['0.0000000001', 'too-many-decimals'],
    ['18446744073.709551616', 'too-large'],
    ['9'.repeat(400), 'too-large'],
  ];
  for (const [text, problem] of rows) {
    assert.deepEqual(parseAmount(text), { ok: false, problem }, text);
  }
});

test('the exact text of every amount parses back to it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: U64_MAX }), (amount) => {
      assert.deepEqual(parseAmount(exactText(amount)), { ok: true, amount });
    }),
  );
});

test('the exact text has its sign, and a zero more only where three decimals look like thousands', () => {
  const rows: [bigint, string][] = [
    [0n, '0'],
    [-1n, '-0.000000001'],
    [-1_500_000_000n, '-1.5'],
    [1_234_000_000n, '1.2340'],
    [1_230_000_000n, '1.23'],
    [1_234_500_000n, '1.2345'],
    [999_234_000_000n, '999.2340'],
    [1_234_567_000_000n, '1234.567'],
    [123_000_000n, '0.123'],
  ];
  for (const [amount, text] of rows) assert.equal(exactText(amount), text);
});

test('amounts for people are grouped, cut towards zero and never scientific', () => {
  const en = (amount: bigint, decimals?: number): string =>
    formatAmount(amount, { locale: 'en-US', ...(decimals === undefined ? {} : { decimals }) });
  assert.equal(en(0n), '0');
  assert.equal(en(1n), '0.000000001');
  assert.equal(en(12_345n), '0.000012');
  assert.equal(en(1_999_999_999n), '1.9999');
  assert.equal(en(1_234_567_890_123_456n), '1,234,567.8901');
  assert.equal(en(812_440_000_000n, 2), '812.44');
  assert.equal(en(-1_500_000_000n), '−1.5');
  assert.equal(formatAmount(1_234_500_000_000n, { locale: 'de-DE' }), '1.234,5');
  assert.equal(en(-1n), '−0.000000001');
  assert.equal(en(1_000_012_345n), '1', 'what follows a whole unit is cut at the decimals');
  assert.equal(en(567_000_000n, 1), '0.56', 'two digits of a small amount');
  const fixed = (amount: bigint, more: object = {}): string =>
    formatAmount(amount, { locale: 'en-US', isFixed: true, ...more });
  assert.equal(fixed(1_500_000_000n), '1.5000');
  assert.equal(fixed(12_000n), '0.000012');
  assert.equal(fixed(95_100_000n, { decimals: 2 }), '0.09', 'as long as the others of its column');
  assert.equal(fixed(9_510_000n, { decimals: 2 }), '0.0095', 'never only zeros');
  assert.equal(fixed(0n, { decimals: 2, significant: 9 }), '0.00');
});

test('parts per million read as per cent', () => {
  assert.equal(formatPpm(13_000n, 'en-US'), '1.3');
  assert.equal(formatPpm(-12_345n, 'en-US'), '−1.23');
  assert.equal(formatPpm(3n, 'en-US'), '0.0003');
  assert.equal(formatPpm(0n, 'en-US'), '0');
  assert.equal(formatPpm(12_345_678n, 'en-US'), '1,234.56');
  assert.equal(formatPpm(9_999n, 'de-DE'), '0,99');
  assert.equal(formatPpm(-99n, 'de-DE'), '−0,0099');
});

test('the constants are the chain’s', () => {
  const named = { RAO_PER_TAO, RAO_PER_ALPHA, PPM, BASIS_POINTS, PPM_PER_BPS, BLOCKS_PER_DAY_BIG };
  assert.deepEqual(named, {
    RAO_PER_TAO: 10n ** 9n,
    RAO_PER_ALPHA: 10n ** 9n,
    PPM: 10n ** 6n,
    BASIS_POINTS: 10n ** 4n,
    PPM_PER_BPS: 100n,
    BLOCKS_PER_DAY_BIG: 7_200n,
  });
  assert.deepEqual([BLOCK_MS, BLOCKS_PER_DAY, ROOT_NETUID], [12_000, 7_200, 0]);
  assert.equal(U64_MAX, 18_446_744_073_709_551_615n);
});

test('divisions round as their names say', () => {
  assert.equal(mulDivDown(7n, 1n, 2n), 3n);
  assert.equal(mulDivUp(7n, 1n, 2n), 4n);
  assert.equal(mulDivUp(8n, 1n, 2n), 4n);
  assert.throws(() => mulDivDown(1n, 1n, 0n), RangeError);
});

test('brands refuse what does not fit their type on the chain', () => {
  for (const amount of [0n, 1n, U64_MAX - 1n, U64_MAX]) {
    assert.equal(toRao(amount), amount);
    assert.equal(toAlphaRao(amount), amount);
  }
  for (const netuid of [0, 1, 65_534, 65_535]) assert.equal(toNetuid(netuid), netuid);
  assert.throws(() => toNetuid(-1), RangeError);
  assert.throws(() => toRao(-1n), RangeError);
  assert.throws(() => toAlphaRao(U64_MAX + 1n), RangeError);
  assert.throws(() => toNetuid(65_536), RangeError);
  assert.throws(() => toNetuid(1.5), RangeError);
  assert.throws(() => toNetuid(Number.NaN), RangeError);
});

test('amounts fit together while their sum is an amount, whatever their signs', () => {
  const rows: [readonly bigint[], boolean][] = [
    [[], true],
    [[U64_MAX], true],
    [[-U64_MAX], true],
    [[U64_MAX + 1n], false],
    [[-U64_MAX - 1n], false],
    [[U64_MAX - 1n, -1n], true],
    [[U64_MAX, -1n], false],
    [[-U64_MAX, 1n], false],
    [[U64_MAX, -U64_MAX], false],
  ];
  for (const [amounts, fits] of rows) assert.equal(fitTogether(amounts), fits, String(amounts));
});

test('a value at a price is rounded down', () => {
  const { rao, perAlphaRao } = priceFromBits(121_062_293_055_138_902n);
  assert.equal(mulDivDown(1_000_000_000n, rao, perAlphaRao), 6_562_800n);
});

test('addresses are shortened in the middle', () => {
  assert.equal(shortAddress('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'), '5Grwva…utQY');
  assert.equal(shortAddress('12345678901234'), '123456…1234');
  assert.equal(shortAddress('1234567890123'), '1234567890123');
});

test('a drawn ratio is a plain number, and that of nothing is 0', () => {
  assert.equal(drawnRatio(1n, 0n), 0);
  assert.equal(drawnRatio(1n, 1n), 1);
  assert.equal(drawnRatio(0n, -1n), 0);
  assert.equal(drawnRatio(1n, -1n), -1);
  assert.equal(drawnRatio(1n, 3n), 0.333333);
});

test('a mark before exactly three digits is asked about: both readings are offered', () => {
  const rows: [string, bigint, bigint][] = [
    ['1,500', 1_500_000_000_000n, 1_500_000_000n],
    ['1.500', 1_500_000_000_000n, 1_500_000_000n],
    ['12,000', 12_000_000_000_000n, 12_000_000_000n],
    ['990,099', 990_099_000_000_000n, 990_099_000_000n],
    ['τ\u202f1,500', 1_500_000_000_000n, 1_500_000_000n],
  ];
  for (const [text, grouped, decimal] of rows) {
    const choices = [grouped, decimal];
    assert.deepEqual(parseAmount(text), { ok: false, problem: 'ambiguous', choices }, text);
    // What a choice puts into the field has one reading.
    for (const choice of choices) {
      assert.deepEqual(parseAmount(exactText(choice)), { ok: true, amount: choice });
    }
  }
});

/** Every language that this runtime has, with every region and script that changes its marks. */
const locales = [
  ...new Set(
    Array.from({ length: 26 * 26 }, (_n, i) =>
      String.fromCodePoint(97 + Math.floor(i / 26), 97 + (i % 26)),
    ).flatMap((language) =>
      ['', '-CH', '-AT', '-ZA', '-MX', '-IN', '-AE', '-EG', '-LI', '-PT', '-ES', '-CR'].map(
        (region) => language + region,
      ),
    ),
  ),
].filter((locale) => Intl.NumberFormat.supportedLocalesOf(locale).length > 0);

test('what is shown reads back as itself, or as a question with it among the choices, in every locale', () => {
  assert.ok(locales.length > 300, String(locales.length));
  const amount = fc.oneof(
    fc.bigInt({ min: 0n, max: U64_MAX }),
    fc.integer({ min: 0, max: 2_000_000 }).map((whole) => BigInt(whole) * 1_000_000_000n),
    fc.integer({ min: 0, max: 2_000_000_000 }).map((milli) => BigInt(milli) * 1_000_000n),
  );
  fc.assert(
    fc.property(amount, fc.constantFrom(...locales), (rao, locale) => {
      const shown = formatAmount(rao, { decimals: 9, locale });
      const read = parseAmount(shown);
      if (read.ok) assert.equal(read.amount, rao, `${locale} ${shown}`);
      else {
        assert.equal(read.problem, 'ambiguous', `${locale} ${shown}`);
        assert.ok('choices' in read && read.choices.includes(rao), `${locale} ${shown}`);
      }
    }),
    { numRuns: 5_000, seed: 20261128 },
  );
});

test('digits of every script read as those of ours', () => {
  const systems = Intl.supportedValuesOf('numberingSystem');
  for (const system of systems) {
    const digits = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
    const shown = digits.format(1_234_567_890);
    if (!/^\p{Nd}{10}$/u.test(shown)) continue;
    const amount = 1_234_567_890n * 1_000_000_000n;
    assert.deepEqual(parseAmount(shown), { ok: true, amount }, system);
  }
});
