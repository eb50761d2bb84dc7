// What a person does in Firefox, and the stage it is done on: as story.ts and stage.ts, by popup and sidebar. Judges
// nothing but that each step shows what the next one needs.
import type { SigningRequest } from '../../src/model/request.ts';
import { press, waitForText } from '../tools/browser/drive-panel.ts';
import { findFirefox } from '../tools/browser/find-firefox.ts';
import {
  createFirefoxWorld,
  TAUBAR,
  type FirefoxWorld,
  type FirefoxWorldOptions,
} from '../tools/browser/firefox-world.ts';
import { until } from '../tools/browser/launch-browser.ts';
import type { FirefoxView } from '../tools/browser/launch-firefox.ts';
import { createReferee, type Referee } from './referee.ts';
import { still } from './stage.ts';
import { watchRequests, type RequestWatch } from './watch-requests.ts';

export type FirefoxStage = FirefoxWorld & RequestWatch & { referee: Referee };

/** null: no Firefox here. */
export async function createFirefoxStage(
  options: Omit<FirefoxWorldOptions, 'devnet'> = {},
): Promise<FirefoxStage | null> {
  const executablePath = await findFirefox();
  if (executablePath === null) return null;
  const world = await createFirefoxWorld(executablePath, { devnet: still, ...options });
  const referee = await createReferee(world.devnet);
  // The same object: its meeting page is another one after that was closed.
  return Object.assign(world, watchRequests(world.quiet, world.devnet), { referee });
}

/** From the first screen to home in the sidebar, with the wallet's accounts. */
export async function connect(stage: FirefoxStage): Promise<FirefoxView> {
  const popup = await stage.clickTau();
  await waitForText(popup, 'See what your stake is really worth');
  await press(popup, 'Connect wallet');
  await waitForText(popup, 'Wallets can be reached on this page');
  await press(popup, 'Connect on');
  const side = await stage.sidebar();
  await waitForText(side, 'Only the one you choose is contacted');
  const hasPopup = (): Promise<boolean> => stage.firefox.isOpen(TAUBAR, 'surface=popup');
  await until(async () => !(await hasPopup()), 'the popup gives way to the sidebar');
  await press(side, 'test-wallet');
  const asking = await stage.walletWindow();
  await press(asking, 'Approve');
  await waitForText(side, 'Add 4 accounts');
  await press(side, 'Add 4 accounts');
  await waitForText(side, 'You can close the other tab');
  await press(side, 'Remember ');
  await press(side, 'View portfolio');
  return side;
}

/** From home in the popup to a ticket that can be reviewed. */
export async function fillTicket(stage: FirefoxStage, amount: string): Promise<FirefoxView> {
  if ((await stage.quiet.read('accounts')).length === 0) {
    await connect(stage);
    await stage.firefox.closeViews(TAUBAR, 'surface=side');
  }
  const popup = await stage.clickTau();
  await waitForText(popup, /SN\d+/);
  await press(popup, 'Subnets');
  await popup.fill('Search subnets', 'SN5');
  await press(popup, 'SN5');
  await waitForText(popup, 'Market');
  await press(popup, 'Stake');
  await popup.fill('Amount', amount);
  await waitForText(popup, 'Verified with your node');
  return popup;
}

/** From home to the reviewed request: the wallet's window is open at the end. */
export async function stakeUntilWallet(stage: FirefoxStage, amount: string): Promise<FirefoxView> {
  const popup = await fillTicket(stage, amount);
  await press(popup, 'Sign with');
  const side = await stage.sidebar();
  await waitForText(side, 'Approve in');
  // Said as soon as it is written down that the wallet is asked, which it is not yet.
  await stage.walletWindow();
  return side;
}

export async function finalise(stage: FirefoxStage, id: string): Promise<SigningRequest> {
  await stage.sent(id);
  stage.devnet.produceBlock();
  await stage.reached(id, 'in-block');
  stage.devnet.produceBlocks(2);
  return stage.reached(id, 'finalized');
}
