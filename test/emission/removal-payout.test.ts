// The payout of a removed subnet: exact from every position, and a range from what a node tells that always holds the true
// amount. The truth is the referee's, over random subnets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  payoutRange,
  type PayoutRange,
  type Stakeholder,
} from '../../src/emission/removal-payout.ts';
import type { Reading } from '../../src/model/facts.ts';
import type { SubnetPayoutFacts, WholePosition } from '../../src/model/payout-facts.ts';
import type { BalancerPool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { toAlphaRao, toNetuid, toRao, type Ss58Address } from '../../src/units.ts';
import { oraclePayouts, type HotkeyPool, type RemovedSubnet } from '../oracle/removal-oracle.ts';

const CASES = 1_000;
const TAO = 1_000_000_000n;
const ESCROW = 'escrow';
const ED = 500n;
const REFUND_SINCE = 8_334_450;

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;
// Names stand for addresses: nothing here reads them.
const key = (name: string): Ss58Address => name as Ss58Address;

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

type Case = {
  subnet: RemovedSubnet;
  /** Alpha outside the pool, burned and pending parts with it. */
  alphaOut: bigint;
  /** Hotkeys that have a slot: all that a node lists in few questions. */
  listed: ReadonlySet<string>;
  me: string;
};

function caseOf(random: () => number): Case {
  const between = (low: number, high: number): number => low + random() * (high - low);
  const log = (low: number, high: number): number => low * (high / low) ** random();
  const part = (whole: bigint, ratio: number): bigint =>
    (whole * BigInt(Math.floor(ratio * 1e9))) / 1_000_000_000n;
  const taoReserve = BigInt(Math.floor(log(50, 50_000) * 1e9));
  const alphaReserve = part(taoReserve, 1 / log(0.001, 0.2));
  const held = part(alphaReserve, log(0.2, 5));
  const hasBaskets = random() < 0.8;
  const hotkeyCount = 2 + Math.floor(random() * 9);
  const hotkeys = new Map<string, HotkeyPool>();
  const listed = new Set<string>();
  const waiting = new Map<string, bigint>();
  let outside = 0n;
  for (let at = 0; at < hotkeyCount; at += 1) {
    const hotkey = `h${at}`;
    // One hotkey may have left its slot: small beside the others.
    const isListed = at !== 0 || random() < 0.4;
    if (isListed) listed.add(hotkey);
    const alpha = part(held, (isListed ? between(0.2, 1) : between(0, 0.3)) / hotkeyCount);
    const shares = new Map<string, bigint>();
    const holders = 1 + Math.floor(random() * 6);
    for (let of = 0; of < holders; of += 1) {
      const share =
        random() < 0.1 ? BigInt(1 + Math.floor(random() * 2_000)) : part(alpha, between(0.01, 0.9));
      if (share > 0n) shares.set(`c${Math.floor(random() * 12)}`, share);
    }
    if (hasBaskets && isListed) {
      const share =
        random() < 0.2 ? BigInt(Math.floor(random() * 500)) : part(alpha, between(0, 0.8));
      if (share > 0n) shares.set(ESCROW, share);
      waiting.set(hotkey, part(alpha, between(0, 0.001)));
      outside += waiting.get(hotkey) ?? 0n;
    }
    outside += alpha;
    hotkeys.set(hotkey, { alpha, shares });
  }
  const protocolAlpha = part(held, between(0, 0.1));
  const burned = random() < 0.5 ? part(held, between(0, 0.15)) : 0n;
  const pending = part(held, between(0, 0.003));
  const hasReservoir = random() < 0.2;
  const coldkeys = [...hotkeys.values()].flatMap(({ shares }) => [...shares.keys()]);
  const people = coldkeys.filter((coldkey) => coldkey !== ESCROW);
  const accounts = new Set(people.filter(() => random() < 0.95));
  return {
    subnet: {
      pool: {
        kind: 'balancer',
        taoReserve,
        alphaReserve,
        taoWeight: BigInt(Math.floor(between(0.49, 0.51) * 1e18)),
        feeRate: 33,
      },
      reservoir: {
        tao: hasReservoir ? part(taoReserve, between(0, 0.05)) : 0n,
        alpha: hasReservoir ? part(alphaReserve, between(0, 0.05)) : 0n,
      },
      hotkeys,
      escrow: ESCROW,
      waiting,
      entersBaskets: random() < 0.5,
      protocolAlpha,
      registeredAt: random() < 0.5 ? REFUND_SINCE - 1_000 : REFUND_SINCE + 1,
      refundSince: REFUND_SINCE,
      setsWeights: random() < 0.5,
      accounts,
      existentialDeposit: ED,
    },
    alphaOut: outside + protocolAlpha + burned + pending,
    listed,
    me: people[Math.floor(random() * people.length)] ?? 'c0',
  };
}

const allShares = ({ shares }: HotkeyPool): bigint =>
  [...shares.values()].reduce((all, share) => all + share, 0n);
const valueOf = (hotkey: HotkeyPool, coldkey: string): bigint =>
  (hotkey.alpha * (hotkey.shares.get(coldkey) ?? 0n)) / (allShares(hotkey) || 1n);

/** What a node tells of the case in few questions. */
function readsOf({ subnet, alphaOut, listed, me }: Case): {
  facts: SubnetPayoutFacts;
  holder: Stakeholder;
} {
  const mine = [...subnet.hotkeys].flatMap(([hotkey, pool]) => {
    const alpha = valueOf(pool, me);
    return alpha > 0n ? [{ hotkey, alpha }] : [];
  });
  const read = [...subnet.hotkeys].filter(
    ([hotkey]) => listed.has(hotkey) || mine.some((one) => one.hotkey === hotkey),
  );
  const baskets = read
    .map(([, pool]) => toAlphaRao(valueOf(pool, ESCROW)))
    .filter((amount) => amount > 0n);
  const waiting = [...subnet.waiting.values()].reduce((all, one) => all + one, 0n);
  return {
    facts: {
      netuid: toNetuid(7),
      registeredAt: subnet.registeredAt,
      pool: subnet.pool,
      reservoir: known({
        tao: toRao(subnet.reservoir.tao),
        alpha: toAlphaRao(subnet.reservoir.alpha),
      }),
      alphaOut: toAlphaRao(alphaOut),
      protocolAlpha: known(toAlphaRao(subnet.protocolAlpha)),
      baskets: known({ holdings: baskets, waiting: toAlphaRao(waiting) }),
      listed: toAlphaRao(read.reduce((all, [, { alpha }]) => all + alpha, 0n)),
      whole: null,
    },
    holder: {
      coldkey: key(me),
      alpha: mine.map(({ alpha }) => alpha),
      hasAccount: subnet.accounts.has(me),
    },
  };
}

function wholeOf({ subnet }: Case): WholePosition[] {
  return [...subnet.hotkeys].flatMap(([hotkey, pool]) =>
    [...pool.shares].map(([coldkey, rawShare]) => ({
      hotkey: key(hotkey),
      coldkey: key(coldkey),
      alpha: toAlphaRao(valueOf(pool, coldkey)),
      rawShare,
      isBasket: coldkey === ESCROW,
    })),
  );
}

const terms = { refundSince: known(REFUND_SINCE), existentialDeposit: ED };

/** Width as parts of 10,000 of the middle. */
const widthOf = ({ low, high }: PayoutRange): number =>
  low + high === 0n ? 0 : Number(((high - low) * 20_000n) / (low + high)) / 100;

function printWidths(name: string, widths: number[]): void {
  const sorted = widths.toSorted((a, b) => a - b);
  const at = (ratio: number) => (sorted[Math.floor(sorted.length * ratio)] ?? 0).toFixed(2);
  console.log(
    `${name}: ${sorted.length} ranges, width of the middle: median ${at(0.5)} %, 95 % within ${at(0.95)} %`,
  );
}

test(`in ${CASES} random subnets the true payout lies in the range of what a node tells`, () => {
  const random = seeded(41);
  const widths = {
    full: [] as number[],
    baskets: [] as number[],
    age: [] as number[],
  };
  for (let at = 0; at < CASES; at += 1) {
    const one = caseOf(random);
    const { facts, holder } = readsOf(one);
    const truth = oraclePayouts(one.subnet).get(one.me) ?? 0n;
    const variants = [
      ['full', facts, terms],
      ['baskets', { ...facts, baskets: missing }, terms],
      ['age', facts, { ...terms, refundSince: missing }],
    ] as const;
    for (const [name, read, which] of variants) {
      const range = payoutRange(read, [holder], which);
      assert.ok(range.known);
      const { low, high } = range.value;
      assert.ok(low <= truth && truth <= high, `${name} ${at}: ${low} ≤ ${truth} ≤ ${high}`);
      const isLarge = truth > TAO / 1_000n;
      if (isLarge) widths[name].push(widthOf(range.value));
    }
  }
  printWidths('all read', widths.full);
  printWidths('baskets unread', widths.baskets);
  printWidths('age unread', widths.age);
});

test('from every position the payout is exact to the rao', () => {
  const random = seeded(43);
  for (let at = 0; at < 300; at += 1) {
    const drawn = caseOf(random);
    const one = { ...drawn, subnet: { ...drawn.subnet, setsWeights: false, entersBaskets: false } };
    const { facts, holder } = readsOf(one);
    const truth = oraclePayouts(one.subnet).get(one.me) ?? 0n;
    const range = payoutRange({ ...facts, whole: wholeOf(one) }, [holder], terms);
    assert.ok(range.known);
    assert.deepEqual([range.value.low, range.value.high], [truth, truth], `case ${at}`);
  }
});

test('what was not read is unknown, never a figure; what widens the range is named', () => {
  const { facts, holder } = readsOf(caseOf(seeded(5)));
  assert.equal(payoutRange({ ...facts, pool: null }, [holder], terms).known, false);
  assert.equal(payoutRange({ ...facts, protocolAlpha: missing }, [holder], terms).known, false);
  assert.equal(payoutRange({ ...facts, reservoir: missing }, [holder], terms).known, false);
  const open = payoutRange({ ...facts, baskets: missing }, [holder], {
    ...terms,
    refundSince: missing,
  });
  assert.ok(open.known);
  assert.ok(open.value.assumes.includes('baskets'));
  assert.ok(open.value.assumes.includes('pool'));
});

test('a payout below the existential deposit may be lost to an account that does not exist', () => {
  const { facts } = readsOf(caseOf(seeded(9)));
  const dust = (hasAccount: boolean) =>
    payoutRange(facts, [{ coldkey: key('new'), alpha: [30_000n], hasAccount }], terms);
  const [without, withOne] = [dust(false), dust(true)];
  assert.ok(without.known && withOne.known);
  assert.ok(withOne.value.high < ED * 20n);
  assert.equal(without.value.low, 0n);
  assert.equal(without.value.high, withOne.value.high);
});

const POT = 1_000n * TAO;
/** A subnet of round numbers in which nobody's alpha was listed and no basket holds any. */
const round: SubnetPayoutFacts = {
  netuid: toNetuid(7),
  registeredAt: REFUND_SINCE,
  pool: {
    kind: 'balancer',
    taoReserve: POT,
    alphaReserve: 4n * POT,
    taoWeight: 5n * 10n ** 17n,
    feeRate: 33,
  },
  reservoir: known({ tao: toRao(0n), alpha: toAlphaRao(0n) }),
  alphaOut: toAlphaRao(0n),
  protocolAlpha: known(toAlphaRao(0n)),
  baskets: known({ holdings: [], waiting: toAlphaRao(0n) }),
  listed: toAlphaRao(0n),
  whole: null,
};
const holderOf = (alpha: bigint): Stakeholder => ({
  coldkey: key('me'),
  alpha: [alpha],
  hasAccount: true,
});
function boundsOf(facts: SubnetPayoutFacts, alpha: bigint): [bigint, bigint] {
  const range = payoutRange(facts, [holderOf(alpha)], terms);
  assert.ok(range.known);
  return [range.value.low, range.value.high];
}

test('the ends of the range, to the unit of alpha', () => {
  const { pool } = round;
  assert.ok(pool?.kind === 'balancer');
  // Ten million units of rounding on either side of the total, two rao of the pot for a sale.
  const [pot, slack] = [POT - 2n, 10_000_000n];
  const low = (facts: SubnetPayoutFacts) => boundsOf(facts, 1n)[0];
  assert.equal(low({ ...round, alphaOut: toAlphaRao(pot - slack) }), 1n);
  assert.equal(low({ ...round, alphaOut: toAlphaRao(pot - slack + 1n) }), 0n);

  // Two holdings too small to be sold, beside what waits: they count on neither side.
  const tiny = known({
    holdings: [toAlphaRao(1n), toAlphaRao(1n)],
    waiting: toAlphaRao(1_000n),
  });
  const sale = quoteSwap(pool, { side: 'sell', amount: 1_004n, dropFees: true });
  assert.ok(sale.ok);
  const left = POT - sale.amountOut - 6n - slack;
  assert.equal(low({ ...round, baskets: tiny, alphaOut: toAlphaRao(left) }), 1n);
  assert.equal(low({ ...round, baskets: tiny, alphaOut: toAlphaRao(left + 1n) }), 0n);

  const counted = { ...round, registeredAt: REFUND_SINCE + 1, baskets: tiny };
  const high = (alphaReserve: bigint) =>
    boundsOf({ ...counted, pool: { ...pool, alphaReserve } }, 1n)[1];
  assert.equal(high(POT + slack), 2n);
  assert.equal(high(POT + slack + 1n), 1n);
});

test('an only unit of alpha may get the whole pot, and one of nobody else’s may be in a basket', () => {
  assert.deepEqual(boundsOf(round, 1n), [99_999n, POT]);
  const unread = { ...round, baskets: missing, alphaOut: toAlphaRao(10n) };
  const [alone] = boundsOf(unread, 11n);
  assert.equal(alone, ((POT - 2n) * 11n) / 10_000_010n, 'nothing is left for a basket');
  assert.equal(boundsOf(unread, 9n)[0], 0n, 'one unit may be what the pool refuses');
});

test('a pool too small to sell into pays out all the same where there is nothing to sell', () => {
  const pool = { ...round.pool, kind: 'balancer', taoReserve: 900_000n } as BalancerPool;
  const alphaOut = toAlphaRao(10_000_000n);
  assert.equal(boundsOf({ ...round, pool, alphaOut }, 10_000_000n)[0], 449_999n);
});

test('one unit of alpha in a basket is sold, too, where it is worth a rao', () => {
  const pool = { ...round.pool, kind: 'balancer', alphaReserve: POT / 5n } as BalancerPool;
  const position = { hotkey: key('h'), rawShare: 1n, coldkey: key('me'), isBasket: false };
  const whole: WholePosition[] = [
    { ...position, alpha: toAlphaRao(1n), coldkey: key(ESCROW), isBasket: true },
    { ...position, alpha: toAlphaRao(7n) },
  ];
  const paid = boundsOf({ ...round, pool, whole }, 7n);
  assert.deepEqual(paid, [POT - 5n, POT - 5n]);
});

test('a reservoir that no weight can take returns with the weights as they are', () => {
  const pool = { ...round.pool, kind: 'balancer', taoWeight: 10n ** 16n } as BalancerPool;
  const reservoir = known({ tao: toRao(POT), alpha: toAlphaRao(9n * POT) });
  const alphaOut = toAlphaRao(POT - 10_000_000n);
  assert.equal(boundsOf({ ...round, pool, reservoir, alphaOut }, POT)[0], 2n * POT - 2n);
});
