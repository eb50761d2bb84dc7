// Net flow of stakers: by the chain's count to the rao, by the pool's change within a range that holds what really happened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { flowMiddle, netFlow, type FlowPoint } from '../../src/emission/net-flow.ts';
import type { FlowBooks } from '../../src/model/emission-facts.ts';
import type { Reading } from '../../src/model/facts.ts';
import { toRao } from '../../src/units.ts';
import { developmentColdkeys } from '../devnet/ledger/genesis/development-accounts.ts';
import { buildGenesis } from '../devnet/ledger/genesis/genesis.ts';
import { createLedger, type Ledger } from '../devnet/ledger/ledger.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const missing = { known: false, reason: 'not-on-this-runtime' } as const;
const TAO = 1_000_000_000n;

const uncounted = (reserve: bigint): FlowBooks => ({
  reserve: toRao(reserve),
  stakers: missing,
  protocol: missing,
  takenAt: missing,
});

const NETUID = 3;

function pointOf({ state }: Ledger): FlowPoint {
  const subnet = state.subnets.get(NETUID);
  assert.ok(subnet);
  return {
    block: state.blockNumber,
    books: {
      reserve: toRao(subnet.taoReserve),
      stakers: known(subnet.taoFlow),
      protocol: known(subnet.protocolFlow),
      takenAt: known(subnet.flowTaken?.block ?? null),
    },
    emitted: subnet.taoInEmission + subnet.excessTao,
  };
}

/** Somebody buys, or sells what was bought before; returns by how much the pool's TAO changed for it. */
function trade(ledger: Ledger, turn: number): bigint {
  const { state } = ledger;
  const hotkey = state.subnets.get(NETUID)?.neurons[0]?.hotkey ?? '';
  const before = state.subnets.get(NETUID)?.taoReserve ?? 0n;
  const pallet = 'SubtensorModule';
  const at = { hotkey, netuid: NETUID };
  const buys = { ...at, amount_staked: BigInt(turn + 1) * TAO };
  const sells = { ...at, amount_unstaked: 4n * TAO };
  ledger.dispatch(
    developmentColdkeys().alice,
    turn % 3 === 2
      ? { pallet, name: 'remove_stake', args: sells }
      : { pallet, name: 'add_stake', args: buys },
  );
  return (state.subnets.get(NETUID)?.taoReserve ?? 0n) - before;
}

function run(settings: { isFlowTaken: boolean }) {
  const ledger = createLedger(buildGenesis({ seed: 5, subnets: 6, settings }));
  const points = [pointOf(ledger)];
  let truth = 0n;
  for (let turn = 0; turn < 30; turn += 1) {
    ledger.beginBlock();
    truth += trade(ledger, turn);
    points.push(pointOf(ledger));
  }
  return { points, truth };
}

test('where the chain counts on, its count is what the trades did to the pool, to the rao', () => {
  const { points, truth } = run({ isFlowTaken: false });
  assert.ok(truth !== 0n);
  const flow = netFlow(points);
  assert.deepEqual(flow, known({ kind: 'recorded', rao: truth, apart: 0n }));
  const [middle] = [points[10]];
  assert.ok(middle);
  const early = netFlow(points.slice(0, 11));
  const late = netFlow([middle, ...points.slice(-1)]);
  assert.ok(early.known && late.known);
  assert.equal(flowMiddle(early.value) + flowMiddle(late.value), truth);
});

test('where it takes its count away each block, the range from every block’s emission holds the truth', () => {
  const { points, truth } = run({ isFlowTaken: true });
  const flow = netFlow(points);
  assert.ok(flow.known && flow.value.kind === 'estimated');
  const { low, high } = flow.value;
  assert.ok(low <= truth && truth <= high, `${low} ≤ ${truth} ≤ ${high}`);
  // Emission barely moves here: the range is narrow against what flowed.
  assert.ok(high - low < truth / 100n && truth > 0n, `${low} to ${high}`);
});

test('one end counted and the other not, or the count taken in between, is no count', () => {
  const books = (takenAt: number | null): FlowBooks => ({
    reserve: toRao(10n),
    stakers: known(5n),
    protocol: known(0n),
    takenAt: known(takenAt),
  });
  const at = (block: number, of: FlowBooks): FlowPoint => ({ block, books: of, emitted: 1n });
  const kindOf = (points: FlowPoint[]) => {
    const flow = netFlow(points);
    return flow.known ? flow.value.kind : null;
  };
  assert.equal(kindOf([at(1, books(7)), at(2, books(7))]), 'recorded');
  assert.equal(kindOf([at(1, books(null)), at(2, books(null))]), 'recorded');
  assert.equal(kindOf([at(1, books(1)), at(2, books(2))]), 'estimated');
  assert.equal(kindOf([at(1, books(null)), at(2, books(2))]), 'estimated');
  assert.equal(kindOf([at(1, uncounted(10n)), at(2, books(2))]), 'estimated');
  assert.equal(kindOf([at(1, { ...books(7), takenAt: missing }), at(2, books(7))]), 'estimated');
});

test('without emission or with one reading there is no figure, and points out of order are a mistake', () => {
  const at = (block: number, emitted: bigint | null): FlowPoint => ({
    block,
    books: uncounted(10n),
    emitted,
  });
  assert.equal(netFlow([at(1, 1n)]).known, false);
  assert.equal(netFlow([at(1, 1n), at(2, null)]).known, false);
  assert.equal(netFlow([at(1, null), at(2, 1n)]).known, false);
  assert.throws(() => netFlow([at(2, 1n), at(2, 1n)]), RangeError);
});

test('whatever emission did between its values at neighbouring readings, the range holds the flow', () => {
  const rate = fc.bigInt({ min: 0n, max: 500_000_000n });
  const gap = fc.record({
    blocks: fc.integer({ min: 1, max: 400 }),
    rate,
    /** Where in the gap emission jumps from the old value to the new. */
    jump: fc.integer({ min: 0, max: 400 }),
    flow: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
  });
  fc.assert(
    fc.property(rate, fc.array(gap, { minLength: 1, maxLength: 6 }), (first, gaps) => {
      let block = 1_000;
      let reserve = 10n ** 16n;
      let before = first;
      let truth = 0n;
      const points: FlowPoint[] = [{ block, books: uncounted(reserve), emitted: before }];
      for (const { blocks, rate: next, jump, flow } of gaps) {
        const old = BigInt(Math.min(jump, blocks));
        reserve += flow + before * old + next * (BigInt(blocks) - old);
        truth += flow;
        block += blocks;
        before = next;
        points.push({ block, books: uncounted(reserve), emitted: next });
      }
      const found = netFlow(points);
      assert.ok(found.known && found.value.kind === 'estimated');
      assert.ok(found.value.low <= truth && truth <= found.value.high);
      const isSteady = points.every(({ emitted }) => emitted === first);
      if (isSteady) assert.equal(found.value.low, found.value.high);
      const sum = points.slice(1).map((point, at) => {
        const part = netFlow([points[at] ?? point, point]);
        return part.known ? part.value : null;
      });
      const lows = sum.reduce((all, one) => all + (one?.kind === 'estimated' ? one.low : 0n), 0n);
      assert.equal(lows, found.value.low);
    }),
  );
});
