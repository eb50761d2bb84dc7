// Whether a stored call may still be sent, at facts and plans that are one field or one rao apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult } from '../../src/model/check.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Plan, Quantity } from '../../src/model/plan.ts';
import type { DraftRequest } from '../../src/model/request.ts';
import { requote } from '../../src/signing/requote.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { createFakeChain } from './fake-chain.ts';
import { createFakeModel, factsAt, MOVE, TERMS } from './fake-facts.ts';

const { chain, client } = createFakeChain();
const head = chain.head();
const [NONCE, SPEC] = [chain.nonce(), chain.specVersion];
const facts = factsAt(head, { expected: 1_000n, nonce: NONCE, specVersion: SPEC, refusal: null });
const agreed = createFakeModel().planMove(MOVE, TERMS, facts);
assert.ok(agreed.receives && agreed.call);
const { receives, call } = agreed;
const { minimum } = receives;

const rao = (amount: bigint): Quantity => ({ unit: 'rao', amount: toRao(amount) });
const alpha = (netuid: number): Quantity => ({
  unit: 'alpha',
  netuid: toNetuid(netuid),
  amount: toAlphaRao(10n ** 18n),
});
const bringing = (expected: Quantity | null, checks: CheckResult[] = []): Plan => ({
  ...agreed,
  receives: expected === null ? null : { ...receives, expected },
  checks,
});

type Case = {
  was?: Plan;
  fresh?: Plan;
  refusal?: string | null;
  isKnown?: boolean;
  nonce?: number;
  spec?: number;
  accepted?: readonly string[];
};

/** The code of the problem, or null; and what it says of the amounts. */
async function ask({ was = agreed, fresh = agreed, refusal = null, ...rest }: Case) {
  const { isKnown = true, nonce = NONCE, spec = SPEC, accepted = [] } = rest;
  const model = {
    planMove: () => fresh,
    rerunCall: () =>
      isKnown
        ? ({ known: true, value: refusal } as const)
        : ({ known: false, reason: 'unreadable' } as const),
  };
  const prepared = { nonce, specVersion: spec };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all of it that is looked at
  const request = { plan: was, prepared, accepted } as unknown as DraftRequest;
  return requote({ model }, client, request, head);
}
const code = async (one: Case): Promise<string | null> => (await ask(one))?.code ?? null;

test('less than the agreed minimum, another thing, or nothing is no longer what was agreed', async () => {
  const { amount } = minimum;
  assert.equal(await code({ fresh: bringing(rao(amount)) }), null);
  assert.deepEqual(await ask({ fresh: bringing(rao(amount - 1n)) }), {
    code: 'PRICE_LIMIT_EXCEEDED',
    detail: { minimum: amount, now: amount - 1n },
  });
  assert.equal(await code({ fresh: bringing(alpha(1)) }), 'PRICE_LIMIT_EXCEEDED');
  assert.deepEqual(await ask({ fresh: bringing(null) }), {
    code: 'PRICE_LIMIT_EXCEEDED',
    detail: { minimum: amount },
  });
});

test('a plan that promised no amount, or fills in part, is under no minimum', async () => {
  const fresh = bringing(rao(1n));
  assert.equal(await code({ was: { ...agreed, receives: null }, fresh }), null);
  const inPart = (allowed: boolean): Plan => ({
    ...agreed,
    call: { ...call, args: { ...call.args, allow_partial: allowed } },
  });
  assert.equal(await code({ was: inPart(true), fresh }), null);
  assert.equal(await code({ was: inPart(false), fresh }), 'PRICE_LIMIT_EXCEEDED');
});

test('a spent nonce, another runtime, or what the chain would refuse is said before any price', async () => {
  const fresh = bringing(rao(1n));
  assert.equal(await code({ nonce: NONCE - 1, fresh }), 'NONCE_USED');
  assert.equal(await code({ nonce: NONCE }), null);
  assert.equal(await code({ nonce: NONCE + 1 }), null, 'behind another one of ours');
  for (const spec of [SPEC - 1, SPEC + 1]) {
    assert.deepEqual(await ask({ spec, fresh }), {
      code: 'RUNTIME_CHANGED',
      detail: { specVersion: SPEC },
    });
  }
  assert.equal(await code({ isKnown: false }), 'NOT_ON_THIS_RUNTIME');
  assert.deepEqual(await ask({ refusal: 'SubtensorModule.SlippageTooHigh', fresh }), {
    code: 'PRICE_LIMIT_EXCEEDED',
    detail: { pallet: 'SubtensorModule', name: 'SlippageTooHigh' },
  });
  assert.equal(await code({ was: { ...agreed, call: null } }), 'INTERNAL');
});

test('what blocks now, or asks for a yes that was not given, forbids sending; who told the depth does not', async () => {
  const check = (id: string, verdict: 'block' | 'unknown'): CheckResult => ({
    id,
    verdict,
    messageKey: id,
    values: {},
  });
  const now = (accepted: readonly string[], ...checks: CheckResult[]) =>
    code({ fresh: bringing(rao(minimum.amount), checks), accepted });
  assert.equal(await now([], check('x', 'block')), 'PLAN_BLOCKED');
  assert.equal(await now(['x'], check('x', 'block')), 'PLAN_BLOCKED');
  assert.equal(await now([], check('x', 'unknown')), 'PLAN_BLOCKED');
  assert.equal(await now(['x'], check('x', 'unknown')), null);
  assert.equal(await now([], check('depth-one-source', 'block')), null);
  assert.equal(
    await now([], check('depth-one-source', 'block'), check('x', 'block')),
    'PLAN_BLOCKED',
  );
});

test('what else it is judged by is given its facts first', async () => {
  const seen: MoveFacts[] = [];
  const model = createFakeModel();
  const planMove: typeof model.planMove = (move, terms, told) => {
    seen.push(told);
    return model.planMove(move, terms, told);
  };
  const prepared = { nonce: NONCE, specVersion: SPEC };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all of it that is looked at
  const request = { plan: agreed, prepared, accepted: [] } as unknown as DraftRequest;
  const meet = async (told: MoveFacts): Promise<MoveFacts> => ({ ...told, blockTime: 5 });
  await requote({ model: { ...model, planMove } }, client, request, head, meet);
  await requote({ model: { ...model, planMove } }, client, request, head);
  assert.deepEqual(
    seen.map(({ blockTime }) => blockTime),
    [5, facts.blockTime],
  );
});
