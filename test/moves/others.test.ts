// Moves that others' trades and the protocol's injections come before: what is guaranteed holds, orders
// within headroom fill, and what is not guaranteed was said so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMove } from '../../src/moves/plan-move.ts';
import type { Plan } from '../../src/moves/plan.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import type { Ledger } from '../devnet/ledger/ledger.ts';
import { factsOf, ledgerCallOf, poolOf } from './ledger-facts.ts';
import { buildWorld, createDice, randomCase, type Dice, type World } from './random-case.ts';
import { tradesOf } from './expect-outcome.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';
const CASES = IS_DEEP ? 1_000 : 40;
const CASES_PER_WORLD = 100;
const SEED = Number(process.env['TAUBAR_SEED'] ?? 20261108);
const TRADING = ['stake', 'unstake', 'unstake-all', 'change-subnet'] as const;
const TRADER = `0x${'7a'.repeat(32)}`;
const PPM = 1_000_000n;

/** One trade by somebody rich, about `parts` per million of the reserve. */
function tradeByOther(
  ledger: Ledger,
  hotkey: string,
  netuid: number,
  side: 'buy' | 'sell',
  parts: bigint,
): boolean {
  const { state } = ledger;
  const subnet = state.subnets.get(netuid);
  if (subnet === undefined || subnet.mechanism !== 1) return false;
  const account = {
    nonce: 0,
    consumers: 0,
    providers: 1,
    sufficients: 0,
    reserved: 0n,
    frozen: 0n,
  };
  state.accounts.set(TRADER, { ...account, free: 10n ** 16n });
  const pallet = 'SubtensorModule' as const;
  if (side === 'buy') {
    const amount = (subnet.taoReserve * parts) / PPM;
    const args = { hotkey, netuid, amount_staked: amount };
    return ledger.dispatch(TRADER, { pallet, name: 'add_stake', args }).ok;
  }
  const amount = (subnet.alphaReserve * parts) / PPM;
  const args = { hotkey, netuid, amount_unstaked: amount };
  return ledger.dispatch(TRADER, { pallet, name: 'remove_stake', args }).ok;
}

/** Gives the other trader alpha to sell; a trade of its own, so it comes before the plan. */
function stockUp(ledger: Ledger, hotkey: string, netuids: readonly number[]): void {
  for (const netuid of netuids) tradeByOther(ledger, hotkey, netuid, 'buy', 200_000n);
}

function someTrades(dice: Dice, ledger: Ledger, hotkey: string, netuids: readonly number[]): void {
  const count = dice.random.index(4);
  for (let i = 0; i < count; i += 1) {
    const size = dice.random.below(1n << dice.random.between(2n, 16n));
    tradeByOther(ledger, hotkey, dice.pick(netuids), dice.pick(['buy', 'sell']), size);
  }
}

/** What arrived of the thing that the minimum speaks of. */
function arrived(plan: Plan, trades: ReturnType<typeof tradesOf>): bigint {
  const wanted = plan.receives?.minimum;
  const last = trades.at(-1);
  assert.ok(wanted && last, 'a trade that went through shows');
  return wanted.unit === 'alpha' ? last.alpha : (trades[0]?.tao ?? 0n);
}

const netuidsOf = (plan: Plan): number[] => [...new Set(plan.legs.map(({ netuid }) => netuid))];

type Tally = Record<'filled' | 'refused' | 'unguaranteed', number>;

function runDisturbed(world: World, seed: number, tally: Tally): void {
  const dice = createDice(seed ^ 0x5eed);
  const one = randomCase(world, seed, { kinds: TRADING, calm: true });
  const { ledger, coldkey, ask, terms } = one;
  const hotkey = dice.pick(world.hotkeys);
  stockUp(ledger, hotkey, ask.netuids);
  const plan = planMove(one.move, terms, factsOf(ledger.state, ask));
  if (plan.call === null || plan.checks.some(({ verdict }) => verdict === 'block')) return;
  assert.ok(plan.receives);
  if (!plan.receives.isGuaranteed) {
    assert.ok(
      plan.checks.some(({ id, needsYes }) => id === 'minimum-guaranteed' && needsYes),
      'what nobody guarantees is said and asked about',
    );
  }
  const blocks = 1 + dice.random.index(terms.eraBlocks);
  for (let block = 0; block < blocks; block += 1) {
    ledger.beginBlock();
    someTrades(dice, ledger, hotkey, netuidsOf(plan));
  }
  const done = ledger.applyExtrinsic(coldkey, ledgerCallOf(plan.call), ask.fee, 0n);
  assert.ok(done);
  if (!done.outcome.ok) {
    tally.refused += 1;
    return;
  }
  if (!plan.receives.isGuaranteed) {
    tally.unguaranteed += 1;
    return;
  }
  const trades = tradesOf(done.events);
  const { minimum } = plan.receives;
  const isPartial = terms.allowPartial && ['stake', 'unstake'].includes(plan.move.kind);
  if (isPartial) expectRate(plan, trades);
  else {
    const got = arrived(plan, trades);
    assert.ok(got >= minimum.amount, `arrived ${got}, guaranteed ${minimum.amount}`);
  }
  tally.filled += 1;
}

/** A partial fill may be smaller, but never at a worse price than the minimum's. */
function expectRate(plan: Plan, trades: ReturnType<typeof tradesOf>): void {
  const [leg] = plan.legs;
  const [trade] = trades;
  assert.ok(leg && trade && plan.limitPrice !== null);
  const netTao = leg.side === 'buy' ? trade.tao - trade.fee : trade.tao;
  // One rao for each of the two roundings of the chain's outputs.
  const slack = 2n;
  if (leg.side === 'buy') {
    assert.ok(
      (trade.alpha + slack) * plan.limitPrice >= netTao * 10n ** 9n,
      `a buy at its price: ${netTao} for ${trade.alpha} at ${plan.limitPrice}`,
    );
  } else {
    assert.ok(
      (netTao + slack) * 10n ** 9n >= trade.alpha * plan.limitPrice,
      `a sale at its price: ${netTao} for ${trade.alpha} at ${plan.limitPrice}`,
    );
  }
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

const tally: Tally = { filled: 0, refused: 0, unguaranteed: 0 };

eachCase('a guaranteed minimum holds whatever others and the protocol do first', (world, seed) => {
  runDisturbed(world, seed, tally);
});

test('enough of the disturbed moves went through to prove something', (t) => {
  t.diagnostic(JSON.stringify(tally));
  assert.ok(tally.filled > CASES / 8, 'too few fills');
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
  const { ledger, coldkey, ask, terms } = one;
  const hotkey = dice.pick(world.hotkeys);
  stockUp(ledger, hotkey, ask.netuids);
  const plan = planMove(one.move, terms, factsOf(ledger.state, ask));
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
  const done = ledger.applyExtrinsic(coldkey, ledgerCallOf(plan.call), ask.fee, 0n);
  assert.ok(done?.outcome.ok, 'the order fills within its headroom');
});
