// A failed entry is named by its call, as far as that is known; a trade has a price.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BookEntry } from '../../../src/model/book.ts';
import { parseSs58 } from '../../../src/chain/scale/ss58.ts';
import { toNetuid } from '../../../src/units.ts';
import { tradePriceOf } from '../../../src/panel/books/entry-view.ts';
import { entryHead, entryTitle } from '../../../src/panel/request/entry-title.ts';

const HOTKEY = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const names = { number: (netuid: number) => `SN${netuid}` };
const titleOf = (entry: Parameters<typeof entryTitle>[0]) => entryTitle(entry, names);

const entry = (kind: BookEntry['kind'], call: string | null) => ({
  kind,
  extrinsic: call === null ? null : { index: 1, hash: '0x00' as const, call, signer: null },
});

test('a failed entry says what it tried, where its call is one of stake; any other keeps its kind', () => {
  assert.equal(titleOf(entry('failed', 'SubtensorModule.add_stake_limit')), 'entryFailed_stake');
  assert.equal(titleOf(entry('failed', 'SubtensorModule.unstake_all')), 'entryFailed_unstake');
  assert.equal(titleOf(entry('failed', 'Other.add_stake')), 'entryKind_failed');
  assert.equal(titleOf(entry('failed', 'Utility.batch_all')), 'entryKind_failed');
  assert.equal(titleOf(entry('failed', null)), 'entryKind_failed');
  assert.equal(titleOf(entry('stake', 'SubtensorModule.add_stake')), 'entryKind_stake');
});

test('a failed entry says where it was tried, where its call names that', () => {
  const failed = entry('failed', 'SubtensorModule.swap_stake_limit');
  const triedIn = [toNetuid(64), toNetuid(4)];
  const said = titleOf({ ...failed, triedIn });
  assert.match(said, /^entryFailedIn .*entryFailed_swap/);
  assert.match(said, /SN64, SN4/);
  assert.equal(titleOf({ ...failed, triedIn: [] }), 'entryFailed_swap');
});

test('as the title of a screen it names the subnet, where there is one', () => {
  const named = { ...names, title: (netuid: number) => `SN${netuid} Chutes` };
  const leg = (netuid: number) =>
    ({
      of: 'alpha',
      netuid: toNetuid(netuid),
      hotkey: parseSs58(HOTKEY),
      registeredAt: 1,
      change: -1n,
    }) as const;
  const headOf = (kind: BookEntry['kind'], ...netuids: number[]) =>
    entryHead({ ...entry(kind, null), legs: netuids.map(leg) }, named);
  assert.match(headOf('unstake', 64), /^titleUnstake .*SN64 Chutes/);
  assert.equal(headOf('swap', 64, 4), 'entryKind_swap');
  assert.equal(headOf('unstake'), 'entryKind_unstake');
});

test('the price of a trade is what its own amounts make: a cost is raised, what came is cut', () => {
  const leg = (netuid: number, change: bigint) =>
    ({
      of: 'alpha',
      netuid: toNetuid(netuid),
      hotkey: parseSs58(HOTKEY),
      registeredAt: 1,
      change,
    }) as const;
  const free = (change: bigint) => ({ of: 'free', change }) as const;
  const priceOf = (...[kind, ...legs]: [BookEntry['kind'], ...BookEntry['legs']]) =>
    tradePriceOf({ kind, legs })?.raoPerAlpha ?? null;
  const third = 3_000_000_000n;
  assert.equal(priceOf('stake', leg(64, third), free(-1_000_000_000n)), 333_333_334n);
  assert.equal(priceOf('unstake', leg(64, -third), free(1_000_000_000n)), 333_333_333n);
  assert.equal(priceOf('unstake', leg(64, -third)), null);
  assert.equal(priceOf('unstake', leg(0, -third), free(third)), null);
  assert.equal(priceOf('unstake', leg(64, -third), leg(4, -third), free(third)), null);
  assert.equal(priceOf('swap', leg(64, -third), free(third)), null);
});
