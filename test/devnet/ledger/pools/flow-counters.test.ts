// The flow counters against the pools: whatever is called, a reserve changes by what was counted and by nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { developmentColdkeys } from '../genesis/development-accounts.ts';
import { applyExtrinsic } from '../calls/extrinsic.ts';
import { buildGenesis } from '../genesis/genesis.ts';
import { createLedger, type Ledger } from '../ledger.ts';
import { netuidsOf, subnetAt } from '../ledger-run.ts';
import type { LedgerState } from '../state/ledger-state.ts';
import { COLDKEYS, randomCall } from '../calls/random-calls.ts';
import { createRandom } from '../genesis/random.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from './two-pools.ts';

const ALPHA = 1_000_000_000n;
const FEE = 1_000_000n;

type Book = { reserve: bigint; counted: bigint };

const bookOf = (state: LedgerState): Map<number, Book> =>
  new Map(
    netuidsOf(state).map((netuid) => {
      const { taoReserve, taoFlow, protocolFlow } = subnetAt(state, netuid);
      return [netuid, { reserve: taoReserve, counted: taoFlow + protocolFlow }];
    }),
  );

function expectBalanced(before: Map<number, Book>, state: LedgerState, hint: string): void {
  for (const [netuid, now] of bookOf(state)) {
    const then = before.get(netuid);
    assert.ok(then);
    assert.equal(now.reserve - then.reserve, now.counted - then.counted, `${hint}, SN${netuid}`);
  }
}

test('random extrinsics change a reserve by what was counted', () => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = createRandom(seed);
    const state = twoPools();
    for (const coldkey of COLDKEYS) {
      givePosition(state, keys.hotkey, coldkey, 0, 20n * ALPHA);
      givePosition(state, keys.hotkey, coldkey, FIRST_POOL, 20_000n * ALPHA);
      givePosition(state, keys.ownHotkey, coldkey, SECOND_POOL, 90_000n * ALPHA);
    }
    const before = bookOf(state);
    for (let index = 0; index < 60; index += 1) {
      const signer = COLDKEYS[random.index(COLDKEYS.length)] ?? keys.staker;
      applyExtrinsic(state, signer, randomCall(random), FEE, 0n);
    }
    expectBalanced(before, state, `seed ${seed}`);
  }
});

function stake(ledger: Ledger, netuid: number, rao: bigint): void {
  const hotkey = subnetAt(ledger.state, netuid).neurons[0]?.hotkey ?? '';
  ledger.dispatch(developmentColdkeys().alice, {
    pallet: 'SubtensorModule',
    name: 'add_stake',
    args: { hotkey, netuid, amount_staked: rao },
  });
}

test('emission and trades together change a reserve by what was counted', () => {
  const ledger = createLedger(buildGenesis({ seed: 3, subnets: 12 }));
  const before = bookOf(ledger.state);
  for (let block = 0; block < 20; block += 1) {
    ledger.beginBlock();
    stake(ledger, 1 + (block % 12), 3_000_000_000n);
  }
  expectBalanced(before, ledger.state, 'twenty blocks');
  const flows = netuidsOf(ledger.state).map((netuid) => subnetAt(ledger.state, netuid).taoFlow);
  assert.ok(flows.some((flow) => flow > 0n));
});

test('where the flow is taken every block, only what came since is counted, and the average is the chain’s', () => {
  const settings = { isFlowTaken: true };
  const ledger = createLedger(buildGenesis({ seed: 3, subnets: 4, settings }));
  stake(ledger, 1, 3_000_000_000n);
  const flow = subnetAt(ledger.state, 1).taoFlow;
  assert.ok(flow > 2_990_000_000n && flow < 3_000_000_000n);
  ledger.beginBlock();
  const { taoFlow, flowTaken } = subnetAt(ledger.state, 1);
  assert.equal(taoFlow, 0n);
  assert.equal(flowTaken?.block, ledger.state.blockNumber);
  // 29,597,889,189,277 of 2⁶³ − 1 of the flow, in 64 fractional bits: within the rounding of the factor.
  const expected = (flow * (29_597_889_189_277n << 64n)) / ((1n << 63n) - 1n);
  const apart = expected - (flowTaken?.average ?? 0n);
  assert.ok(apart >= 0n && apart <= flow);
});
