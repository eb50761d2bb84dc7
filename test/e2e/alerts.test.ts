// The first alert in a real browser: made, fired with the panel closed, opened, acted on. And what rules cost an hour.
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { SWAP_RULE } from '../../src/alerts/kinds.ts';
import type { AlertRule } from '../../src/model/alert.ts';
import { toNetuid } from '../../src/units.ts';
import { fill, press, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { stopWorker, until } from '../tools/browser/launch-browser.ts';
import { createStage, ALICE, type Stage } from './stage.ts';

/** A browser may put an alarm off to the shortest time that it allows. */
const ALARM_MS = 90_000;
const NODE_LINGERS_MS = 15_000;

let stage: Stage;

before(async () => {
  stage = await createStage('alerts');
  await stage.quiet.tell('addWatched', { text: ALICE, label: 'Alice', isMine: true });
});

after(() => stage.stop());

/** Rings the extension's alarm now, long after the last look, in a new life of the worker. */
async function ring(): Promise<void> {
  const page = await stage.quiet.page();
  await stopWorker(stage.world.browser, stage.world.taubarId, page);
  await page.evaluate(
    `new Promise((resolve) => {
      const opening = indexedDB.open('taubar');
      opening.onsuccess = () => {
        const changing = opening.result.transaction('alertState', 'readwrite');
        const table = changing.objectStore('alertState');
        table.getAll().onsuccess = ({ target }) => {
          for (const state of target.result) table.put({ ...state, askedAt: 0 });
        };
        changing.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    }).then(() => chrome.alarms.create('taubar', { when: Date.now() + 100 }))`,
  );
}

test('the first alert: made in the panel, fired while it is closed, opened, and acted on in a ticket', async () => {
  const { devnet, world, quiet, story } = stage;
  let panel = await world.openPanelTab();
  await waitForText(panel, /SN\d+/);
  await press(panel, 'SN5');
  await press(panel, 'Alert for SN5');
  await waitForText(panel, 'Tell me when I could sell SN5 for less than');
  await story.picture(panel, 'new-alert');
  await fill(panel, 'Amount in TAO', '9000000');
  await waitForText(panel, 'you will be told at once');
  await press(panel, 'Save alert');
  // An open panel's own pictures serve: it would be told at the next block.
  await panel.close();
  await until(() => devnet.connections() === 0, 'no socket', NODE_LINGERS_MS);
  const accepted = devnet.accepted();
  devnet.produceBlock();
  await ring();
  await until(async () => (await quiet.read('alertLog')).length === 1, 'it fired', ALARM_MS);
  assert.equal(devnet.accepted(), accepted + 1, 'over one socket');
  await until(() => devnet.connections() === 0, 'which is closed again');

  // Where a notification leads to.
  panel = await world.openPanelTab('&at=alerts');
  await waitForText(panel, 'SN5 can be sold for');
  await story.picture(panel, 'fired');
  await press(panel, 'Unstake…');
  await waitForText(panel, 'Unstake all');
  await waitForText(panel, 'Verified with your node');
  assert.match(await textOf(panel), /SN5/);
  await story.picture(panel, 'acted-on');
  await panel.close();
});

/** An alarm from ring to rest. */
async function lookOnce(): Promise<void> {
  const { devnet } = stage;
  const sockets = devnet.accepted();
  devnet.produceBlock();
  await ring();
  await until(() => devnet.accepted() > sockets, 'the alarm looks', ALARM_MS);
  await until(() => devnet.connections() === 0, 'and is done');
}

/** A figure, which changes seldom: measured in the deep run. */
const measured = process.env['TAUBAR_DEEP'] === '1' ? test : test.skip;

void measured('an hour with 0, 1 and 30 rules: bytes and sockets, four alarms', async (t) => {
  const { devnet, quiet } = stage;
  const log = await quiet.read('alertLog');
  for (const { ruleId } of log) await quiet.tell('removeAlert', { id: ruleId });
  const ruleIn = (netuid: number): AlertRule => ({
    ...SWAP_RULE,
    id: `exit-${netuid}`,
    kind: 'exit-value',
    scope: { of: 'subnet', netuid: toNetuid(netuid) },
    side: 'below',
    value: 1n,
  });
  const costs: string[] = [];
  const some = Array.from({ length: 29 }, (_n, at) => ruleIn((at % 24) + 1)).map((rule, at) => ({
    ...rule,
    id: `${rule.id} ${at}`,
  }));
  const sets: readonly (readonly AlertRule[])[] = [
    [{ ...SWAP_RULE, isEnabled: false }],
    [SWAP_RULE],
    some,
  ];
  for (const rules of sets) {
    for (const rule of rules) await quiet.tell('saveAlert', { rule });
    await until(() => devnet.connections() === 0, 'no socket', NODE_LINGERS_MS);
    const isWatching = rules.some(({ isEnabled }) => isEnabled);
    // Pool fees are read the first time, and then once a day.
    if (isWatching) await lookOnce();
    const [bytes, sockets] = [devnet.traffic.bytesIn + devnet.traffic.bytesOut, devnet.accepted()];
    if (isWatching) await lookOnce();
    const used = devnet.traffic.bytesIn + devnet.traffic.bytesOut - bytes;
    costs.push(`${used * 4} B, ${(devnet.accepted() - sockets) * 4} sockets`);
  }
  t.diagnostic(`an hour with 0, 1 and 30 rules: ${costs.join('; ')}`);
  assert.equal(costs[0], '0 B, 0 sockets');
});
