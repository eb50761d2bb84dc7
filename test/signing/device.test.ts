// A Ledger-like account on the simulated chain: ed25519, a long era, its own metadata hash in the signature. What a device
// cannot sign is said before its wallet is asked.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { batchOf } from '../../src/moves/run/chain-call.ts';
import { RUNTIME_SPECS, type RuntimeSpec } from '../devnet/node/runtime/runtime-spec.ts';
import { forgedExtrinsic } from '../fakes/forged-extrinsic.ts';
import { askFor, isIn, stakeOf, startStory, until } from './devnet-story.ts';

const TERMS = { toleranceBps: 100, allowPartial: false, eraBlocks: 128 };

async function deviceStory(t: TestContext, spec: RuntimeSpec = RUNTIME_SPECS.finney475) {
  const story = await startStory({ spec }, 'ed25519');
  t.after(() => story.world.stop());
  const stage = story.world.newStage();
  return { story, stage, signing: story.world.live(stage) };
}

test('a device signs with its own metadata hash, in a long era, to finality', async (t) => {
  const { story, stage, signing } = await deviceStory(t);
  const { world } = story;
  const { id } = await signing.requestSignature({ ...askFor(story, stakeOf(story)), terms: TERMS });
  await signing.askWallet({ id, tabId: 1 });
  const prepared = stage.stored.get(id)?.prepared;
  const ask = stage.asked.at(-1);
  assert.ok(prepared && ask);
  assert.ok(prepared.deathBlock - prepared.birth.number >= 127);
  const hashed = await world.client.withMetadataHash(prepared, 1);
  const signature = world.wallet.sign(hashed.payload);
  const signedTransaction = forgedExtrinsic(hashed, signature, 'ed25519');
  await signing.walletAnswered(ask.promptId, { ok: true, signature, signedTransaction });
  await until(story, stage, id, () => stage.delivered === 1);
  await world.blocks(signing, 4);
  const { receipt } = await until(story, stage, id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
});

test('on a runtime built without the hash it is said before the wallet is asked, and a yes goes on', async (t) => {
  const { story, stage, signing } = await deviceStory(t, {
    ...RUNTIME_SPECS.finney475,
    hasMetadataHash: false,
  });
  const body = { ...askFor(story, stakeOf(story)), terms: TERMS };
  await assert.rejects(
    signing.requestSignature(body),
    (error) =>
      error instanceof AppError &&
      error.code === 'ACCEPTANCE_NEEDED' &&
      JSON.stringify(error.detail).includes('device-hash'),
  );
  assert.deepEqual([stage.asked.length, stage.stored.size], [0, 0]);
  const { id } = await signing.requestSignature({ ...body, accepted: ['device-hash'] });
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(stage.asked.length, 1);
});

test('a call with its proof has a size, and a long batch is more than a device holds', async (t) => {
  const { story } = await deviceStory(t);
  const { client, wallet } = story.world;
  const one = 'SubtensorModule.remove_stake_full_limit';
  const many = batchOf(Array.from({ length: 400 }, () => one));
  const { device } = await client.readMoveFacts(
    {
      coldkey: wallet.coldkey,
      netuids: [],
      hotkeys: [],
      destination: null,
      calls: [one, many],
      isDevice: true,
    },
    await client.head(),
  );
  assert.deepEqual(device?.canHash, { known: true, value: true });
  const [small, large] = [device.bytes[one], device.bytes[many]];
  assert.ok(small?.known && small.value > 100 && small.value < 8_192);
  assert.ok(large?.known && large.value > 16_384);
});
