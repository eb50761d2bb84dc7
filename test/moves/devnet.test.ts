// Every kind of move on the simulated chain, executed right after it was planned: the outcome is the plan.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildWorld, type World } from './random-case.ts';
import { runCase, type Tally } from './run-case.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';
const CASES = IS_DEEP ? 10_000 : 600;
const CASES_PER_WORLD = 250;
const SEED = Number(process.env['TAUBAR_SEED'] ?? 20261107);

test(`a move executed right after it was planned does what the plan says (${CASES} random moves)`, (t) => {
  const tally: Tally = { done: 0, refused: 0, unpaid: 0, heldBack: 0, offByShares: 0 };
  let world: World | null = null;
  for (let index = 0; index < CASES; index += 1) {
    if (world === null || index % CASES_PER_WORLD === 0) {
      world = buildWorld(SEED + Math.floor(index / CASES_PER_WORLD));
    }
    try {
      runCase(world, SEED + index, tally);
    } catch (error) {
      const worldSeed = SEED + Math.floor(index / CASES_PER_WORLD);
      t.diagnostic(`world seed ${worldSeed}, case seed ${SEED + index}`);
      throw error;
    }
  }
  t.diagnostic(JSON.stringify(tally));
  assert.ok(tally.done > CASES / 5, 'too few moves went through to prove anything');
  assert.ok(tally.refused > CASES / 10, 'too few moves were refused to prove anything');
});
