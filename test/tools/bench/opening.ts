// What an opening of the popup costs the main thread's processor, where the time of a clock says more of the machine than of us:
// until the first frame, until the buttons work, and after; with a small and a large portfolio, beside an empty popup. Popups are
// opened by a click: only there does the browser look for a size.
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { isObject } from '../../../src/parse.ts';
import { openPopup, stopWorker, until } from '../browser/launch-browser.ts';
import { median, openStage, type Stage } from './instant.ts';

const RUNS = Number(process.env['TAUBAR_RUNS'] ?? 8);
const WARM_UP = 3;
/** After the first paint: what is read and loaded at rest. */
const AFTER_MS = 1_500;

const TASK = 'ThreadControllerImpl::RunTask';
const parts: Readonly<Record<string, readonly string[]>> = {
  scripts: ['EvaluateScript', 'v8.evaluateModule'],
  style: ['UpdateLayoutTree'],
  layout: ['Layout'],
  painting: ['PrePaint', 'Paint', 'Layerize', 'Commit'],
};

type Event = { name: string; at: number; cpu: number; args: unknown };
type Figures = Record<string, number>;

/** Of the page's own thread: from when it began to load, up to its marks. */
function figuresOf(traced: readonly unknown[]): Figures | null {
  const all = traced.filter(isObject);
  const marked = (name: string) => all.findLast((event) => event['name'] === name);
  const frame = marked('firstContentfulPaint');
  const ready = marked('panel') ?? frame;
  if (frame === undefined || ready === undefined) return null;
  const own = all.flatMap((event): Event[] => {
    const { name, ts, tdur, args, pid, tid, ph } = event;
    if (pid !== ready['pid'] || tid !== ready['tid'] || ph !== 'X') return [];
    return [{ name: String(name), at: Number(ts), cpu: Number(tdur ?? 0) / 1_000, args }];
  });
  const [framed, worked] = [Number(frame['ts']), Number(ready['ts'])];
  const begun = Math.max(
    ...own
      .filter(({ name, at }) => name === 'DocumentLoader::CommitNavigation' && at < framed)
      .map(({ at }) => at),
    0,
  );
  // The same task is told twice, as what was posted and as what was run.
  const tasks = own.filter(
    ({ name, args }) => name === TASK && isObject(args) && 'src_func' in args,
  );
  const spent = (some: readonly Event[], from: number, to: number): number =>
    some.filter(({ at }) => at >= from && at < to).reduce((sum, { cpu }) => sum + cpu, 0);
  const after = tasks.filter(({ at }) => at > worked);
  return {
    'until the first frame': spent(tasks, begun, framed),
    'until the buttons work': spent(tasks, begun, worked),
    ...Object.fromEntries(
      Object.entries(parts).map(([part, names]) => [
        `  of it ${part}`,
        spent(
          own.filter(({ name }) => names.includes(name)),
          begun,
          worked,
        ),
      ]),
    ),
    'at rest after it': spent(after, worked, Number.POSITIVE_INFINITY),
    'its longest task': Math.max(0, ...after.map(({ cpu }) => cpu)),
  };
}

async function opened(stage: Stage, name: keyof Stage['ids']): Promise<Figures | null> {
  const { browser, meeting, ids } = stage;
  const isOurs = name !== 'empty';
  const file = path.join(tmpdir(), `taubar-opening-${Date.now()}.json`);
  await meeting.bringToFront();
  await meeting.tracing.start({
    path: file,
    categories: ['devtools.timeline', 'toplevel', 'blink.user_timing', 'loading', 'v8'],
  });
  const popup = await openPopup(
    browser,
    meeting,
    ids[name],
    isOurs ? 'surface=popup' : 'empty.html',
  );
  const isThere = (): Promise<boolean> =>
    popup.evaluate((ours) => {
      const names = ['first-contentful-paint', ...(ours ? ['panel'] : [])];
      return names.every((one) => performance.getEntriesByName(one).length > 0);
    }, isOurs);
  await until(isThere, 'a first paint');
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  await meeting.tracing.stop();
  await popup.close();
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  const told: unknown = isObject(parsed) ? parsed['traceEvents'] : [];
  return figuresOf(Array.isArray(told) ? told : []);
}

async function openedAgainAndAgain(stage: Stage, name: keyof Stage['ids']): Promise<Figures> {
  const id = stage.ids[name];
  const all: Figures[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    if (name !== 'empty') {
      await stopWorker(stage.browser, id, await stage.via(id)).catch(() => undefined);
    }
    const figures = await opened(stage, name);
    if (run >= WARM_UP && figures !== null) all.push(figures);
  }
  const keys = Object.keys(all[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, median(all.map((one) => one[key] ?? 0))]));
}

export async function benchOpening(): Promise<void> {
  const stage = await openStage();
  try {
    const empty = await openedAgainAndAgain(stage, 'empty');
    const one = await openedAgainAndAgain(stage, 'small');
    const much = await openedAgainAndAgain(stage, 'large');
    console.log(
      `${RUNS} openings each, medians, worker stopped; processor time of the main thread`,
    );
    const text = (figures: Figures, key: string): string =>
      `${(figures[key] ?? 0).toFixed(1).padStart(6)} ms`;
    for (const key of Object.keys(one)) {
      console.log(
        `${key.padEnd(24)} empty ${text(empty, key)}, small ${text(one, key)}, large ${text(much, key)} (${((much[key] ?? 0) / (one[key] ?? 1)).toFixed(2)} × the small one)`,
      );
    }
  } finally {
    await stage.stop();
  }
}
