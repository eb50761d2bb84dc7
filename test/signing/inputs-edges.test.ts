// Who is asked about the inputs of a signature, and which of the authors' figures still count at the head: by one unit, one
// nonce, one leg. Facts and plans are made up; inputs.test.ts has the same rules on the simulated chain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Plan, Quantity } from '../../src/model/plan.ts';
import type { ProvenInputs } from '../../src/proof/prove-quote.ts';
import { backed } from '../../src/signing/inputs.ts';
import type { SigningDeps } from '../../src/signing/signing-deps.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { POOL_1, POOL_92, SN1, SN92, subnetFacts } from '../moves/sample-facts.ts';
import { createFakeChain } from './fake-chain.ts';
import { createFakeModel, factsAt, MOVE, TERMS } from './fake-facts.ts';

const NONCE = 7;
const told: MoveFacts = {
  ...factsAt(
    { hash: '0xb0', number: 109 },
    { expected: 1n, nonce: NONCE, specVersion: 425, refusal: null },
  ),
  depth: 'one-source',
  subnets: [subnetFacts(SN1, POOL_1), subnetFacts(SN92, POOL_92)],
};
const sample = createFakeModel().planMove(MOVE, TERMS, told);
const { client } = createFakeChain();
const [leg] = sample.legs;
assert.ok(leg && sample.receives);
const { receives } = sample;

const rao = (amount: bigint): Quantity => ({ unit: 'rao', amount: toRao(amount) });
const alpha = (amount: bigint): Quantity => ({
  unit: 'alpha',
  netuid: toNetuid(1),
  amount: toAlphaRao(amount),
});
const bringing = (expected: Quantity | null, part: Partial<Plan> = {}): Plan => ({
  ...sample,
  receives: expected === null ? null : { ...receives, expected },
  ...part,
});
type Authors = ProvenInputs & { by: 'authors' };
const authors = (part: Partial<Authors> = {}): Authors => ({
  by: 'authors',
  base: { hash: '0xa0', number: 90 },
  pools: [],
  nonce: BigInt(NONCE),
  ...part,
});

type World = {
  proven?: ProvenInputs | Error | null;
  /** What the same move brings on the authors' pools. */
  onTheirs?: Quantity | null;
  second?: Error | null;
  isReal?: boolean;
};

/** On whose word, how often the second operator was asked, and the facts that the authors' plan was made of. */
async function ask(
  plan: Plan,
  { proven = null, onTheirs = rao(1n), second = null, isReal = true }: World,
) {
  const seen = { asked: 0, planned: [] as MoveFacts[] };
  const deps = {
    proveInputs: async () => {
      if (proven instanceof Error) throw proven;
      return proven;
    },
    confirmDepth: async (facts: MoveFacts) => {
      seen.asked += 1;
      if (second !== null) throw second;
      return { ...facts, depth: 'two-sources' };
    },
    model: {
      planMove: (_move: unknown, _terms: unknown, facts: MoveFacts) => {
        seen.planned.push(facts);
        return bringing(onTheirs);
      },
    },
  };
  const chain = { ...client, network: { id: 'fake', isReal } };
  const query = { coldkey: MOVE.coldkey, netuids: [], hotkeys: [], destination: null, calls: [] };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of it
  const facts = await backed(deps as unknown as SigningDeps, chain, { told, query, plan });
  return { ...seen, inputs: facts.inputs, depth: facts.depth };
}

test('a second operator is asked about every plan with a trade or a limit, and about no other that proofs cover', async () => {
  const forFee = { ...leg, purpose: 'network-fee' } as const;
  const trade = { ...leg, purpose: 'trade' } as const;
  const rows: readonly (readonly [Plan['legs'], bigint | null, number])[] = [
    [[], null, 0],
    [[forFee], null, 0],
    [[trade], null, 1],
    [[forFee, trade], null, 1],
    [[], 5n, 1],
    [[forFee], 5n, 1],
  ];
  for (const [legs, limitPrice, times] of rows) {
    const plan = bringing(rao(1n), { legs, limitPrice });
    const { asked, inputs, depth } = await ask(plan, { proven: { by: 'votes' } });
    assert.deepEqual([asked, inputs], [times, 'proven'], `${legs.length} legs, ${limitPrice}`);
    assert.equal(depth, times === 1 ? 'two-sources' : 'one-source');
    // Without proofs the account has to be confirmed by somebody, where there is value.
    assert.equal((await ask(plan, {})).asked, 1);
    assert.equal((await ask(plan, { isReal: false })).asked, times);
  }
});

test('the authors’ pools count while the same plan brings the same within the tolerance, to the unit, either way', async () => {
  // One percent of the larger one.
  const most = 100_000_000n;
  const rows: readonly (readonly [now: bigint, then: bigint, isWithin: boolean])[] = [
    [most, most, true],
    [most, 99_000_000n, true],
    [most, 98_999_999n, false],
    [99_000_000n, most, true],
    [98_999_999n, most, false],
    [0n, 0n, true],
    [0n, 1n, false],
  ];
  for (const [now, then, isWithin] of rows) {
    const { inputs } = await ask(bringing(rao(now)), { proven: authors(), onTheirs: rao(then) });
    assert.equal(inputs, isWithin ? 'authors' : 'two-sources', `${now} now, ${then} then`);
  }
});

test('a plan that brings another thing on the authors’ pools, or nothing, is not theirs', async () => {
  const rows: readonly (readonly [Quantity | null, Quantity | null, boolean])[] = [
    [null, null, true],
    [null, rao(1n), false],
    [rao(1n), null, false],
    [rao(1n), alpha(1n), false],
    [alpha(1n), alpha(1n), true],
  ];
  for (const [now, onTheirs, isTheirs] of rows) {
    const { inputs } = await ask(bringing(now), { proven: authors(), onTheirs });
    assert.equal(inputs, isTheirs ? 'authors' : 'two-sources');
  }
});

test('a nonce that the authors know to be higher than told is not theirs: the signature would be good for nothing', async () => {
  for (const [nonce, inputs] of [
    [NONCE - 1, 'authors'],
    [NONCE, 'authors'],
    [NONCE + 1, 'two-sources'],
  ] as const) {
    const proven = authors({ nonce: BigInt(nonce) });
    assert.equal((await ask(bringing(rao(1n)), { proven })).inputs, inputs);
  }
});

test('the authors’ plan is made of their pools, each in its own subnet, and of the rest as told', async () => {
  const pools: Authors['pools'] = [{ netuid: SN92, curve: 'balancer', pool: POOL_1 }];
  const { planned } = await ask(bringing(rao(1n)), { proven: authors({ pools }) });
  assert.deepEqual(planned, [
    { ...told, subnets: [subnetFacts(SN1, POOL_1), { ...told.subnets[1], pool: POOL_1 }] },
  ]);
});

test('one node’s word stands where nobody else can be asked, unless the plan rests on depth; a no is never passed over', async () => {
  const none = new AppError('NO_SECOND_SOURCE');
  const away = new AppError('SECOND_SOURCE_AWAY');
  for (const depthNeeded of [false, true]) {
    const plan = bringing(rao(1n), { depthNeeded });
    assert.equal((await ask(plan, { second: none })).inputs, 'one-node');
    assert.equal((await ask(plan, { second: none, isReal: false })).inputs, undefined);
    const asking = ask(plan, { second: away });
    if (depthNeeded) await assert.rejects(asking, away);
    else assert.equal((await asking).inputs, 'one-node');
    for (const error of [new AppError('NODES_DISAGREE'), new TypeError('a mistake of ours')]) {
      await assert.rejects(ask(plan, { second: error }), error);
    }
  }
});

test('a lie that proofs show is told, whatever the second operator says and even where nothing has value', async () => {
  const lie = new AppError('PROOF_INVALID', { about: 'a stored value' });
  for (const world of [{}, { isReal: false }, { second: new AppError('NO_SECOND_SOURCE') }]) {
    await assert.rejects(ask(bringing(rao(1n)), { proven: lie, ...world }), lie);
  }
});
