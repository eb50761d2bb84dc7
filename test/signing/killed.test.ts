// The background ended before and after every single step of a signing story, worker or whole browser: what
// follows must end in the truth, with nothing executed twice, nothing unsent and no signature lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import { isFinished } from '../../src/signing/queue.ts';
import {
  ASK,
  createFakeWorld,
  honestAnswer,
  Killed,
  settle,
  type Death,
  type FakeWorld,
} from './fake-world.ts';

type Ending = { worker: 'worker' | 'browser'; nodeAway: boolean };

/** True: done. False: the background is gone. Everything else is a failure of the test. */
async function survives(deed: Promise<unknown>): Promise<boolean> {
  try {
    await deed;
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

/** What a person does in front of the panel: goes on with what is there, starts anew when nothing is. */
async function press(world: FakeWorld, signing: Signing): Promise<boolean> {
  const open = world.requests().filter(({ state }) => !isFinished(state));
  const [request] = open;
  if (!request) {
    const wasSigned = world.requests().some(({ extrinsic }) => extrinsic !== null);
    return wasSigned || survives(signing.requestSignature(ASK));
  }
  const isUnheard = request.state === 'waiting-for-wallet' && world.held.size === 0;
  if (request.state !== 'draft' && !isUnheard) return true;
  return survives(signing.askWallet({ id: request.id, tabId: 1, isAgain: true }));
}

/** The content script hands its answer over again until it was heard. */
async function deliver(world: FakeWorld, signing: Signing): Promise<boolean> {
  for (const ask of world.held.values()) {
    if (!(await survives(signing.walletAnswered(ask.promptId, honestAnswer(world, ask)))))
      return false;
    world.held.delete(ask.promptId);
  }
  await settle();
  return true;
}

async function hear(world: FakeWorld, signing: Signing): Promise<void> {
  const { hash, number } = world.chain.head();
  await survives(signing.onHead({ hash, number }));
  await settle();
}

async function act(
  world: FakeWorld,
  signing: Signing,
  death: Death,
  ending: Ending,
): Promise<void> {
  let life = signing;
  for (let round = 0; round < 40; round += 1) {
    const isAlive =
      (await press(world, life)) && (await press(world, life)) && (await deliver(world, life));
    await hear(world, life);
    const hasDied = death !== null && world.lastStep !== '';
    if (!isAlive || (hasDied && life === signing)) {
      life.stop();
      if (ending.worker === 'browser') world.held.clear();
      world.chain.isDown = ending.nodeAway;
      life = world.live();
      await life.resumeAll();
      await settle();
      world.chain.mine({ count: ending.nodeAway ? 2 : 0 });
      world.chain.isDown = false;
    }
    world.chain.mine();
    await hear(world, life);
    const all = world.requests();
    if (all.length > 0 && all.every(({ state }) => isFinished(state))) break;
  }
}

function judge(world: FakeWorld, name: string): string {
  for (const request of world.requests()) {
    const { state, extrinsic, extrinsicHash, receipt } = request;
    assert.ok(isFinished(state), `${name}: left ${state}`);
    if (extrinsic === null || extrinsicHash === null) {
      assert.ok(['superseded', 'expired', 'rejected'].includes(state), `${name}: ${state}`);
      continue;
    }
    const isIncluded = world.chain.isIncluded(extrinsicHash);
    assert.equal(state === 'finalized', isIncluded, `${name}: ${state}, included: ${isIncluded}`);
    assert.equal(receipt !== null, isIncluded, name);
    const sent = world.chain.submissions.filter((each) => each === extrinsic).length;
    assert.ok(isIncluded && sent >= 1, `${name}: ${state}, sent ${sent} times`);
  }
  const signed = world.requests().filter(({ extrinsic }) => extrinsic !== null);
  assert.equal(signed.length, 1, `${name}: ${signed.length} signed requests`);
  assert.ok(world.chain.inclusions() <= 1, `${name}: included twice`);
  assert.equal(world.confirmed.length > 0, true, `${name}: account not confirmed`);
  assert.deepEqual(
    world.reports.filter((error) => !(error instanceof AppError)),
    [],
    name,
  );
  return signed[0]?.state ?? 'none';
}

async function countSteps(): Promise<number> {
  const world = createFakeWorld();
  await act(world, world.live(), null, { worker: 'worker', nodeAway: false });
  assert.equal(judge(world, 'undisturbed'), 'finalized');
  return world.steps;
}

for (const worker of ['worker', 'browser'] as const) {
  for (const nodeAway of [false, true]) {
    const where = nodeAway ? 'while the node is away too' : 'with the node there';
    test(`the ${worker} ended before and after every step, ${where}`, async () => {
      const steps = await countSteps();
      assert.ok(steps > 20, `only ${steps} steps`);
      const outcomes: Record<string, string[]> = {};
      for (let step = 1; step <= steps; step += 1) {
        for (const when of ['before', 'after'] as const) {
          const world = createFakeWorld();
          const death = { step, when };
          await act(world, world.live(death), death, { worker, nodeAway });
          const state = judge(world, `${worker} ended ${world.lastStep || 'never'}`);
          (outcomes[state] ??= []).push(world.lastStep);
        }
      }
      // Bytes that may or may not have left are looked for, and handed over again when no block holds them.
      assert.deepEqual(Object.keys(outcomes), ['finalized'], JSON.stringify(outcomes));
    });
  }
}
