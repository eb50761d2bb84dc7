import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Position, Snapshot, SubnetFacts } from '../../src/model/facts.ts';
import { gapOf } from '../../src/portfolio/gap.ts';
import type { PositionValue } from '../../src/portfolio/portfolio-value.ts';
import { priceChange, priceThenOf, subnetPriceChange } from '../../src/portfolio/price-change.ts';
import { soldAlone } from '../../src/portfolio/sell-together.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { withNewerRows } from '../../src/portfolio/with-newer-rows.ts';
import type { NewerRows } from '../../src/model/rows.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { sellAuthorFee } from '../../src/pool/sell-author-fee.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { toAlphaRao, toNetuid, toRao, type Ss58Address } from '../../src/units.ts';

const TAO = 1_000_000_000n;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- test addresses
const address = (name: string): Ss58Address => name as Ss58Address;
const alice = address('alice');
const bob = address('bob');

const subnet = (netuid: number, more: Partial<SubnetFacts> = {}): SubnetFacts => ({
  netuid: toNetuid(netuid),
  registeredAt: 100 + netuid,
  exists: true,
  curve: netuid === 0 ? 'stable' : 'balancer',
  pool:
    netuid === 0
      ? { kind: 'stable' }
      : {
          kind: 'balancer',
          taoReserve: 23_027_286_571_256n,
          alphaReserve: 3_508_759_482_573_826n,
          taoWeight: 499_999_996_087_712_508n,
          feeRate: 33,
        },
  nodePrice: { known: true, value: 6_562_800n },
  alphaOut: toAlphaRao(10n ** 15n),
  isSubtokenEnabled: { known: true, value: true },
  isTransferEnabled: { known: true, value: true },
  injection: { known: false, reason: 'unreadable' },
  ...more,
});

const position = (
  coldkey: Ss58Address,
  hotkey: string,
  netuid: number,
  alpha: bigint,
): Position => ({
  coldkey,
  hotkey: address(hotkey),
  netuid: toNetuid(netuid),
  alpha: toAlphaRao(alpha),
  isRegistered: true,
  hotkeyDividends: { known: true, value: toAlphaRao(0n) },
});

function snapshot(
  positions: Position[],
  more: { subnets?: SubnetFacts[]; locked?: Record<string, bigint>; free?: bigint } = {},
): Snapshot {
  const { locked = {}, free = 10n * TAO } = more;
  const keys = [...new Set(positions.map(({ coldkey, netuid }) => `${coldkey}:${netuid}`))];
  return {
    genesisHash: '0xaa',
    block: { hash: '0xbb', number: 1000 },
    blockTime: 1,
    runtime: { genesisHash: '0xaa', specName: 's', specVersion: 475, transactionVersion: 1 },
    accounts: [...new Set(positions.map(({ coldkey }) => coldkey))].map((coldkey) => ({
      coldkey,
      nonce: 0,
      free: toRao(free),
      reserved: toRao(TAO),
      frozen: toRao(0n),
      references: { known: true, value: { providers: 1, sufficients: 0 } },
      swapAnnouncedFor: { known: true, value: null },
      isSwapDisputed: { known: true, value: false },
      acceptsLockedAlpha: { known: true, value: false },
    })),
    positions,
    availability: {
      known: true,
      value: keys.map((key) => {
        const own = positions.filter(({ coldkey, netuid }) => `${coldkey}:${netuid}` === key);
        const total = own.reduce((sum, { alpha }) => sum + alpha, 0n);
        const [first] = own;
        assert.ok(first);
        const held = locked[key] ?? 0n;
        return {
          coldkey: first.coldkey,
          netuid: first.netuid,
          total: toAlphaRao(total),
          locked: toAlphaRao(held),
          available: toAlphaRao(total - held),
          bonds: { known: false, reason: 'not-on-this-runtime' },
        };
      }),
    },
    locks: { known: true, value: [] },
    subnets: more.subnets ?? [subnet(0), subnet(1), subnet(2)],
    rules: {
      existentialDeposit: toRao(500n),
      minimumStake: toRao(2_000_000n),
      minimumTransfer: toRao(100_000n),
      overAmounts: { known: true, value: 'takes-all' },
      safeModeUntil: { known: true, value: null },
      rootHold: { known: true, value: 0 },
      hotkeyCaps: { known: true, value: { own: 256, receiver: 128 } },
      nominatorMinimumFactor: { known: true, value: 10_000_000n },
      calls: [],
      hasSimulation: true,
      subnetToPrune: { known: true, value: null },
      immunityPeriod: { known: true, value: 864_000 },
    },
    networkFees: {
      'SubtensorModule.remove_stake_full_limit': { known: true, value: toRao(680_000n) },
    },
    unread: [],
    unclaimed: { known: false, reason: 'not-on-this-runtime' },
  };
}

const gapTotal = (value: Pick<ReturnType<typeof valuePortfolio>, 'gap'>): bigint =>
  value.gap.impact +
  value.gap.poolFees +
  value.gap.reserved +
  Object.values(value.gap.notSellable).reduce((sum, part) => sum + part, 0n);

test('what is sold together threads the pool through every sale and its author’s fee sale', () => {
  const positions = [
    position(alice, 'h1', 1, 500_000n * TAO),
    position(bob, 'h2', 1, 900_000n * TAO),
    position(alice, 'h2', 1, 100_000n * TAO),
  ];
  const value = valuePortfolio(snapshot(positions), [alice, bob]);
  const pool = subnet(1).pool;
  assert.ok(pool);
  let at = pool;
  let paid = 0n;
  for (const amount of [900_000n, 500_000n, 100_000n]) {
    const fill = quoteSwap(at, { side: 'sell', amount: amount * TAO });
    assert.ok(fill.ok);
    paid += fill.amountOut;
    const feeSale = sellAuthorFee(fill.after, fill.fee);
    assert.ok(feeSale.ok);
    at = feeSale.after;
  }
  assert.equal(value.subnets[0]?.sellable, paid);
  assert.equal(value.sellable, paid + 20n * TAO);
  assert.deepEqual(value.networkFees, { known: true, value: 3n * 680_000n });
  const alone = soldAlone(subnet(1), toAlphaRao(100_000n * TAO), false, 2_000_000n);
  const together = value.subnets[0]?.positions.at(-1)?.sellable ?? 0n;
  assert.ok(alone !== null && alone > together);
});

test('the gap between spot and sellable adds up to the rao, whatever is held', () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 16n });
  const row = fc.record({
    coldkey: fc.constantFrom(alice, bob),
    hotkey: fc.constantFrom('h1', 'h2', 'h3'),
    netuid: fc.constantFrom(0, 1, 2),
    alpha: amount,
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(row, {
        maxLength: 12,
        selector: ({ coldkey, hotkey, netuid }) => `${coldkey}${hotkey}${netuid}`,
      }),
      fc.nat(100),
      fc.boolean(),
      (rows, lockedPercent, isHalted) => {
        const positions = rows.map(({ coldkey, hotkey, netuid, alpha }) =>
          position(coldkey, hotkey, netuid, alpha),
        );
        const locked: Record<string, bigint> = {};
        for (const { coldkey, netuid, alpha } of positions) {
          locked[`${coldkey}:${netuid}`] ??= (alpha * BigInt(lockedPercent)) / 100n;
        }
        const subnets = [
          subnet(0),
          subnet(1),
          subnet(2, { isSubtokenEnabled: { known: true, value: !isHalted } }),
        ];
        const value = valuePortfolio(snapshot(positions, { locked, subnets }), [alice, bob]);
        assert.equal(value.spot - value.sellable, gapTotal(value));
        for (const one of value.subnets) {
          assert.equal(one.spot - one.sellable, gapTotal(one) + one.gap.frozen);
        }
        const accounts = new Set(positions.map(({ coldkey }) => coldkey)).size;
        assert.equal(value.free, BigInt(accounts) * 10n * TAO);
        const held = value.subnets.reduce((sum, { alpha }) => sum + alpha, 0n);
        assert.equal(
          held,
          positions.reduce((sum, { alpha }) => sum + alpha, 0n),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('locked alpha is named and never inside what can be sold', () => {
  const positions = [position(alice, 'h1', 1, 1_000n * TAO)];
  const value = valuePortfolio(snapshot(positions, { locked: { 'alice:1': 400n * TAO } }), [alice]);
  const [row] = value.subnets[0]?.positions ?? [];
  assert.equal(row?.sold, 600n * TAO);
  assert.deepEqual(
    row?.leftOut.map(({ reason, alpha }) => [reason, alpha]),
    [['locked', 400n * TAO]],
  );
  assert.ok(value.gap.notSellable.locked > 0n);
  // Where nothing can be sold both reasons stand, each with its own part.
  const noPool = subnet(1, {
    pool: null,
    curve: 'node-only',
    nodePrice: { known: true, value: TAO / 4n },
  });
  const unsold = valuePortfolio(
    snapshot(positions, { subnets: [noPool], locked: { 'alice:1': 400n * TAO } }),
    [alice],
  ).subnets[0]?.positions[0];
  assert.deepEqual(unsold?.leftOut, [
    { reason: 'no-local-model', alpha: 600n * TAO, spot: 150n * TAO },
    { reason: 'locked', alpha: 400n * TAO, spot: 100n * TAO },
  ]);
  assert.deepEqual([unsold.sold, unsold.sellable, unsold.poolFee], [0n, 0n, 0n]);
});

test('a halted subnet, dust and an unread pool are listed, valued, and not sold', () => {
  const positions = [
    position(alice, 'h1', 1, 1_000n * TAO),
    position(alice, 'h1', 2, 30n),
    position(alice, 'h1', 3, 5n * TAO),
    position(alice, 'h1', 9, 5n * TAO),
  ];
  const subnets = [
    subnet(1, { isSubtokenEnabled: { known: true, value: false } }),
    subnet(2),
    subnet(3, { pool: null, curve: 'node-only' }),
  ];
  const value = valuePortfolio(snapshot(positions, { subnets }), [alice]);
  assert.equal(value.sellable, 10n * TAO);
  assert.ok(value.gap.notSellable.halted > 0n);
  const reasons = value.subnets.map(({ netuid, positions: rows }) => [
    netuid,
    rows[0]?.leftOut[0]?.reason,
  ]);
  assert.deepEqual(
    reasons.toSorted(([a], [b]) => Number(a) - Number(b)),
    [
      [1, 'halted'],
      [2, 'dust'],
      [3, 'no-local-model'],
      [9, 'no-local-model'],
    ],
  );
});

test('whether it trades or what it is worth not being known is no halt and no zero: sums are not whole', () => {
  const held = [position(alice, 'h', 1, 5n * TAO), position(alice, 'h', 0, 5n * TAO)];
  const unreadable = { known: false, reason: 'not-on-this-runtime' } as const;
  const unread = { isSubtokenEnabled: unreadable };
  const value = valuePortfolio(
    snapshot(held, { subnets: [subnet(0, unread), subnet(1, unread)] }),
    [alice],
  );
  assert.equal(value.gap.notSellable.halted, 0n);
  assert.ok(value.gap.notSellable.unread > 0n);
  assert.deepEqual([value.isSpotWhole, value.isSellableWhole], [true, false]);
  const half = valuePortfolio(snapshot(held, { subnets: [subnet(0), subnet(1, unread)] }), [alice]);
  assert.deepEqual([half.coldkeys[0]?.isSellableWhole, half.isSellableWhole], [false, false]);
  const unpriced = subnet(1, { pool: null, curve: 'node-only', nodePrice: unreadable });
  const worth = valuePortfolio(snapshot(held, { subnets: [subnet(0), unpriced] }), [alice]);
  assert.equal(worth.isSpotWhole, false);
  assert.equal(worth.subnets.find(({ netuid }) => netuid === 1)?.price, null);
  assert.equal(worth.coldkeys[0]?.isSpotWhole, false);
  const apart = [position(alice, 'h', 1, 5n * TAO), position(bob, 'h', 0, 5n * TAO)];
  const two = valuePortfolio(snapshot(apart, { subnets: [subnet(0), unpriced] }), [alice, bob]);
  assert.deepEqual(
    two.coldkeys.map(({ isSpotWhole }) => isSpotWhole),
    [false, true],
  );
  assert.ok(valuePortfolio(snapshot(held), [alice]).isSpotWhole);
});

test('a counted coldkey that the snapshot does not know is unread, not empty', () => {
  const value = valuePortfolio(snapshot([position(alice, 'h', 1, TAO)]), [alice, bob]);
  assert.deepEqual(value.unread, [bob]);
  assert.deepEqual([value.isSpotWhole, value.isSellableWhole], [false, false]);
  // A subnet's sum is over the same accounts.
  assert.deepEqual(
    value.subnets.map(({ isSpotWhole, isSellableWhole }) => [isSpotWhole, isSellableWhole]),
    [[false, false]],
  );
  const both = snapshot([position(alice, 'h', 1, TAO), position(bob, 'h', 1, TAO)]);
  assert.deepEqual(valuePortfolio(both, [alice, bob]).unread, []);
});

test('only counted coldkeys are in the total, and one that could not be read is named', () => {
  const positions = [position(alice, 'h1', 0, 5n * TAO), position(bob, 'h1', 0, 7n * TAO)];
  const value = valuePortfolio({ ...snapshot(positions), unread: [bob] }, [bob]);
  assert.equal(value.root, 7n * TAO);
  assert.equal(value.spot, 18n * TAO);
  assert.deepEqual(value.unread, [bob]);
  const nothing = valuePortfolio(snapshot(positions), []);
  assert.equal(nothing.spot, 0n);
});

test('price change leaves deposits out and names subnets without an earlier price', () => {
  const positions = [
    position(alice, 'h1', 1, 1_000n * TAO),
    position(alice, 'h1', 2, 1_000n * TAO),
  ];
  const value = valuePortfolio(snapshot(positions, { free: 0n }), [alice]);
  const change = priceChange(
    value,
    priceThenOf([
      { netuid: 1, registeredAt: 101, raoPerAlpha: 3_281_400n },
      { netuid: 2, registeredAt: 7, raoPerAlpha: 1n },
    ]),
  );
  assert.deepEqual(change.missing, [2]);
  // One TAO is reserved on either side: 7.5628 over 4.2814.
  assert.equal(change.ppm, 766_431n);
  assert.equal(priceChange(valuePortfolio(snapshot([]), []), priceThenOf([])).ppm, null);
});

/** One to one, beside root: what it brings can be said to the rao. */
const even = (netuid: number, more: Partial<SubnetFacts> = {}): SubnetFacts =>
  subnet(netuid, { pool: { kind: 'stable' }, curve: 'stable', ...more });

test('a partial exit must bring the chain’s minimum, a full one any rao', () => {
  const MIN = 2_000_000n;
  const sold = (alpha: bigint, locked: bigint) => {
    const value = valuePortfolio(
      snapshot([position(alice, 'h', 5, alpha)], {
        subnets: [even(5)],
        locked: { 'alice:5': locked },
      }),
      [alice],
    );
    const [row] = value.subnets[0]?.positions ?? [];
    assert.ok(row);
    return [row.sellable, ...row.leftOut.map(({ reason, alpha: left }) => `${reason} ${left}`)];
  };
  assert.deepEqual(sold(MIN - 1n, 0n), [MIN - 1n]);
  assert.deepEqual(sold(1n, 0n), [1n]);
  assert.deepEqual(sold(MIN + 5n, 5n), [MIN, 'locked 5']);
  assert.deepEqual(sold(MIN + 4n, 5n), [0n, `dust ${MIN - 1n}`, 'locked 5']);
  assert.deepEqual(sold(MIN, MIN), [0n, `locked ${MIN}`]);
  assert.equal(soldAlone(even(5), toAlphaRao(MIN - 1n), true, MIN), null);
  assert.equal(soldAlone(even(5), toAlphaRao(MIN), true, MIN), MIN);
  assert.equal(soldAlone(even(5), toAlphaRao(1n), false, MIN), 1n);
  assert.equal(soldAlone(even(5), toAlphaRao(0n), false, MIN), null);
  assert.equal(soldAlone(even(5, { pool: null }), toAlphaRao(1n), false, MIN), null);
});

test('what is available goes to the largest positions; full exits are sold first, then the largest', () => {
  const [small, middle, large] = [10n * TAO, 20n * TAO, 30n * TAO];
  const held = [
    position(alice, 'a', 5, small),
    position(alice, 'b', 5, large),
    position(alice, 'c', 5, middle),
    position(bob, 'd', 5, small),
    position(bob, 'c', 5, small),
  ];
  const rows = (locked: bigint) =>
    valuePortfolio(snapshot(held, { subnets: [even(5)], locked: { 'alice:5': locked } }), [
      alice,
      bob,
    ]).subnets[0]?.positions.map(({ hotkey, sold }) => `${hotkey} ${sold / TAO}`);
  assert.deepEqual(rows(0n), ['b 30', 'c 20', 'a 10', 'c 10', 'd 10']);
  // Of 60 five are locked: they stay in the smallest, which is then a partial exit.
  assert.deepEqual(rows(5n * TAO), ['b 30', 'c 20', 'c 10', 'd 10', 'a 5']);
  assert.deepEqual(rows(10n * TAO), ['b 30', 'c 20', 'c 10', 'd 10', 'a 0']);
  assert.deepEqual(rows(35n * TAO), ['c 10', 'd 10', 'b 25', 'a 0', 'c 0']);
});

test('where it is not known in which position the rest stays, that is said and not called locked', () => {
  const held = [position(alice, 'a', 5, 10n * TAO), position(alice, 'b', 5, 30n * TAO)];
  const withheld = (available: bigint, locked: bigint) => {
    const from = snapshot(held, { subnets: [even(5)] });
    const [entry] = from.availability.known ? from.availability.value : [];
    assert.ok(entry);
    const value = valuePortfolio(
      {
        ...from,
        availability: {
          known: true,
          value: [{ ...entry, available: toAlphaRao(available), locked: toAlphaRao(locked) }],
        },
      },
      [alice],
    );
    const found = value.subnets[0]?.positions.map(({ hotkey, sold, leftOut }) =>
      [hotkey, sold / TAO, ...leftOut.map(({ reason }) => reason)].join(' '),
    );
    return [value.isSellableWhole, ...(found ?? [])];
  };
  assert.deepEqual(withheld(40n * TAO, 0n), [true, 'b 30', 'a 10']);
  assert.deepEqual(withheld(25n * TAO, 15n * TAO), [true, 'b 25 locked', 'a 0 locked']);
  assert.deepEqual(withheld(35n * TAO, 0n), [false, 'b 25 unread', 'a 5 unread']);
});

test('freezes count over free and reserved together, and what a sale of everything costs by its calls', () => {
  const value = (frozen: bigint) => {
    const from = snapshot([position(alice, 'a', 5, TAO), position(alice, 'b', 5, TAO)], {
      subnets: [even(5)],
      locked: { 'alice:5': TAO },
    });
    const accounts = from.accounts.map((one) => ({ ...one, frozen: toRao(frozen) }));
    return valuePortfolio({ ...from, accounts }, [alice]);
  };
  const frozenIn = (frozen: bigint) => {
    const { sellable, gap } = value(frozen);
    return [sellable - TAO, gap.frozen];
  };
  assert.deepEqual(frozenIn(0n), [10n * TAO, 0n]);
  assert.deepEqual(frozenIn(TAO), [10n * TAO, 0n]);
  assert.deepEqual(frozenIn(TAO + 1n), [10n * TAO - 1n, 1n]);
  assert.deepEqual(frozenIn(11n * TAO), [0n, 10n * TAO]);
  assert.deepEqual(frozenIn(99n * TAO), [0n, 10n * TAO]);
  assert.deepEqual(value(0n).networkFees, { known: true, value: 680_000n }, 'one of two is sold');
  const untold = { ...snapshot([position(alice, 'a', 5, TAO)]), networkFees: {} };
  assert.equal(valuePortfolio(untold, [alice]).networkFees.known, false);
});

test('subnets are told by what they bring, then by what they are worth, then by number', () => {
  const held = [
    position(alice, 'a', 9, 5n * TAO),
    position(alice, 'a', 8, 5n * TAO),
    position(alice, 'a', 7, 6n * TAO),
    position(alice, 'a', 6, 7n * TAO),
    position(alice, 'a', 5, 1n * TAO),
  ];
  const off = { isSubtokenEnabled: { known: true, value: false } } as const;
  const subnets = [even(5), even(6, off), even(7, off), even(8), even(9)];
  const value = valuePortfolio(snapshot(held, { subnets }), [alice]);
  const turned = valuePortfolio(snapshot(held.toReversed(), { subnets }), [alice]);
  for (const { subnets: sorted } of [value, turned]) {
    assert.deepEqual(
      sorted.map(({ netuid }) => netuid),
      [8, 9, 5, 6, 7],
    );
  }
  assert.deepEqual([value.root, value.subnets[0]?.registeredAt], [0n, 108]);
  const unknownSubnet = valuePortfolio(snapshot(held.slice(0, 1), { subnets: [] }), [alice]);
  assert.deepEqual(
    unknownSubnet.subnets.map(({ registeredAt, spot, price }) => [registeredAt, spot, price]),
    [[0, 0n, null]],
  );
  assert.equal(unknownSubnet.subnets[0]?.positions[0]?.leftOut[0]?.reason, 'no-local-model');
});

test('one subnet’s price against then, where there is one on both sides', () => {
  const value = valuePortfolio(
    snapshot([position(alice, 'h', 1, TAO), position(alice, 'h', 0, TAO)]),
    [alice],
  );
  const [one, root] = [1, 0].map((id) => value.subnets.find(({ netuid }) => netuid === id));
  assert.ok(one && root);
  const then = (raoPerAlpha: bigint) =>
    priceThenOf([{ netuid: 1, registeredAt: 101, raoPerAlpha }]);
  assert.equal(subnetPriceChange(one, then(3_281_400n)), 1_000_000n);
  assert.equal(subnetPriceChange(one, then(6_562_800n)), 0n);
  assert.equal(subnetPriceChange(one, then(13_125_600n)), -500_000n);
  assert.equal(subnetPriceChange(one, then(0n)), null);
  assert.equal(subnetPriceChange(one, priceThenOf([])), null);
  assert.equal(subnetPriceChange({ ...one, price: null }, then(1n)), null);
  assert.equal(subnetPriceChange(root, then(1n)), null);
  const free = { ...one, price: { rao: 0n, perAlphaRao: 1n } };
  assert.equal(subnetPriceChange(free, then(1n)), null);
});

test('a rest below nothing is taken from the pool’s fees, and those end at nothing', () => {
  const one = (spot: bigint, sellable: bigint, poolFee: bigint): PositionValue => ({
    coldkey: alice,
    hotkey: address('h'),
    netuid: toNetuid(1),
    alpha: toAlphaRao(1n),
    isRegistered: true,
    spot: toRao(spot),
    sold: toAlphaRao(1n),
    sellable: toRao(sellable),
    poolFee: toRao(poolFee),
    leftOut: [],
  });
  const parts = (...values: PositionValue[]) => {
    const { impact, poolFees } = gapOf(values);
    return [impact, poolFees];
  };
  assert.deepEqual(parts(one(10n, 7n, 2n)), [1n, 2n]);
  assert.deepEqual(parts(one(10n, 8n, 2n)), [0n, 2n]);
  assert.deepEqual(parts(one(10n, 9n, 2n)), [0n, 1n]);
  assert.deepEqual(parts(one(10n, 10n, 2n)), [0n, 0n]);
  assert.deepEqual(parts(one(10n, 11n, 2n)), [0n, 0n]);
});

test('a sale’s pool fee is worth what its token is: alpha at spot, rounded down, TAO as it is', () => {
  const alpha = toAlphaRao(1_000n * TAO);
  const launch = {
    kind: 'constant-product',
    taoReserve: 1_000n * TAO,
    alphaReserve: 4_000n * TAO,
    flatFee: 50_000n,
  } as const;
  const feeOf = (one: SubnetFacts) => {
    const held = [position(alice, 'h', 1, alpha)];
    const value = valuePortfolio(snapshot(held, { subnets: [one] }), [alice]);
    const [row] = value.subnets[0]?.positions ?? [];
    const fill = one.pool && quoteSwap(one.pool, { side: 'sell', amount: alpha });
    assert.ok(row && row.sellable > 0n && fill?.ok);
    return [row.poolFee, fill.fee];
  };
  const [worth = 0n, fee = 0n] = feeOf(subnet(1));
  assert.ok(fee > 0n);
  const { pool } = subnet(1);
  assert.ok(pool);
  assert.equal(worth, (fee * spotPrice(pool)) >> 64n);
  assert.deepEqual(feeOf(subnet(1, { pool: launch, curve: 'constant-product' })), [
    50_000n,
    50_000n,
  ]);
});

test('in whatever order positions are listed, each brings the same', () => {
  const held = ['a', 'b', 'c', 'd'].flatMap((hotkey, at) => [
    position(alice, hotkey, 1, 1_000n * TAO),
    position(bob, hotkey, 1, 1_000n * TAO * BigInt(1 + (at % 2))),
  ]);
  const locked = { 'alice:1': 1_500n * TAO };
  const rows = (positions: Position[]) =>
    valuePortfolio(snapshot(positions, { locked }), [alice, bob]).subnets[0]?.positions.filter(
      ({ coldkey }) => coldkey === bob,
    );
  const first = rows(held);
  assert.equal(first?.length, 4);
  fc.assert(
    fc.property(fc.shuffledSubarray(held, { minLength: held.length }), (positions) => {
      assert.deepEqual(rows(positions), first);
    }),
    { numRuns: 20 },
  );
});

test('what may be free in one of several positions is not read; what is locked, or bonded there, is', () => {
  const held = [position(alice, 'a', 5, 10n), position(alice, 'b', 5, 10n)];
  type Bonds = Extract<Snapshot['availability'], { known: true }>['value'][number]['bonds'];
  const reasons = (locked: bigint, available: bigint, bonds: Bonds) => {
    const entry = { coldkey: alice, netuid: toNetuid(5), total: toAlphaRao(20n), bonds };
    const value = valuePortfolio(
      {
        ...snapshot(held, { subnets: [even(5)] }),
        availability: {
          known: true,
          value: [{ ...entry, locked: toAlphaRao(locked), available: toAlphaRao(available) }],
        },
        rules: { ...snapshot(held).rules, minimumStake: toRao(0n) },
      },
      [alice],
    );
    const rows = value.subnets[0]?.positions.toSorted((a, b) => (a.hotkey < b.hotkey ? -1 : 1));
    return rows?.map(({ sold, leftOut }) => `${sold} ${leftOut[0]?.reason ?? 'whole'}`);
  };
  const unread = { known: false, reason: 'unreadable' } as const;
  const bonded = {
    known: true,
    value: [{ hotkey: address('a'), alpha: toAlphaRao(3n) }],
  } as const;
  // Five are kept, nobody knows in which of the two.
  assert.deepEqual(reasons(0n, 15n, unread), ['5 unread', '5 unread']);
  // Two are kept so, and a lock holds what is over: of it nothing is left at the second, to the unit.
  assert.deepEqual(reasons(1n, 17n, unread), ['8 unread', '8 unread']);
  assert.deepEqual(reasons(2n, 16n, unread), ['8 unread', '8 locked']);
  assert.deepEqual(reasons(5n, 13n, unread), ['8 unread', '5 locked']);
  assert.deepEqual(reasons(0n, 17n, bonded), ['7 locked', '10 whole']);
});

test('a subnet of which one account’s part was not read whole is not sold whole', () => {
  const held = [
    position(alice, 'a', 5, 10n),
    position(bob, 'b', 5, 10n),
    position(bob, 'c', 5, 10n),
  ];
  const plain = snapshot(held, { subnets: [even(5)] });
  const whole = { ...plain, rules: { ...plain.rules, minimumStake: toRao(0n) } };
  assert.ok(whole.availability.known);
  const bonds = { known: false, reason: 'unreadable' } as const;
  const value = whole.availability.value.map((one) =>
    one.coldkey === bob ? { ...one, available: toAlphaRao(15n), bonds } : one,
  );
  const isWhole = (one: Snapshot) =>
    valuePortfolio(one, [alice, bob]).subnets.map(({ isSellableWhole }) => isSellableWhole);
  assert.deepEqual(isWhole(whole), [true]);
  assert.deepEqual(isWhole({ ...whole, availability: { known: true, value } }), [false]);
});

test('unclaimed rewards are of the counted accounts, where they were read at all', () => {
  const claim = (coldkey: Ss58Address, value: bigint, belowThreshold: bigint) => ({
    coldkey,
    netuid: toNetuid(1),
    hotkey: address('h'),
    alpha: toAlphaRao(value),
    value: toRao(value),
    belowThreshold: toRao(belowThreshold),
  });
  const all = [claim(alice, 5n, 1n), claim(alice, 7n, 0n), claim(bob, 100n, 100n)];
  const of = (unclaimed: Snapshot['unclaimed']) =>
    valuePortfolio({ ...snapshot([position(alice, 'h', 1, TAO)]), unclaimed }, [alice]).unclaimed;
  assert.deepEqual(of({ known: true, value: all }), {
    known: true,
    value: { claimable: 12n, belowThreshold: 1n },
  });
  const unread = { known: false, reason: 'unreadable' } as const;
  assert.deepEqual(of(unread), unread);
});

test('newer pools stand in for those of their own snapshot alone, where both have a model', () => {
  const old = snapshot([position(alice, 'h', 1, TAO)], {
    subnets: [subnet(1), subnet(2), subnet(3, { pool: null }), subnet(4)],
  });
  const pool = { kind: 'stable' } as const;
  const row = (netuid: number, part: Partial<NewerRows['rows'][number]> = {}) => {
    return { netuid: toNetuid(netuid), curve: 'stable', pool, at: 1001, ...part } as const;
  };
  const newer: NewerRows = {
    of: old.block.hash,
    block: { hash: '0xcc', number: 1001 },
    blockTime: 2,
    rows: [row(1), row(2, { pool: null }), row(3)],
  };
  const { subnets, ...rest } = withNewerRows(old, newer);
  const { subnets: before, ...same } = old;
  assert.deepEqual(rest, same);
  const [one, ...others] = subnets;
  assert.deepEqual(others, before.slice(1));
  assert.deepEqual(
    [one?.pool, one?.curve, one?.nodePrice, one?.registeredAt],
    [pool, 'stable', { known: false, reason: 'unreadable' }, 101],
  );
  assert.equal(withNewerRows(old, undefined), old);
  assert.equal(withNewerRows(old, { ...newer, of: '0xdd' }), old);
});
