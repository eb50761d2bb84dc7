// What a ticket asks about its runtime: nothing before there are facts, once for each runtime, again where nothing came.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MoveFacts } from '../../../src/model/facts.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { createTicketGuard } from '../../../src/panel/ticket/runtime-guard.ts';
import { agreedRows, checkedRuntime } from '../../fakes/checked-runtime.ts';
import { sampleFacts } from '../../moves/sample-facts.ts';

const facts = sampleFacts();
const { genesisHash } = facts.runtime;
const atBlock = (number: number): MoveFacts => ({ ...facts, block: { ...facts.block, number } });
const onSpec = (specVersion: number): MoveFacts => ({
  ...facts,
  runtime: { ...facts.runtime, specVersion },
});

function world(isThere: () => boolean = () => true) {
  const asked: number[] = [];
  const answer = async (_method: string, body: { specVersion: number }) => {
    asked.push(body.specVersion);
    if (!isThere()) throw new Error('away');
    return checkedRuntime({ genesisHash, specVersion: body.specVersion });
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one method is called
  return { asked, guard: createTicketGuard(answer as unknown as Call) };
}

test('nothing is asked before there are facts, and each runtime once', async () => {
  const { asked, guard } = world();
  await guard.need(null);
  assert.deepEqual(asked, []);
  assert.equal(guard.rowsOf(facts, []), null);
  await guard.need(facts);
  await guard.need(atBlock(facts.block.number + 1));
  assert.deepEqual(asked, [475]);
  assert.deepEqual(guard.rowsOf(facts, []), agreedRows);
  await guard.need(onSpec(476));
  assert.deepEqual(asked, [475, 476]);
  assert.equal(guard.rowsOf(facts, []), null, 'rows of another runtime say nothing');
});

test('without an answer nothing was checked, and the next block asks again', async () => {
  let isThere = false;
  const { asked, guard } = world(() => isThere);
  await guard.need(facts);
  await guard.need(facts);
  assert.deepEqual(guard.rowsOf(facts, []), []);
  assert.equal(asked.length, 1);
  isThere = true;
  await guard.need(atBlock(facts.block.number + 1));
  assert.deepEqual(guard.rowsOf(facts, []), agreedRows);
});

test('what is stored of that runtime meanwhile counts for the ticket, and of no other', async () => {
  const { guard } = world();
  await guard.need(facts);
  const stored = { ...checkedRuntime(facts.runtime), rows: agreedRows.slice(0, 1) };
  assert.deepEqual(guard.rowsOf(facts, [stored]), stored.rows);
  assert.deepEqual(guard.rowsOf(facts, [{ ...stored, specVersion: 476 }]), agreedRows);
});
