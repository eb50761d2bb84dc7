// The first alert in a real browser: made, fired with the panel closed, opened, acted on. And what rules cost an hour.
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { SWAP_RULE } from '../../src/alerts/kinds.ts';
import type { AlertRule } from '../../src/model/alert.ts';
import { toNetuid } from '../../src/units.ts';
import { chromiumAlertStage } from '../tools/browser/alert-stages.ts';
import { tellFirstAlert, type AlertStage } from '../tools/browser/alert-story.ts';
import { until } from '../tools/browser/launch-browser.ts';
import { ALARM_MS, hasLooked } from '../tools/browser/ring-alarm.ts';
import { createStage, ALICE, type Stage } from './stage.ts';

const NODE_LINGERS_MS = 15_000;

let stage: Stage;

before(async () => {
  stage = await createStage('alerts', {}, { hasNative: true });
  await stage.quiet.tell('addWatched', { text: ALICE, label: 'Alice', isMine: true });
});

after(() => stage.stop());

const inChromium = (): AlertStage =>
  chromiumAlertStage(stage.world, {
    quiet: stage.quiet,
    meeting: stage.story.meeting,
    picture: stage.story.picture,
  });

test('the first alert: notifications refused, allowed, the alert fired with the panel closed, its notification clicked, acted on in a ticket', async () => {
  await tellFirstAlert(inChromium());
  await stage.world.closePanels();
});

/** An alarm from ring to rest. */
async function lookOnce(): Promise<void> {
  const { devnet, quiet } = stage;
  devnet.produceBlock();
  await inChromium().ring();
  await until(() => hasLooked(quiet), 'the alarm looks', ALARM_MS);
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
