// The whole lie on the simulated chain: the node forwards the bytes, shows blocks without them under headers made up to
// fit, and the account's nonce as it was, until the era is over. What the true ledger holds is the judge.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Move } from '../../src/model/move.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import type { SecondChain } from '../../src/signing/signing-deps.ts';
import { toAlphaRao } from '../../src/units.ts';
import { HiddenBlocks } from '../devnet/node/faults/hidden-blocks.ts';
import { toHex } from '../devnet/node/scale/bytes.ts';
import { isStruct } from '../devnet/node/scale/value.ts';
import {
  answer,
  askFor,
  askMove,
  fromIn,
  isIn,
  startStory,
  TAO,
  until,
  type Story,
  type Teller,
} from './devnet-story.ts';
import { keyWallet } from './key-wallet.ts';

const { coldkey: bob } = await keyWallet('//Bob');
const AGREED = 20n * TAO;

let story: Story;

beforeEach(async () => {
  story = await startStory();
});

afterEach(() => story.world.stop());

const giving = (): Move => ({
  ...fromIn(story, 1),
  kind: 'transfer',
  toColdkey: bob,
  amount: toAlphaRao(AGREED),
});

/** By the true ledger. */
async function bobHolds(): Promise<bigint> {
  story.world.devnet.faults.lies.clear();
  const { hotkey, netuid } = fromIn(story, 1);
  const { positions } = await story.world.client.readSnapshot({ coldkeys: [bob], lookedAt: [] });
  return positions.find((one) => one.hotkey === hotkey && one.netuid === netuid)?.alpha ?? 0n;
}

/** Hides what the request becomes; `isFrozen`: the account's nonce too. The node's next index is told as it is. */
function lieAbout({ prepared, coldkey }: SigningRequest, isFrozen = true): void {
  const { lies } = story.world.devnet.faults;
  assert.ok(prepared);
  const signer = story.world.hexOf(coldkey).slice(2);
  const isOurs = (bytes: Uint8Array): boolean => toHex(bytes).includes(signer);
  lies.hidden = new HiddenBlocks(isOurs, prepared.deathBlock);
  if (!isFrozen) return;
  lies.storage('System.Account', (value, [account]) => {
    if (account !== `0x${signer}` || !isStruct(value)) return value;
    return { ...value, nonce: prepared.nonce };
  });
}

async function hidden(): Promise<Teller> {
  const teller = await askMove(story, giving());
  const request = teller.stage.stored.get(teller.id);
  assert.ok(request);
  lieAbout(request);
  await answer(story, teller.stage, teller.signing);
  await until(story, teller.stage, teller.id, () => teller.stage.delivered === 1);
  return teller;
}

test('hidden by the only node and made again: the chain gives away what was agreed once', async () => {
  const before = await bobHolds();
  const { stage, signing, id } = await hidden();
  await story.world.blocks(signing, 20);
  const dropped = await until(story, stage, id, isIn('dropped'));
  assert.deepEqual(dropped.unseen, { by: 1, isNonceUsed: false });

  const again = await signing.requestSignature(askFor(story, giving()));
  assert.equal(again.isQueued, false);
  await signing.askWallet({ id: again.id, tabId: 1 });
  assert.equal(stage.stored.get(again.id)?.prepared?.nonce, dropped.prepared?.nonce);
  await answer(story, stage, signing);
  await until(story, stage, again.id, isIn('submitted'));
  await story.world.blocks(signing, 20);
  const given = (await bobHolds()) - before;
  assert.equal(given, AGREED);
});

test('the nonce no longer frozen when it is made again: nothing is asked of the wallet without a yes', async () => {
  const { stage, signing, id } = await hidden();
  await story.world.blocks(signing, 20);
  const dropped = await until(story, stage, id, isIn('dropped'));
  story.world.devnet.faults.lies.clear();
  lieAbout(dropped, false);
  const again = await signing.requestSignature(askFor(story, giving()));
  assert.equal(again.isQueued, true);
  assert.equal(stage.stored.get(again.id)?.error?.code, 'EARLIER_UNSEEN');
  await assert.rejects(signing.askWallet({ id: again.id, tabId: 1 }), { code: 'EARLIER_UNSEEN' });
  assert.equal(stage.asked.length, 1);
});

/** An honest node of the same chain: what the first one answers while it does not lie. */
function honestNode(request: SigningRequest): SecondChain {
  const { client, devnet } = story.world;
  const { lies } = devnet.faults;
  const honestly = async <T>(ask: () => Promise<T>): Promise<T> => {
    lies.clear();
    try {
      return await ask();
    } finally {
      lieAbout(request);
    }
  };
  return {
    genesisHash: client.genesisHash,
    head: () => honestly(client.head),
    finalizedHead: () => honestly(client.finalizedHead),
    blockHashAt: (number) => honestly(() => client.blockHashAt(number)),
    findExtrinsic: (...asked) => honestly(() => client.findExtrinsic(...asked)),
    readMoveFacts: (...asked) => honestly(() => client.readMoveFacts(...asked)),
    readEvents: (...asked) => honestly(() => client.readEvents(...asked)),
  };
}

test('hidden by one node and shown by another operator’s: found in its true block', async () => {
  const before = await bobHolds();
  const { stage, signing, id } = await hidden();
  const sent = stage.stored.get(id);
  assert.ok(sent);
  stage.second = honestNode(sent);
  await story.world.blocks(signing, 20);
  const { error, inBlock, receipt } = await until(story, stage, id, isIn('finalized'));
  assert.deepEqual([error?.code, receipt], ['NODES_DISAGREE', null]);
  story.world.devnet.faults.lies.clear();
  assert.equal(await story.world.client.blockHashAt(inBlock?.number ?? 0), inBlock?.hash);
  assert.equal((await bobHolds()) - before, AGREED);
});
