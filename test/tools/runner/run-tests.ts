// Runs bundled test files beside each other, each or each group in a process of its own, and prints what each says when
// it ends.
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { outcomeOf, runFile, type FileRun } from './run-file.ts';
import {
  groupFiles,
  inOrder,
  leftOutOfQuick,
  limitOfUnit,
  needsBrowser,
  type Unit,
} from './test-plan.ts';

export { groupFiles, outcomeOf };

export type TestUnit = Unit & {
  /** Its bundle, and the sources in there. */
  bundle: string;
  inputs: readonly string[];
};

export type RunTestsOptions = { watcher: string; isQuick: boolean; isDeep: boolean };

const cores = availableParallelism();
/** A file with a browser waits for half of its time: one more of them than cores, and one more file beside, keep all busy. */
const BROWSERS_AT_ONCE = Number(process.env['TAUBAR_BROWSERS'] ?? cores + 1);
const FILES_AT_ONCE = Number(process.env['TAUBAR_FILES'] ?? cores + 2);

const secondsSince = (start: number): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/** Says what each file came to; how the process should end. */
export async function runTests(
  tests: readonly TestUnit[],
  options: RunTestsOptions,
): Promise<number> {
  const { watcher, isQuick, isDeep } = options;
  const byName = new Map(tests.map((test) => [test.name, test]));
  const all = inOrder([...byName.keys()]).map((file) => byName.get(file) ?? tests[0]);
  const wanted = all
    .filter((test) => test !== undefined)
    .filter(({ files, inputs }) => {
      const isLeftOut = files.every((file) => leftOutOfQuick.includes(file));
      return !isQuick || !(needsBrowser(inputs) || isLeftOut);
    });
  const waiting = [...wanted];
  const total = { passed: 0, failed: 0, skipped: 0, hung: 0 };
  const failedFiles: string[] = [];
  let browsers = 0;
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());

  function tell({ name, files }: TestUnit, run: FileRun, started: number): void {
    total.passed += run.passed;
    total.failed += run.failed;
    total.skipped += run.skipped;
    const isBad = run.failed > 0;
    if (isBad) {
      const bad = culprits(run, files);
      failedFiles.push(...bad.map((file) => (run.isHung ? `${file} (hung)` : file)));
    }
    const counts = `${run.passed} passed, ${run.failed} failed`;
    const head = `${isBad ? '✖' : '✔'} ${name}: ${counts}, ${secondsSince(started)}`;
    console.log(
      `\n${head}${run.isHung ? ', did not end and was stopped' : ''}\n${withoutSummary(run)}`,
    );
  }

  async function lane(): Promise<void> {
    while (waiting.length > 0) {
      const isFree = browsers < BROWSERS_AT_ONCE;
      const at = waiting.findIndex(({ inputs }) => isFree || !needsBrowser(inputs));
      if (at === -1) return;
      const [test] = waiting.splice(at, 1);
      if (test === undefined) return;
      const isBrowser = needsBrowser(test.inputs);
      if (isBrowser) browsers += 1;
      const started = Date.now();
      const limitMs = limitOfUnit(test, isDeep);
      const run = stop.signal.aborted
        ? { passed: 0, failed: 1, skipped: 0, isHung: false, output: 'not run: stopped before' }
        : await runFile(test.bundle, { watcher, limitMs, signal: stop.signal });
      if (isBrowser) browsers -= 1;
      tell(test, run, started);
    }
  }
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, lane));
  if (isQuick) {
    const left = tests.filter((test) => !wanted.includes(test));
    const long = left.filter(({ inputs }) => !needsBrowser(inputs)).map(({ name }) => name);
    console.log(
      `\nLeft out: ${left.length - long.length} files that need a browser, and what counts long:`,
    );
    console.log(long.map((file) => `  ${file}`).join('\n'));
  }
  if (failedFiles.length > 0) console.log(`Failed files:\n  ${failedFiles.join('\n  ')}`);
  console.log(`# pass ${total.passed}\n# fail ${total.failed}\n# skipped ${total.skipped}`);
  return total.failed > 0 ? 1 : 0;
}

/** Which of those that shared the process failed or had not ended; all, when none is named. */
export function culprits({ output }: Pick<FileRun, 'output'>, files: readonly string[]): string[] {
  const named = files.filter(
    (file) => output.includes(`\n✖ in ${file}\n`) || output.includes(`\nnot ended: ${file}\n`),
  );
  return named.length > 0 ? named : [...files];
}

/** The counts are in the head already, and the runner's own come last. */
function withoutSummary({ output }: FileRun): string {
  return output
    .split('\n')
    .filter((line) => !/^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(line))
    .join('\n')
    .trimEnd();
}
