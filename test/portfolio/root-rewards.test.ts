// What root validators' funds owe and paid, at the edge of each sum: one rao, one share, one block to either side.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimPayment, RootClaim, RootClaims } from '../../src/model/root-claims.ts';
import { paysOut, rootRewards } from '../../src/portfolio/root-rewards.ts';
import { rootYield } from '../../src/portfolio/root-yield.ts';
import { toRao } from '../../src/units.ts';
import { FRIEND, HOTKEY, known, ME, OTHER_HOTKEY, unknown } from '../moves/sample-facts.ts';

const PAYMENT: ClaimPayment = {
  redeemable: toRao(10n),
  forfeited: toRao(0n),
  rows: 1,
  rowsToSell: 1,
  dustRows: 0,
  sweptRows: 0,
  flushedCredits: 0,
};
const claimOf = (part: Partial<RootClaim> = {}, redeemable = 10n, forfeited = 0n): RootClaim => ({
  coldkey: ME,
  hotkey: HOTKEY,
  owedShares: 10_000n,
  accrued: toRao(10_000n),
  payment: known({
    ...PAYMENT,
    redeemable: toRao(redeemable),
    forfeited: toRao(forfeited),
  }),
  doubt: null,
  heldSince: known(null),
  ...part,
});
const owing = (of: RootClaims['of'], threshold = 5n): RootClaims => ({
  threshold: known(toRao(threshold)),
  unlockInterval: known(0),
  of,
  rates: [],
  batchFits: known(true),
});
const mine = (...claims: RootClaim[]) => ({ coldkey: ME, claims: known(claims) });

test('a claim pays out from the threshold on, and never nothing', () => {
  const pays = (redeemable: bigint, threshold: bigint) =>
    paysOut(claimOf({}, redeemable), { threshold: known(toRao(threshold)) });
  assert.deepEqual([pays(4n, 5n), pays(5n, 5n), pays(6n, 5n)], [false, true, true]);
  assert.deepEqual([pays(0n, 0n), pays(1n, 0n), pays(1n, 1n)], [false, true, true]);
  assert.equal(paysOut(claimOf(), { threshold: unknown }), null);
  assert.equal(paysOut(claimOf({ doubt: 'sums' }), { threshold: known(toRao(5n)) }), null);
  assert.equal(paysOut(claimOf({ payment: unknown }), { threshold: known(toRao(5n)) }), null);
});

test('each claim is in one sum; who was not read is counted and adds nothing', () => {
  const accrued = (amount: bigint): Partial<RootClaim> => ({ accrued: toRao(amount) });
  const all = owing([
    mine(
      claimOf(accrued(1n), 100n, 7n),
      claimOf(accrued(2n), 200n, 0n),
      claimOf(accrued(30n), 4n, 9n),
      claimOf(accrued(50n), 0n),
      claimOf({ ...accrued(600n), payment: unknown }),
      claimOf({ ...accrued(900n), payment: unknown }),
      claimOf({ ...accrued(4_000n), doubt: 'fund' }),
      claimOf({ ...accrued(5_000n), doubt: 'sums' }),
    ),
    { coldkey: FRIEND, claims: unknown },
  ]);
  const sums = { claimable: 307n, forfeited: 7n, tooSmall: 80n, untold: 1_500n, doubted: 2 };
  assert.deepEqual(rootRewards(all, [ME]), { ...sums, unread: 0 });
  assert.deepEqual(rootRewards(all, [FRIEND, ME, HOTKEY]), { ...sums, unread: 2 });
  const blind = { ...owing([mine(claimOf(accrued(3n)))]), threshold: unknown };
  assert.equal(rootRewards(blind, [ME]).untold, 3n, 'without the threshold nobody knows');
  const none = { claimable: 0n, forfeited: 0n, tooSmall: 0n, untold: 0n, doubted: 0, unread: 0 };
  assert.deepEqual(rootRewards(owing([mine()]), [ME]), none);
  assert.deepEqual(rootRewards(all, []), none);
});

/** A rao of root stake was paid so many shares by a block. */
const rate = (block: number, bits: bigint, hotkey = HOTKEY) => ({
  block,
  rates: [{ hotkey, rateBits: bits }],
});
const SHARE = 1n << 32n;
const YEAR = 2_629_800;

test('a yield is what the rate grew, at what a share is worth, for a year, rounded down', () => {
  const of = (rates: Parameters<typeof rootYield>[0]['rates'], claim = claimOf()) =>
    rootYield({ claims: owing([mine(claim)]), rates }, HOTKEY);
  assert.deepEqual(of([rate(7, 0n), rate(7 + YEAR, SHARE)]), {
    aprPpm: 1_000_000n,
    fromBlock: 7,
    toBlock: 7 + YEAR,
  });
  assert.equal(of([rate(0, SHARE), rate(YEAR, 3n * SHARE)])?.aprPpm, 2_000_000n);
  assert.equal(of([rate(0, 0n), rate(YEAR / 2, SHARE)])?.aprPpm, 2_000_000n);
  assert.equal(of([rate(0, 0n), rate(YEAR, SHARE * 10n ** 7n)])?.aprPpm, 10n ** 13n);
  const rich = claimOf({ owedShares: 10_000n, accrued: toRao(25_000n) });
  assert.equal(of([rate(0, 0n), rate(YEAR, SHARE)], rich)?.aprPpm, 2_500_000n);
  const poor = claimOf({ owedShares: 30_000n, accrued: toRao(10_000n) });
  assert.equal(of([rate(0, 0n), rate(YEAR, SHARE)], poor)?.aprPpm, 333_333n);
  // The readings between do not matter, nor those that lack the validator.
  const between = [rate(1, 9n, OTHER_HOTKEY), rate(2, 0n), rate(400, SHARE), rate(2 + YEAR, SHARE)];
  assert.deepEqual(of(between), { aprPpm: 1_000_000n, fromBlock: 2, toBlock: 2 + YEAR });
  assert.equal(of([rate(0, SHARE), rate(300, SHARE)])?.aprPpm, 0n);
  assert.equal(of([rate(0, SHARE), rate(299, SHARE)]), null);
  assert.equal(of([rate(0, 1n), rate(300, 0n)]), null, 'no rate falls');
  assert.equal(of([]), null);
  assert.equal(of([rate(0, 1n, OTHER_HOTKEY), rate(300, 2n, OTHER_HOTKEY)]), null);
});

test('a share’s worth is told by enough shares and rao of that fund that are believed, of any account', () => {
  const told = (...of: RootClaims['of']) =>
    rootYield({ claims: owing(of), rates: [rate(0, 0n), rate(YEAR, SHARE)] }, HOTKEY)?.aprPpm;
  const few = claimOf({ owedShares: 9_999n });
  const little = claimOf({ accrued: toRao(9_999n) });
  const enough = { coldkey: FRIEND, claims: known([claimOf({ owedShares: 20_000n })]) };
  assert.equal(told(mine(claimOf())), 1_000_000n);
  assert.equal(told(mine(few)), undefined);
  assert.equal(told(mine(little)), undefined);
  assert.equal(told(mine(claimOf({ doubt: 'sums' }))), undefined);
  assert.equal(told(mine(claimOf({ hotkey: OTHER_HOTKEY }))), undefined);
  assert.equal(told({ coldkey: ME, claims: unknown }), undefined);
  for (const first of [mine(few), mine(little), mine(), { coldkey: ME, claims: unknown }]) {
    assert.equal(told(first, enough), 500_000n);
  }
});
