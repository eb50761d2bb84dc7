// Stands in for `node:test` in a process that runs one file many times: the same names, run in order, and nothing printed.
import { mock, type MockTracker } from 'node:test';
import process from 'node:process';

type Hook = () => unknown;
type Body = (context: object) => unknown;
type Options = { skip?: unknown };

/** `ms`: what the processor did, so that a busy machine changes nothing. */
export type TestRun = { index: number; ms: number; error?: unknown; isSkipped?: boolean };

export type RunOptions = {
  /** The tests to run; all without it. */
  only?: ReadonlySet<number> | undefined;
  /** Rejects when something failed outside of what a test awaits. */
  outside: () => Promise<never>;
  onStart?: (index: number) => void;
  /** Ends the run at the first failure. */
  isBrief?: boolean;
};

export type Registry = { module: object; run: (options: RunOptions) => Promise<TestRun[]> };

type Kept = { name: string; body: Body; isSkipped: boolean };

/** A `node:test` of its own for one evaluation of a test file. */
export function createRegistry(): Registry {
  const tests: Kept[] = [];
  const hooks: Record<'before' | 'after' | 'beforeEach' | 'afterEach', Hook[]> = {
    before: [],
    after: [],
    beforeEach: [],
    afterEach: [],
  };
  const test = (...args: unknown[]): Promise<void> => {
    const body = args.find((arg): arg is Body => typeof arg === 'function');
    const options: Options = args.find((arg) => typeof arg === 'object' && arg !== null) ?? {};
    const name = typeof args[0] === 'string' ? args[0] : `test ${tests.length}`;
    const isSkipped = body === undefined || Boolean(options.skip);
    tests.push({ name, body: body ?? (() => undefined), isSkipped });
    return Promise.resolve();
  };
  const add =
    (kind: keyof typeof hooks) =>
    (hook: Hook): void =>
      void hooks[kind].push(hook);
  const names = {
    test,
    it: test,
    mock,
    before: add('before'),
    after: add('after'),
    beforeEach: add('beforeEach'),
    afterEach: add('afterEach'),
  };
  Object.assign(test, names);
  return { module: { ...names, default: test }, run: (options) => runTests(tests, hooks, options) };
}

async function runTests(
  tests: readonly Kept[],
  hooks: Record<'before' | 'after' | 'beforeEach' | 'afterEach', Hook[]>,
  { only, outside, onStart, isBrief = false }: RunOptions,
): Promise<TestRun[]> {
  const runs: TestRun[] = [];
  let index = -1;
  const attempt = async (work: () => unknown): Promise<void> => {
    const started = process.cpuUsage();
    const run: TestRun = { index, ms: 0 };
    try {
      await Promise.race([Promise.resolve().then(work), outside()]);
    } catch (error) {
      run.error = error ?? new Error('failed with nothing');
    }
    const { user, system } = process.cpuUsage(started);
    run.ms = (user + system) / 1_000;
    if (index >= 0 || run.error !== undefined) runs.push(run);
  };
  const hasFailed = (): boolean => isBrief && runs.some(({ error }) => error !== undefined);
  const all = async (some: readonly Hook[]): Promise<void> => {
    for (const hook of some) await hook();
  };
  await attempt(() => all(hooks.before));
  for (index of tests.keys()) {
    const kept = tests[index];
    if (hasFailed()) break;
    if (kept === undefined || (only !== undefined && !only.has(index))) continue;
    if (kept.isSkipped) {
      runs.push({ index, ms: 0, isSkipped: true });
      continue;
    }
    onStart?.(index);
    const { body, name } = kept;
    await attempt(() => runOne(name, body, hooks, all));
  }
  index = -1;
  await attempt(() => all(hooks.after));
  return runs;
}

async function runOne(
  name: string,
  body: Body,
  { beforeEach, afterEach }: { beforeEach: Hook[]; afterEach: Hook[] },
  all: (hooks: readonly Hook[]) => Promise<void>,
): Promise<void> {
  const endings: Hook[] = [];
  const Tracker = mock.constructor as new () => MockTracker;
  const tracker = new Tracker();
  const context = {
    name,
    mock: tracker,
    signal: new AbortController().signal,
    after: (hook: Hook) => void endings.push(hook),
    skip: () => undefined,
    diagnostic: () => undefined,
    test: async (inner: string, work: Body) => runOne(inner, work, { beforeEach, afterEach }, all),
  };
  try {
    await all(beforeEach);
    await body(context);
  } finally {
    await all(endings);
    await all(afterEach);
    tracker.reset();
  }
}
