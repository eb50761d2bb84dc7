import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceChange } from '../../src/portfolio/price-change.ts';
import { pricedHoldings } from '../../src/portfolio/priced-holdings.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { manyPositions } from './many-positions.ts';

test('what each account holds of a value of all is what its own value says, and prices change it alike', () => {
  const snapshot = manyPositions(4, 90);
  const coldkeys = snapshot.accounts.map(({ coldkey }) => coldkey);
  const holdings = pricedHoldings(valuePortfolio(snapshot, coldkeys));
  assert.deepEqual([...holdings.keys()], coldkeys);
  const priceThen = ({ netuid }: { netuid: number }) => BigInt(netuid + 1) * 10_000_000n;
  for (const [coldkey, held] of holdings) {
    const alone = valuePortfolio(snapshot, [coldkey]);
    assert.deepEqual([held.free, held.reserved], [alone.free, alone.reserved]);
    const byNetuid = new Map(alone.subnets.map((subnet) => [subnet.netuid, subnet]));
    assert.equal(held.subnets.length, byNetuid.size);
    assert.ok(held.subnets.some(({ netuid, alpha }) => netuid > 0 && alpha > 0n));
    for (const { netuid, registeredAt, price, alpha, spot } of held.subnets) {
      const own = byNetuid.get(netuid);
      assert.ok(own);
      assert.deepEqual(
        [registeredAt, price, alpha, spot],
        [own.registeredAt, own.price, own.alpha, own.spot],
      );
    }
    const { ppm, now, before } = priceChange(held, priceThen);
    const expected = priceChange(alone, priceThen);
    assert.deepEqual([ppm, now, before], [expected.ppm, expected.now, expected.before]);
    assert.notEqual(ppm, null);
  }
});

test('an account that was not read has no holdings', () => {
  const snapshot = manyPositions(2, 10);
  const [first, second] = snapshot.accounts.map(({ coldkey }) => coldkey);
  assert.ok(first !== undefined && second !== undefined);
  const accounts = snapshot.accounts.filter(({ coldkey }) => coldkey === first);
  const value = valuePortfolio({ ...snapshot, accounts }, [first, second]);
  assert.deepEqual([...pricedHoldings(value).keys()], [first]);
});
