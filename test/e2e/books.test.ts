// The history of a stake out of the chain itself, in a real browser: a stake is made, the past is loaded from an archive node,
// and the one row that comes of both opens to what the chain says. Then it goes out as a file.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { press, sizeAs, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { until } from '../tools/browser/launch-browser.ts';
import { approveInWallet, stakeUntilWallet } from '../tools/browser/story.ts';
import { createConnectedStage, type Stage } from './stage.ts';

let stage: Stage;

before(async () => {
  stage = await createConnectedStage('books', { isArchive: true });
});

after(() => stage.stop());

test('a stake and what an archive says of it are one row, and the book goes out as a file', async () => {
  const { story, devnet, quiet, world } = stage;
  await stakeUntilWallet(story, { subnet: 'SN5', amount: '3' });
  await approveInWallet(story);
  const [request] = await quiet.read('requests');
  assert.ok(request);
  await stage.sent(request.id);
  devnet.produceBlock();
  await stage.reached(request.id, 'in-block');
  devnet.produceBlocks(3);
  await stage.reached(request.id, 'finalized');
  await world.closePanels();

  const panel = await world.openPanelTab();
  await sizeAs(panel, 'popup');
  await waitForText(panel, 'Exit value');
  await press(panel, 'Activity');
  await press(panel, 'Load my history');
  await press(panel, 'Load history');
  await waitForText(panel, 'Loading your history');
  await quiet.tell('setBooksPace', { pace: 100 });
  const isLoaded = async (): Promise<boolean> =>
    (await quiet.read('bookRuns')).some(({ state }) => state === 'done');
  await until(isLoaded, 'the past is loaded', 90_000);

  const { extrinsicHash: hash } = await stage.request(request.id);
  const entries = await quiet.read('bookEntries');
  const staked = entries.filter(({ kind }) => kind === 'stake');
  assert.deepEqual(
    staked.map(({ source, extrinsic }) => [source, extrinsic?.hash]),
    [['archive', hash]],
  );
  const text = await waitForText(panel, '−τ 3');
  assert.equal(text.split('−τ 3').length, 2, `one row: ${text}`);
  await story.picture(panel, 'activity');
  await press(panel, 'Performance');
  await waitForText(panel, 'Result over');
  await story.picture(panel, 'performance');
  await press(panel, 'Export');
  await waitForText(panel, 'Koinly');
  await press(panel, 'Save file');
  await waitForText(panel, /Saved \d+ line/);
  assert.doesNotMatch(await textOf(panel), /went wrong/);
});
