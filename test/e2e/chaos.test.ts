// Every state of a signing story struck by every fault, in a real browser: each run ends in the truth that the
// chain tells, nothing happens twice, nothing signed is lost. Each fault once; the whole table with TAUBAR_DEEP=1.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import process from 'node:process';
import {
  faults,
  moments,
  playHangUp,
  playRow,
  playUnwatched,
  type Fault,
  type Moment,
  type Row,
} from './chaos-row.ts';
import { createConnectedStage, rememberSite, type Stage } from './stage.ts';

const isDeep = process.env['TAUBAR_DEEP'] === '1';

const often: readonly (readonly [Moment, Fault])[] = [
  ['signed', 'worker killed'],
  ['waiting-for-wallet', 'tab closed'],
  ['submitted', 'node dead'],
  ['in-block', 'browser restarted'],
];
const all = moments.flatMap((moment) => faults.map((fault) => [moment, fault] as const));

let stage: Stage;
const rows: Row[] = [];

before(async () => {
  stage = await createConnectedStage('chaos');
  await rememberSite(stage);
});

after(async () => {
  const lines = rows.map(
    ({ moment, fault, found, outcome, approvals, included, submissions, seconds }) =>
      `${moment.padEnd(20)}${fault.padEnd(20)}${found.padEnd(20)}${outcome.state.padEnd(12)}` +
      `${String(approvals).padStart(9)}${String(submissions).padStart(12)}${String(included.length).padStart(10)}${String(seconds).padStart(6)} s`,
  );
  const head = `${'struck in'.padEnd(20)}${'by'.padEnd(20)}${'stored then'.padEnd(20)}${'outcome'.padEnd(12)}approvals submissions in blocks  took`;
  console.log([head, ...lines].join('\n'));
  await stage.stop();
});

function assertTrue({ outcome, included, handed, nonceStep }: Row): void {
  assert.equal(outcome.state, 'finalized');
  assert.deepEqual(included, [outcome.extrinsicHash], 'in the chain once, and nothing else');
  assert.deepEqual(handed, [outcome.extrinsicHash], 'no other was ever handed to the node');
  assert.equal(nonceStep, 1);
  assert.equal(outcome.receipt?.isSuccess, true);
  for (const { labelKey, expected, actual } of outcome.receipt?.lines ?? []) {
    assert.equal(actual, expected, labelKey);
  }
}

for (const [moment, fault] of isDeep ? all : often) {
  test(`${fault} in “${moment}”: one extrinsic, final, with a true receipt`, async () => {
    const row = await playRow(stage, moment, fault);
    rows.push(row);
    assertTrue(row);
  });
}

test('the node gone right after it took the extrinsic: found in its block, and not sent again', async () => {
  const row = await playHangUp(stage, 'after');
  rows.push(row);
  assertTrue(row);
});

test('the node gone right before it took the extrinsic: the same bytes once more when no block holds them', async () => {
  const row = await playHangUp(stage, 'before');
  rows.push(row);
  assertTrue(row);
});

test('the worker killed after sending, and nobody looks: the alarm brings it back, and it is found', async () => {
  const row = await playUnwatched(stage);
  rows.push(row);
  assertTrue(row);
});
