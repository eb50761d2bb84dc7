// How long a keystroke on the ticket takes until its figures stand there, with the processor slowed six-fold; and the main
// thread's tasks while 25,000 positions and all subnets with their sparklines are scrolled.
import { readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { fill, press, waitForText } from '../browser/drive-panel.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { servePanel } from '../pictures/serve.ts';
import { isObject } from '../../../src/parse.ts';
import { openStage } from './instant.ts';

/** An amount as it is typed and taken back, within what the account has: every key has figures. */
const TYPED = ['2', '.', '5', '7', 'Backspace', 'Backspace', 'Backspace', 'Backspace'] as const;
const ROUNDS = 8;
const STEPS = 120;
const SLOWED = 6;
/** Longest that a frame may be held up, milliseconds. */
const FRAME_MS = 16;

const atShare = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? 0;

type Task = { at: number; wall: number; cpu: number };
/** Processor time of a keystroke: its task with all that it renders, then style, layout and paint of the frame that it brings. */
type Key = { script: number; style: number; layout: number; paint: number };
type Traced = { tasks: Task[]; keys: Key[] };

/** Without those that lie within another: a paint of the page has the paints of its parts in it. */
function outermost(tasks: readonly Task[]): Task[] {
  let end = Number.NEGATIVE_INFINITY;
  return tasks
    .toSorted((one, other) => one.at - other.at || other.wall - one.wall)
    .filter(({ at, wall }) => {
      if (at < end) return false;
      end = at + wall;
      return true;
    });
}

const whole = ({ script, style, layout, paint }: Key): number => script + style + layout + paint;

/** What the page's main thread does while `work` runs, as the browser traces it. */
async function traced(page: Page, work: () => Promise<void>): Promise<Traced> {
  const file = path.join(tmpdir(), `taubar-trace-${Date.now()}.json`);
  await page.tracing.start({
    path: file,
    categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'toplevel'],
  });
  await page.evaluate(() => console.timeStamp('begin'));
  await work();
  await page.tracing.stop();
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  const told: unknown = isObject(parsed) ? parsed['traceEvents'] : [];
  const events = (Array.isArray(told) ? told : []).filter(isObject);
  const mark = events.find((event) => event['name'] === 'TimeStamp');
  const named = (name: string): (Task & { data: unknown })[] =>
    events
      .filter(
        (event) =>
          event['name'] === name &&
          event['pid'] === mark?.['pid'] &&
          event['tid'] === mark?.['tid'] &&
          Number(event['ts']) > Number(mark?.['ts']),
      )
      .map(({ ts, dur, tdur, args }) => ({
        at: Number(ts) / 1000,
        wall: Number(dur ?? 0) / 1000,
        cpu: Number(tdur ?? 0) / 1000,
        data: isObject(args) ? args['data'] : null,
      }));
  const tasks = named('RunTask');
  const inputs = named('EventDispatch').filter(
    ({ data }) => isObject(data) && data['type'] === 'input',
  );
  const drawn = (...names: string[]): Task[] => names.flatMap(named);
  const [styles, layouts] = [drawn('UpdateLayoutTree'), drawn('Layout')];
  const paints = outermost(drawn('PrePaint', 'Paint'));
  const frames = paints.map(({ at }) => at).toSorted((one, other) => one - other);
  const keys = inputs.map(({ at }, index) => {
    const task = tasks.find((one) => one.at <= at && at < one.at + one.wall);
    const end = (task?.at ?? at) + (task?.wall ?? 0);
    const next = inputs[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    // What one frame paints lies close together; the one after it shows what was left for later.
    const first = frames.find((one) => one >= end) ?? end;
    const last = Math.min(next, first + FRAME_MS / 2);
    const during = (some: readonly Task[], from: number, to: number): number =>
      some.filter((one) => one.at >= from && one.at < to).reduce((sum, { cpu }) => sum + cpu, 0);
    // Where the page asks for a place or the browser sets the caret, style and layout are worked out within the task.
    const within = [styles, layouts].map((some) => during(some, task?.at ?? at, end));
    const [style = 0, layout = 0] = [styles, layouts].map((some) => during(some, end, last));
    const script = (task?.cpu ?? 0) - within.reduce((sum, one) => sum + one, 0);
    return {
      script,
      style: style + (within[0] ?? 0),
      layout: layout + (within[1] ?? 0),
      paint: during(paints, end, last),
    };
  });
  return { tasks, keys };
}

function tell(name: string, tasks: readonly Task[]): void {
  const cpu = tasks.map((task) => task.cpu);
  const long = cpu.filter((one) => one > FRAME_MS).length;
  console.log(
    `  ${name.padEnd(34)} ${tasks.length} tasks, processor time p99 ${atShare(cpu, 0.99).toFixed(1)} ms, longest ${Math.max(0, ...cpu).toFixed(1)} ms, ${long} over ${FRAME_MS} ms`,
  );
}

/** Types and takes back what is typed, at both speeds of the processor. */
async function typed(page: Page, name: string): Promise<void> {
  for (const slowed of [1, SLOWED]) {
    await page.emulateCPUThrottling(slowed);
    const { keys, tasks } = await traced(page, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const key of TYPED) {
          await page.keyboard.press(key);
          // The figures come with the key; the node is asked when the typing rests.
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
      }
    });
    const all = keys.map(whole);
    const [half, most] = [atShare(all, 0.5), atShare(all, 0.95)].map((one) => one.toFixed(1));
    const parts = (['script', 'style', 'layout', 'paint'] as const).map(
      (part) =>
        `${part} ${atShare(
          keys.map((key) => key[part]),
          0.5,
        ).toFixed(1)}`,
    );
    console.log(
      `  ${name}, slowed ${slowed} ×: processor time p50 ${half}, p95 ${most} ms of ${keys.length} (${parts.join(', ')})`,
    );
    tell('  tasks meanwhile', tasks);
  }
}

async function benchKeys(): Promise<void> {
  const served = await servePanel();
  const { browser } = await launchBrowser({ extensions: [] });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 400, height: 600 });
    await page.goto(`${served.url}/panel.html?surface=side&scene=home`);
    await waitForText(page, 'Exit value');
    await press(page, 'Chutes');
    await press(page, 'Stake');
    await fill(page, 'Amount', '1');
    await waitForText(page, 'Verified with your node');
    await typed(page, 'keystroke to figures drawn');
    // What the browser itself needs for a key.
    await page.goto('data:text/html,<input autofocus>');
    await page.focus('input');
    await typed(page, 'keystroke in an empty page');
  } finally {
    await browser.close();
    await served.close();
  }
}

const scroll = (selector: string): string => `(async () => {
  const body = document.querySelector(${JSON.stringify(selector)});
  for (let step = 0; step < ${STEPS}; step += 1) {
    body.scrollTop += step % 40 === 39 ? -4_000 : 700;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
})()`;

async function benchScrolling(): Promise<void> {
  const stage = await openStage();
  try {
    const page = await stage.browser.newPage();
    await page.setViewport({ width: 400, height: 600 });
    const scrolled = async (): Promise<void> => void (await page.evaluate(scroll('.body')));
    await page.goto(`chrome-extension://${stage.ids.large}/panel.html?surface=side`);
    await waitForText(page, 'Exit value');
    // All unfolded: every position is a row. In parts: a busy machine takes minutes for it.
    const unfold = `(async () => {
      const body = document.querySelector('.body');
      for (let turn = 0; turn < 100; turn += 1) {
        const next = [...document.querySelectorAll('.holding-unfold')].find((one) => one.ariaExpanded !== 'true');
        if (next) next.click();
        else if (body.scrollTop + body.clientHeight >= body.scrollHeight - 2) return true;
        else body.scrollTop += 500;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return false;
    })()`;
    for (let part = 0; part < 30 && (await page.evaluate(unfold)) !== true; part += 1);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 4_000))');
    const rows: unknown = await page.evaluate(
      `document.querySelector('ul.window > li')?.ariaSetSize`,
    );
    await page.evaluate(`document.querySelector('.body').scrollTop = 0`);
    tell(`${String(rows)} rows of positions`, (await traced(page, scrolled)).tasks);
    await press(page, 'Subnets');
    await waitForText(page, 'SN12');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 2_000))');
    tell('129 subnets with sparklines', (await traced(page, scrolled)).tasks);
  } finally {
    await stage.stop();
  }
}

export async function benchSmooth(): Promise<void> {
  console.log(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
  await benchKeys();
  await benchScrolling();
}
