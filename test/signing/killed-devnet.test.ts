// The background ended before and after every write and every side effect of a story on the simulated chain,
// with real bytes and signatures: what follows must be the truth the chain tells.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Signing } from '../../src/signing/create-signing.ts';
import { isFinished } from '../../src/signing/queue.ts';
import { blake2b256 } from '../devnet/node/scale/hashing.ts';
import { toHex } from '../devnet/node/scale/bytes.ts';
import { askFor, stakeOf, startStory, type Story } from './devnet-story.ts';
import type { Stage } from './devnet-world.ts';
import { Killed, type Death } from './fake-world.ts';

let story: Story;

before(async () => {
  story = await startStory();
});

after(() => story.world.stop());

async function survives(deed: Promise<unknown>): Promise<boolean> {
  try {
    await deed;
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

/** What a person and a page do: go on with what is there, start anew when nothing is, sign what is shown. */
async function goOn(stage: Stage, signing: Signing): Promise<boolean> {
  const open = [...stage.stored.values()].find(({ state }) => !isFinished(state));
  const wasSigned = [...stage.stored.values()].some(({ extrinsic }) => extrinsic !== null);
  if (!open && !wasSigned) {
    return survives(signing.requestSignature(askFor(story, stakeOf(story, 3n))));
  }
  const isUnheard = open?.state === 'waiting-for-wallet' && stage.held.size === 0;
  if (open?.state === 'draft' || (open && isUnheard)) {
    return survives(signing.askWallet({ id: open.id, tabId: 1, isAgain: true }));
  }
  for (const ask of stage.held.values()) {
    const signature = story.world.wallet.sign(ask.payload);
    const outcome = { ok: true, signature, signedTransaction: null } as const;
    if (!(await survives(signing.walletAnswered(ask.promptId, outcome)))) return false;
    stage.held.delete(ask.promptId);
  }
  return true;
}

async function play(stage: Stage, death: Death, endsBrowser: boolean): Promise<void> {
  const first = story.world.live(stage, death);
  let life = first;
  for (let round = 0; round < 40; round += 1) {
    const isAlive =
      (await goOn(stage, life)) && (await goOn(stage, life)) && (await goOn(stage, life));
    await story.world.pause(5);
    if (life === first && (!isAlive || stage.lastStep !== '')) {
      first.stop();
      if (endsBrowser) stage.held.clear();
      life = story.world.live(stage);
      await life.resumeAll();
    }
    await story.world.blocks(life, 1).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    const all = [...stage.stored.values()];
    if (all.length > 0 && all.every(({ state }) => isFinished(state))) break;
  }
}

/** How often the best chain holds it, by the bodies of its blocks. */
function inclusions(hash: string | null): number {
  let count = 0;
  for (let block = story.world.devnet.head(); block.parent; block = block.parent) {
    count += block.extrinsics.filter((bytes) => toHex(blake2b256(bytes)) === hash).length;
  }
  return count;
}

function judge(stage: Stage, name: string): void {
  const requests = [...stage.stored.values()];
  const signed = requests.filter(({ extrinsic }) => extrinsic !== null);
  assert.equal(signed.length, 1, `${name}: ${signed.length} signed`);
  for (const { state, extrinsic, extrinsicHash, receipt } of requests) {
    assert.ok(isFinished(state), `${name}: left ${state}`);
    const included = inclusions(extrinsicHash);
    assert.ok(included <= 1, `${name}: included ${included} times`);
    if (extrinsic === null) continue;
    assert.ok(
      stage.submissions.every((bytes) => bytes === extrinsic),
      name,
    );
    assert.deepEqual([state, included, receipt?.isSuccess], ['finalized', 1, true], name);
    for (const { labelKey, expected, actual } of receipt?.lines ?? []) {
      assert.equal(actual, expected, `${name}: ${labelKey}`);
    }
  }
  assert.ok(stage.confirmed.length > 0, `${name}: account not confirmed`);
  assert.deepEqual(stage.reports, [], name);
}

for (const who of ['worker', 'browser'] as const) {
  const isDeep = process.env['TAUBAR_DEEP'] === '1';
  const skip = who === 'browser' && !isDeep ? 'played in the deep tests' : false;
  test(`the ${who} ended at every write and side effect ends in the truth`, { skip }, async () => {
    let step = 0;
    let isReached = true;
    while (isReached) {
      step += 1;
      for (const when of ['before', 'after'] as const) {
        const stage = story.world.newStage();
        await play(stage, { step, when }, who === 'browser');
        isReached = stage.lastStep !== '';
        judge(stage, isReached ? `${who} ended ${stage.lastStep}` : 'undisturbed');
      }
    }
    assert.ok(step > 10, `only ${step} steps`);
  });
}
