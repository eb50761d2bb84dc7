// Receipts under their promise: told apart from a price that moved within it, from less held, and from a forced sale.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastAtPrice, promisedOf } from '../../src/checks/promise.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import type { Leg, Plan } from '../../src/model/plan.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { shortfallOf } from '../../src/signing/shortfall.ts';
import type { StakeTrade } from '../../src/signing/stake-events.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { HOTKEY, ME, sampleFacts, SN1, SN92, TERMS } from '../moves/sample-facts.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const plan = (move: Move, terms: Partial<MoveTerms> = {}): Plan =>
  planMove(move, { ...TERMS, ...terms }, sampleFacts());

/** The event of a leg as the chain makes it, with another output. */
function tradeOf({ netuid, side, fill, purpose }: Leg, output = fill.amountOut): StakeTrade {
  const given = fill.amountIn + fill.fee;
  const amounts = side === 'buy' ? { tao: given, alpha: output } : { tao: output, alpha: given };
  return {
    side,
    netuid,
    coldkey: ME,
    hotkey: HOTKEY,
    ...amounts,
    fee: fill.fee,
    isResidue: purpose === 'residue',
  };
}

const stake = { kind: 'stake', ...at, amount: toRao(10_000_000_000n) } as const;

test('exactly the promise is kept, one rao less is not, and the receipt says how much was promised', () => {
  const one = plan(stake);
  const [leg] = one.legs;
  assert.ok(one.receives && leg);
  const promised = promisedOf(one.receives).amount;
  assert.equal(shortfallOf(one, [tradeOf(leg)]), null);
  assert.equal(shortfallOf(one, [tradeOf(leg, promised)]), null);
  assert.deepEqual(shortfallOf(one, [tradeOf(leg, promised - 1n)]), {
    of: 'amount',
    unit: 'alpha',
    netuid: SN1,
    promised,
    actual: promised - 1n,
  });
});

test('a forced sale of the remainder does not make up for a sale under its minimum', () => {
  const one = plan({ kind: 'unstake', ...at, amount: toAlphaRao(8_999_000_000_000n) });
  const [sale, residue] = one.legs;
  assert.ok(one.receives && sale && residue?.purpose === 'residue');
  const promised = promisedOf(one.receives).amount;
  const trades = [tradeOf(sale, promised - 5n), tradeOf(residue)];
  assert.equal(shortfallOf(one, trades)?.actual, promised - 5n);
  assert.equal(shortfallOf(one, [tradeOf(sale), tradeOf(residue)]), null);
});

test('a full exit of less than was held is held to its price, not to its amount', () => {
  const one = plan({ kind: 'unstake-all', ...at });
  const [leg] = one.legs;
  const price = one.limitPrice;
  assert.ok(leg && price !== null);
  const half = { ...tradeOf(leg), alpha: 4_500_000_000_000n, fee: 2_266_000_000n };
  const worth = ((half.alpha - half.fee) * price) / 10n ** 9n;
  assert.equal(shortfallOf(one, [{ ...half, tao: worth }]), null);
  assert.equal(shortfallOf(one, [{ ...half, tao: worth - 1_000n }])?.of, 'amount');
  assert.equal(shortfallOf(one, [{ ...half, fee: null, tao: 1n }]), null, 'not known, not claimed');
});

test('a part that filled is held to the worst price of each unit', () => {
  const one = plan(stake, { allowPartial: true });
  const [leg] = one.legs;
  const price = one.receives?.worstPrice;
  assert.ok(leg && price);
  const part = { ...tradeOf(leg), tao: 4_000_000_000n, fee: 2_000_000n };
  const least = ((part.tao - part.fee) * 10n ** 9n) / price;
  assert.equal(shortfallOf(one, [{ ...part, alpha: least }]), null);
  assert.equal(shortfallOf(one, [{ ...part, alpha: least - 10_000n }])?.unit, 'alpha');
});

test('a purchase that took free TAO because its sale brought too little is told as that', () => {
  const change = {
    kind: 'change-subnet',
    ...at,
    toNetuid: SN92,
    toHotkey: HOTKEY,
    amount: toAlphaRao(100_000_000_000n),
    route: 'protected',
  } as const;
  const one = plan(change);
  const [sale, purchase] = one.legs;
  assert.ok(sale && purchase && one.call?.name === 'batch_all');
  assert.equal(shortfallOf(one, [tradeOf(sale), tradeOf(purchase)]), null);
  const spent = purchase.fill.amountIn + purchase.fill.fee;
  const short = shortfallOf(one, [tradeOf(sale, spent - 7n), tradeOf(purchase)]);
  assert.deepEqual(short, {
    of: 'sale',
    unit: 'rao',
    netuid: toNetuid(0),
    promised: spent,
    actual: spent - 7n,
  });
});

test('what promises nothing cannot fall short', () => {
  const change = {
    kind: 'change-subnet',
    ...at,
    toNetuid: SN92,
    toHotkey: HOTKEY,
    amount: toAlphaRao(100_000_000_000n),
    route: 'one-call',
  } as const;
  const one = plan(change);
  assert.equal(
    shortfallOf(
      one,
      one.legs.map((leg) => tradeOf(leg, 1n)),
    ),
    null,
  );
});

test('a whole exit under its minimum is told by its amount; what another subnet sold makes no exit whole', () => {
  const one = plan({ kind: 'unstake-all', ...at });
  const [leg] = one.legs;
  const price = one.limitPrice;
  assert.ok(leg && price !== null && one.receives);
  const promised = promisedOf(one.receives).amount;
  const short = shortfallOf(one, [tradeOf(leg, promised - 1n)]);
  assert.deepEqual([short?.promised, short?.actual], [promised, promised - 1n]);
  assert.equal(shortfallOf(one, [tradeOf(leg, promised)]), null);
  const half = { ...tradeOf(leg), alpha: 4_500_000_000_000n, fee: 2_266_000_000n };
  const worth = ((half.alpha - half.fee) * price) / 10n ** 9n;
  const elsewhere = { ...half, netuid: SN92, alpha: 10n ** 18n, tao: 0n };
  assert.equal(shortfallOf(one, [{ ...half, tao: worth }, elsewhere]), null);
});

test('several exits of which one sold less than was held promise no sum, and have no one price', () => {
  const items = [SN1, SN92].map((netuid) => ({ hotkey: HOTKEY, netuid }));
  const batch = plan({ kind: 'exit-several', coldkey: ME, items, sending: 'one-batch' });
  const [first, second] = batch.legs;
  assert.ok(first && second && batch.receives);
  assert.equal(shortfallOf(batch, [tradeOf(first), tradeOf(second)]), null);
  const less = { ...tradeOf(second), alpha: second.fill.amountIn, tao: 1n };
  assert.equal(shortfallOf(batch, [tradeOf(first), less]), null);
  assert.equal(shortfallOf(batch, [tradeOf(first), tradeOf(second, 1n)])?.of, 'amount');
});

test('a purchase beside no sale that could be read took nothing from it', () => {
  const move = { ...at, toNetuid: SN92, toHotkey: HOTKEY, amount: toAlphaRao(100_000_000_000n) };
  const one = plan({ kind: 'change-subnet', ...move, route: 'protected' });
  const purchase = one.legs.at(-1);
  assert.ok(purchase);
  assert.equal(shortfallOf(one, [tradeOf(purchase)]), null);
});

test('what a limit price promises is told to the unit, on either side of the trade', () => {
  /** Rounded fees, and what the event does not name, may take this much of what was paid. */
  const allowed = 32n;
  const stakes = plan(stake, { allowPartial: true });
  const sells = plan(
    { kind: 'unstake', ...at, amount: toAlphaRao(10n ** 12n) },
    { allowPartial: true },
  );
  for (const [one, side] of [
    [stakes, 'buy'],
    [sells, 'sell'],
  ] as const) {
    const [leg] = one.legs;
    const price = one.receives?.worstPrice;
    assert.ok(leg && price);
    const part = { ...tradeOf(leg), fee: 2_000_000n };
    const net = (side === 'buy' ? part.tao : part.alpha) - part.fee - allowed;
    const promised = leastAtPrice(side, net, price);
    const received = (amount: bigint) =>
      shortfallOf(one, [side === 'buy' ? { ...part, alpha: amount } : { ...part, tao: amount }]);
    assert.equal(received(promised), null, side);
    const [unit, netuid] = side === 'buy' ? (['alpha', SN1] as const) : (['rao', 0] as const);
    assert.deepEqual(received(promised - 1n), {
      of: 'amount',
      unit,
      netuid,
      promised,
      actual: promised - 1n,
    });
    // Another subnet's trade, or one of the other side, is not the one that the price belongs to.
    const bad = { ...part, tao: 1n, alpha: 1n };
    assert.equal(shortfallOf(one, [{ ...bad, netuid: SN92 }]), null);
    assert.equal(shortfallOf(one, [{ ...bad, side: side === 'buy' ? 'sell' : 'buy' }]), null);
  }
});

test('without a limited trade, or without a worst price, no price is promised', () => {
  const one = plan(stake, { allowPartial: true });
  const [leg] = one.legs;
  assert.ok(leg && one.receives?.worstPrice);
  const nothing = [{ ...tradeOf(leg), alpha: 0n }];
  assert.equal(shortfallOf(one, nothing)?.of, 'amount');
  const unlimited = { ...leg, limitPrice: null };
  assert.equal(shortfallOf({ ...one, legs: [unlimited] }, nothing), null);
  const sale = plan({ kind: 'unstake-all', ...at });
  const [sold] = sale.legs;
  assert.ok(sold && sale.receives);
  const receives = { ...sale.receives, worstPrice: null };
  const half = [{ ...tradeOf(sold, 0n), alpha: 10n ** 11n, fee: 0n }];
  assert.equal(shortfallOf(sale, half)?.of, 'amount');
  assert.equal(shortfallOf({ ...sale, receives }, half), null);
});

test('only purchases in the promised subnet count as arrived, not what else was sold or bought', () => {
  const one = plan(stake);
  const [leg] = one.legs;
  assert.ok(one.receives && leg);
  const promised = promisedOf(one.receives).amount;
  const short = tradeOf(leg, promised - 1n);
  for (const other of [
    { ...tradeOf(leg), side: 'sell' },
    { ...tradeOf(leg), netuid: SN92 },
  ] as const) {
    assert.equal(shortfallOf(one, [short, other])?.actual, promised - 1n);
  }
  assert.equal(shortfallOf(one, [short, tradeOf(leg, 1n)]), null, 'bought in two parts');
});

test('an exit in several parts is whole once all of what was held is sold, to the unit', () => {
  const one = plan({ kind: 'unstake-all', ...at });
  const [leg] = one.legs;
  const { gives } = one;
  assert.ok(leg && gives?.unit === 'alpha');
  const parts = (last: bigint) => {
    const first = { ...tradeOf(leg, 1n), alpha: gives.amount - 100n, fee: null };
    return shortfallOf(one, [first, { ...first, alpha: last }]);
  };
  assert.equal(parts(100n)?.actual, 2n, 'whole: held to its amount');
  assert.equal(parts(99n), null, 'less: held to its price, which the runtime does not tell');
  // Two positions in one subnet are one sum.
  const items = [one, one];
  const twice = { ...one, items };
  const all = { ...tradeOf(leg, 1n), fee: null };
  const [full, less] = [2n * gives.amount, 2n * gives.amount - 1n];
  assert.equal(shortfallOf(twice, [{ ...all, alpha: full }])?.actual, 1n);
  assert.equal(shortfallOf(twice, [{ ...all, alpha: less }]), null);
});
