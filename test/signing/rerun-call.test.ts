// The signed call run again at newer facts, with the real planner: the same answer the plan gave where nothing
// moved, the chain's refusal where the price left the limit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { MoveFacts, Position, SubnetFacts } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import { batchOf } from '../../src/moves/run/chain-call.ts';
import { factsQueryOf } from '../../src/moves/facts-query.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { rerunCall } from '../../src/signing/rerun-call.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { ADDRESS, factsAt } from './fake-facts.ts';

const TAO = 1_000_000_000n;
const { coldkey, hotkey, other } = ADDRESS;
const [one, two] = [toNetuid(1), toNetuid(2)];
const terms: MoveTerms = { toleranceBps: 50, allowPartial: false, eraBlocks: 64 };

function subnet(netuid: typeof one, taoReserve: bigint): SubnetFacts {
  return {
    netuid,
    registeredAt: 1,
    exists: true,
    curve: 'balancer',
    pool: {
      kind: 'balancer',
      taoReserve,
      alphaReserve: 100_000n * TAO,
      taoWeight: 500_000_000_000_000_000n,
      feeRate: 33,
    },
    nodePrice: { known: false, reason: 'unreadable' },
    alphaOut: toAlphaRao(200_000n * TAO),
    isSubtokenEnabled: { known: true, value: true },
    isTransferEnabled: { known: true, value: true },
    injection: {
      known: true,
      value: { tao: toRao(0n), alpha: toAlphaRao(0n), boughtWithTao: toRao(0n) },
    },
  };
}

function factsWith(change: { tao1?: bigint; tao2?: bigint } = {}): MoveFacts {
  const figures = { expected: 2_000_000n, nonce: 3, specVersion: 475, refusal: null };
  const facts = factsAt({ hash: '0xb1', number: 500 }, figures);
  const position = (netuid: typeof one): Position => ({
    coldkey,
    hotkey,
    netuid,
    alpha: toAlphaRao(50n * TAO),
    isRegistered: true,
    hotkeyDividends: { known: true, value: toAlphaRao(0n) },
  });
  const calls = factsQueryOf({ ...changeSubnet, route: 'one-call' }).calls;
  const more = ['transfer_stake', 'remove_stake_full_limit', 'remove_stake', 'add_stake'];
  const known = [...calls, ...more.map((name) => `SubtensorModule.${name}`)];
  const exits = [1, 2].map((count) =>
    batchOf(Array(count).fill('SubtensorModule.remove_stake_full_limit')),
  );
  return {
    ...facts,
    rules: { ...facts.rules, calls: [...known, 'Utility.batch_all'] },
    coldkey: { ...facts.coldkey, free: toRao(1_000n * TAO) },
    destination: { ...facts.coldkey, coldkey: other },
    subnets: [subnet(one, change.tao1 ?? 10_000n * TAO), subnet(two, change.tao2 ?? 5_000n * TAO)],
    positions: [position(one), position(two)],
    availability: {
      known: true,
      value: [one, two].map((netuid) => ({
        coldkey,
        netuid,
        total: toAlphaRao(50n * TAO),
        locked: toAlphaRao(0n),
        available: toAlphaRao(50n * TAO),
        bonds: { known: false, reason: 'not-on-this-runtime' },
      })),
    },
    hotkeys: [hotkey, other].map((each) => ({
      hotkey: each,
      owner: other,
      take: null,
      name: null,
    })),
    registrations: { [`1:${hotkey}`]: true, [`2:${hotkey}`]: true, [`2:${other}`]: true },
    networkFees: Object.fromEntries(
      [...known, ...exits].map((name) => [name, { known: true, value: toRao(1_000_000n) }]),
    ),
  };
}

const from = { coldkey, hotkey, netuid: one };
const amount = toAlphaRao(20n * TAO);
const changeSubnet = {
  ...from,
  kind: 'change-subnet',
  toNetuid: two,
  toHotkey: hotkey,
  amount,
  route: 'protected',
} as const;

const moves: Move[] = [
  { ...from, kind: 'stake', amount: toRao(30n * TAO) },
  { ...from, kind: 'unstake', amount },
  { ...from, kind: 'unstake-all' },
  { ...from, kind: 'change-validator', toHotkey: other, amount },
  changeSubnet,
  { ...changeSubnet, route: 'one-call' },
  { ...changeSubnet, toHotkey: other, route: 'one-call' },
  { ...from, kind: 'transfer', toColdkey: other, amount },
  {
    kind: 'exit-several',
    coldkey,
    items: [from, { hotkey, netuid: two }],
    sending: 'one-batch',
  },
];

const nameOf = (move: Move): string => `${move.kind} ${'route' in move ? move.route : ''}`;

test('every kind of planned call goes through again where nothing moved', () => {
  for (const move of moves) {
    const facts = factsWith();
    const plan = planMove(move, terms, facts);
    assert.ok(plan.call, `${nameOf(move)}: ${JSON.stringify(plan.checks.map(({ id }) => id))}`);
    assert.equal(plan.wouldFailWith, null, nameOf(move));
    assert.deepEqual(rerunCall(facts, move, plan.call), { known: true, value: null }, nameOf(move));
  }
});

test('a limit that the price has left refuses the call', () => {
  const cases: [number, { tao1?: bigint; tao2?: bigint }][] = [
    [0, { tao1: 11_000n * TAO }],
    [1, { tao1: 9_000n * TAO }],
    [2, { tao1: 9_000n * TAO }],
    [4, { tao1: 9_000n * TAO }],
    [4, { tao2: 6_000n * TAO }],
  ];
  for (const [index, change] of cases) {
    const move = moves[index];
    assert.ok(move);
    const { call } = planMove(move, terms, factsWith());
    assert.ok(call);
    const answer = rerunCall(factsWith(change), move, call);
    assert.ok(answer.known && answer.value !== null, nameOf(move));
    assert.match(answer.value, /SlippageTooHigh|PriceLimitExceeded/, nameOf(move));
  }
});

test('a subnet that is gone, and a pool that only the node knows, are not taken for going through', () => {
  const move = moves[1];
  assert.ok(move);
  const { call } = planMove(move, terms, factsWith());
  assert.ok(call);
  const facts = factsWith();
  const [first, second] = facts.subnets;
  assert.ok(first && second);
  const gone = rerunCall({ ...facts, subnets: [second] }, move, call);
  assert.deepEqual(gone, { known: true, value: 'SubtensorModule.SubnetNotExists' });
  const beyond = { ...first, curve: 'node-only', pool: null } as const;
  const unknown = rerunCall({ ...facts, subnets: [beyond, second] }, move, call);
  assert.equal(unknown.known, false);
});

test('a call that no plan of the move makes is refused', () => {
  const [, move] = moves;
  assert.ok(move);
  const { call } = planMove(move, terms, factsWith());
  assert.ok(call);
  const wrong = [
    { ...call, name: 'recycle_alpha' },
    { ...call, args: { ...call.args, hotkey: other } },
    { ...call, args: { ...call.args, netuid: 1n } },
    { ...call, args: { ...call.args, limit_price: 5 } },
    { ...call, args: { ...call.args, allow_partial: null } },
    { pallet: 'Utility', name: 'batch_all', args: { calls: [] } },
    { pallet: 'Utility', name: 'batch_all', args: { calls: [5n] } },
    { pallet: 'Utility', name: 'batch_all', args: {} },
  ];
  for (const draft of wrong) {
    assert.throws(
      () => rerunCall(factsWith(), move, draft),
      (error) => error instanceof AppError && error.code === 'INTERNAL',
    );
  }
});

test('what is read for a move names every subnet, hotkey and fee that its plan needs', () => {
  for (const move of moves) {
    const { netuids, hotkeys, calls, destination } = factsQueryOf(move);
    const facts = factsWith();
    const { call, networkFee } = planMove(move, terms, {
      ...facts,
      subnets: facts.subnets.filter(({ netuid }) => netuids.includes(netuid)),
      hotkeys: facts.hotkeys.filter((each) => hotkeys.includes(each.hotkey)),
      destination: destination === null ? null : facts.destination,
      networkFees: Object.fromEntries(
        Object.entries(facts.networkFees).filter(([name]) => calls.includes(name)),
      ),
    });
    assert.ok(call, nameOf(move));
    assert.ok(networkFee.known, nameOf(move));
  }
});
