// Every transition of a signing story struck by every fault, in a real browser: each run ends in the truth that the
// chain tells, nothing happens twice, nothing signed is lost. Each fault once; the whole table with TAUBAR_DEEP=1.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import process from 'node:process';
import { momentNamed, moments } from './chaos-moments.ts';
import { faults, playHangUp, playRow, playUnwatched, type Fault, type Row } from './chaos-row.ts';
import { createConnectedStage, rememberSite, type Stage } from './stage.ts';

const isDeep = process.env['TAUBAR_DEEP'] === '1';

const often: readonly (readonly [string, Fault])[] = [
  ['signed', 'worker killed'],
  ['waiting-for-wallet', 'tab closed'],
  ['submitted', 'node dead'],
  ['in-block', 'browser restarted'],
];
const all = moments.flatMap(({ name }) => faults.map((fault) => [name, fault] as const));

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

/** What the chain must hold and must have been handed, and by how much the nonce grows. */
function assertTrue({ ends, moment, outcome, included, handed, nonceStep }: Row): void {
  assert.equal(outcome.state, ends);
  const { receipt, extrinsicHash } = outcome;
  if (moment === 'nonce used') {
    assert.equal(included.length, 1, 'the other one that used it');
    assert.deepEqual(handed, included, 'ours was never handed to the node');
    assert.equal(extrinsicHash, null);
  } else if (ends === 'finalized' || ends === 'failed') {
    assert.deepEqual(included, [extrinsicHash], 'in the chain once, and nothing else');
    assert.deepEqual(handed, [extrinsicHash], 'no other was ever handed to the node');
    assert.equal(receipt?.isSuccess, ends === 'finalized');
  } else {
    assert.deepEqual(included, [], 'nothing is in the chain');
    assert.deepEqual(handed, ends === 'dropped' ? [extrinsicHash] : [], 'handed to the node');
    assert.equal(receipt, null);
  }
  assert.equal(nonceStep, included.length);
}

/** Nothing moved the pool: the receipt is the plan. */
function assertAsPlanned({ outcome }: Row): void {
  for (const { labelKey, expected, actual } of outcome.receipt?.lines ?? []) {
    assert.equal(actual, expected, labelKey);
  }
}

for (const [name, fault] of isDeep ? all : often) {
  test(`${fault} in “${name}”: the true outcome, and nothing twice`, async () => {
    const moment = momentNamed(name);
    const row = await playRow(stage, moment, fault);
    rows.push(row);
    assertTrue(row);
    if (moment.isPoolMoved !== true) assertAsPlanned(row);
  });
}

test('the node gone right after it took the extrinsic: found in its block, and not sent again', async () => {
  const row = await playHangUp(stage, 'after');
  rows.push(row);
  assertTrue(row);
  assertAsPlanned(row);
});

test('the node gone right before it took the extrinsic: the same bytes once more when no block holds them', async () => {
  const row = await playHangUp(stage, 'before');
  rows.push(row);
  assertTrue(row);
  assertAsPlanned(row);
});

test('the worker killed after sending, and nobody looks: the alarm brings it back, and it is found', async () => {
  const row = await playUnwatched(stage);
  rows.push(row);
  assertTrue(row);
  assertAsPlanned(row);
});
