// The main job as a person does it: connect, look, check, approve in the wallet, get a receipt.
import type { Page } from 'puppeteer-core';
import { createCamera, fill, press, textOf, waitForText } from './drive-panel.ts';
import { extensionPage, openPopup, until } from './launch-browser.ts';
import { walletWindow, type World } from './world.ts';

export type Story = {
  world: World;
  meeting: Page;
  picture: (page: Page, name: string) => Promise<void>;
};

export async function beginStory(world: World, shots: string | null): Promise<Story> {
  const meeting = await world.browser.newPage();
  await meeting.goto(world.walletSiteUrl);
  return { world, meeting, picture: createCamera(shots) };
}

/** Clicks τ on the page where the wallet is: the real popup, with the right to that tab. */
export async function clickTau({ world, meeting }: Story): Promise<Page> {
  return openPopup(world.browser, meeting, world.taubarId, 'surface=popup');
}

/** How long a popup may stay alone: whether a side panel opens depends on how long ago the browser thinks the click was. */
const ALONE_MS = 8_000;

/** Where the panel goes on after a click that hands over to the side panel: there, else the popup, clicked open again. */
export async function panelAfterHandover(story: Story, popup: Page): Promise<Page> {
  const { world } = story;
  const prefix = `chrome-extension://${world.taubarId}/`;
  const hasSide = (): boolean =>
    world.browser
      .targets()
      .some((target) => target.url().startsWith(prefix) && target.url().includes('surface=side'));
  const since = Date.now();
  await until(() => hasSide() || Date.now() > since + ALONE_MS, 'the side panel');
  if (hasSide()) {
    const side = await extensionPage(world.browser, world.taubarId, 'surface=side');
    await side.bringToFront().catch(() => undefined);
    return side;
  }
  return popup.isClosed() ? clickTau(story) : popup;
}

export async function connect(story: Story): Promise<void> {
  const { world, picture } = story;
  let popup = await clickTau(story);
  await waitForText(popup, 'See what your stake is really worth');
  await picture(popup, 'first-run');
  await press(popup, 'Connect wallet');
  await waitForText(popup, 'Wallets can be reached on this page');
  await picture(popup, 'where-to-meet');
  await press(popup, 'Connect on');
  popup = await panelAfterHandover(story, popup);
  await waitForText(popup, 'test-wallet');
  await picture(popup, 'wallets-found');
  await press(popup, 'test-wallet');
  const window = await walletWindow(world);
  await picture(window, 'wallet-asks');
  await window.click('#approve');
  await waitForText(popup, /Add \d+ account/);
  await picture(popup, 'accounts-found');
  await press(popup, 'Add ');
  await waitForText(popup, 'You can close the other tab');
  await picture(popup, 'connected');
  // The browser's own prompt, which nobody here would answer.
  await press(popup, 'Remember ');
  await press(popup, 'View portfolio');
  await waitForText(popup, 'Exit value');
  await waitForText(popup, /SN\d+/);
  await picture(popup, 'home');
  await popup.close();
}

/** Presses review; a block that arrives under the finger makes the button wait, so it may take several presses. */
async function review(story: Story, popup: Page): Promise<Page> {
  const isPressed = async (): Promise<boolean> => {
    if (popup.isClosed()) return true;
    // Not to be pressed just now, or gone with its popup.
    await press(popup, 'Sign with', 1_000).catch(() => undefined);
    const text = await textOf(popup).catch(() => '');
    return !text.includes('Sign with');
  };
  await until(isPressed, 'the ticket is reviewed');
  return panelAfterHandover(story, popup);
}

/** From home to the reviewed request: the wallet's window is open at the end. */
export async function stakeUntilWallet(
  story: Story,
  { subnet, amount }: { subnet: string; amount: string },
): Promise<Page> {
  const { picture } = story;
  const popup = await clickTau(story);
  await waitForText(popup, /SN\d+/);
  await press(popup, 'Subnets');
  await waitForText(popup, 'Subnets');
  await fill(popup, 'Search subnets', subnet);
  await press(popup, subnet);
  await waitForText(popup, 'Market');
  await picture(popup, 'subnet');
  await press(popup, 'Stake');
  await fill(popup, 'Amount', amount);
  await waitForText(popup, 'Verified with your node');
  await picture(popup, 'ticket');
  const panel = await review(story, popup);
  await waitForText(panel, 'Approve in');
  // The panel says so as soon as it is written down that the wallet is asked, which it is not yet.
  await walletWindow(story.world);
  await picture(panel, 'review');
  return panel;
}

export async function approveInWallet(story: Story, isApproved = true): Promise<void> {
  const window = await walletWindow(story.world);
  await story.picture(window, isApproved ? 'wallet-signs' : 'wallet-rejects');
  await window.click(isApproved ? '#approve' : '#reject');
}
