// Each kind of move once, by clicks in the panel and in the wallet's window: what the plan said is what the chain
// then holds. Pictures of each when TAUBAR_SHOTS names a folder.
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { Quantity } from '../../src/model/plan.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { fill, press, sizeAs, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { until } from '../tools/browser/launch-browser.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { ALICE, BOB, createConnectedStage, rememberSite, type Stage } from './stage.ts';
import { MOST_OVERQUOTED } from './true-receipt.ts';

/** Share pools round each credit and debit of a position down. */
const SHARE_ROUNDING = 2n;

let stage: Stage;
let panel: Page;

before(async () => {
  stage = await createConnectedStage('moves');
  await rememberSite(stage);
});

beforeEach(async () => {
  await stage.tidy();
  panel = await stage.world.openPanelTab();
  await sizeAs(panel, 'side');
  await waitForText(panel, 'Exit value');
});

afterEach(() => panel.close());

after(() => stage.stop());

async function tap(selector: string): Promise<void> {
  const found = await panel.waitForSelector(selector, { timeout: 45_000 });
  await found?.click();
}

async function openSubnet(subnet: string): Promise<void> {
  await press(panel, 'Subnets');
  await fill(panel, 'Search subnets', subnet);
  await press(panel, `${subnet} `);
  await waitForText(panel, 'Market');
}

async function openAct(subnet: string, act: string): Promise<void> {
  await openSubnet(subnet);
  await tap('.position .menu-anchor button');
  await press(panel, act);
}

/** Into the search of the sheet that just opened, then its first row that is not the one chosen now. */
async function pickInSheet(query: string): Promise<void> {
  await panel.waitForSelector('.sheet input[type=search]:focus', { timeout: 45_000 });
  if (query !== '') await panel.keyboard.type(query);
  await tap('.sheet .row:not([aria-pressed=true])');
}

/** Presses review once the ticket is ready; what cannot be promised is read and accepted where it asks for that. */
async function review(name: string): Promise<void> {
  const isPressed = async (): Promise<boolean> => {
    const unread = await panel.$('footer.review [role=checkbox][aria-checked=false]');
    if (unread !== null) await unread.click();
    const ready = await panel.$('footer.review .button-primary[aria-disabled=false]');
    if (unread !== null || ready === null) return false;
    await stage.story.picture(panel, `${name}-ticket`);
    await press(panel, 'Sign with test-wallet', 1_000).catch(() => undefined);
    return !(await textOf(panel)).includes('Sign with test-wallet');
  };
  await until(isPressed, 'review');
}

/** From a filled ticket through the wallet to finality. */
async function signAndFinalise(name: string): Promise<SigningRequest> {
  const { devnet, story } = stage;
  const known = new Set((await stage.quiet.read('requests')).map(({ id }) => id));
  await review(name);
  const window = await walletWindow(stage.world);
  await story.picture(window, `${name}-wallet`);
  await window.click('#approve');
  const { id } = await stage.request();
  assert.ok(!known.has(id), 'a new request');
  await stage.sent(id);
  devnet.produceBlock();
  await stage.reached(id, 'in-block');
  devnet.produceBlocks(2);
  const request = await stage.reached(id, 'finalized');
  await panel.bringToFront();
  await waitForText(panel, 'Finalized, ');
  await story.picture(panel, `${name}-receipt`);
  await press(panel, 'Close');
  await waitForText(panel, 'Exit value');
  return request;
}

function assertHolds(hotkey: string, coldkey: string, said: Quantity | null): void {
  assert.ok(said?.unit === 'alpha');
  const held = stage.referee.position(hotkey, coldkey, said.netuid);
  const missing = said.amount - held;
  assert.ok(missing >= 0n && missing <= SHARE_ROUNDING, `${said.amount} said, ${held} held`);
}

/** The chain holds what the plan said, once; the receipt says the same as both. */
function assertAsPlanned({ plan, receipt, extrinsicHash }: SigningRequest, start: number): void {
  const included = stage.referee.signedAfter(start);
  assert.deepEqual(
    included.map(({ hash }) => hash),
    [extrinsicHash],
  );
  assert.ok(included[0]?.events.some(({ name }) => name === 'System.ExtrinsicSuccess'));
  assert.ok(receipt);
  assert.equal(receipt.isSuccess, true);
  for (const { labelKey, expected, actual } of receipt.lines) {
    assert.equal(actual, expected, labelKey);
  }
  assert.ok(plan.freeAfter.known && plan.networkFee.known);
  assert.ok(receipt.networkFee?.paidIn === 'tao');
  const overquoted = plan.networkFee.value.fee - receipt.networkFee.fee;
  assert.equal(stage.referee.free(ALICE), plan.freeAfter.value + overquoted);
  const { move } = plan;
  if (!('netuid' in move)) return;
  assert.ok(overquoted >= 0n && overquoted <= MOST_OVERQUOTED, `${overquoted} rao over`);
  assertHolds(move.hotkey, ALICE, plan.positionAfter);
  if (move.kind === 'change-validator') assertHolds(move.toHotkey, ALICE, plan.destinationAfter);
  if (move.kind === 'change-subnet') assertHolds(move.toHotkey, ALICE, plan.destinationAfter);
}

async function play(name: string, fillTicket: () => Promise<void>): Promise<SigningRequest> {
  const start = stage.devnet.head().number;
  await fillTicket();
  const request = await signAndFinalise(name);
  assertAsPlanned(request, start);
  return request;
}

test('stake', async () => {
  const { plan } = await play('stake', async () => {
    await openSubnet('SN5');
    await press(panel, 'Stake');
    await fill(panel, 'Amount', '3');
    await waitForText(panel, 'Verified with your node');
  });
  assert.equal(plan.call?.name, 'add_stake_limit');
});

test('unstake', async () => {
  const { plan } = await play('unstake', async () => {
    await openAct('SN6', 'Unstake');
    await fill(panel, 'Amount', '100');
    await waitForText(panel, 'Verified with your node');
  });
  assert.equal(plan.call?.name, 'remove_stake_limit');
});

/** The same ticket with another call, which the thousands of random moves hold too: in the deep run. */
const seldom = process.env['TAUBAR_DEEP'] === '1' ? {} : { skip: 'in the deep run' };

test('unstake all', seldom, async () => {
  const { plan } = await play('unstake-all', async () => {
    await openAct('SN7', 'Unstake all');
    await waitForText(panel, 'Verified with your node');
  });
  assert.equal(plan.positionAfter?.amount, 0n);
});

test('change validator', async () => {
  const { plan } = await play('change-validator', async () => {
    await openAct('SN6', 'Move to another validator');
    await press(panel, 'Choose another');
    await pickInSheet('');
    await fill(panel, 'Amount', '250');
  });
  assert.equal(plan.call?.name, 'move_stake');
});

async function changeSubnet(amount: string): Promise<void> {
  await openAct('SN6', 'Swap to another subnet');
  await press(panel, 'Choose a destination subnet');
  await pickInSheet('SN5');
  await press(panel, 'Choose another');
  await pickInSheet('');
  await fill(panel, 'Amount', amount);
  await waitForText(panel, 'Verified with your node');
}

/** A fact stands on the ticket in one place. */
async function saidOnce(words: RegExp): Promise<void> {
  const text = await textOf(panel);
  assert.equal(text.match(words)?.length, 1, text);
}

test('change subnet by the protected route', async () => {
  const { plan } = await play('change-subnet-protected', () => changeSubnet('200'));
  assert.equal(plan.call?.name, 'batch_all');
  assert.equal(plan.receives?.isGuaranteed, true);
});

test('change subnet in one call', seldom, async () => {
  const { plan } = await play('change-subnet-one-call', async () => {
    await changeSubnet('150');
    await press(panel, 'Details');
    await press(panel, 'Direct');
    await waitForText(panel, 'I understand');
    await saidOnce(/no (?:on-chain )?minimum/gi);
  });
  // The validator changes too, and this runtime has the call that heeds a limit.
  assert.equal(plan.call?.name, 'move_stake_limit');
  assert.equal(plan.receives?.isGuaranteed, false);
});

test('give to another account', seldom, async () => {
  const { plan } = await play('transfer', async () => {
    await openAct('SN6', 'Transfer to another account');
    await press(panel, 'Choose a recipient');
    await press(panel, 'Bob');
    await fill(panel, 'Amount', '75');
  });
  assert.equal(plan.call?.name, 'transfer_stake');
  assert.ok(plan.move.kind === 'transfer');
  const { hotkey, netuid, amount } = plan.move;
  const missing = amount - stage.referee.position(hotkey, BOB, netuid);
  assert.ok(missing >= 0n && missing <= SHARE_ROUNDING, `${missing} did not arrive`);
});

test('leave several positions in one batch', async () => {
  // One node alone tells these pools: whole positions need a tolerance of twice their own impact.
  await stage.quiet.tell('saveSettings', { toleranceBps: { 'exit-several': 2_000 } });
  const { plan, receipt } = await play('exit-several', async () => {
    await press(panel, 'My accounts');
    await press(panel, 'Manage accounts');
    await press(panel, 'Alice');
    await press(panel, 'Exit several positions');
    await press(panel, 'SN8');
    await press(panel, 'SN10');
    await press(panel, 'One batch');
  });
  assert.equal(plan.call?.name, 'batch_all');
  assert.ok(plan.move.kind === 'exit-several');
  for (const { hotkey, netuid } of plan.move.items) {
    assert.equal(stage.referee.position(hotkey, ALICE, netuid), 0n, `SN${netuid}`);
  }
  const sold = receipt?.lines.filter(({ labelKey }) => labelKey === 'receiptItem') ?? [];
  assert.equal(sold.length, plan.move.items.length);
});
