// Author's fee sale, exit value, two legs and the guard: what builds on more than one swap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BalancerPool, Pool } from '../../src/pool/pool.ts';
import { exitValue } from '../../src/pool/exit-value.ts';
import { maxWithinLimit } from '../../src/pool/max-within-limit.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { quoteTwoLegs } from '../../src/pool/quote-two-legs.ts';
import { authorFee, sellAuthorFee } from '../../src/pool/sell-author-fee.ts';
import { swapLimitGuard } from '../../src/pool/swap-limit-guard.ts';
import { U64_MAX } from './arbitrary-pools.ts';

const sn1: BalancerPool = {
  kind: 'balancer',
  taoReserve: 23_027_286_571_256n,
  alphaReserve: 3_508_759_482_573_826n,
  taoWeight: 499_999_996_087_712_508n,
  feeRate: 33,
};
const sn92: BalancerPool = {
  kind: 'balancer',
  taoReserve: 587_199_047_950n,
  alphaReserve: 435_539_509_978_376n,
  taoWeight: 499_999_964_641_764_870n,
  feeRate: 33,
};
const root: Pool = { kind: 'stable' };

test("the author's sale moves the pool that the sell left, free of fees", () => {
  const sale = quoteSwap(sn1, { side: 'sell', amount: 10n ** 12n });
  assert.ok(sale.ok && sale.after.kind === 'balancer');
  const feeSale = sellAuthorFee(sale.after, authorFee(sale));
  assert.ok(feeSale.ok && feeSale.after.kind === 'balancer');
  assert.equal(feeSale.amountIn, sale.fee);
  assert.equal(feeSale.fee, 0n);
  assert.equal(feeSale.after.alphaReserve, sale.after.alphaReserve + sale.fee);
  assert.equal(feeSale.after.taoReserve, sale.after.taoReserve - feeSale.amountOut);
});

test('a fee that sells for nothing reverts the call, a fee of nothing does not', () => {
  // 2,000 alpha rao at 0.0066 are 13 TAO rao; the fee of 1 sells for 0.
  const sale = quoteSwap(sn1, { side: 'sell', amount: 2_000n });
  assert.ok(sale.ok && sale.fee === 1n);
  assert.deepEqual(sellAuthorFee(sale.after, authorFee(sale)), {
    ok: false,
    error: 'ReservesTooLow',
  });
  assert.deepEqual(exitValue(sn1, 2_000n), { ok: false, error: 'ReservesTooLow' });
  const nothing = sellAuthorFee(sale.after, 0n);
  assert.ok(nothing.ok && nothing.amountOut === 0n);
});

test('nothing goes to the author where nothing entered the pool', () => {
  const allFee = quoteSwap({ ...sn1, feeRate: 65535 }, { side: 'sell', amount: 10n ** 9n });
  assert.ok(allFee.ok);
  assert.deepEqual([allFee.amountIn, allFee.fee, authorFee(allFee)], [0n, 10n ** 9n, 0n]);
});

test('the launch pool gets its fee back', () => {
  const pool: Pool = { kind: 'constant-product', taoReserve: 10n ** 12n, alphaReserve: 10n ** 14n };
  const after = sellAuthorFee(pool, 50_000n);
  assert.ok(after.ok);
  assert.deepEqual(after.after, { ...pool, taoReserve: 10n ** 12n + 50_000n });
});

test('exit value is the output of a full sale, what the floor stops is unsold, nothing is worth nothing', () => {
  const sale = quoteSwap(sn1, { side: 'sell', amount: 10n ** 12n });
  assert.ok(sale.ok);
  assert.deepEqual(exitValue(sn1, 10n ** 12n), { ok: true, tao: sale.amountOut, unsold: 0n });
  assert.deepEqual(exitValue(sn1, 0n), { ok: true, tao: 0n, unsold: 0n });
  const thin = { ...sn1, taoReserve: 10n ** 10n };
  const stopped = exitValue({ ...thin, feeRate: 0 }, 10n ** 18n);
  assert.ok(stopped.ok && stopped.unsold > 0n);
  // With a fee, the author's sale of it finds the price at the floor, and the call is reverted.
  assert.deepEqual(exitValue(thin, 10n ** 18n), { ok: false, error: 'ReservesTooLow' });
});

test('from root the fee is on the purchase, elsewhere on the sale only', () => {
  const fromRoot = quoteTwoLegs({ origin: root, destination: sn1, amount: 10n ** 9n });
  assert.ok(fromRoot.ok && fromRoot.purchase !== undefined);
  assert.equal(fromRoot.sale.fee, 0n);
  const plain = quoteSwap(sn1, { side: 'buy', amount: 10n ** 9n });
  assert.deepEqual(fromRoot.purchase, plain);
  assert.equal(fromRoot.saleImpactPpm, 0n);

  const toRoot = quoteTwoLegs({ origin: sn1, destination: root, amount: 10n ** 12n });
  assert.ok(toRoot.ok && toRoot.purchase !== undefined);
  assert.equal(toRoot.purchase.amountOut, toRoot.sale.amountOut);
  assert.equal(toRoot.destinationAfter, root);
});

test('proceeds below the minimum stake stay free TAO, withheld ones are not restaked', () => {
  const small = quoteTwoLegs({ origin: sn1, destination: sn92, amount: 10n ** 8n });
  assert.ok(small.ok && small.purchase === undefined);
  assert.equal(small.destinationAfter, sn92);
  const kept = quoteTwoLegs({ origin: sn1, destination: sn92, amount: 10n ** 12n, withheld: 500n });
  assert.ok(kept.ok);
  assert.equal(kept.purchase?.amountIn, kept.sale.amountOut - 500n);
});

test('the leg that fails is named', () => {
  const poor = { ...sn92, alphaReserve: 5n };
  const purchase = quoteTwoLegs({ origin: sn1, destination: poor, amount: 10n ** 12n });
  assert.deepEqual(purchase, { ok: false, leg: 'purchase', error: 'ReservesTooLow' });
  const sale = quoteTwoLegs({ origin: { ...sn1, taoReserve: 5n }, destination: sn92, amount: 1n });
  assert.deepEqual(sale, { ok: false, leg: 'sale', error: 'ReservesTooLow' });
  const feeSale = quoteTwoLegs({ origin: sn1, destination: sn92, amount: 2_000n });
  assert.deepEqual(feeSale, { ok: false, leg: 'fee sale', error: 'ReservesTooLow' });
});

test('one to one everything or nothing passes a limit', () => {
  assert.deepEqual(maxWithinLimit(root, 'buy', 10n ** 9n), { ok: true, amount: U64_MAX });
  assert.deepEqual(maxWithinLimit(root, 'buy', 10n ** 9n - 1n), { ok: true, amount: 0n });
  assert.deepEqual(maxWithinLimit(root, 'sell', 10n ** 9n), { ok: true, amount: U64_MAX });
  assert.deepEqual(maxWithinLimit(root, 'sell', 10n ** 9n + 1n), { ok: true, amount: 0n });
});

test('a limit at the spot price fails at once', () => {
  const refused = { ok: false, error: 'PriceLimitExceeded' };
  assert.deepEqual(maxWithinLimit(sn1, 'buy', 6_562_800n), refused);
  assert.deepEqual(maxWithinLimit(sn1, 'sell', 6_562_801n), refused);
  assert.throws(() => maxWithinLimit(sn1, 'buy', -1n), RangeError);
});

test('the guard of a cross swap is a constant-product estimate that ignores weights and fees', () => {
  // 6562800/1348210 = 4.8678: a limit of 4.8 lets a part through, one above the ratio nothing.
  const guard = swapLimitGuard(sn1, sn92, 4_800_000_000n);
  assert.ok(guard.ok);
  const [y1, x1] = [sn1.taoReserve, sn1.alphaReserve];
  const [y2, x2] = [sn92.taoReserve, sn92.alphaReserve];
  const estimate = (x2 * y1 * 10n ** 9n - 4_800_000_000n * x1 * y2) / (4_800_000_000n * (y1 + y2));
  const error = guard.amount - estimate;
  assert.ok((error < 0n ? -error : error) <= 1n, `${error}`);
  assert.deepEqual(
    guard,
    swapLimitGuard({ ...sn1, taoWeight: sn1.taoWeight + 1n, feeRate: 9 }, sn92, 4_800_000_000n),
  );
  assert.deepEqual(swapLimitGuard(sn1, sn92, 5_000_000_000n), { ok: true, amount: 0n });
  assert.deepEqual(swapLimitGuard(sn1, sn92, 0n), { ok: true, amount: U64_MAX });
  const empty = { ...sn92, taoReserve: 0n };
  assert.deepEqual(swapLimitGuard(sn1, empty, 1n), { ok: true, amount: 0n });
});

test('from and to root the guard is the limit of the one pool', () => {
  assert.deepEqual(swapLimitGuard(sn1, root, 6_000_000n), maxWithinLimit(sn1, 'sell', 6_000_000n));
  // 10^18/150000000000 = 6666666.67 rao per alpha
  assert.deepEqual(
    swapLimitGuard(root, sn1, 150_000_000_000n),
    maxWithinLimit(sn1, 'buy', 6_666_666n),
  );
  assert.deepEqual(swapLimitGuard(root, sn1, 0n), { ok: true, amount: U64_MAX });
  assert.deepEqual(swapLimitGuard(root, root, 10n ** 9n), { ok: true, amount: U64_MAX });
  assert.deepEqual(swapLimitGuard(root, root, 10n ** 9n + 1n), { ok: true, amount: 0n });
});
