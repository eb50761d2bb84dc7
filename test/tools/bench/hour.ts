// What an hour with the panel open costs: the real extension in a real browser, a simulated chain whose blocks come faster than
// real ones. Bytes, processor time of the panel's thread and of everything else in the extension's process (the worker), and
// the heap of both after a forced collection, at the begin, in the middle and at the end. What the extension does by the clock
// and not by the block happens less often than in a real hour.
import { loadavg } from 'node:os';
import process from 'node:process';
import { TargetType, type CDPSession, type Page } from 'puppeteer-core';
import { credit } from '../../devnet/ledger/state/share-pool.ts';
import { developmentColdkeys } from '../../devnet/ledger/genesis/development-accounts.ts';
import { isObject } from '../../../src/parse.ts';
import { waitForText } from '../browser/drive-panel.ts';
import { until } from '../browser/launch-browser.ts';
import { createQuietPage } from '../browser/quiet-page.ts';
import { createWorld, type World } from '../browser/world.ts';

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const HELD = 25;
/** An hour of blocks. */
const BLOCKS = Number(process.env['TAUBAR_BLOCKS'] ?? 300);
/** Milliseconds; real ones take 12 s. Faster than a head's own pause (250) would leave some out. */
const BLOCK_MS = Number(process.env['TAUBAR_BLOCK_MS'] ?? 600);
const REAL_MS = 12_000;

type Look = {
  block: number;
  bytes: number;
  requests: number;
  /** Seconds. */
  panel: number;
  process: number;
  heaps: { panel: number; worker: number };
};

async function heapOf(session: CDPSession): Promise<number> {
  // What a first collection frees may hold more.
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

async function workerSession(world: World): Promise<CDPSession> {
  const target = await world.browser.waitForTarget(
    (one) => one.type() === TargetType.SERVICE_WORKER && one.url().includes(world.taubarId),
  );
  return target.createCDPSession();
}

/** Seconds of processor that the process with the extension's pages and worker used: the panel's thread alone is told apart. */
async function processSeconds(browser: CDPSession, pid: number): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ id }) => id === pid)?.cpuTime ?? 0;
}

async function busiest(browser: CDPSession, work: () => Promise<void>): Promise<number> {
  const times = async () => (await browser.send('SystemInfo.getProcessInfo')).processInfo;
  const before = new Map((await times()).map(({ id, cpuTime }) => [id, cpuTime]));
  await work();
  const used = (await times())
    .filter(({ type }) => type === 'renderer')
    .map(({ id, cpuTime }) => ({ id, cpuTime: cpuTime - (before.get(id) ?? 0) }));
  return used.toSorted((a, b) => b.cpuTime - a.cpuTime)[0]?.id ?? 0;
}

/** A second of nothing but counting on the page's thread shows which process it is in. */
const processOf = (browser: CDPSession, page: Page): Promise<number> =>
  busiest(browser, () =>
    page.evaluate(() => {
      const end = performance.now() + 1_000;
      let count = 0;
      while (performance.now() < end) count += 1;
    }),
  );

const kb = (bytes: number): string => (bytes / 1024).toFixed(0);

export async function benchHour(): Promise<void> {
  const world = await createWorld({
    devnet: { hasTraders: true, keptStates: 64, isArchive: false },
  });
  const { devnet } = world;
  try {
    const { alice } = developmentColdkeys();
    const hotkey = devnet.ledger.state.stakingHotkeys.get(alice)?.[0] ?? '';
    for (let netuid = 1; netuid <= HELD; netuid += 1)
      credit(devnet.ledger.state, hotkey, alice, netuid, 5_000_000_000n);
    devnet.produceBlock();
    const quiet = createQuietPage(world);
    await quiet.tell('addWatched', { text: ALICE, label: 'Alice', isMine: true });
    const panel = await world.openPanelTab();
    await waitForText(panel, 'Exit value');
    const worker = await workerSession(world);
    const page = await panel.createCDPSession();
    const browser = await world.browser.target().createCDPSession();
    await page.send('Performance.enable', { timeDomain: 'threadTicks' });
    const pid = await processOf(browser, panel);
    const threadSeconds = async (): Promise<number> => {
      const { metrics } = await page.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    };
    const look = async (): Promise<Look> => {
      const { bytesIn, bytesOut, messagesIn } = devnet.traffic;
      return {
        block: devnet.head().number,
        bytes: bytesIn + bytesOut,
        requests: messagesIn,
        panel: await threadSeconds(),
        process: await processSeconds(browser, pid),
        heaps: { panel: await heapOf(page), worker: await heapOf(worker) },
      };
    };
    const first = devnet.head().number;
    devnet.setBlockTime(BLOCK_MS);
    const looks: Look[] = [];
    // The first blocks fill caches that an hour keeps.
    for (const share of [0.1, 0.4, 0.7, 1]) {
      const goal = first + Math.round(BLOCKS * share);
      await until(() => devnet.head().number >= goal, `block ${goal}`, BLOCKS * BLOCK_MS * 10);
      devnet.setBlockTime(null);
      looks.push(await look());
      if (share < 1) devnet.setBlockTime(BLOCK_MS);
    }
    const shown = await quiet.read('node');
    const rows = shown.filter(isObject).map((record) => record['state']);
    const [begin, , , end] = looks;
    if (begin === undefined || end === undefined) throw new Error('too few looks');
    const blocks = end.block - begin.block;
    const scale = 300 / blocks;
    const per = (value: number): number => value * scale;
    const panelCpu = end.panel - begin.panel;
    console.log(
      `${blocks} blocks of ${BLOCK_MS} ms, ${(REAL_MS / BLOCK_MS).toFixed(0)} × as fast as real ones; ${HELD} subnets held; connected: ${rows.join()}; load of the machine ${loadavg()[0]?.toFixed(1)}`,
    );
    console.log(
      `per 300 blocks: ${(per(end.bytes - begin.bytes) / 1e6).toFixed(2)} MB in ${per(end.requests - begin.requests).toFixed(0)} requests, ` +
        `panel ${per(panelCpu).toFixed(1)} s of processor, the rest of its process (worker, collecting, drawing) ${per(end.process - begin.process - panelCpu).toFixed(1)} s`,
    );
    for (const { block, heaps } of looks) {
      console.log(
        `heap after collection at block +${String(block - first).padStart(4)}: panel ${kb(heaps.panel)} KB, worker ${kb(heaps.worker)} KB`,
      );
    }
  } finally {
    await world.stop();
  }
}
