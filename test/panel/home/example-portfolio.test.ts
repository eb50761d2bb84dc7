// The example of nobody's account: worked out by the rules of every account, and what is printed of it adds up as it stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  exampleHeld,
  examplePortfolio,
  poolOf,
} from '../../../src/panel/home/example-portfolio.ts';
import { gapSteps } from '../../../src/panel/home/gap-model.ts';
import { cut } from '../../../src/panel/words/adding-up.ts';
import { stakeOf } from '../../../src/model/available.ts';
import { valueSubnet } from '../../../src/portfolio/value-portfolio.ts';
import { unreadSubnet } from '../../../src/portfolio/unread-subnet.ts';
import { toAlphaRao, toNetuid, type Ss58Address } from '../../../src/units.ts';

const example = examplePortfolio();
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name stands in for an address
const nobody = 'nobody' as Ss58Address;
const RAO = 1_000_000_000n;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

test('each row is worth what a holding of such a pool is worth', () => {
  exampleHeld.forEach((held, place) => {
    const netuid = toNetuid(place + 1);
    const subnet = { ...unreadSubnet(netuid), curve: 'balancer' as const, pool: poolOf(held) };
    const position = {
      coldkey: nobody,
      hotkey: nobody,
      netuid,
      alpha: toAlphaRao(held.alpha * RAO),
      isRegistered: true,
      hotkeyDividends: { known: true, value: toAlphaRao(0n) },
    } as const;
    const stake = stakeOf({
      coldkey: nobody,
      netuid,
      total: position.alpha,
      locked: toAlphaRao(held.locked * RAO),
      available: toAlphaRao((held.alpha - held.locked) * RAO),
      bonds: { known: true, value: [] },
    });
    const known = new Map([[`${nobody}:${netuid}`, stake]]);
    const { spot, sellable, gap } = valueSubnet(subnet, [position], known, 0n);
    const row = example.rows[place];
    assert.deepEqual([row?.spot, row?.sellable], [spot, sellable]);
    assert.deepEqual(row?.gap, gap);
  });
});

test('its parts lead from its spot value to its exit value, exactly', () => {
  const { impact, poolFees, notSellable } = example.gap;
  assert.equal(impact + poolFees + notSellable.locked, example.spot - example.sellable);
  assert.equal(gapSteps(example).at(-1)?.left, example.sellable);
});

test('what is printed adds up without a note', () => {
  const { rows, root, free, spot, sellable } = example;
  const printed = (of: readonly bigint[]): bigint => sum([...of, root, free].map(cut));
  assert.equal(printed(rows.map((row) => row.sellable)), cut(sellable));
  assert.equal(printed(rows.map((row) => row.spot)), cut(spot));
  const steps = gapSteps(example).map(({ shown }) => cut(shown));
  assert.equal(sum(steps), cut(spot) - cut(sellable));
});
