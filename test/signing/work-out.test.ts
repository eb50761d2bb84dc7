// What is asked and held to while a plan becomes bytes: the age of its block, the birth of its era, what the node is asked,
// and that the plan that is kept is judged too. By one block, one millisecond, one field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noLimits } from '../../src/model/account-limits.ts';
import type { AccountSource } from '../../src/model/account.ts';
import type { MoveFactsQuery } from '../../src/chain/chain-client.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { SimQuery } from '../../src/model/facts.ts';
import type { MoveTerms } from '../../src/model/move.ts';
import type { CallDraft, Plan } from '../../src/model/plan.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { SigningChain, SigningDeps } from '../../src/signing/signing-deps.ts';
import { prepare, workOut } from '../../src/signing/work-out.ts';
import type { Hex } from '../../src/units.ts';
import { agreedRows } from '../fakes/checked-runtime.ts';
import { createFakeChain } from './fake-chain.ts';
import { createFakeModel, factsAt, MOVE, TERMS, timeOf } from './fake-facts.ts';
import { ASK, refusesWith, sourceOf } from './fake-world.ts';

const { chain, client } = createFakeChain();
const head = chain.head();
const model = createFakeModel();
const figures = { expected: 1_000n, nonce: chain.nonce(), specVersion: 425, refusal: null };
const SOURCE = sourceOf('test wallet', 'https://example.test');

type World = {
  now?: number;
  isReal?: boolean;
  clockOffset?: number | null;
  source?: AccountSource;
  change?: (plan: Plan, terms: MoveTerms) => Plan;
};

/** The plan, with what the node was asked for it. */
async function work(world: World = {}) {
  const { now = timeOf(head), isReal = true, clockOffset = null, source = SOURCE, change } = world;
  const asked = { facts: [] as MoveFactsQuery[], simulated: [] as (readonly SimQuery[])[] };
  const deps = {
    now: () => now,
    guardRows: async () => agreedRows,
    accountLimits: async () => ({ known: true, value: noLimits }),
    confirmDepth: async (facts: object) => ({ ...facts, depth: 'two-sources' }),
    proveInputs: async () => ({ by: 'votes' }),
    model: {
      ...model,
      planMove: (...[move, terms, facts]: Parameters<typeof model.planMove>) => {
        const plan = model.planMove(move, terms, facts);
        return change?.(plan, terms) ?? plan;
      },
    },
  };
  const node: SigningChain = {
    ...client,
    network: { id: 'fake', isReal },
    clockOffset: () => clockOffset,
    readMoveFacts: (query, at) => (asked.facts.push(query), client.readMoveFacts(query, at)),
    simulate: (hash, queries) => (asked.simulated.push(queries), client.simulate(hash, queries)),
  };
  const ordering = { instead: [], isNew: true };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of it
  const ports = deps as unknown as SigningDeps;
  return { ...(await workOut(ports, node, ASK, source, ordering)), asked };
}

test('a block is of now for less than three minutes, by a clock that another operator’s may correct', async () => {
  const at = timeOf(head);
  await work({ now: at + 179_999 });
  await assert.rejects(work({ now: at + 180_000 }), refusesWith('BLOCKS_OLD'));
  await work({ now: at + 180_000, isReal: false });
  await work({ now: at + 180_000, clockOffset: -1 });
  await assert.rejects(work({ now: at + 179_999, clockOffset: 1 }), refusesWith('BLOCKS_OLD'));
});

test('what a signature costs is asked for the key that signs, and whether a device holds it', async () => {
  const asked = async (part: Partial<AccountSource>) => {
    const {
      asked: { facts },
    } = await work({ source: { ...SOURCE, ...part } });
    return facts.map(({ isEcdsa, isDevice }) => [isEcdsa, isDevice]);
  };
  assert.deepEqual(await asked({}), [[false, false]]);
  assert.deepEqual(await asked({ keyType: 'ecdsa' }), [[true, false]]);
  assert.deepEqual(await asked({ keyType: 'ed25519' }), [[false, true]]);
});

test('the node is asked for its own figures of the trades, and of a plan without one for nothing', async () => {
  const traded = await work();
  assert.deepEqual(
    traded.asked.simulated.map(({ length }) => length),
    [1],
  );
  assert.equal(traded.exactness.state, 'identical');
  const still = await work({ change: (plan) => ({ ...plan, legs: [] }) });
  assert.deepEqual(still.asked.simulated, []);
  assert.equal(still.exactness.state, 'no-trade');
});

const blocking: CheckResult = { id: 'x', verdict: 'block', messageKey: 'x', values: {} };

test('the plan that keeps what was seen by less tolerance is judged as the first one is', async () => {
  chain.expected = 996n;
  chain.mine();
  const kept = await work({ now: timeOf(chain.head()) });
  assert.ok(kept.plan.terms.toleranceBps < TERMS.toleranceBps);
  for (const isFirst of [true, false]) {
    const refused = work({
      change: (plan, terms) =>
        (terms.toleranceBps === TERMS.toleranceBps) === isFirst
          ? { ...plan, checks: [blocking] }
          : plan,
    });
    await assert.rejects(refused, refusesWith('PLAN_BLOCKED'));
    const failing = work({
      change: (plan, terms) =>
        (terms.toleranceBps === TERMS.toleranceBps) === isFirst
          ? { ...plan, wouldFailWith: 'SubtensorModule.StakeUnavailable' }
          : plan,
    });
    await assert.rejects(failing, refusesWith('PLAN_BLOCKED'));
  }
});

const sample = model.planMove(MOVE, TERMS, factsAt(head, figures));
const NO_NONCE = { ownPending: [], nonce: undefined };

/** Bytes for the sample plan of block `at`, where the newest final block is `final`. */
async function prepared(
  { at, final }: { at: number; final: number },
  part: Partial<SigningChain> = {},
  nonce?: number,
): Promise<PreparedExtrinsic> {
  const hash: Hex = `0x${final.toString(16).padStart(64, '0')}`;
  const node = { ...client, finalizedHead: async () => ({ number: final, hash }), ...part };
  const plan = { ...sample, block: { ...sample.block, number: at } };
  return prepare(node, plan, { ...NO_NONCE, nonce });
}

test('an era is born at a final block that leaves it half of its length, and never at block 0', async () => {
  const half = TERMS.eraBlocks / 2;
  assert.equal((await prepared({ at: 500, final: 500 - half })).birth.number, 500 - half);
  const stalled = refusesWith('NODE_TIMEOUT');
  await assert.rejects(prepared({ at: 500, final: 499 - half }), stalled);
  // With block 0 the signature would never expire.
  await assert.rejects(prepared({ at: half, final: 0 }), stalled);
  assert.equal((await prepared({ at: half, final: 1 })).birth.number, 1);
});

test('bytes that a runtime reads as another call, or that have another nonce or version, are not made', async () => {
  const at = { at: 500, final: 498 };
  const other: CallDraft = { pallet: 'Balances', name: 'transfer_all', args: {} };
  const misread = { decodeCall: async () => other };
  await assert.rejects(prepared(at, misread), refusesWith('PAYLOAD_MISMATCH'));
  const { nonce } = await prepared(at);
  assert.equal((await prepared(at, {}, nonce)).nonce, nonce);
  // What the node answers where it is asked for another nonce than its next one.
  const deaf: Partial<SigningChain> = {
    prepareExtrinsic: ({ nonce: _unheard, ...input }) => client.prepareExtrinsic(input),
  };
  assert.equal((await prepared(at, deaf)).nonce, nonce);
  await assert.rejects(prepared(at, deaf, nonce + 1), refusesWith('PAYLOAD_MISMATCH'));
  const newer: Partial<SigningChain> = {
    prepareExtrinsic: async (input) => {
      const honest = await client.prepareExtrinsic(input);
      return { ...honest, specVersion: honest.specVersion + 1 };
    },
  };
  await assert.rejects(prepared(at, newer), refusesWith('RUNTIME_CHANGED'));
});
