import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type ErrorCode } from '../../../src/errors.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { createTicketFacts } from '../../../src/panel/ticket/ticket-facts.ts';
import { ledgerMain, moveFactsFrom, positions, snapshotWith } from '../../tools/pictures/stored.ts';

const query = { coldkey: ledgerMain, netuids: [], hotkeys: [], destination: null, calls: [] };
const told = { ...moveFactsFrom(snapshotWith(positions, []), query), depth: 'one-source' } as const;

/** A background whose second operator fails with the code that is set. */
function background() {
  const state = { failsWith: null as ErrorCode | null, asked: 0 };
  const call = async (method: string): Promise<unknown> => {
    if (method === 'readMoveFacts') return told;
    state.asked += 1;
    if (state.failsWith !== null) throw AppError.of({ code: state.failsWith, detail: {} });
    return { ...told, depth: 'two-sources' };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two methods that are asked
  return { state, facts: createTicketFacts(call as Call) };
}

test('facts that no second operator confirms are kept as one node’s, with the reason', async () => {
  const { state, facts } = background();
  state.failsWith = 'NODES_DISAGREE';
  await facts.need(query, 'block 1', true);
  assert.equal(facts.facts.value?.depth, 'one-source');
  assert.equal(facts.depthError.value?.code, 'NODES_DISAGREE');
  state.failsWith = null;
  await facts.need(query, 'block 2', true);
  assert.equal(facts.facts.value?.depth, 'two-sources');
  assert.equal(facts.depthError.value, null);
});

test('a second operator is asked only where the plan rests on depth, and the reason goes with it', async () => {
  const { state, facts } = background();
  state.failsWith = 'SECOND_SOURCE_AWAY';
  await facts.need(query, 'block 1', false);
  assert.equal(state.asked, 0);
  await facts.need(query, 'block 1', true);
  assert.equal(facts.depthError.value?.code, 'SECOND_SOURCE_AWAY');
  await facts.need(query, 'block 1', true);
  assert.equal(state.asked, 1);
  await facts.need(query, 'block 2', false);
  assert.equal(facts.depthError.value, null);
});
