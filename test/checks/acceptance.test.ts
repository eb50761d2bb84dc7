// What needs a yes, by name, and what a yes is good for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  neededYeses,
  openTicks,
  openYeses,
  percentToType,
  typedReceiverYes,
  typedYes,
  typingOf,
} from '../../src/checks/acceptance.ts';
import type { CheckResult } from '../../src/model/check.ts';
import { toRao } from '../../src/units.ts';

const check = (id: string, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  verdict: 'warn',
  severity: 'warning',
  messageKey: id,
  values: {},
  ...more,
});
const impact = (amount: bigint, id = 'price-impact') =>
  check(id, { severity: 'typed', values: { impact: { unit: 'ppm', amount } } });
const asking = (id: string) => check(id, { needsYes: true });
const unknown = (id: string): CheckResult => ({
  id,
  verdict: 'unknown',
  messageKey: id,
  values: {},
});
const nothing = { unit: 'rao', amount: toRao(0n) } as const;
const receives = (isGuaranteed: boolean) => ({
  receives: {
    expected: nothing,
    minimum: nothing,
    floor: null,
    minimumRestsOn: null,
    isGuaranteed,
    isOfWhatIsHeld: false,
    worstPrice: null,
    worstMeasured: null,
    worstIfMoved: null,
  },
});
const identical = { state: 'identical' } as const;

test('what passes, warns or blocks needs no yes; what asks and what is unknown does, by its own name', () => {
  const checks = [
    check('a', { verdict: 'pass' }),
    check('b'),
    check('c', { verdict: 'block' }),
    asking('d'),
    unknown('e'),
  ];
  assert.deepEqual(neededYeses(receives(true), identical, checks), ['d', 'e']);
  assert.deepEqual(
    openTicks(checks, ['e']).map(({ id }) => id),
    ['d'],
  );
});

test('a minimum that nobody promises and figures that nobody confirmed are needed even without a check', () => {
  const unverified = { state: 'unverified' } as const;
  assert.deepEqual(neededYeses(receives(false), unverified, []), ['no-minimum', 'unverified']);
  const said = [asking('minimum-guaranteed'), asking('node-agrees')];
  assert.deepEqual(neededYeses(receives(false), unverified, said), ['no-minimum', 'unverified']);
});

test('a typed impact answers that figure and less, never more', () => {
  const checks = [impact(123_456n), impact(123_456n, 'own-impact-limit')];
  assert.equal(percentToType(checks), 12n);
  const needed = neededYeses(receives(true), identical, checks);
  assert.deepEqual(needed, [typedYes(12n)]);
  assert.deepEqual(openYeses(needed, [typedYes(12n)]), []);
  assert.deepEqual(openYeses(needed, [typedYes(13n)]), []);
  assert.deepEqual(openYeses(needed, [typedYes(11n)]), needed);
  for (const strange of ['typed-impact', 'typed-impact:', 'typed-impact:-1', 'typed-impact:1e9']) {
    assert.deepEqual(openYeses(needed, [strange]), needed);
  }
});

test('the end of a receiving address is typed, and that answers for this address alone', () => {
  const to = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
  const values = { receiver: { unit: 'address', text: to } } as const;
  const hotkey = check('receiver-hotkey', { severity: 'typed', values });
  const yes = typedReceiverYes(to);
  assert.ok(yes.length <= 60, 'a message carries it');
  const typing = typingOf([hotkey, check('receiver-contract', { severity: 'typed', values })]);
  assert.deepEqual(typing, { about: 'receiver', text: '94ty', yeses: [yes] });
  assert.equal(percentToType([hotkey]), null);
  const needed = neededYeses(receives(true), identical, [hotkey, impact(123_456n)]);
  assert.deepEqual(needed, [typedYes(12n), yes]);
  assert.equal(typingOf([hotkey, impact(123_456n)])?.text, '12 94ty', 'both at once');
  assert.deepEqual(openYeses([yes], [typedYes(100n), typedReceiverYes(`${to}x`)]), [yes]);
  assert.equal(typingOf([check('a')]), null);
});

test('an impact that names no figure is a mistake, never a pass', () => {
  assert.throws(() => percentToType([check('x', { severity: 'typed' })]), RangeError);
});
