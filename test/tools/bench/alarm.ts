// What an alarm for alerts costs the worker with no panel open, by the browser's own profiler: from the start of a stopped
// worker to its last work, with 1 and 30 rules.
import type { CDPSession, Protocol } from 'puppeteer-core';
import { SWAP_RULE } from '../../../src/alerts/kinds.ts';
import type { AlertRule } from '../../../src/model/alert.ts';
import { toNetuid } from '../../../src/units.ts';
import { stopWorker, until } from '../browser/launch-browser.ts';
import { createQuietPage, type QuietPage } from '../browser/quiet-page.ts';
import { ALARM_MS, hasLooked, ringing } from '../browser/ring-alarm.ts';
import { createWorld, type World } from '../browser/world.ts';

const RUNS = 7;
const WARM_UP = 2;
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

const exitRule = (at: number): AlertRule => ({
  ...SWAP_RULE,
  id: `exit ${at}`,
  kind: 'exit-value',
  scope: { of: 'subnet', netuid: toNetuid((at % 24) + 1) },
  side: 'below',
  value: 1n,
});

type Look = { work: number; bytes: number; elapsed: number };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds in which the profile's thread ran something: neither idle nor waiting for the browser. On a busy machine more. */
function busyIn({ nodes, samples = [], timeDeltas = [] }: Protocol.Profiler.Profile): number {
  const quiet = new Set(
    nodes
      .filter(({ callFrame }) => ['(idle)', '(program)', '(root)'].includes(callFrame.functionName))
      .map(({ id }) => id),
  );
  let total = 0;
  for (const [at, node] of samples.entries()) {
    // Each sample stands for the time up to the next one.
    if (!quiet.has(node)) total += timeDeltas[at + 1] ?? 0;
  }
  return total / 1_000;
}

/** The session of the next life of the worker, held at its first line. */
async function nextLife(
  browser: CDPSession,
  scope: string,
  begin: () => Promise<void>,
): Promise<CDPSession> {
  const life = new Promise<CDPSession>((resolve) => {
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const session = browser.connection()?.session(sessionId);
      if (!session) return;
      if (targetInfo.type === 'service_worker' && targetInfo.url.startsWith(scope))
        resolve(session);
      else void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
    });
  });
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'service_worker' }],
  });
  await begin();
  return life;
}

async function look(world: World, quiet: QuietPage): Promise<Look> {
  const { devnet, browser, taubarId } = world;
  const page = await quiet.page();
  await stopWorker(browser, taubarId, page);
  devnet.produceBlock();
  const bytes = devnet.traffic.bytesIn + devnet.traffic.bytesOut;
  const session = await browser.target().createCDPSession();
  const scope = `chrome-extension://${taubarId}/`;
  const worker = await nextLife(session, scope, async () => void (await page.evaluate(ringing)));
  await worker.send('Profiler.enable');
  await worker.send('Profiler.setSamplingInterval', { interval: 100 });
  await worker.send('Profiler.start');
  const since = Date.now();
  await worker.send('Runtime.runIfWaitingForDebugger');
  await until(() => hasLooked(quiet), 'the alarm looks', ALARM_MS);
  await until(() => devnet.connections() === 0, 'and is done');
  const elapsed = Date.now() - since;
  const { profile } = await worker.send('Profiler.stop');
  await session.detach();
  return {
    work: busyIn(profile),
    bytes: devnet.traffic.bytesIn + devnet.traffic.bytesOut - bytes,
    elapsed,
  };
}

export async function benchAlarm(): Promise<void> {
  const world = await createWorld({
    devnet: { subnets: 24, settings: { isEmitting: false, isInjecting: false } },
  });
  try {
    const quiet = createQuietPage(world);
    await quiet.tell('addWatched', { text: ALICE, label: 'Alice', isMine: true });
    // What a panel that was open once leaves behind.
    const panel = await world.openPanelTab();
    await until(async () => (await quiet.read('snapshots')).length > 0, 'a picture');
    await panel.close();
    await until(() => world.devnet.connections() === 0, 'no socket');
    const sets = [
      ['1 rule', [SWAP_RULE]],
      ['30 rules', Array.from({ length: 29 }, (_n, at) => exitRule(at))],
    ] as const;
    for (const [name, rules] of sets) {
      for (const rule of rules) await quiet.tell('saveAlert', { rule });
      await until(() => world.devnet.connections() === 0, 'no socket');
      const looks: Look[] = [];
      for (let run = 0; run < WARM_UP + RUNS; run += 1) {
        const one = await look(world, quiet);
        if (run >= WARM_UP) looks.push(one);
      }
      const of = (part: keyof Look): string =>
        median(looks.map((one) => one[part]))
          .toFixed(0)
          .padStart(6);
      console.log(
        `${name.padEnd(10)}${of('work')} ms of the worker’s thread, ${of('elapsed')} ms from its first line to its last, ${of('bytes')} bytes`,
      );
    }
    console.log(`${RUNS} alarms each, medians, worker stopped before`);
  } finally {
    await world.stop();
  }
}
