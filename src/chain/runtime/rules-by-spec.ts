// What no runtime names: rules by the specs in which they were read. On a newer spec they are unknown.
// Source: chain reference §0.2, §4.8, §4.9; opentensor/subtensor and its successor up to spec 475.
import type { HotkeyCaps, OverAmounts } from '../../model/chain-rules.ts';
import type { Reading } from '../../model/facts.ts';
import { NEWEST_KNOWN_SPEC } from '../../model/known-specs.ts';
import { known, UNREADABLE } from './storage-query.ts';

type Rule<T> = readonly { from: number; to: number; value: T }[];

/** Between 426 and 440 it is not known which release stopped cutting. */
const overAmounts: Rule<OverAmounts> = [
  { from: 0, to: 425, value: 'cuts' },
  { from: 441, to: 468, value: 'refuses' },
  { from: 469, to: NEWEST_KNOWN_SPEC, value: 'takes-all' },
];

const hotkeyCaps: Rule<HotkeyCaps> = [
  { from: 426, to: NEWEST_KNOWN_SPEC, value: { own: 256, receiver: 128 } },
];

function valueAt<T>(rule: Rule<T>, spec: number): Reading<T> {
  const row = rule.find(({ from, to }) => spec >= from && spec <= to);
  return row === undefined ? UNREADABLE : known(row.value);
}

export const overAmountsAt = (spec: number): Reading<OverAmounts> => valueAt(overAmounts, spec);

/** Only for a runtime whose errors name the cap. */
export const hotkeyCapsAt = (spec: number): Reading<HotkeyCaps> => valueAt(hotkeyCaps, spec);
