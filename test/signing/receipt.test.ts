// Receipts against plans and events written by hand: equal where nothing moved, told apart where it did.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import type { ChainEvent, EventValue } from '../../src/chain/reads/read-events.ts';
import { subnetAccountOf } from '../../src/chain/reads/subnet-account.ts';
import { AppError } from '../../src/errors.ts';
import type { Leg, Plan, Quantity } from '../../src/model/plan.ts';
import { makeReceipt } from '../../src/signing/receipt.ts';
import { readOutcome } from '../../src/signing/stake-events.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { ADDRESS, createFakeModel, factsAt, MOVE, TERMS } from './fake-facts.ts';

const BLOCK = { hash: '0xb1', number: 110 } as const;
const figures = { expected: 1_000n, nonce: 1, specVersion: 425, refusal: null };
const base: Plan = createFakeModel().planMove(
  MOVE,
  TERMS,
  factsAt({ hash: '0xb0', number: 109 }, figures),
);

const tao = (amount: bigint): Quantity => ({ unit: 'rao', amount: toRao(amount) });
const alpha = (netuid: number, amount: bigint): Quantity => ({
  unit: 'alpha',
  netuid: toNetuid(netuid),
  amount: toAlphaRao(amount),
});
const exactly = (quantity: Quantity): Plan['receives'] => ({
  expected: quantity,
  minimum: quantity,
  floor: null,
  minimumRestsOn: null,
  isGuaranteed: true,
  isOfWhatIsHeld: false,
  worstPrice: null,
  worstMeasured: null,
  worstIfMoved: null,
});

type Trade = { netuid: number; in: bigint; fee: bigint; out: bigint };

function leg(side: 'buy' | 'sell', trade: Trade, purpose: Leg['purpose'] = 'trade'): Leg {
  const { netuid, fee } = trade;
  const pool = { kind: 'stable' } as const;
  return {
    purpose,
    netuid: toNetuid(netuid),
    side,
    curve: 'balancer',
    item: 0,
    before: pool,
    order: { side, amount: trade.in + fee },
    fill: {
      ok: true,
      amountIn: trade.in,
      fee,
      amountOut: trade.out,
      priceBefore: 1n,
      priceAfter: 1n,
      after: pool,
    },
    after: pool,
    priceImpactPpm: 0n,
    swapFee: side === 'buy' ? tao(fee) : alpha(netuid, fee),
    limitPrice: null,
    headroomPpm: null,
    sim: null,
  };
}

const event = (pallet: string, name: string, fields: Record<string, EventValue>): ChainEvent => ({
  pallet,
  name,
  fields,
  extrinsicIndex: 3,
});

function sold(trade: Trade, hotkey: string = ADDRESS.hotkey): ChainEvent {
  const { netuid, fee } = trade;
  const fields = { coldkey: ADDRESS.coldkey, hotkey, tao: trade.out, alpha: trade.in, netuid, fee };
  return event('SubtensorModule', 'StakeRemoved', fields);
}

function bought(trade: Trade, hotkey: string = ADDRESS.hotkey): ChainEvent {
  const { netuid, fee } = trade;
  const gross = trade.in + fee;
  const fields = { coldkey: ADDRESS.coldkey, hotkey, tao: gross, alpha: trade.out, netuid, fee };
  return event('SubtensorModule', 'StakeAdded', fields);
}

const feePaid = event('TransactionPayment', 'TransactionFeePaid', {
  who: ADDRESS.coldkey,
  actual_fee: 77n,
  tip: 0n,
});
const success = event('System', 'ExtrinsicSuccess', {});

function receiptFor(plan: Plan, events: ChainEvent[], atParent: Plan | null = null): Receipt {
  const outcome = readOutcome([...events, feePaid, success]);
  return makeReceipt({ plan, atParent, block: BLOCK, extrinsicIndex: 3, at: 1, outcome });
}

const shown = ({ lines }: Receipt) =>
  lines.map(({ labelKey, unit, netuid, expected, actual }) => {
    return [labelKey, unit === 'rao' ? 'rao' : `alpha ${netuid}`, expected, actual];
  });

test('a stake: TAO given, alpha received, fee in TAO', () => {
  const trade = { netuid: 4, in: 990n, fee: 10n, out: 3_000n };
  const plan: Plan = {
    ...base,
    gives: tao(1_000n),
    receives: exactly(alpha(4, 3_000n)),
    legs: [leg('buy', trade)],
  };
  assert.deepEqual(shown(receiptFor(plan, [bought({ ...trade, out: 2_990n })])), [
    ['receiptReceived', 'alpha 4', 3_000n, 2_990n],
    ['receiptGave', 'rao', 1_000n, 1_000n],
    ['receiptPoolFee', 'rao', 10n, 10n],
  ]);
});

test('an unstake whose remainder is sold by force: both sales are paid, the remainder has its line', () => {
  const main = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const rest = { netuid: 4, in: 19n, fee: 1n, out: 30n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(tao(930n)),
    legs: [leg('sell', main), leg('sell', rest, 'residue')],
  };
  assert.deepEqual(shown(receiptFor(plan, [sold(main), sold(rest)])), [
    ['receiptReceived', 'rao', 930n, 930n],
    ['receiptGave', 'alpha 4', 500n, 500n],
    ['receiptResidue', 'alpha 4', 20n, 20n],
    ['receiptPoolFee', 'alpha 4', 6n, 6n],
  ]);
  const unforeseen: Plan = { ...plan, receives: exactly(tao(900n)), legs: [leg('sell', main)] };
  const lines = shown(receiptFor(unforeseen, [sold(main), sold(rest)]));
  assert.deepEqual(lines[2], ['receiptResidue', 'alpha 4', null, 20n]);
});

test('a protected change of subnet: what the sale brought, and the TAO that stayed free', () => {
  const sale = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const purchase = { netuid: 9, in: 880n, fee: 15n, out: 4_000n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(alpha(9, 4_000n)),
    spareTao: toRao(5n),
    legs: [leg('sell', sale), leg('buy', purchase)],
  };
  const better = { ...sale, out: 902n };
  assert.deepEqual(shown(receiptFor(plan, [sold(better), bought(purchase)])), [
    ['receiptReceived', 'alpha 9', 4_000n, 4_000n],
    ['receiptGave', 'alpha 4', 500n, 500n],
    ['receiptBetween', 'rao', 900n, 902n],
    ['receiptSpareTao', 'rao', 5n, 7n],
    ['receiptPoolFee', 'alpha 4', 5n, 5n],
    ['receiptPoolFee', 'rao', 15n, 15n],
  ]);
});

test('a change of subnet that leaves no TAO, as planned, says nothing of any', () => {
  const sale = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const purchase = { netuid: 9, in: 885n, fee: 15n, out: 4_000n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(alpha(9, 4_000n)),
    legs: [leg('sell', sale), leg('buy', purchase)],
  };
  const keys = (one: Plan, out: bigint) =>
    shown(receiptFor(one, [sold({ ...sale, out }), bought(purchase)])).map(([key]) => key);
  assert.ok(!keys(plan, 900n).includes('receiptSpareTao'));
  assert.ok(!keys(plan, 899n).includes('receiptSpareTao'));
  assert.ok(keys(plan, 901n).includes('receiptSpareTao'));
  assert.ok(keys({ ...plan, spareTao: toRao(1n) }, 900n).includes('receiptSpareTao'));
});

test('a change of subnet whose TAO was too little to be staked again: nothing bought, all of it free', () => {
  const sale = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const purchase = { netuid: 9, in: 900n, fee: 0n, out: 4_000n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(alpha(9, 4_000n)),
    legs: [leg('sell', sale), leg('buy', purchase)],
  };
  const lines = shown(receiptFor(plan, [sold(sale)]));
  assert.deepEqual(lines[0], ['receiptReceived', 'alpha 9', 4_000n, 0n]);
  assert.deepEqual(lines[3], ['receiptSpareTao', 'rao', 0n, 900n]);
});

test('stake that moves as it is: both halves carry the same alpha, and no TAO was received', () => {
  const half = { netuid: 4, in: 500n, fee: 0n, out: 321n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(alpha(4, 500n)),
    legs: [],
  };
  const arrived = bought({ netuid: 4, in: 321n, fee: 0n, out: 500n }, ADDRESS.other);
  assert.deepEqual(shown(receiptFor(plan, [sold(half), arrived])), [
    ['receiptReceived', 'alpha 4', 500n, 500n],
    ['receiptGave', 'alpha 4', 500n, 500n],
  ]);
});

test('several exits: one line an item, and an item that was skipped brought nothing', () => {
  const items = [4, 7, 9].map((netuid) => ({ netuid, in: 495n, fee: 5n, out: BigInt(netuid) }));
  const plan: Plan = {
    ...base,
    gives: null,
    receives: exactly(tao(20n)),
    legs: items.map((item) => leg('sell', item)),
  };
  const happened = items.filter(({ netuid }) => netuid !== 7).map((item) => sold(item));
  assert.deepEqual(shown(receiptFor(plan, happened)).slice(0, 4), [
    ['receiptReceived', 'rao', 20n, 13n],
    ['receiptItem', 'rao', 4n, 4n],
    ['receiptItem', 'rao', 7n, 0n],
    ['receiptItem', 'rao', 9n, 9n],
  ]);
});

test('an exit of two positions has a line for each, a sale alone has none of its own', () => {
  const of = (...netuids: number[]) => {
    const items = netuids.map((netuid) => ({ netuid, in: 495n, fee: 5n, out: BigInt(netuid) }));
    const legs = items.map((item) => leg('sell', item));
    const plan: Plan = { ...base, gives: null, receives: exactly(tao(9n)), legs };
    const lines = shown(
      receiptFor(
        plan,
        items.map((item) => sold(item)),
      ),
    );
    return lines.filter(([labelKey]) => labelKey === 'receiptItem');
  };
  assert.deepEqual(of(4, 7), [
    ['receiptItem', 'rao', 4n, 4n],
    ['receiptItem', 'rao', 7n, 7n],
  ]);
  assert.deepEqual(of(4), []);
});

test('a network fee in alpha is no part of the trade', () => {
  const main = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const forFee = { netuid: 4, in: 12n, fee: 0n, out: 20n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(tao(900n)),
    legs: [leg('sell', forFee, 'network-fee'), leg('sell', main)],
  };
  const paid = event('SubtensorModule', 'TransactionFeePaidWithAlpha', {
    who: ADDRESS.coldkey,
    netuid: 4,
    alpha_fee: 12n,
    tao_amount: 20n,
  });
  const receipt = receiptFor(plan, [sold(forFee), sold(main), paid]);
  assert.deepEqual(receipt.networkFee, { paidIn: 'alpha', netuid: 4, fee: 12n });
  assert.deepEqual(shown(receipt), [
    ['receiptReceived', 'rao', 900n, 900n],
    ['receiptGave', 'alpha 4', 500n, 500n],
    ['receiptPoolFee', 'alpha 4', 5n, 5n],
  ]);
});

test('an unused part of a fee in alpha that came back is no purchase', () => {
  const main = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const forFee = { netuid: 4, in: 12n, fee: 0n, out: 20n };
  const back = { netuid: 4, in: 5n, fee: 0n, out: 3n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(tao(900n)),
    legs: [leg('sell', forFee, 'network-fee'), leg('sell', main)],
  };
  const net = { who: ADDRESS.coldkey, netuid: 4, alpha_fee: 9n, tao_amount: 15n };
  const paid = event('SubtensorModule', 'TransactionFeePaidWithAlpha', net);
  const receipt = receiptFor(plan, [sold(forFee), sold(main), bought(back), paid]);
  assert.deepEqual(receipt.networkFee, { paidIn: 'alpha', netuid: 4, fee: 9n });
  assert.deepEqual(shown(receipt).slice(0, 2), [
    ['receiptReceived', 'rao', 900n, 900n],
    ['receiptGave', 'alpha 4', 500n, 500n],
  ]);
});

test('what a pool did not take of a purchase came back: the receipt names what was paid', () => {
  const planned = { netuid: 4, in: 990n, fee: 10n, out: 3_000n };
  const done = { ...planned, out: 2_400n };
  const plan: Plan = {
    ...base,
    gives: tao(1_000n),
    receives: exactly(alpha(4, 3_000n)),
    legs: [leg('buy', planned)],
  };
  const pays = (netuid: number, to: string, amount: bigint) =>
    event('Balances', 'Transfer', { from: subnetAccountOf(toNetuid(netuid)), to, amount });
  const gave = (...events: ChainEvent[]) => shown(receiptFor(plan, events))[1];
  const back = pays(4, ADDRESS.coldkey, 200n);
  assert.deepEqual(gave(bought(done), back), ['receiptGave', 'rao', 1_000n, 800n]);
  assert.deepEqual(gave(back, bought(done)), ['receiptGave', 'rao', 1_000n, 800n], 'in any order');
  const all = (amount: bigint) => gave(bought(done), pays(4, ADDRESS.coldkey, amount))?.[3];
  assert.deepEqual([999n, 1_000n, 1_001n].map(all), [1n, 0n, 1_000n], 'at most what was paid');
  // TAO of a sale in the same subnet, to somebody else, or of another subnet is no refund.
  const sale = { netuid: 4, in: 50n, fee: 1n, out: 200n };
  for (const events of [
    [back, sold(sale), bought(done)],
    [bought(done), pays(4, ADDRESS.hotkey, 200n)],
    [bought(done), pays(5, ADDRESS.coldkey, 200n)],
  ]) {
    assert.deepEqual(gave(...events), ['receiptGave', 'rao', 1_000n, 1_000n]);
  }
});

test('of purchases in two subnets each got its own refund, once, down to a rao', () => {
  const trade = { in: 990n, fee: 10n, out: 3_000n };
  const buy = (netuid: number) => bought({ ...trade, netuid });
  const pays = (netuid: number, amount: bigint) =>
    event('Balances', 'Transfer', {
      from: subnetAccountOf(toNetuid(netuid)),
      to: ADDRESS.coldkey,
      amount,
    });
  const paid = (...events: ChainEvent[]) =>
    readOutcome([...events, success]).trades.map((one) => one.tao);
  assert.deepEqual(paid(buy(4), buy(5), pays(5, 200n)), [1_000n, 800n]);
  assert.deepEqual(paid(buy(4), buy(5), pays(5, 200n), pays(4, 1n)), [999n, 800n]);
  assert.deepEqual(paid(buy(4), buy(4), pays(4, 200n), pays(4, 50n)), [750n, 1_000n]);
  const foreign = { ...buy(4), fields: { ...buy(4).fields, coldkey: ADDRESS.other } };
  assert.deepEqual(paid(foreign, buy(4), pays(4, 200n)), [1_000n, 800n], 'of another account');
  const sale = sold({ netuid: 5, in: 50n, fee: 1n, out: 150n });
  assert.deepEqual(paid(sale, buy(4), pays(4, 200n)), [150n, 800n], 'TAO of another subnet’s sale');
  assert.deepEqual(
    paid(sale, buy(5), pays(5, 200n)),
    [150n, 950n],
    'less what its own sale brought',
  );
});

test('a trade, or the sale of a remainder, that did not happen brought nothing and paid nothing', () => {
  const main = { netuid: 4, in: 495n, fee: 5n, out: 900n };
  const rest = { netuid: 4, in: 19n, fee: 1n, out: 30n };
  const plan: Plan = {
    ...base,
    gives: alpha(4, 500n),
    receives: exactly(tao(930n)),
    legs: [leg('sell', main), leg('sell', rest, 'residue')],
  };
  assert.deepEqual(shown(receiptFor(plan, [])), [
    ['receiptReceived', 'rao', 930n, 0n],
    ['receiptGave', 'alpha 4', 500n, 0n],
    ['receiptResidue', 'alpha 4', 20n, 0n],
    ['receiptPoolFee', 'alpha 4', 6n, 0n],
  ]);
  assert.deepEqual(shown(receiptFor(plan, [sold(main)])).slice(1), [
    ['receiptGave', 'alpha 4', 500n, 500n],
    ['receiptResidue', 'alpha 4', 20n, 0n],
    ['receiptPoolFee', 'alpha 4', 6n, 5n],
  ]);
});

test('a runtime whose events name no fee leaves that line out', () => {
  const trade = { netuid: 4, in: 500n, fee: 0n, out: 900n };
  const plan: Plan = { ...base, gives: alpha(4, 500n), receives: exactly(tao(900n)) };
  const { fee: _none, ...fields } = sold(trade).fields;
  const old = { ...sold(trade), fields };
  const lines = shown(receiptFor({ ...plan, legs: [leg('sell', trade)] }, [old]));
  assert.deepEqual(lines, [
    ['receiptReceived', 'rao', 900n, 900n],
    ['receiptGave', 'alpha 4', 500n, 500n],
  ]);
});

test('the difference before the block is told apart from the rest', () => {
  const plan: Plan = { ...base, receives: exactly(tao(1_000n)) };
  const atParent: Plan = { ...base, receives: exactly(tao(993n)) };
  const trade = { netuid: 1, in: 500n, fee: 1n, out: 990n };
  assert.equal(receiptFor(plan, [sold(trade)], atParent).poolMovedBefore, -7n);
  assert.equal(receiptFor(plan, [sold(trade)], null).poolMovedBefore, null);
  const otherUnit: Plan = { ...base, receives: exactly(alpha(1, 993n)) };
  assert.equal(receiptFor(plan, [sold(trade)], otherUnit).poolMovedBefore, null);
});

test('where nothing moved, every line of every plan equals its events', () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
  const trades = fc.array(fc.record({ in: amount, fee: amount, out: amount }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(trades, (drawn) => {
      const items = drawn.map((trade, index) => ({ ...trade, netuid: index + 1 }));
      const total = items.reduce((sum, { out }) => sum + out, 0n);
      const plan: Plan = {
        ...base,
        gives: null,
        receives: exactly(tao(total)),
        legs: items.map((item) => leg('sell', item)),
      };
      const { lines } = receiptFor(
        plan,
        items.map((item) => sold(item)),
      );
      for (const { labelKey, expected, actual } of lines) assert.equal(expected, actual, labelKey);
    }),
  );
});

test('a failed dispatch is named by pallet and error', () => {
  const forms: [EventValue, string][] = [
    [
      {
        type: 'Module',
        value: { type: 'SubtensorModule', value: { type: 'SlippageTooHigh', value: null } },
      },
      'SubtensorModule.SlippageTooHigh',
    ],
    [{ type: 'Token', value: { type: 'BelowMinimum', value: null } }, 'Token.BelowMinimum'],
    [{ type: 'BadOrigin', value: null }, 'System.BadOrigin'],
  ];
  for (const [dispatch_error, name] of forms) {
    const failed = event('System', 'ExtrinsicFailed', { dispatch_error });
    const outcome = readOutcome([feePaid, failed]);
    assert.equal(outcome.error, name);
    assert.equal(outcome.isSuccess, false);
    const receipt = makeReceipt({
      plan: base,
      atParent: base,
      block: BLOCK,
      extrinsicIndex: 3,
      at: 1,
      outcome,
    });
    assert.deepEqual(receipt.lines, []);
    assert.deepEqual(receipt.networkFee, { paidIn: 'tao', fee: 77n });
    assert.equal(receipt.poolMovedBefore, null);
  }
});

test('events that do not say how it ended, or lack a field, are malformed', () => {
  const trade = { netuid: 4, in: 1n, fee: 0n, out: 1n };
  const { tao: _none, ...fields } = sold(trade).fields;
  const wrong: ChainEvent[][] = [
    [],
    [sold(trade), feePaid],
    [{ ...sold(trade), fields }, success],
    [{ ...sold(trade), fields: { ...sold(trade).fields, netuid: 'four' } }, success],
    [event('System', 'ExtrinsicFailed', { dispatch_error: 5n })],
  ];
  for (const events of wrong) {
    assert.throws(
      () => readOutcome(events),
      (error) => error instanceof AppError && error.code === 'NODE_MALFORMED',
    );
  }
});

test('a lock: what the events say of this validator in this subnet, and of no other', () => {
  const netuid = toNetuid(4);
  const plan: Plan = {
    ...base,
    legs: [],
    lock: {
      netuid,
      hotkey: ADDRESS.hotkey,
      amount: toAlphaRao(500n),
      bound: { known: false, reason: 'unreadable' },
      lockedTo: { known: true, value: null },
      isPerpetual: { known: true, value: false },
      unlockRate: { known: false, reason: 'unreadable' },
    },
  };
  const locked = (hotkey: string, at: number, amount: bigint) =>
    event('SubtensorModule', 'StakeLocked', { hotkey, netuid: BigInt(at), amount });
  const events = [
    locked(ADDRESS.hotkey, 4, 300n),
    locked(ADDRESS.hotkey, 5, 7_000n),
    locked(ADDRESS.coldkey, 4, 90_000n),
    locked(ADDRESS.hotkey, 4, 20n),
  ];
  assert.deepEqual(
    shown(receiptFor(plan, events)).find(([labelKey]) => labelKey === 'receiptLocked'),
    ['receiptLocked', 'alpha 4', 500n, 320n],
  );
});

test('whether locked alpha is taken is told by the last event of it, which must be a word', () => {
  const told = (...enabled: EventValue[]) =>
    readOutcome([
      ...enabled.map((value) =>
        event('SubtensorModule', 'RejectLockedAlphaUpdated', { enabled: value }),
      ),
      feePaid,
      success,
    ]).acceptsLocked;
  assert.deepEqual([told(), told(true), told(false), told(true, false)], [null, false, true, true]);
  assert.throws(() => told(1n), AppError);
});

test('of the trades beside a fee in alpha only the sale that paid it and what came back of it are taken out', () => {
  const paid = (amount: bigint) =>
    event('SubtensorModule', 'TransactionFeePaidWithAlpha', {
      who: ADDRESS.coldkey,
      netuid: 4,
      alpha_fee: amount,
      tao_amount: 15n,
    });
  const sale = (alphaIn: bigint, fee = 0n) => sold({ netuid: 4, in: alphaIn, fee, out: 20n });
  const buy = (out: bigint, hotkey?: string) => bought({ netuid: 4, in: 5n, fee: 0n, out }, hotkey);
  const left = (fee: bigint, ...events: ChainEvent[]) =>
    readOutcome([...events, paid(fee), feePaid, success]).trades.map(({ side, alpha: amount }) =>
      side === 'sell' ? -amount : amount,
    );
  assert.deepEqual(left(9n, sale(9n), sale(50n)), [-50n]);
  assert.deepEqual(left(9n, sale(12n), sale(50n, 5n), buy(3n), sale(70n)), [-55n, -70n]);
  assert.deepEqual(left(9n, sale(50n, 5n), sale(12n), buy(3n)), [-55n], 'behind a larger one');
  assert.deepEqual(left(9n, sale(12n), buy(3n, ADDRESS.coldkey)), [-12n, 3n], 'of another hotkey');
  assert.deepEqual(left(9n, sale(12n), buy(4n)), [-12n, 4n], 'of another amount');
  assert.deepEqual(left(9n, buy(3n), sale(12n)), [3n, -12n], 'before it');
  assert.deepEqual(left(9n, sale(8n)), [-8n], 'too small to have paid it');
  assert.deepEqual(left(9n, sale(9n, 1n)), [-10n], 'with a pool fee');
  const { fee: _none, ...fields } = sale(9n).fields;
  const older = event('SubtensorModule', 'StakeRemoved', fields);
  assert.deepEqual(left(9n, older, sale(50n)), [-50n], 'where no fee is told of any');
});

test('what funds paid is told by the chain’s own events of that name, as far as they can be read', () => {
  const { hotkey, coldkey } = ADDRESS;
  const fields = { coldkey, hotkey, tao: 7n };
  const paid = event('SubtensorModule', 'BasketClaimed', fields);
  const skipped = event('SubtensorModule', 'BasketClaimDustSkipped', {
    hotkey,
    forfeited_tao_est: 2n,
  });
  const of = (...events: ChainEvent[]) => readOutcome([...events, success]).paidByFunds;
  assert.deepEqual(of(paid, skipped), [{ hotkey, tao: 7n, forfeited: 2n }]);
  assert.deepEqual(of(event('Other', 'BasketClaimed', fields), skipped), []);
  const unread = { ...paid, fields: {}, isUnread: true } as const;
  assert.deepEqual(of(unread), []);
  assert.deepEqual(readOutcome([unread, success]).unread, ['SubtensorModule.BasketClaimed']);
});
