// Orders that are made and not asked of a wallet count with the day's limit on the ticket, except those that it replaces.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noLimits } from '../../../src/model/account-limits.ts';
import type { MoveFacts } from '../../../src/model/facts.ts';
import type { SigningRequest } from '../../../src/model/request.ts';
import { taoAhead, withQueued } from '../../../src/panel/ticket/queued-orders.ts';
import { toNetuid, toRao } from '../../../src/units.ts';
import { genesisHash } from '../../tools/pictures/chain.ts';
import { requestIn, stakeMove } from '../../tools/pictures/requests.ts';
import {
  ledgerMain,
  moveFactsFrom,
  positions,
  savings,
  snapshotWith,
} from '../../tools/pictures/stored.ts';

const TAO = 1_000_000_000n;
const move = { ...stakeMove, netuid: toNetuid(8) };
const query = { coldkey: ledgerMain, netuids: [], hotkeys: [], destination: null, calls: [] };
const limits = { ...noLimits, mostPerDay: toRao(50n * TAO) };
const facts: MoveFacts = {
  ...moveFactsFrom(snapshotWith(positions, []), query),
  accountLimits: { known: true, value: { limits, movedToday: { known: true, value: toRao(TAO) } } },
};

const movedWith = (
  requests: readonly SigningRequest[],
  reviewed: string | null = null,
  on: MoveFacts = facts,
): bigint | null => {
  const met = withQueued(on, move, requests, reviewed).accountLimits;
  return met?.known === true && met.value.movedToday.known ? met.value.movedToday.value : null;
};

test('what is queued is counted, what a wallet was asked for is not counted twice', () => {
  const queued = { ...requestIn('queued'), genesisHash };
  assert.equal(queued.plan.orderValue, 12n * TAO);
  assert.equal(movedWith([]), TAO);
  assert.equal(movedWith([queued]), 13n * TAO);
  assert.equal(movedWith([{ ...requestIn('submitted'), askedAt: 1 } as SigningRequest]), TAO);
  assert.equal(movedWith([{ ...queued, coldkey: savings }]), TAO);
  assert.equal(movedWith([{ ...queued, genesisHash: '0x12' }]), TAO);
  // Reviewed again, or about the same: this one is in its place.
  assert.equal(movedWith([queued], queued.id), TAO);
  const same = { ...queued, plan: { ...queued.plan, move } };
  assert.equal(movedWith([same]), TAO);
});

test('a queued order of unknown value leaves the sum unknown; without limits nothing changes', () => {
  const queued = { ...requestIn('queued'), genesisHash };
  const unknown = { ...queued, plan: { ...queued.plan, orderValue: null } };
  assert.equal(movedWith([unknown]), null);
  const { accountLimits: _none, ...bare } = facts;
  assert.equal(withQueued(bare, move, [queued], null), bare);
  const unread: MoveFacts = { ...facts, accountLimits: { known: false, reason: 'unreadable' } };
  assert.equal(withQueued(unread, move, [queued], null), unread);
});

test('what goes first takes TAO until a block has it, and what it replaces takes none', () => {
  const queued = { ...requestIn('queued'), genesisHash };
  const each = 12n * TAO;
  const taken = (
    requests: readonly SigningRequest[],
    replaced: readonly SigningRequest[] = [],
  ): bigint => taoAhead({ coldkey: ledgerMain, genesisHash }, requests, replaced);
  assert.equal(taken([]), 0n);
  assert.equal(taken([queued]), each);
  assert.equal(taken([queued, requestIn('submitted')]), 2n * each);
  assert.equal(taken([queued], [queued]), 0n);
  assert.equal(taken([requestIn('in-block'), requestIn('finalized')]), 0n);
  assert.equal(taken([{ ...queued, coldkey: savings }]), 0n);
});
