// Signing on a runtime of which not everything was checked, on the simulated chain: no bytes leave for a trade that a row speaks
// against, and the moves that rest on no such row go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { GuardRow } from '../../src/model/guard.ts';
import type { Move } from '../../src/model/move.ts';
import { toAlphaRao } from '../../src/units.ts';
import { BROKEN_RUNTIMES } from '../devnet/node/faults/breakages.ts';
import { RUNTIME_SPECS, withLayout } from '../devnet/node/runtime/runtime-spec.ts';
import { agreedRows } from '../fakes/checked-runtime.ts';
import {
  askFor,
  fromIn,
  isIn,
  sendMove,
  stakeOf,
  startStory,
  TAO,
  until,
  type Story,
} from './devnet-story.ts';

let story: Story;

before(async () => {
  story = await startStory();
});

after(() => story.world.stop());

const withRow = (row: GuardRow): readonly GuardRow[] => [
  ...agreedRows.filter(({ subject }) => subject !== row.subject),
  row,
];
const differs: GuardRow = {
  subject: 'simulation',
  name: null,
  verdict: {
    state: 'disagrees',
    where: null,
    ours: { unit: 'rao', amount: 1n },
    chain: { unit: 'rao', amount: 2n },
  },
};
const unread: GuardRow = {
  subject: 'spot',
  name: null,
  verdict: { state: 'not-checked', reason: 'unreadable' },
};

function withGuard(guard: readonly GuardRow[]) {
  const { world } = story;
  const stage = world.newStage();
  stage.guard = guard;
  return { stage, signing: world.live(stage) };
}

const codeOf = (thrown: unknown): string => (thrown instanceof AppError ? thrown.code : '');

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'none', codeOf);
}

test('a trade is refused where our model differs anywhere, whatever the user said yes to', async () => {
  const { signing, stage } = withGuard(withRow(differs));
  const asked = signing.requestSignature(
    askFor(story, stakeOf(story), ['unverified', 'newer-runtime']),
  );
  assert.equal(await refusal(asked), 'PLAN_BLOCKED');
  assert.equal(stage.stored.size, 0);
});

test('stake that moves as it is needs no price: it goes on', async () => {
  const [one, five] = [fromIn(story, 1), fromIn(story, 5)];
  const amount = toAlphaRao(20n * TAO);
  const move: Move = { ...one, kind: 'change-validator', toHotkey: five.hotkey, amount };
  const { signing } = withGuard(withRow(differs));
  const { id } = await signing.requestSignature(askFor(story, move));
  await signing.cancelRequest(id);
});

test('what was not read, or was never asked for, needs a yes', async () => {
  for (const guard of [withRow(unread), []]) {
    const { signing } = withGuard(guard);
    const ask = (accepted: string[]) =>
      signing.requestSignature(askFor(story, stakeOf(story), accepted));
    assert.equal(await refusal(ask([])), 'ACCEPTANCE_NEEDED');
    const { id } = await ask(['unverified']);
    await signing.cancelRequest(id);
  }
});

test('a row about removal or emission stops no trade', async () => {
  const other = { state: 'disagrees', where: null, ours: { unit: 'netuid', amount: 1 } } as const;
  const guard: readonly GuardRow[] = agreedRows.map((row) =>
    row.subject === 'prune' || row.subject === 'emission'
      ? { ...row, verdict: { ...other, chain: { unit: 'netuid', amount: 2 } } }
      : row,
  );
  const { signing } = withGuard(guard);
  const { id } = await signing.requestSignature(askFor(story, stakeOf(story)));
  await signing.cancelRequest(id);
});

test('a call of another layout is off by itself: another one is offered with a yes, and other moves go on', async () => {
  const moved = await startStory({
    spec: withLayout(RUNTIME_SPECS.finney475, 'SubtensorModule.add_stake_limit', [
      { edit: 'move', field: 'netuid', before: 'hotkey' },
    ]),
  });
  const stage = moved.world.newStage();
  const signing = moved.world.live(stage);
  const stake = signing.requestSignature(askFor(moved, stakeOf(moved)));
  assert.equal(await refusal(stake), 'ACCEPTANCE_NEEDED');
  const amount = toAlphaRao(20n * TAO);
  const { id } = await signing.requestSignature(
    askFor(moved, { ...fromIn(moved, 1), kind: 'unstake', amount }),
  );
  await signing.cancelRequest(id);
  await moved.world.stop();
});

test('a receipt whose event is of another layout tells success and no amounts', async () => {
  const spec = BROKEN_RUNTIMES['event-shape'](RUNTIME_SPECS.finney475);
  const reshaped = await startStory({ spec });
  const { stage, signing, id } = await sendMove(reshaped, stakeOf(reshaped));
  await reshaped.world.blocks(signing, 4);
  const { receipt, error } = await until(reshaped, stage, id, isIn('finalized'));
  assert.equal(error, null);
  assert.deepEqual(receipt?.unread, ['SubtensorModule.StakeAdded']);
  assert.deepEqual([receipt?.isSuccess, receipt?.lines, receipt?.shortfall], [true, [], null]);
  assert.ok(receipt?.networkFee);
  await reshaped.world.stop();
});
