// A move reviewed again stands in place of the one before it: never both, never neither, and what was promised of each
// position of a batch holds however long it waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MoveTerms } from '../../src/model/move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { keepPromise } from '../../src/signing/keep-promise.ts';
import { toRao, toNetuid } from '../../src/units.ts';
import { joinQueue, queueOf } from '../../src/signing/queue.ts';
import { MOVE, TERMS } from './fake-facts.ts';
import {
  ASK,
  blocks,
  createFakeWorld,
  failedAnswer,
  honestAnswer,
  Killed,
  signedAndSent,
  start,
} from './fake-world.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another subnet, the same kind of move
const elsewhere = { ...ASK, move: { ...MOVE, netuid: toNetuid(2) } as typeof MOVE };

test('reviewed again in line, the one before and the one after are never both there, wherever the background ends', async () => {
  let endings = 0;
  for (const when of ['before', 'after'] as const) {
    for (let step = 1; ; step += 1) {
      const world = createFakeWorld();
      await signedAndSent(world, world.live());
      const { id: first } = await world.live().requestSignature(elsewhere);
      const life = world.live({ step, when });
      let isDone = true;
      try {
        await life.requestSignature(elsewhere);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        isDone = false;
      }
      const line = queueOf(world.requests());
      assert.equal(line.length, 1, world.lastStep);
      const isOld = line[0]?.id === first;
      assert.equal(world.stored.get(first)?.state, isOld ? 'queued' : 'superseded', world.lastStep);
      if (isDone) break;
      endings += 1;
    }
  }
  assert.ok(endings > 8, String(endings));
});

test('one refused in the wallet before another was asked for does not keep that from being sent again', async () => {
  const { world, signing } = start();
  const { id: draft } = await signing.requestSignature(ASK);
  const { id: next } = await signing.requestSignature(elsewhere);
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(world.stored.get(draft)?.state, 'superseded');
  await signing.askWallet({ id: again, tabId: 1 });
  await signing.walletAnswered(world.lastPrompt().promptId, failedAnswer('WALLET_REJECTED'));
  await signing.askWallet({ id: next, tabId: 1 });
  world.chain.losesNext = 1;
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 6);
  assert.equal(world.stored.get(next)?.state, 'finalized');
});

test('what the user looks at again goes, whatever the new one is about', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const { id } = await signing.requestSignature(elsewhere);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another subnet, the same kind of move
  const other = { ...MOVE, netuid: toNetuid(3) } as typeof MOVE;
  const { genesisHash } = ASK;
  const beside = joinQueue(other, genesisHash, world.requests(), Number.MAX_SAFE_INTEGER);
  assert.deepEqual([beside.replaced.length, beside.ahead?.id], [0, id]);
  const { id: reviewed } = await signing.requestSignature({ ...ASK, move: other, reviewed: id });
  assert.equal(world.stored.get(id)?.state, 'superseded');
  assert.deepEqual(
    queueOf(world.requests()).map((request) => request.id),
    [reviewed],
  );
});

/** A batch of two sales that bring so much at these terms. */
function batchOf(base: Plan, brings: readonly [bigint, bigint]): (terms: MoveTerms) => Plan {
  const at = (expected: bigint, terms: MoveTerms): Plan['receives'] => {
    assert.ok(base.receives);
    const minimum = (expected * BigInt(10_000 - terms.toleranceBps)) / 10_000n;
    return {
      ...base.receives,
      expected: { unit: 'rao', amount: toRao(expected) },
      minimum: { unit: 'rao', amount: toRao(minimum) },
    };
  };
  return (terms) => ({
    ...base,
    terms,
    items: brings.map((expected) => ({ ...base, terms, receives: at(expected, terms) })),
    receives: at(brings[0] + brings[1], terms),
  });
}

test('a batch keeps what was seen of each position: one that lost is not made up for by another', async () => {
  const { world, signing } = start();
  await signing.requestSignature(ASK);
  const base = world.requests()[0]?.plan;
  assert.ok(base);
  const seenPlan = batchOf(base, [100_000n, 100_000n])(TERMS);
  assert.ok(seenPlan.receives);
  const seen = {
    minimum: seenPlan.receives.minimum,
    floor: null,
    worstPrice: null,
    items: seenPlan.items.map(({ receives }) => receives),
  };
  const kept = (brings: readonly [bigint, bigint], of = seen): Plan => {
    const replan = batchOf(base, brings);
    return keepPromise(replan(TERMS), of, replan);
  };
  assert.equal(kept([100_000n, 100_000n]).terms.toleranceBps, TERMS.toleranceBps);
  assert.ok(kept([99_800n, 130_000n]).terms.toleranceBps < TERMS.toleranceBps);
  const isChanged = { code: 'PLAN_CHANGED' };
  assert.throws(() => kept([80_000n, 130_000n]), isChanged);
  assert.throws(() => kept([100_000n, 100_000n], { ...seen, items: [null, null] }), isChanged);
  assert.throws(
    () => kept([100_000n, 100_000n], { ...seen, items: seen.items.slice(1) }),
    isChanged,
  );
});
