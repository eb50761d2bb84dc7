// The validators that stand beside an order: those that pay, and the order's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestValidators, isOfToday } from '../../../src/panel/subnets/best-validators.ts';
import { toAlphaRao, toNetuid } from '../../../src/units.ts';
import { validatorsOf } from '../../tools/pictures/chain.ts';

const TEMPO = 360;
const MOST = 8;
const all = validatorsOf(toNetuid(64)).map((one) => ({ ...one, isRegistered: true, take: 1_000 }));
const unpaid = { known: true, value: toAlphaRao(0n) } as const;

test('only registered validators that pay are listed, best first and no more than asked', () => {
  const shown = bestValidators(all, null, TEMPO, MOST);
  assert.equal(shown.length, MOST);
  assert.ok(shown.every(({ ppm }) => ppm !== null && ppm > 0n));
  const [best, second] = shown;
  assert.ok(best && second);
  const less = all.map((one) =>
    one.hotkey === best.validator.hotkey
      ? { ...one, isRegistered: false }
      : one.hotkey === second.validator.hotkey
        ? { ...one, dividends: unpaid }
        : one,
  );
  const left = bestValidators(less, null, TEMPO, less.length).map(({ validator }) => validator);
  assert.ok(!left.some(({ hotkey }) => hotkey === best.validator.hotkey));
  assert.ok(!left.some(({ hotkey }) => hotkey === second.validator.hotkey));
});

test('the order’s own is in the list whatever it pays, without a rate where it earns nothing any more', () => {
  const [first] = bestValidators(all, null, TEMPO, MOST);
  assert.ok(first);
  const own = first.validator.hotkey;
  const rateOf = (part: object, tempo: number | undefined = TEMPO) => {
    const changed = all.map((one) => (one.hotkey === own ? { ...one, ...part } : one));
    const shown = bestValidators(changed, own, tempo, MOST);
    assert.ok(shown.length <= MOST);
    return shown.find(({ validator }) => validator.hotkey === own)?.ppm;
  };
  assert.equal(rateOf({}), first.ppm);
  assert.equal(rateOf({ isRegistered: false }), null);
  assert.equal(rateOf({ dividends: unpaid }), 0n);
  assert.equal(rateOf({ dividends: { known: false, reason: 'unreadable' } }), null);
  // One that the subnet does not have is no row.
  assert.equal(bestValidators([], own, TEMPO, MOST).length, 0);
});

test('a list of more than a day ago, or of a time that is not known, is not of today', () => {
  assert.equal(isOfToday(1_000, 8_200), true);
  assert.equal(isOfToday(1_000, 8_201), false);
  assert.equal(isOfToday(null, 8_200), false);
  assert.equal(isOfToday(1_000, undefined), false);
});
