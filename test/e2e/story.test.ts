// The main job as a person does it, in a real browser with a real wallet extension: every dead end of connecting,
// then stake moved, refused, and carried through what a browser does to extensions.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { encodeAddress } from '@polkadot/keyring';
import type { Page } from 'puppeteer-core';
import type { SigningRequest } from '../../src/model/request.ts';
import { fill, press, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { stopWorker, until } from '../tools/browser/launch-browser.ts';
import {
  approveInWallet,
  clickTau,
  panelAfterHandover,
  stakeUntilWallet,
} from '../tools/browser/story.ts';
import { setWallet } from '../tools/browser/wallet-control.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { assertReceiptIsTrue, MOST_OVERQUOTED } from './true-receipt.ts';
import { ALICE, BOB, createStage, type Stage } from './stage.ts';

const FERDIE = '5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL';
const AN_ETHEREUM_ADDRESS = '0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac';
const A_POLKADOT_PREFIX = 0;
const ANOTHER_PREFIX = 13_116;

let stage: Stage;

before(async () => {
  stage = await createStage('story');
});

beforeEach(() => stage.tidy());

after(() => stage.stop());

/** From the first screen to the list of wallets on the page. */
async function lookForWallets(from: Page): Promise<Page> {
  await press(from, 'Connect wallet');
  await waitForText(from, 'Wallets can be reached on this page');
  await press(from, 'Connect on');
  const panel = await panelAfterHandover(stage.story, from);
  await waitForText(panel, 'Only the one you choose is contacted');
  return panel;
}

async function finalise(id: string): Promise<SigningRequest> {
  await stage.sent(id);
  stage.devnet.produceBlock();
  await stage.reached(id, 'in-block');
  stage.devnet.produceBlocks(2);
  return stage.reached(id, 'finalized');
}

/** Home again for the next story: what is over stays in front until the person has seen it. */
async function putAway(id: string): Promise<void> {
  await stage.quiet.tell('dismissRequest', { id });
}

test('every dead end of connecting says what is wrong and has a way on, and a silent wallet is in nobody’s way', async () => {
  const { story, world } = stage;
  await setWallet(world, { isLocked: true });
  const popup = await clickTau(story);
  await waitForText(popup, 'See what your stake is really worth');
  await story.picture(popup, 'first-run');
  const panel = await lookForWallets(popup);

  await press(panel, 'silent');
  await waitForText(panel, 'Approve the request in silent');
  await story.picture(panel, 'wallet-silent');
  await press(panel, 'Back');
  await lookForWallets(panel);

  await press(panel, 'test-wallet');
  await waitForText(panel, 'is locked. Unlock it');
  await story.picture(panel, 'wallet-locked');

  await setWallet(world, { isLocked: false });
  await press(panel, 'Try again');
  await (await walletWindow(world)).click('#reject');
  await waitForText(panel, 'reports that the request was rejected');

  await press(panel, 'Try again');
  const open = await walletWindow(world);
  await press(panel, 'Back');
  await lookForWallets(panel);
  await press(panel, 'test-wallet');
  await waitForText(panel, 'still waits for your answer');
  await story.picture(panel, 'wallet-pending');

  await open.click('#approve');
  await setWallet(world, { accounts: 'none' });
  await press(panel, 'Try again');
  await waitForText(panel, 'shared no account');
  await story.picture(panel, 'wallet-no-accounts');

  await setWallet(world, { accounts: 'only-evm' });
  await press(panel, 'Try again');
  await waitForText(panel, 'only Ethereum-style accounts');
  await story.picture(panel, 'wallet-only-evm');
  await press(panel, 'Watch an address instead');
  await waitForText(panel, 'Paste any Bittensor');
  await press(panel, 'Back');

  await setWallet(world, { accounts: 'all' });
  await lookForWallets(panel);
  await press(panel, 'test-wallet');
  await waitForText(panel, 'Add 4 accounts');
  await story.picture(panel, 'accounts-found');
  assert.deepEqual(await stage.quiet.read('accounts'), []);
  await press(panel, 'Add 4 accounts');
  await waitForText(panel, 'You can close the other tab');
  await press(panel, 'Remember ');
  await press(panel, 'View portfolio');
  await waitForText(panel, 'Exit value');
  await waitForText(panel, /SN\d+/);
  await story.picture(panel, 'portfolio');
  const kept = await stage.quiet.read('accounts');
  assert.equal(kept.length, 4);
  assert.ok(kept.some(({ coldkey }) => coldkey === ALICE));
  assert.ok(kept.every(({ confirmedAt }) => confirmedAt === null));
  await panel.close();
});

test('an address is confirmed by its own signature of a text, not by another account’s, and nothing reaches the chain', async () => {
  const { devnet, story, world, referee } = stage;
  const start = devnet.head().number;
  let panel = await clickTau(story);
  await press(panel, 'My accounts');
  await press(panel, 'Manage accounts');
  await press(panel, 'Bob');
  const bob = async () =>
    (await stage.quiet.read('accounts')).find(({ coldkey }) => coldkey === BOB);

  await setWallet(world, { lie: 'other-account' });
  await press(panel, 'Verify in');
  panel = await panelAfterHandover(story, panel);
  await (await walletWindow(world)).click('#approve');
  await waitForText(panel, 'The signature is not from this address');
  await story.picture(panel, 'confirm-wrong');
  assert.equal((await bob())?.confirmedAt, null);

  await setWallet(world, { lie: 'none' });
  await press(panel, 'Verify in');
  await (await walletWindow(world)).click('#reject');
  await waitForText(panel, 'reports that the request was rejected');
  await press(panel, 'Verify in');
  const open = await walletWindow(world);
  await story.picture(open, 'confirm-in-wallet');
  await stopWorker(world.browser, world.taubarId);
  await open.click('#approve');
  await waitForText(panel, 'Verified by a signature');
  await story.picture(panel, 'confirmed');
  const account = await bob();
  assert.notEqual(account?.confirmedAt, null);
  assert.equal(account?.confirmedBy?.wallet, 'test-wallet');
  devnet.produceBlocks(2);
  assert.deepEqual(referee.signedAfter(start), []);
  await panel.close();
});

test('a stake goes from preview through wallet and block to finality, and its receipt is its preview to the rao', async () => {
  const { devnet, story, referee } = stage;
  const start = devnet.head().number;
  const panel = await stakeUntilWallet(story, { subnet: 'SN5', amount: '3' });
  const { id, plan } = await stage.request();
  const free = referee.free(ALICE);
  assert.equal(plan.move.kind, 'stake');
  await approveInWallet(story);
  await stage.sent(id);
  await waitForText(panel, 'Waiting for a block');
  devnet.produceBlock();
  await stage.reached(id, 'in-block');
  const inBlock = await waitForText(panel, 'Receipt');
  assert.match(inBlock, /Included in a block/);
  assert.match(inBlock, /Not finalized yet/);
  await story.picture(panel, 'in-block');
  devnet.produceBlocks(2);
  const request = await stage.reached(id, 'finalized');
  const shown = await waitForText(panel, 'Finalized, ');
  assert.match(shown, /Completed/);
  assert.match(shown, /as quoted/);
  await story.picture(panel, 'receipt');
  assertReceiptIsTrue(stage.referee, request, start);
  assert.ok(plan.freeAfter.known);
  const left = referee.free(ALICE) - plan.freeAfter.value;
  assert.ok(left >= 0n && left <= MOST_OVERQUOTED, `${left} rao more than said`);
  assert.ok(referee.free(ALICE) < free);
  const alice = (await stage.quiet.read('accounts')).find(({ coldkey }) => coldkey === ALICE);
  assert.notEqual(alice?.confirmedAt, null, 'its signature confirms the account');
  await press(panel, 'Close');
  await waitForText(panel, 'Exit value');
  await panel.close();
});

test('what the person refuses in the wallet is told so, and nothing of it reaches the chain', async () => {
  const { devnet, story, referee } = stage;
  const start = devnet.head().number;
  const [free, nonce] = [referee.free(ALICE), referee.nonce(ALICE)];
  const panel = await stakeUntilWallet(story, { subnet: 'SN5', amount: '2' });
  const { id } = await stage.request();
  await approveInWallet(story, false);
  const request = await stage.reached(id, 'rejected');
  await waitForText(panel, 'Rejected');
  await story.picture(panel, 'rejected');
  devnet.produceBlocks(2);
  assert.equal(request.extrinsic, null);
  assert.deepEqual(referee.signedAfter(start), []);
  assert.deepEqual([referee.free(ALICE), referee.nonce(ALICE)], [free, nonce]);
  await panel.close();
  await putAway(id);
});

test('the worker killed while the wallet’s window is open: the answer wakes it, and nobody has to look', async () => {
  const { devnet, story, world } = stage;
  const start = devnet.head().number;
  const panel = await stakeUntilWallet(story, { subnet: 'SN6', amount: '1.5' });
  const { id } = await stage.request();
  await panel.close();
  await stopWorker(world.browser, world.taubarId, await stage.quiet.page());
  assert.equal((await stage.request(id)).state, 'waiting-for-wallet');
  await approveInWallet(story);
  assertReceiptIsTrue(stage.referee, await finalise(id), start);
  await putAway(id);
});

test('the page closed while the wallet’s window is open: the request stays, and is asked again from a new page', async () => {
  const { devnet, story, world } = stage;
  // One that the wallet refused counts as open until its nonce is used or its era over: a move after it would wait in line.
  await until(
    async () => (await stage.quiet.read('requests')).every(({ settledAt }) => settledAt !== null),
    'all before it is settled',
  );
  const start = devnet.head().number;
  const panel = await stakeUntilWallet(story, { subnet: 'SN6', amount: '1' });
  const { id } = await stage.request();
  await panel.close();
  await story.meeting.close();
  const lost = await stage.reached(id, 'draft');
  assert.equal(lost.error?.code, 'TAB_CLOSED');
  // The wallet's window is still there; what it signs now reaches nobody.
  await approveInWallet(story);

  story.meeting = await world.browser.newPage();
  await story.meeting.goto(world.walletSiteUrl);
  const popup = await clickTau(story);
  await waitForText(popup, 'The page was closed before the wallet answered');
  await story.picture(popup, 'page-closed');
  assert.equal((await stage.request(id)).state, 'draft');
  await press(popup, 'Open 127.0.0.1 to sign');
  const side = await panelAfterHandover(story, popup);
  await stage.reached(id, 'waiting-for-wallet');
  await approveInWallet(story);
  assertReceiptIsTrue(stage.referee, await finalise(id), start);
  await waitForText(side, 'Finalized, ');
  await side.close();
  await putAway(id);
});

test('any SS58 form of an address can be watched and is shown in ours; an Ethereum one is explained', async () => {
  const { world, story } = stage;
  const panel = await world.openPanelTab();
  const type = async (text: string, chip: string): Promise<void> => {
    await press(panel, chip);
    await press(panel, 'Manage accounts');
    await press(panel, 'Watch an address');
    await fill(panel, 'Address', text);
  };
  await type(encodeAddress(FERDIE, A_POLKADOT_PREFIX), 'My accounts');
  await press(panel, 'Watch address');
  // What was just watched is what home shows.
  await waitForText(panel, `${FERDIE.slice(0, 6)}…`);
  await waitForText(panel, 'Exit value');
  const watched = (await stage.quiet.read('accounts')).find(({ coldkey }) => coldkey === FERDIE);
  assert.deepEqual([watched?.sources, watched?.isCounted], [[], false]);

  // What is no address is told while it is typed: there is nothing to press.
  await type(AN_ETHEREUM_ADDRESS, FERDIE.slice(0, 6));
  await waitForText(panel, 'That is an Ethereum-style address');
  await story.picture(panel, 'watch-evm');
  const other = encodeAddress(FERDIE, ANOTHER_PREFIX);
  const wrong = `${other.slice(0, -1)}${other.endsWith('a') ? 'b' : 'a'}`;
  await fill(panel, 'Address', wrong);
  await waitForText(panel, 'checksum mismatch');
  await fill(panel, 'Address', other);
  await press(panel, 'Watch address');
  await waitForText(panel, 'Exit value');
  assert.equal((await stage.quiet.read('accounts')).length, 5, 'the same account in another form');
  await panel.close();
});

test('with the node gone and the worker killed the popup paints the last portfolio, its block and its age', async () => {
  const { devnet, story, world } = stage;
  await devnet.faults.goOffline();
  await stopWorker(world.browser, world.taubarId);
  const [stored] = await stage.quiet.read('snapshots');
  const number = stored?.snapshot.block.number ?? 0;
  const popup = await clickTau(story);
  await waitForText(popup, 'Exit value');
  const block = `Block ${number.toLocaleString('en-US')}`;
  const text = await waitForText(popup, 'Offline. Showing data from');
  await story.picture(popup, 'offline');
  assert.ok(text.includes(block), text);
  assert.match(text, /Showing data from \d+(s|m) ago/);
  assert.match(text, /SN\d+/);
  await devnet.faults.goOnline();
  await until(async () => !(await textOf(popup)).includes('Offline'), 'connected again');
  await popup.close();
});
