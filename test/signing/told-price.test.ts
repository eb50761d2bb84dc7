// A node that tells another price in step with everything else makes a limit that others may trade up to first. Where an
// operator besides it is configured, that one must tell the same pools before a wallet is asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { toRao } from '../../src/units.ts';
import { HOTKEY, known, ME, sampleFacts, SN1, TERMS } from '../moves/sample-facts.ts';
import { ASK, refusesWith, start } from './fake-world.ts';

test('every trade is held against another operator’s pools before a wallet is asked', async () => {
  const { world, signing } = start();
  await signing.requestSignature(ASK);
  assert.equal(world.confirmations, 1);
});

test('pools told otherwise, or at a block that only the first node has: nothing is stored or asked', async () => {
  for (const code of ['NODES_DISAGREE', 'BLOCK_PRUNED'] as const) {
    const { world, signing } = start();
    world.unconfirmed = new AppError(code);
    await assert.rejects(signing.requestSignature(ASK), refusesWith(code));
    assert.equal(world.stored.size, 0);
  }
});

test('no other operator configured, or none that answers: one node’s word, as it is told', async () => {
  for (const code of ['NO_SECOND_SOURCE', 'SECOND_SOURCE_AWAY'] as const) {
    const { world, signing } = start();
    world.unconfirmed = new AppError(code);
    const { isQueued } = await signing.requestSignature(ASK);
    assert.equal(isQueued, false);
  }
});

test('what a price told five times too high can cost on one node’s word: the floor arrives, worth a fifth', () => {
  const TAO = 10n ** 9n;
  const held = { kind: 'balancer', feeRate: 33, taoWeight: 5n * 10n ** 17n } as const;
  const truth: Pool = { ...held, taoReserve: 5_000n * TAO, alphaReserve: 500_000n * TAO };
  const told: Pool = { ...truth, taoReserve: 25_000n * TAO };
  const facts = sampleFacts({ depth: 'one-source' });
  const subnets = facts.subnets.map((subnet) =>
    subnet.netuid === SN1
      ? { ...subnet, pool: told, nodePrice: known((spotPrice(told) * TAO) >> 64n) }
      : subnet,
  );
  const amount = toRao(10n * TAO);
  const move = { kind: 'stake', coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount } as const;
  const plan = planMove(move, TERMS, { ...facts, subnets });
  assert.ok(plan.call && !plan.depthNeeded && plan.receives?.floor);
  const floor = plan.receives.floor.amount;
  // Others buy first, as much as the limit lets through.
  const before = quoteSwap(truth, { side: 'buy', amount: 6_200n * TAO });
  assert.ok(before.ok);
  const own = quoteSwap(before.after, { side: 'buy', amount });
  assert.ok(own.ok && own.amountOut >= floor);
  const after = quoteSwap(own.after, { side: 'sell', amount: before.amountOut });
  assert.ok(after.ok && after.amountOut > before.amountIn + before.fee, 'they gain by it');
  const worth = quoteSwap(after.after, { side: 'sell', amount: own.amountOut });
  assert.ok(worth.ok && worth.amountOut * 5n < amount, 'a fifth of what was paid');
});
