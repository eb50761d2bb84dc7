// Two moves of one coldkey, the second in line behind the first, and the background ended before and after every single
// step: both are carried out, once each and in their order, and no wallet is asked for the second before its turn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { Move } from '../../src/model/move.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { toNetuid } from '../../src/units.ts';
import { isFinished, queuePlaceOf } from '../../src/signing/queue.ts';
import { MOVE } from './fake-facts.ts';
import {
  ASK,
  createFakeWorld,
  honestAnswer,
  Killed,
  refusesWith,
  settle,
  type Death,
  type FakeWorld,
} from './fake-world.ts';

const netuidOf = ({ plan }: SigningRequest): number =>
  'netuid' in plan.move ? plan.move.netuid : -1;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another subnet, the same kind of move
const moveIn = (netuid: number) => ({ ...MOVE, netuid: toNetuid(netuid) }) as Move;

async function survives(deed: Promise<unknown>): Promise<boolean> {
  try {
    await deed;
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

/** What a person does in front of the panel: reviews both, then signs whatever is theirs to sign. */
async function press(world: FakeWorld, life: Signing): Promise<boolean> {
  for (const netuid of [1, 2]) {
    const isThere = world.requests().some((request) => netuidOf(request) === netuid);
    if (!isThere && !(await survives(life.requestSignature({ ...ASK, move: moveIn(netuid) })))) {
      return false;
    }
  }
  for (const request of world.requests()) {
    const { id, state } = request;
    const isTurn = state === 'queued' && queuePlaceOf(request, world.requests()).kind === 'turn';
    const isUnheard = state === 'waiting-for-wallet' && world.held.size === 0;
    if (!isTurn && !isUnheard && state !== 'draft') continue;
    if (!(await survives(life.askWallet({ id, tabId: 1, isAgain: true })))) return false;
  }
  return true;
}

async function deliver(world: FakeWorld, life: Signing): Promise<boolean> {
  for (const ask of world.held.values()) {
    if (!(await survives(life.walletAnswered(ask.promptId, honestAnswer(world, ask)))))
      return false;
    world.held.delete(ask.promptId);
  }
  await settle();
  return true;
}

async function act(world: FakeWorld, death: Death, isBrowser: boolean): Promise<void> {
  const first = world.live(death);
  let life = first;
  for (let round = 0; round < 60; round += 1) {
    const isAlive = (await press(world, life)) && (await deliver(world, life));
    const { hash, number } = world.chain.head();
    await survives(life.onHead({ hash, number }));
    await settle();
    if (life === first && (!isAlive || world.lastStep !== '')) {
      life.stop();
      if (isBrowser) world.held.clear();
      life = world.live();
      await life.resumeAll();
      await settle();
    }
    world.chain.mine();
    const all = world.requests();
    if (all.length > 1 && all.every(({ state }) => isFinished(state))) break;
  }
}

function judge(world: FakeWorld, name: string): void {
  const done = world.requests().filter(({ state }) => state === 'finalized');
  const bySigning = done.toSorted((a, b) => (a.prepared?.nonce ?? 0) - (b.prepared?.nonce ?? 0));
  assert.deepEqual(bySigning.map(netuidOf), [1, 2], `${name}: ${world.lastStep}`);
  assert.ok(
    world.requests().every(({ state }) => isFinished(state)),
    name,
  );
  assert.ok(
    done.every(({ receipt }) => receipt?.isSuccess === true),
    name,
  );
  assert.equal(world.chain.inclusions(), 2, name);
  const unexpected = world.reports.filter((error) => !(error instanceof AppError));
  assert.deepEqual(unexpected, [], name);
}

for (const isBrowser of [false, true]) {
  const what = isBrowser ? 'browser' : 'worker';
  test(`two in line, the ${what} ended before and after every step`, async () => {
    const undisturbed = createFakeWorld();
    await act(undisturbed, null, isBrowser);
    judge(undisturbed, 'undisturbed');
    const { steps } = undisturbed;
    assert.ok(steps > 60, `only ${steps} steps`);
    for (let step = 1; step <= steps; step += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = createFakeWorld();
        await act(world, { step, when }, isBrowser);
        judge(world, `${when} step ${step}`);
      }
    }
  });
}

test('the words of a stale window open no wallet before the turn', async () => {
  const world = createFakeWorld();
  const signing = world.live();
  await signing.requestSignature({ ...ASK, move: moveIn(1) });
  const { id } = await signing.requestSignature({ ...ASK, move: moveIn(2) });
  for (const isAgain of [false, true]) {
    const asking = signing.askWallet({ id, tabId: 1, isAgain });
    await assert.rejects(asking, refusesWith('REQUEST_PENDING'));
  }
  assert.equal(world.asked.length, 0);
});
