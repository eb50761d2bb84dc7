// The first alert as a person has it, whichever browser: notifications refused and allowed in the browser's own prompt, the
// alert fired with the panel closed and the background ended, its notification clicked, a ticket filled in by it.
import assert from 'node:assert/strict';
import type { Devnet } from '../../devnet/devnet.ts';
import { press, textOf, waitForText, type Driven } from './drive-panel.ts';
import { until } from './launch-browser.ts';
import type { QuietPage } from './quiet-page.ts';
import { ALARM_MS } from './ring-alarm.ts';

/** The panel on any surface. */
export type AlertPanel = Driven & {
  fill(label: string, text: string): Promise<void>;
  picture(name: string): Promise<void>;
};

/** A browser with the extension in it that knows one account, and what its person can do there. */
export type AlertStage = {
  devnet: Devnet;
  quiet: Pick<QuietPage, 'read' | 'tell'>;
  /** By a click on τ. */
  openPanel(): Promise<AlertPanel>;
  closePanel(): Promise<void>;
  /** The browser's own prompt. */
  answerPrompt(isAllowed: boolean): Promise<void>;
  mayNotify(): Promise<boolean>;
  /** Ends the background, and rings the alarm that wakes it. */
  ring(): Promise<void>;
  /** What the browser's notification says; null: none is shown. */
  notice(name: string): Promise<string | null>;
  /** The panel that a click on it opens, with the background ended before. */
  clickNotice(): Promise<AlertPanel>;
};

const NODE_LINGERS_MS = 15_000;
const SILENT = 'Alerts show only in Taubar';

async function openAlerts(stage: AlertStage): Promise<AlertPanel> {
  const panel = await stage.openPanel();
  const text = await waitForText(panel, /SN\d+/);
  // One account alone is named in place of “My accounts”.
  await press(panel, text.includes('My accounts') ? 'My accounts' : 'Alice');
  await press(panel, 'Alerts');
  return panel;
}

/** Refused: the next panel says so, and offers it again. Chromium's prompt closes the popup that asked. */
async function refuse(stage: AlertStage): Promise<void> {
  const asking = await openAlerts(stage);
  await waitForText(asking, SILENT);
  await press(asking, 'Allow notifications');
  await stage.answerPrompt(false);
  await stage.closePanel();
  assert.equal(await stage.mayNotify(), false);
  const panel = await openAlerts(stage);
  await waitForText(panel, SILENT);
  await panel.picture('refused');
  await stage.closePanel();
}

/** Until the opened panel has read what it wants: a picture that ended later would be told of the alert. */
async function untilRead({ devnet }: AlertStage): Promise<void> {
  let [asked, still] = [-1, 0];
  const isQuiet = (): boolean => {
    still = devnet.traffic.messagesIn === asked ? still + 1 : 0;
    asked = devnet.traffic.messagesIn;
    return still > 12;
  };
  await until(isQuiet, 'the panel has read what it wants');
}

/** Whatever becomes of the panel when the browser asks, the alert is saved. */
async function makeAlert(stage: AlertStage): Promise<void> {
  const panel = await stage.openPanel();
  await waitForText(panel, /SN\d+/);
  await press(panel, 'SN5');
  await press(panel, 'Alert for SN5');
  await waitForText(panel, 'Exit value of SN5 is below');
  await panel.fill('Amount in TAO', '9000000');
  await waitForText(panel, 'this alert fires at once');
  await panel.picture('new-alert');
  await untilRead(stage);
  await press(panel, 'Save alert');
  await stage.answerPrompt(true);
  await until(() => stage.mayNotify(), 'it is allowed');
}

export async function tellFirstAlert(stage: AlertStage): Promise<void> {
  const { devnet, quiet } = stage;
  await refuse(stage);
  await makeAlert(stage);
  // An open panel's own pictures serve: it would be told at the next block.
  await stage.closePanel();
  await until(() => devnet.connections() === 0, 'no socket', NODE_LINGERS_MS);
  assert.deepEqual(await quiet.read('alertLog'), []);
  const accepted = devnet.accepted();
  devnet.produceBlock();
  await stage.ring();
  await until(async () => (await quiet.read('alertLog')).length === 1, 'it fired', ALARM_MS);
  assert.equal(devnet.accepted(), accepted + 2, 'one socket, and one to whom it is confirmed by');
  await until(() => devnet.connections() === 0, 'which are closed again');

  let said: string | null = null;
  await until(async () => (said = await stage.notice('notification')) !== null, 'a notification');
  assert.match(String(said), /Exit value of SN5 is τ.[\d.,]+, below τ.9,000,000(?!.*one node)/s);
  const panel = await stage.clickNotice();
  await waitForText(panel, /Exit value of SN5 is τ/);
  await panel.picture('fired');
  await press(panel, 'Unstake…');
  await waitForText(panel, 'Unstake all');
  await waitForText(panel, 'Verified with your node');
  assert.match(await textOf(panel), /SN5/);
  await panel.picture('acted-on');
}
