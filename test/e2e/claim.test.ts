// Claims of root rewards on the runtime of today, by clicks in the panel and in the wallet's window: what was previewed is
// what the wallet is asked for and what the receipt then says; and a whole position, which the wallet shows as u64::MAX.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { PlannedClaim } from '../../src/model/root-claims.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { U64_MAX } from '../../src/units.ts';
import { giveFund } from '../devnet/ledger/baskets/give-fund.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { coldkeyHotkeyKey, type LedgerState } from '../devnet/ledger/state/ledger-state.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { press, sizeAs, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { until } from '../tools/browser/launch-browser.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { idOf, amountAt, eventNamed } from './referee.ts';
import { ALICE, createConnectedStage, rememberSite, TAO, type Stage } from './stage.ts';

/** Each row of the fund is rounded down by itself when it is sold; share pools round each credit down. */
const ROWS = 10n;
const FRACTION = 32n;

let stage: Stage;
let panel: Page;
let validator: string;

const stateOf = (): LedgerState => stage.devnet.ledger.state;

before(async () => {
  stage = await createConnectedStage('claim', { spec: RUNTIME_SPECS.live475, subnets: 12 });
  await rememberSite(stage);
  const [first = ''] = [...stateOf().hotkeyAlpha.keys()].filter((key) => {
    const [netuid, hotkey = ''] = key.split('/');
    return netuid === '0' && ledgerReads.positionAlpha(stateOf(), hotkey, idOf(ALICE), 0) > 0n;
  });
  validator = first.slice(2);
});

beforeEach(async () => {
  await stage.tidy();
  stateOf().rootClaimThresholds.delete(0);
  stateOf().rootStakeUnlockInterval = 0;
  // Nothing is dust, so that one claim leaves nothing for the next.
  stateOf().basketDust = { ...stateOf().basketDust, forfeitCapTao: 0n };
  giveFund(stateOf(), validator, [[0, 100_000n * TAO]]);
  stage.devnet.produceBlock();
  panel = await stage.world.openPanelTab();
  await sizeAs(panel, 'side');
  await waitForText(panel, 'Exit value');
});

afterEach(() => panel.close());

after(() => stage.stop());

/** Alice's own row, as soon as what the fund was given is read. */
async function openClaim(): Promise<void> {
  await press(panel, 'By validator');
  const mark = `(() => {
    const rows = [...document.querySelectorAll('li.claim-row')].filter((row) => row.innerText.includes('Alice'));
    const found = rows.flatMap((row) => [...row.querySelectorAll('button')]).find((one) => one.innerText.trim() === 'Claim');
    found?.setAttribute('data-claim', '');
    return found !== undefined;
  })()`;
  const isThere = async (): Promise<boolean> => {
    if (await panel.evaluate(mark)) return true;
    await press(panel, 'Reload', 1_000).catch(() => undefined);
    return false;
  };
  await until(isThere, 'a claim of Alice');
  await panel.click('[data-claim]');
  await waitForText(panel, 'a claim has no on-chain minimum');
}

const isReady = async (): Promise<boolean> =>
  (await panel.$('footer.review .button-primary[aria-disabled=false]')) !== null;

/** What a block brought to the open ticket. */
async function nextBlockSays(words: string | RegExp): Promise<void> {
  stage.devnet.produceBlock();
  await waitForText(panel, words);
}

/** Until the wallet's window asks; answers the request and what the window shows of its call. */
async function reviewInWallet(name: string): Promise<{ id: string; window: Page; call: string }> {
  const known = new Set((await stage.quiet.read('requests')).map(({ id }) => id));
  const isPressed = async (): Promise<boolean> => {
    const unread = await panel.$('footer.review [role=checkbox][aria-checked=false]');
    if (unread !== null) await unread.click();
    if (!(await isReady())) return false;
    await stage.story.picture(panel, `${name}-ticket`);
    await press(panel, 'Sign with test-wallet', 1_000).catch(() => undefined);
    return !(await textOf(panel)).includes('Sign with test-wallet');
  };
  await until(isPressed, 'review');
  const window = await walletWindow(stage.world);
  await stage.story.picture(window, `${name}-wallet`);
  const { id } = await stage.request();
  assert.ok(!known.has(id), 'a new request');
  return { id, window, call: await textOf(window) };
}

async function approve(id: string, window: Page): Promise<void> {
  await window.click('#approve');
  await stage.sent(id);
}

async function finalise(id: string, name: string): Promise<SigningRequest> {
  stage.devnet.produceBlock();
  await stage.reached(id, 'in-block');
  stage.devnet.produceBlocks(2);
  const request = await stage.reached(id, 'finalized');
  await panel.bringToFront();
  await waitForText(panel, 'Finalized, ');
  await stage.story.picture(panel, `${name}-receipt`);
  return request;
}

/** As the panel writes it, to the last rao. */
function figure(rao: bigint): string {
  const fraction = String(rao % TAO)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `τ ${(rao / TAO).toLocaleString('en')}${fraction === '' ? '' : `.${fraction}`}`;
}

const onlyClaim = ({ plan }: SigningRequest): PlannedClaim => {
  const [claim] = plan.claims ?? [];
  assert.ok(claim);
  return claim;
};

test('a claim is stopped under the threshold and by the hold, and then pays what was shown, less what it forfeits', async () => {
  // Holdings under a fifth of the fund are dust, up to a part of a hundred TAO.
  stateOf().basketDust = {
    ...stateOf().basketDust,
    rowBps: 2_000,
    rowCapTao: 10n ** 15n,
    forfeitCapTao: 10n ** 11n,
  };
  stage.devnet.produceBlock();
  await openClaim();
  await waitForText(panel, 'is forfeited');

  stateOf().rootClaimThresholds.set(0, (10n ** 15n) << FRACTION);
  await nextBlockSays(
    /A claim from Orchard Validators 1 would pay .* would do nothing and still cost its fee/,
  );
  assert.equal(await isReady(), false);
  await stage.story.picture(panel, 'under-threshold');
  stateOf().rootClaimThresholds.delete(0);

  stateOf().rootStakeUnlockInterval = 7_200;
  stateOf().lastStakeBlock.set(
    coldkeyHotkeyKey(idOf(ALICE), validator),
    stage.devnet.head().number,
  );
  await nextBlockSays('the claim restarts the hold');
  await press(panel, 'Unstake my root stake there too');
  await waitForText(panel, 'can’t be unstaked with the claim');
  assert.equal(await isReady(), false);
  await stage.story.picture(panel, 'held');
  await press(panel, 'Unstake my root stake there too');
  await waitForText(panel, 'a claim has no on-chain minimum');

  const preview = ledgerReads.claimPreview(stateOf(), validator, idOf(ALICE));
  assert.ok(preview && preview.redeemableTao > 0n && preview.forfeitedTao > 0n);
  const held = ledgerReads.positionAlpha(stateOf(), validator, idOf(ALICE), 0);
  const start = stage.devnet.head().number;
  const { id, window, call } = await reviewInWallet('claim');
  assert.ok(call.includes(`0x0794${validator.slice(2)}`), call);
  await approve(id, window);
  const request = await finalise(id, 'claim');
  const claim = onlyClaim(request);
  assert.deepEqual(
    [claim.redeemable, claim.forfeited],
    [preview.redeemableTao, preview.forfeitedTao],
  );
  const [included] = stage.referee.signedAfter(start);
  assert.ok(included);
  const paid = amountAt(eventNamed(included, 'SubtensorModule.BasketClaimed'), 2);
  const [line, lost] = request.receipt?.lines ?? [];
  assert.ok(line && lost);
  assert.equal(line.actual, paid);
  assert.ok(preview.redeemableTao - paid >= 0n && preview.redeemableTao - paid <= ROWS);
  assert.equal(lost.actual, preview.forfeitedTao);
  assert.equal(ledgerReads.positionAlpha(stateOf(), validator, idOf(ALICE), 0), held + paid);
  const said = await textOf(panel);
  for (const amount of [paid, preview.redeemableTao, preview.forfeitedTao]) {
    assert.ok(said.includes(figure(amount)), `${figure(amount)} in: ${said}`);
  }
});

test('another device claims first: the receipt says 0, and why', async () => {
  await openClaim();
  const { id, window } = await reviewInWallet('claimed-first');
  await approve(id, window);
  stage.devnet.faults.holdPool(true);
  const call = { pallet: 'SubtensorModule', name: 'claim_root_with_hotkey' } as const;
  const other = stage.devnet.ledger.dispatch(idOf(ALICE), { ...call, args: { hotkey: validator } });
  assert.equal(other.ok, true);
  stage.devnet.produceBlock();
  stage.devnet.faults.holdPool(false);
  const { receipt } = await finalise(id, 'claimed-first');
  assert.equal(receipt?.lines[0]?.actual, 0n);
  assert.equal(receipt.emptyClaims?.[0]?.why, 'nothing-owed');
  const said = await waitForText(panel, 'Another device may have claimed first');
  assert.match(said, /The claim paid nothing.*The fee was charged/);
  assert.doesNotMatch(said, /Price moved before/);
});

test('all of a position changes validator: the wallet shows u64::MAX, the receipt what moved', async () => {
  await press(panel, 'Subnets');
  await press(panel, 'SN6 ');
  await waitForText(panel, 'Market');
  await (await panel.waitForSelector('.position .menu-anchor button'))?.click();
  await press(panel, 'Move to another validator');
  await press(panel, 'Choose another');
  await (await panel.waitForSelector('.sheet .row:not([aria-pressed=true])'))?.click();
  await press(panel, 'Max');
  await waitForText(panel, '18,446,744,073.709551615');
  const { id, window, call } = await reviewInWallet('whole');
  assert.ok(call.includes('f'.repeat(16)), call);
  await waitForText(panel, '18,446,744,073.709551615');
  const { plan } = await stage.request(id);
  assert.ok(plan.move.kind === 'change-validator' && plan.gives !== null);
  const held = stage.referee.position(plan.move.hotkey, ALICE, plan.move.netuid);
  await approve(id, window);
  const { receipt } = await finalise(id, 'whole');
  assert.equal(plan.call?.args['alpha_amount'], U64_MAX);
  assert.equal(plan.gives.amount, held);
  assert.equal(stage.referee.position(plan.move.hotkey, ALICE, plan.move.netuid), 0n);
  for (const { expected, actual } of receipt?.lines ?? []) {
    assert.equal(actual, expected);
    assert.ok(actual <= held);
  }
  assert.ok((receipt?.lines.length ?? 0) > 0);
});
