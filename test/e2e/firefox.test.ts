// The main job in a real Firefox: the popup hands over to the sidebar, the wallet is met on a page, and a stake goes
// from its preview to its receipt, while Firefox ends the background as it likes. More of it with TAUBAR_DEEP=1.
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test, type TestContext } from 'node:test';
import { firefoxAlertStage } from '../tools/browser/alert-stages.ts';
import { tellFirstAlert } from '../tools/browser/alert-story.ts';
import { press, waitForText } from '../tools/browser/drive-panel.ts';
import { TAUBAR, WALLET } from '../tools/browser/firefox-world.ts';
import { until } from '../tools/browser/launch-browser.ts';
import {
  connect,
  createFirefoxStage,
  fillTicket,
  finalise,
  stakeUntilWallet,
  type FirefoxStage,
} from './firefox-story.ts';
import { ALICE } from './stage.ts';
import { assertReceiptIsTrue } from './true-receipt.ts';

let shared: FirefoxStage | null = null;

before(async () => {
  shared = await createFirefoxStage();
});

after(() => shared?.stop());

/** Skips where there is no Firefox. */
function inFirefox(name: string, story: (stage: FirefoxStage) => Promise<void>): void {
  test(name, async (t: TestContext) => {
    if (shared === null) {
      t.skip('no Firefox here, and none could be installed: name one in TAUBAR_FIREFOX');
      return;
    }
    await shared.tidy();
    await story(shared);
  });
}

const isDeep = process.env['TAUBAR_DEEP'] === '1';
const deepInFirefox: typeof inFirefox = (name, story) => {
  if (isDeep) inFirefox(name, story);
};

inFirefox(
  'a wallet is met from the popup, the sidebar goes on, and shows the portfolio',
  async (stage) => {
    const side = await connect(stage);
    await waitForText(side, 'Exit value');
    assert.match(await waitForText(side, /SN\d+/), /Block 9,2\d\d,\d\d\d/);
  },
);

inFirefox(
  'the first alert: notifications refused, allowed, the alert fired with the background ended, its notification clicked, acted on',
  async (stage) => {
    const { quiet } = stage;
    if ((await quiet.read('accounts')).length === 0)
      await quiet.tell('addWatched', { text: ALICE, label: 'Alice', isMine: true });
    await tellFirstAlert(firefoxAlertStage(stage, null));
    for (const { ruleId } of await quiet.read('alertLog'))
      await quiet.tell('removeAlert', { id: ruleId });
  },
);

inFirefox(
  'a stake goes from preview to receipt although the background ends while the wallet’s window is open',
  async (stage) => {
    const start = stage.devnet.head().number;
    const side = await stakeUntilWallet(stage, '3');
    const { id } = await stage.request();
    const window = await stage.walletWindow();
    await stage.firefox.stopBackground(TAUBAR);
    await press(window, 'Approve');
    const request = await finalise(stage, id);
    await waitForText(side, 'Finalized, ');
    assertReceiptIsTrue(stage.referee, request, start);
    await stage.quiet.tell('dismissRequest', { id });
  },
);

deepInFirefox('what the person refuses in the wallet is told in the sidebar', async (stage) => {
  const start = stage.devnet.head().number;
  const side = await stakeUntilWallet(stage, '2');
  const { id } = await stage.request();
  await press(await stage.walletWindow(), 'Reject');
  await stage.reached(id, 'rejected');
  await waitForText(side, 'Rejected');
  stage.devnet.produceBlocks(2);
  assert.deepEqual(stage.referee.signedAfter(start), []);
});

deepInFirefox(
  'the page reloaded, which takes the right to it back: the request waits, and τ on the page gives it again',
  async (stage) => {
    const start = stage.devnet.head().number;
    const popup = await fillTicket(stage, '1');
    await stage.meeting.reload();
    await press(popup, 'Sign with');
    await waitForText(await stage.sidebar(), 'from here to sign');
    const { id } = await stage.request();
    await stage.firefox.closeViews(TAUBAR, 'surface=side');
    const again = await stage.clickTau();
    await waitForText(again, 'from here to sign');
    await press(again, 'Open 127.0.0.1 to sign');
    await press(await stage.walletWindow(), 'Approve');
    assertReceiptIsTrue(stage.referee, await finalise(stage, id), start);
  },
);

inFirefox(
  'the page closed while the wallet asks: the site allowed from the sidebar, it is asked again in a new tab, once',
  async (stage) => {
    const { firefox, devnet } = stage;
    const start = devnet.head().number;
    const side = await stakeUntilWallet(stage, '1');
    const { id } = await stage.request();
    await stage.meeting.close();
    await waitForText(side, 'The page was closed before the wallet answered');
    await stage.closeWalletWindows();
    await press(side, 'Open 127.0.0.1 to sign');
    await firefox.answerPrompt(false);
    await waitForText(side, 'allow it');
    assert.equal((await stage.request(id)).state, 'draft');
    await press(side, 'Open 127.0.0.1 to sign');
    await firefox.answerPrompt(true);
    const window = await stage.walletWindow();
    assert.equal(await firefox.count(WALLET, 'window.html'), 1);
    await press(window, 'Approve');
    assertReceiptIsTrue(stage.referee, await finalise(stage, id), start);
  },
);

deepInFirefox(
  'a wallet is met on a site that is typed and allowed, from a page that wallets cannot reach',
  async (stage) => {
    const { firefox, quiet } = stage;
    await stage.meeting.goto('about:blank');
    const popup = await stage.clickTau();
    await press(popup, 'All accounts');
    await press(popup, 'Manage accounts');
    await press(popup, 'Connect a wallet');
    await waitForText(popup, 'Wallets answer websites only');
    await press(popup, 'Use another site…');
    await popup.fill('Site address', stage.walletSiteUrl.replace('127.0.0.1', 'localhost'));
    await press(popup, 'Open site');
    const side = await stage.sidebar();
    // As a person's click on the prompt does.
    await firefox.closeViews(TAUBAR, 'surface=popup');
    await firefox.answerPrompt(false);
    await press(side, 'Grant permission');
    await firefox.answerPrompt(true);
    await waitForText(side, 'Only the one you choose is contacted');
    await press(side, 'test-wallet');
    await press(await stage.walletWindow(), 'Approve');
    await press(side, 'Add 4 accounts');
    await waitForText(side, 'You can close the other tab');
    const accounts = await quiet.read('accounts');
    assert.deepEqual(
      accounts.map(({ sources }) => sources.length),
      [2, 2, 2, 2],
    );
  },
);

/** A world of its own, for what the shared one must not go through. */
async function inOwnFirefox(
  options: Parameters<typeof createFirefoxStage>[0],
  story: (stage: FirefoxStage) => Promise<void>,
): Promise<void> {
  const own = await createFirefoxStage(options);
  if (own === null) return;
  try {
    await own.tidy();
    await story(own);
  } finally {
    await own.stop();
  }
}

deepInFirefox(
  'a background that Firefox ends after every second without an event loses nothing',
  async () => {
    await inOwnFirefox({ prefs: { 'extensions.background.idle.timeout': 1_000 } }, async (own) => {
      await connect(own);
      const start = own.devnet.head().number;
      const side = await stakeUntilWallet(own, '3');
      const { id } = await own.request();
      await until(async () => !(await own.firefox.isBackgroundRunning(TAUBAR)), 'it is ended');
      await press(await own.walletWindow(), 'Approve');
      const request = await finalise(own, id);
      await waitForText(side, 'Finalized, ');
      assertReceiptIsTrue(own.referee, request, start);
    });
  },
);

deepInFirefox(
  'Firefox restarted with a transaction on its way, and nobody looks: it is found',
  async () => {
    await inOwnFirefox({ isKept: true }, async (own) => {
      await connect(own);
      const start = own.devnet.head().number;
      await stakeUntilWallet(own, '3');
      const { id } = await own.request();
      own.devnet.faults.holdPool(true);
      await press(await own.walletWindow(), 'Approve');
      await own.sent(id);
      await own.restart();
      own.devnet.faults.reset();
      own.devnet.produceBlocks(3);
      assertReceiptIsTrue(own.referee, await own.reached(id, 'finalized'), start);
    });
  },
);
