// Moves that others' trades, the protocol's injections and the coldkey's own other moves come before: what is promised
// holds, orders within headroom fill, and what is not promised was said so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promiseOf } from '../../src/checks/promise.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import type { Plan } from '../../src/model/plan.ts';
import { ledgerReads, type Ledger } from '../devnet/ledger/ledger.ts';
import {
  originsOf,
  shrinkPosition,
  someTrades,
  spendFree,
  stockUp,
  tradeByOther,
} from './disturb.ts';
import {
  expectAsItIs,
  expectMinimum,
  expectOfHeld,
  expectRate,
  ownTrades,
} from './expect-promise.ts';
import { factsOf, ledgerCallOf, poolOf } from './ledger-facts.ts';
import {
  buildWorld,
  createDice,
  randomCase,
  type Case,
  type Place,
  type World,
} from './random-case.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';
const CASES = IS_DEEP ? 1_000 : 40;
const CASES_PER_WORLD = 100;
const SEED = Number(process.env['TAUBAR_SEED'] ?? 20261108);
const TRADING = [
  'stake',
  'unstake',
  'unstake-all',
  'change-subnet',
  'change-subnet',
  'change-validator',
  'transfer',
  'exit-several',
] as const;
const PPM = 1_000_000n;

type Tally = Record<'filled' | 'shrunk' | 'kept' | 'refused' | 'unpromised' | 'near', number>;

/** What the call really finds in a position: less by the fee that is taken first. */
function heldBy({ ledger, coldkey }: Case, { hotkey, netuid }: Place): bigint {
  return ledgerReads.positionAlpha(ledger.state, hotkey, coldkey, netuid);
}

/** Whether no price stands worse for the move than what its floor was reckoned with. */
function hasHardlyMoved({ legs, receives }: Plan, { state }: Ledger): boolean {
  const ppm = receives?.worstIfMoved?.movePpm ?? 0n;
  return legs.every(({ netuid, side, before }) => {
    const subnet = state.subnets.get(netuid);
    if (subnet === undefined) return false;
    const [was, is] = [spotPrice(before), spotPrice(poolOf(subnet))];
    return side === 'buy' ? is * PPM <= was * (PPM + ppm) : is * PPM >= was * (PPM - ppm);
  });
}

function runDisturbed(world: World, seed: number, tally: Tally): void {
  const dice = createDice(seed ^ 0x5eed);
  const one = randomCase(world, seed, { kinds: TRADING, calm: true });
  const { ledger, coldkey, query, terms } = one;
  const hotkey = dice.pick(world.hotkeys);
  stockUp(ledger, hotkey, query.netuids);
  const plan = planMove(one.move, terms, factsOf(ledger.state, query));
  if (plan.call === null || plan.checks.some(({ verdict }) => verdict === 'block')) return;
  assert.ok(plan.receives);
  const promise = promiseOf(plan.receives, plan.legs);
  if (promise === 'nothing') {
    assert.ok(
      plan.checks.some(({ id, needsYes }) => id === 'minimum-guaranteed' && needsYes),
      'what nobody promises is said and asked about',
    );
  }
  const blocks = 1 + dice.random.index(terms.eraBlocks);
  const [shrinksAt, spendsAt] = [dice.random.index(3 * blocks), dice.random.index(4 * blocks)];
  for (let block = 0; block < blocks; block += 1) {
    ledger.beginBlock();
    someTrades(dice, ledger, hotkey, query.netuids);
    if (block === shrinksAt) shrinkPosition(dice, one, world.hotkeys);
    if (block === spendsAt) spendFree(dice, one);
  }
  const items = plan.move.kind === 'exit-several' ? plan.items : [plan];
  const found = originsOf(one.move).map((place) => heldBy(one, place));
  const isNear = hasHardlyMoved(plan, ledger);
  const done = ledger.applyExtrinsic(coldkey, ledgerCallOf(plan.call), query.fee, 0n);
  if (!done?.outcome.ok) {
    tally.refused += 1;
    return;
  }
  const trades = ownTrades(done);
  const taken = done.feePaid.kind === 'alpha' ? done.feePaid.alpha : 0n;
  const isHeld = items.every(
    ({ gives }, at) => gives?.unit !== 'alpha' || (found[at] ?? 0n) - taken >= gives.amount,
  );
  if (promise === 'nothing') {
    const floor = plan.receives.worstIfMoved;
    if (floor !== null && isHeld && isNear) {
      assert.ok((trades.at(-1)?.alpha ?? 0n) >= floor.quantity.amount, 'the floor of small moves');
      tally.near += 1;
    }
    tally.unpromised += 1;
    return;
  }
  if (!isHeld) tally.shrunk += 1;
  if (promise === 'as-it-is') expectAsItIs(plan, trades, isHeld ? null : (found[0] ?? 0n) - taken);
  else if (promise === 'price') expectRate(plan, trades);
  else if (promise === 'minimum-while-held' && !isHeld) expectOfHeld(plan, trades);
  else {
    expectMinimum(plan, trades);
    tally.kept += 1;
  }
  tally.filled += 1;
}

function eachCase(name: string, run: (world: World, seed: number) => void): void {
  test(name, (t) => {
    let world: World | null = null;
    for (let index = 0; index < CASES; index += 1) {
      if (world === null || index % CASES_PER_WORLD === 0) {
        world = buildWorld(SEED + Math.floor(index / CASES_PER_WORLD));
      }
      try {
        run(world, SEED + index);
      } catch (error) {
        const worldSeed = SEED + Math.floor(index / CASES_PER_WORLD);
        t.diagnostic(`world seed ${worldSeed}, case seed ${SEED + index}`);
        throw error;
      }
    }
  });
}

const tally: Tally = { filled: 0, shrunk: 0, kept: 0, refused: 0, unpromised: 0, near: 0 };

eachCase(
  'what is promised holds whatever others, the protocol and the same coldkey do first',
  (world, seed) => {
    runDisturbed(world, seed, tally);
  },
);

test('enough of the disturbed moves went through to prove something', (t) => {
  t.diagnostic(JSON.stringify(tally));
  assert.ok(tally.filled > CASES / 8, 'too few fills');
  assert.ok(tally.kept > CASES / 20, 'too few minimums were put to the test');
  assert.ok(tally.shrunk > 0, 'no position had shrunk');
  assert.ok(tally.refused > 0, 'nothing was ever refused');
});

const movedPpm = (before: bigint, after: bigint): bigint => {
  const move = after > before ? after - before : before - after;
  return (move * PPM) / before;
};

eachCase('an order fills as long as others stay within its headroom', (world, seed) => {
  const dice = createDice(seed ^ 0x0dde);
  const kinds = ['stake', 'unstake', 'unstake-all'] as const;
  const one = randomCase(world, seed, { kinds, calm: true });
  const { ledger, coldkey, query, terms } = one;
  const hotkey = dice.pick(world.hotkeys);
  stockUp(ledger, hotkey, query.netuids);
  const plan = planMove(one.move, terms, factsOf(ledger.state, query));
  const leg = plan.legs.find(({ purpose }) => purpose === 'trade');
  if (plan.call === null || plan.wouldFailWith !== null || leg === undefined) return;
  const headroom = leg.headroomPpm;
  if (headroom === null || terms.allowPartial) return;
  const untouched = ledger.snapshot();
  const before = spotPrice(leg.before);
  for (let parts = 200_000n; parts > 0n; parts = (parts * 9n) / 10n) {
    ledger.restore(untouched);
    if (!tradeByOther(ledger, hotkey, leg.netuid, leg.side, parts)) continue;
    const subnet = ledger.state.subnets.get(leg.netuid);
    assert.ok(subnet);
    if (movedPpm(before, spotPrice(poolOf(subnet))) < headroom) break;
  }
  const done = ledger.applyExtrinsic(coldkey, ledgerCallOf(plan.call), query.fee, 0n);
  assert.ok(done?.outcome.ok, 'the order fills within its headroom');
});
