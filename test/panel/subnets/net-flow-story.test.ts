// Net flow as the panel shows it, from stored readings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetFlow } from '../../../src/emission/net-flow.ts';
import type { FlowBooks } from '../../../src/model/emission-facts.ts';
import type { Reading } from '../../../src/model/facts.ts';
import { netFlowOver, netFlowStory } from '../../../src/panel/subnets/net-flow-story.ts';
import type { PricesRecord } from '../../../src/model/records.ts';
import { toNetuid, toRao } from '../../../src/units.ts';
import { emissionFacts, subnetFacts } from '../../emission/sample-facts.ts';

const HEAD = 3_000_000;
const known = <T>(value: T): Reading<T> => ({ known: true, value });
const missing = { known: false, reason: 'not-on-this-runtime' } as const;

const counted = (reserve: bigint, stakers: bigint, takenAt: number): FlowBooks => ({
  reserve: toRao(reserve),
  stakers: known(stakers),
  protocol: known(0n),
  takenAt: known(takenAt),
});
const uncounted = (reserve: bigint): FlowBooks => ({
  reserve: toRao(reserve),
  stakers: missing,
  protocol: missing,
  takenAt: missing,
});

const record = (days: number, flow: FlowBooks, tao: bigint | null = 5n): PricesRecord => {
  const number = HEAD - days * 7_200;
  const entry = {
    netuid: toNetuid(1),
    raoPerAlpha: 1n,
    tao: tao === null ? null : toRao(tao),
    flow,
  };
  return {
    genesisHash: '0x00',
    blockNumber: number,
    prices: { known: true, block: { hash: '0x00', number }, prices: [entry] },
  };
};

const nowWith = (flow: FlowBooks, registeredAt = 10) => {
  const subnet = subnetFacts(1, { flow, registeredAt, taoInEmission: known(toRao(5n)) });
  return { subnet, facts: emissionFacts(HEAD, [subnet]) };
};

test('the chain’s count over a week, from the archive’s reading of that day', () => {
  const { subnet, facts } = nowWith(counted(1_000n, 70n, 4));
  const week = record(7, counted(940n, 10n, 4));
  assert.deepEqual(netFlowOver([week], facts, subnet, 7), {
    kind: 'recorded',
    rao: 60n,
    apart: 0n,
  });
  assert.equal(netFlowOver([week], facts, subnet, 1), null);
  assert.equal(netFlowOver([], facts, subnet, 7), null);
  const young = nowWith(counted(1_000n, 70n, 4), HEAD - 100);
  assert.equal(netFlowOver([week], young.facts, young.subnet, 7), null);
});

test('without a count readings in between narrow the range, and none beyond three months is told', () => {
  const { subnet, facts } = nowWith(uncounted(1_000_000n));
  const wide = netFlowOver([record(7, uncounted(0n), 50n)], facts, subnet, 7);
  const narrow = netFlowOver(
    [record(7, uncounted(0n), 50n), record(1, uncounted(0n), 5n)],
    facts,
    subnet,
    7,
  );
  assert.ok(wide?.kind === 'estimated' && narrow?.kind === 'estimated');
  assert.ok(narrow.high - narrow.low < wide.high - wide.low);
  assert.ok(netFlowOver([record(90, uncounted(0n))], facts, subnet, 90) !== null);
  assert.equal(netFlowOver([record(365, uncounted(0n))], facts, subnet, 365), null);
  const far = nowWith(counted(9n, 9n, 4));
  assert.equal(
    netFlowOver([record(365, counted(1n, 1n, 4))], far.facts, far.subnet, 365)?.kind,
    'recorded',
  );
  assert.equal(netFlowOver([record(7, uncounted(0n), null)], facts, subnet, 7), null);
});

test('the sentence takes the longest horizon up to a month, and claims a side only where the whole range is on it', () => {
  const of = (flows: Readonly<Record<number, NetFlow>>) =>
    netFlowStory((days) => flows[days] ?? null);
  const exact = (rao: bigint): NetFlow => ({ kind: 'recorded', rao, apart: null });
  const range = (low: bigint, high: bigint): NetFlow => ({ kind: 'estimated', low, high });
  assert.equal(of({}), null);
  assert.equal(of({ 90: exact(1n) }), null);
  assert.deepEqual(of({ 1: exact(5n), 30: exact(-7n) }), { kind: 'out', days: 30, rao: 7n });
  assert.deepEqual(of({ 7: exact(5n) }), { kind: 'in', days: 7, rao: 5n });
  assert.deepEqual(of({ 1: exact(0n) }), { kind: 'even', days: 1 });
  assert.deepEqual(of({ 7: range(2n, 9n) }), { kind: 'about-in', days: 7, least: 2n, most: 9n });
  assert.deepEqual(of({ 7: range(-9n, -2n) }), { kind: 'about-out', days: 7, least: 2n, most: 9n });
  assert.deepEqual(of({ 7: range(-9n, 2n) }), { kind: 'unclear', days: 7 });
});
