// The main job in a real Firefox: the popup hands over to the sidebar, the wallet is met on a page, and a stake goes
// from its preview to its receipt, while Firefox ends the background as it likes. More of it with TAUBAR_DEEP=1.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { SigningRequest } from '../../src/store/schema.ts';
import { press, textOf, waitForText } from '../browser/drive-panel.ts';
import { findFirefox } from '../browser/find-firefox.ts';
import { createFirefoxWorld, TAUBAR, type FirefoxWorld } from '../browser/firefox-world.ts';
import { until } from '../browser/launch-browser.ts';
import type { FirefoxView } from '../browser/launch-firefox.ts';
import { createReferee, type Referee } from './referee.ts';
import { still } from './stage.ts';
import { assertReceiptIsTrue } from './true-receipt.ts';
import { watchRequests, type RequestWatch } from './watch-requests.ts';

type FirefoxStage = FirefoxWorld & RequestWatch & { referee: Referee };

let stage: FirefoxStage | null = null;

before(async () => {
  const executablePath = await findFirefox();
  if (executablePath === null) return;
  const world = await createFirefoxWorld(executablePath, { devnet: still });
  const referee = await createReferee(world.devnet);
  stage = { ...world, ...watchRequests(world.quiet), referee };
});

after(() => stage?.stop());

/** Skips where there is no Firefox. */
function inFirefox(name: string, story: (stage: FirefoxStage) => Promise<void>): void {
  test(name, async (t: TestContext) => {
    if (stage === null) {
      t.skip('no Firefox here, and none could be installed: name one in TAUBAR_FIREFOX');
      return;
    }
    await story(stage);
  });
}

async function connect({ clickTau, sidebar, walletWindow, firefox }: FirefoxStage): Promise<FirefoxView> {
  const popup = await clickTau();
  await waitForText(popup, 'Check before you move it');
  await press(popup, 'Use my wallet');
  await waitForText(popup, 'Your wallet can answer on this page');
  await press(popup, 'Connect on');
  const side = await sidebar();
  await waitForText(side, 'Only the one you pick is asked');
  assert.equal(await firefox.isOpen(TAUBAR, 'surface=popup'), false);
  await press(side, 'test-wallet');
  const asking = await walletWindow();
  await press(asking, 'Approve');
  await waitForText(side, 'Add 4 accounts');
  await press(side, 'Add 4 accounts');
  await waitForText(side, 'You can close that tab');
  await press(side, 'See my stake');
  return side;
}

/** From home in the popup to a ticket that can be reviewed. */
async function fillTicket({ clickTau }: FirefoxStage, amount: string): Promise<FirefoxView> {
  const popup = await clickTau();
  await waitForText(popup, /SN\d+/);
  await press(popup, 'Subnets');
  await popup.fill('Search subnets', 'SN5');
  await press(popup, 'SN5');
  await waitForText(popup, 'Pool');
  await press(popup, 'Stake');
  await popup.fill('Amount', amount);
  await waitForText(popup, 'Identical to your node', 30_000);
  return popup;
}

/** From home to the reviewed request: the wallet's window is open at the end. */
async function stakeUntilWallet(stage: FirefoxStage, amount: string): Promise<FirefoxView> {
  await stage.firefox.closeSidebar();
  const popup = await fillTicket(stage, amount);
  await press(popup, 'Review in');
  const side = await stage.sidebar();
  await waitForText(side, 'Approve in');
  return side;
}

async function finalise(stage: FirefoxStage, id: string): Promise<SigningRequest> {
  await stage.reached(id, 'submitted');
  await until(() => stage.devnet.node.pool.pending().length > 0, 'the extrinsic in the pool');
  stage.devnet.produceBlock();
  await stage.reached(id, 'in-block');
  stage.devnet.produceBlocks(2);
  return stage.reached(id, 'finalized');
}

inFirefox('a wallet is met from the popup, the sidebar goes on, and shows the portfolio', async (stage) => {
  const side = await connect(stage);
  await waitForText(side, 'Sellable now', 30_000);
  assert.match(await waitForText(side, /SN\d+/), /Block 9,2\d\d,\d\d\d/);
});

inFirefox('a stake goes from preview to receipt although the background ends while the wallet’s window is open', async (stage) => {
  const start = stage.devnet.head().number;
  const side = await stakeUntilWallet(stage, '3');
  const { id } = await stage.request();
  const window = await stage.walletWindow();
  await stage.firefox.stopBackground(TAUBAR);
  await press(window, 'Approve');
  const request = await finalise(stage, id);
  await waitForText(side, 'it cannot be undone');
  assertReceiptIsTrue(stage.referee, request, start);
  await stage.quiet.tell('dismissRequest', { id });
});

inFirefox('page reloaded', async (stage) => {
  const start = stage.devnet.head().number;
  await stage.firefox.closeSidebar();
  const popup = await fillTicket(stage, '1');
  await stage.meeting.reload();
  await press(popup, 'Review in');
  const side = await stage.sidebar();
  const { id } = await stage.request();
  await until(async () => (await stage.request(id)).error !== null, 'refused');
  console.log(JSON.stringify((await stage.request(id)).error), await textOf(side));
  await press(side, 'Open the page and ask');
  await new Promise((r) => setTimeout(r, 1500));
  console.log(await textOf(side));
  await stage.firefox.answerPrompt(true);
  const window = await stage.walletWindow();
  await press(window, 'Approve');
  assertReceiptIsTrue(stage.referee, await finalise(stage, id), start);
});
