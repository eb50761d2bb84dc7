// What a ticket that unstakes everything takes along: each position that can leave whole, of one account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PortfolioValue, PositionValue } from '../../../src/portfolio/portfolio-value.ts';
import { exitEverything } from '../../../src/panel/home/exit-everything.ts';
import { toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { addressOf, hotkeys } from '../../tools/pictures/chain.ts';

const [hotkey] = hotkeys;
assert.ok(hotkey);
const [me, other] = [addressOf(1), addressOf(2)];

const position = (coldkey: typeof me, netuid: number, sold: bigint, alpha = 100n) => ({
  coldkey,
  hotkey,
  netuid: toNetuid(netuid),
  alpha: toAlphaRao(alpha),
  sold: toAlphaRao(sold),
  sellable: toRao(sold * 2n),
});

// SAFETY: nothing else of a portfolio is read.
const valueOf = (...positions: ReturnType<typeof position>[]): PortfolioValue =>
  ({
    subnets: [{ positions: positions as unknown as PositionValue[] }],
  }) as unknown as PortfolioValue;

const netuids = (value: PortfolioValue, chosen: typeof me | null) =>
  exitEverything(value, chosen, [me, other])?.exits?.map(({ netuid }) => netuid) ?? null;

test('what is locked, halted or in part too small stays out', () => {
  const value = valueOf(position(me, 1, 100n), position(me, 2, 99n), position(me, 3, 0n));
  assert.deepEqual(netuids(value, me), [1]);
  assert.equal(exitEverything(value, me, [me])?.sending, 'one-batch');
  assert.equal(netuids(valueOf(position(me, 2, 99n)), me), null);
  assert.equal(netuids(valueOf(), null), null);
});

test('it is of the chosen account, else of the one whose stake brings most', () => {
  const value = valueOf(
    position(me, 1, 100n),
    position(other, 1, 100n),
    position(other, 2, 100n),
    position(me, 3, 99n, 1_000n),
  );
  assert.deepEqual(netuids(value, me), [1]);
  assert.deepEqual(netuids(value, null), [1, 2]);
  assert.equal(exitEverything(value, null, [me, other])?.coldkey, other);
  assert.equal(netuids(value, addressOf(3)), null);
  // One that is only followed signs nothing.
  assert.equal(exitEverything(value, null, [me])?.coldkey, me);
  assert.equal(exitEverything(value, other, [me]), null);
});
