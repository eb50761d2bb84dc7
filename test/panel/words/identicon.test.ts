// The account's icon is the one that wallets draw: held to the figures of the library that they draw it with.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { identiconOf, publicKeyIn } from '../../../src/panel/words/identicon.ts';

type Vectors = {
  places: { cx: number; cy: number; r: number }[];
  icons: { publicKey: string; addresses: string[]; fills: string[] }[];
};

const { places, icons }: Vectors = JSON.parse(
  readFileSync('test/vectors/polkadot-identicon.json', 'utf8'),
);

/** Its figures for one address, from packages/ui-shared/src/polkadotIcon.spec.ts in polkadot-js/ui. */
const published = {
  address: '5Dqvi1p4C7EhPPFKCixpF3QiaJEaDwWrR9gfWR5eUsfC39TX',
  first: 'hsl(196, 65%, 53%)',
  third: 'transparent',
  middle: 'hsl(309, 65%, 53%)',
};

test('colours and places are those of the library, for keys of all seven schemes', () => {
  assert.ok(icons.length >= 9);
  for (const { addresses, fills } of icons) {
    const circles = identiconOf(publicKeyIn(addresses[0] ?? ''));
    assert.deepEqual(
      circles.map(({ fill }) => fill),
      fills,
    );
    assert.equal(circles.length, places.length);
    for (const [i, { cx, cy }] of circles.entries()) {
      assert.ok(Math.abs(cx - (places[i]?.cx ?? NaN)) < 1e-9, `circle ${i}`);
      assert.ok(Math.abs(cy - (places[i]?.cy ?? NaN)) < 1e-9, `circle ${i}`);
    }
  }
});

test('the figures that the library publishes with its own test', () => {
  const fills = identiconOf(publicKeyIn(published.address)).map(({ fill }) => fill);
  assert.deepEqual(
    [fills[0], fills[2], fills[18]],
    [published.first, published.third, published.middle],
  );
});

test('it is drawn from the public key: every form of an address has the same icon', () => {
  for (const { publicKey, addresses } of icons) {
    assert.equal(addresses.length, 3);
    for (const address of addresses) {
      assert.equal(`0x${Buffer.from(publicKeyIn(address)).toString('hex')}`, publicKey);
    }
  }
});
