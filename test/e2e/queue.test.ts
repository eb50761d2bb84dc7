// Two moves of one account, the second reviewed while the first is under way: the popup is closed and the worker stopped
// in between, no wallet opens by itself, and both end as final, each with the receipt that the chain backs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fill, press, waitForText } from '../tools/browser/drive-panel.ts';
import { stopWorker, until } from '../tools/browser/launch-browser.ts';
import {
  approveInWallet,
  clickTau,
  panelAfterHandover,
  stakeUntilWallet,
} from '../tools/browser/story.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { createConnectedStage, ALICE, type Stage } from './stage.ts';
import { assertReceiptIsTrue } from './true-receipt.ts';

let stage: Stage;

before(async () => {
  stage = await createConnectedStage('line');
});

after(() => stage.stop());

function isWalletOpen(): boolean {
  const { browser, walletId } = stage.world;
  const windows = `chrome-extension://${walletId}/window.html`;
  return browser.targets().some((target) => target.url().startsWith(windows));
}

test('a second move waits in line for the first, is kept whatever closes, and is signed with one click', async () => {
  const { devnet, story, world, referee } = stage;
  const start = devnet.head().number;
  const nonce = referee.nonce(ALICE);
  const side = await stakeUntilWallet(story, { subnet: 'SN5', amount: '3' });
  const { id: first } = await stage.request();
  await side.close();
  await approveInWallet(story);
  await stage.sent(first);

  const popup = await clickTau(story);
  await waitForText(popup, 'Waiting for a block');
  await press(popup, 'Back');
  await press(popup, 'Subnets');
  await fill(popup, 'Search subnets', 'SN6');
  await press(popup, 'SN6');
  await waitForText(popup, 'Market');
  await press(popup, 'Stake');
  await fill(popup, 'Amount', '2');
  await waitForText(popup, 'Verified with your node');
  await waitForText(popup, 'goes first');
  await story.picture(popup, 'ticket-in-line');
  await press(popup, 'Add to queue');
  await waitForText(popup, 'Waiting for');
  await story.picture(popup, 'waits');
  const { id: second, state, prepared } = await stage.request();
  assert.notEqual(second, first);
  assert.deepEqual([state, prepared], ['queued', null]);
  await popup.close();
  await stopWorker(world.browser, world.taubarId, await stage.quiet.page());
  assert.equal((await stage.request(second)).state, 'queued');

  const again = await clickTau(story);
  await waitForText(again, 'Next in queue');
  devnet.produceBlock();
  await stage.reached(first, 'in-block');
  devnet.produceBlocks(2);
  assertReceiptIsTrue(referee, await stage.reached(first, 'finalized'), start);
  const between = devnet.head().number;
  await waitForText(again, 'Finalized, ');
  await story.picture(again, 'first-is-done');
  await again.close();
  assert.equal((await stage.request(second)).state, 'queued');
  assert.equal(isWalletOpen(), false, 'no wallet opens by itself');

  const turn = await clickTau(story);
  await waitForText(turn, 'Ready to sign');
  await story.picture(turn, 'turn');
  await press(turn, 'Open test-wallet');
  const panel = await panelAfterHandover(story, turn);
  await stage.reached(second, 'waiting-for-wallet');
  await walletWindow(world);
  const asked = await stage.request(second);
  assert.equal(asked.plan.block.number, devnet.head().number, 'worked out at the newest block');
  assert.equal(asked.prepared?.nonce, nonce + 1);
  await approveInWallet(story);
  await stage.sent(second);
  devnet.produceBlock();
  await stage.reached(second, 'in-block');
  devnet.produceBlocks(2);
  const done = await stage.reached(second, 'finalized');
  await waitForText(panel, 'Finalized, ');
  await story.picture(panel, 'second-is-done');
  assertReceiptIsTrue(referee, done, between);
  assert.equal(referee.nonce(ALICE), nonce + 2);
  await until(() => devnet.node.pool.pending().length === 0, 'an empty pool');
});
