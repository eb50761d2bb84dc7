// When two digests say that nothing happened in between: shares that grow by themselves, and shares written in another form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedPlaces, compareDigests } from '../../src/history/rebuild-digest.ts';
import type { Place } from '../../src/model/past.ts';
import { toNetuid, type Hex, type Ss58Address } from '../../src/units.ts';

type Part = { kind: number; share: number; bytes: number };

const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0');

function partText({ kind, share, bytes }: Part): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, share);
  return `${hex(kind, 1)}${view.getBigUint64(0).toString(16).padStart(16, '0')}${hex(bytes, 8)}`;
}

/** Added to a spec: claims keep alpha. */
const KEEPS = 2 ** 24;

const digestOf = (spec: number, base: number, parts: readonly Part[]): Hex =>
  `0x${hex(spec, 4)}${hex(5, 4)}${hex(base, 8)}${parts.map(partText).join('')}`;

const place = (netuid: number, hotkey = 'h'): Place => ({
  netuid: toNetuid(netuid),
  hotkey: hotkey as Ss58Address,
});

const part = (kind: number, share: number, bytes = share): Part => ({ kind, share, bytes });
const [NONE, LEGACY, SHARES, EARLY, OWN] = [0, 1, 2, 3, 255];

const rows: readonly [
  name: string,
  specs: readonly [number, number],
  places: readonly Place[],
  lower: readonly Part[],
  upper: readonly Part[],
  expected: { isSame: boolean; byNonce: boolean },
][] = [
  [
    'the same share',
    [475, 475],
    [place(3)],
    [part(SHARES, 7)],
    [part(SHARES, 7)],
    { isSame: true, byNonce: false },
  ],
  [
    'another share',
    [475, 475],
    [place(3)],
    [part(SHARES, 7)],
    [part(SHARES, 7, 8)],
    { isSame: false, byNonce: false },
  ],
  [
    'the first share',
    [475, 475],
    [place(3)],
    [part(NONE, 0)],
    [part(SHARES, 7)],
    { isSame: false, byNonce: false },
  ],
  [
    'a share in its new form',
    [440, 475],
    [place(3)],
    [part(LEGACY, 7, 1)],
    [part(SHARES, 7 * (1 - 1e-12), 2)],
    { isSame: true, byNonce: false },
  ],
  [
    'a new form of another share',
    [440, 475],
    [place(3)],
    [part(LEGACY, 7, 1)],
    [part(SHARES, 7.000_01, 2)],
    { isSame: false, byNonce: false },
  ],
  [
    'a share under an own hotkey',
    [475, 475],
    [place(3)],
    [part(OWN, 7)],
    [part(OWN, 9)],
    { isSame: true, byNonce: true },
  ],
  [
    'stake before dTAO',
    [205, 205],
    [place(0)],
    [part(EARLY, 0)],
    [part(NONE, 0)],
    { isSame: true, byNonce: true },
  ],
  [
    'more root stake and alpha while the chain claimed, and the account keeps alpha',
    [400 + KEEPS, 400 + KEEPS],
    [place(0), place(3)],
    [part(LEGACY, 5), part(LEGACY, 7)],
    [part(LEGACY, 6), part(LEGACY, 8)],
    { isSame: true, byNonce: true },
  ],
  [
    'more root stake while the chain claimed',
    [400, 400],
    [place(0), place(3)],
    [part(LEGACY, 5), part(LEGACY, 7)],
    [part(LEGACY, 6), part(LEGACY, 7)],
    { isSame: true, byNonce: true },
  ],
  [
    'more alpha then, where it is not kept',
    [400, 400],
    [place(0), place(3)],
    [part(LEGACY, 5), part(LEGACY, 7)],
    [part(LEGACY, 5), part(LEGACY, 8)],
    { isSame: false, byNonce: true },
  ],
  [
    'less there',
    [400, 400],
    [place(0), place(3)],
    [part(LEGACY, 5), part(LEGACY, 7)],
    [part(LEGACY, 5), part(LEGACY, 6)],
    { isSame: false, byNonce: true },
  ],
  [
    'more under another hotkey then',
    [400, 400],
    [place(0), place(3, 'other')],
    [part(LEGACY, 5), part(LEGACY, 7)],
    [part(LEGACY, 5), part(LEGACY, 8)],
    { isSame: false, byNonce: true },
  ],
  [
    'more, when the chain claimed no longer',
    [441, 441],
    [place(0)],
    [part(LEGACY, 5)],
    [part(LEGACY, 6)],
    { isSame: false, byNonce: false },
  ],
];

for (const [name, [from, to], places, lower, upper, expected] of rows) {
  test(`compared: ${name}`, () => {
    const [low, high] = [digestOf(from, 1, lower), digestOf(to, 1, upper)];
    assert.deepEqual(compareDigests(low, high, places), expected);
    assert.equal(compareDigests(low, digestOf(to, 2, upper), places).isSame, false, 'TAO changed');
  });
}

test('a digest of fewer places is compared as far as it goes', () => {
  const places = [place(1), place(2)];
  const low = digestOf(475, 1, [part(SHARES, 1)]);
  const high = digestOf(475, 1, [part(SHARES, 1), part(SHARES, 2)]);
  assert.equal(compareDigests(low, high, places).isSame, true);
  assert.deepEqual(changedPlaces(low, high, places), []);
  const all = digestOf(475, 1, [part(SHARES, 1), part(NONE, 0)]);
  assert.deepEqual(changedPlaces(all, high, places), [place(2)]);
});
