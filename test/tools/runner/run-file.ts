// Runs one bundled test file in a process of its own and ends it when it takes too long. Knows nothing of other files.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

export type Outcome = { passed: number; failed: number; skipped: number };
export type FileRun = Outcome & { output: string; isHung: boolean };

export type RunFileOptions = {
  /** The bundled watch-child.ts. */
  watcher: string;
  limitMs: number;
  env?: Record<string, string>;
  /** Ends the file early, as if its limit were over. */
  signal?: AbortSignal;
  /** All that it printed so far, whenever that is more. */
  onOutput?: (output: string) => void;
  /** How long the process gets to say what it was doing, before it is killed. */
  lastWordsMs?: number;
};

const LAST_WORDS_MS = 5_000;

/** Reads the last summary that node's test runner prints; output without one counts as one check. */
export function outcomeOf(code: number, output: string): Outcome {
  const last = (word: string): number | null => {
    const found = [...output.matchAll(new RegExp(`^(?:# |ℹ )${word} (\\d+)$`, 'gm'))].at(-1)?.[1];
    return found === undefined ? null : Number(found);
  };
  const passed = last('pass');
  const failed = last('fail');
  if (passed === null || failed === null) {
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  }
  const cancelled = last('cancelled') ?? 0;
  const isHidden = code !== 0 && failed === 0 && cancelled === 0;
  return {
    passed,
    failed: failed + cancelled + (isHidden ? 1 : 0),
    skipped: last('skipped') ?? 0,
  };
}

export function runFile(file: string, options: RunFileOptions): Promise<FileRun> {
  const { watcher, limitMs, env = {}, signal, onOutput, lastWordsMs = LAST_WORDS_MS } = options;
  const watch = pathToFileURL(watcher).href;
  const flags = [
    // Much is made and dropped: with room for it, what is young is collected a quarter as often.
    '--max-semi-space-size=64',
    '--min-semi-space-size=32',
    '--enable-source-maps',
    // A library's open socket or timer must not hold up a file whose tests are over.
    '--test-force-exit',
    `--import=${watch}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${watch}`,
    '--test-reporter-destination=stderr',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    let isHung = false;
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      onOutput?.(output);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const stop = (): void => {
      isHung = true;
      child.kill('SIGUSR2');
      setTimeout(() => child.kill('SIGKILL'), lastWordsMs).unref();
    };
    const timer = setTimeout(stop, limitMs);
    signal?.addEventListener('abort', stop);
    const end = (code: number | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      const outcome = outcomeOf(code ?? 1, output);
      const hung = { ...outcome, failed: outcome.failed + 1 };
      resolve({ ...(isHung && outcome.failed === 0 ? hung : outcome), output, isHung });
    };
    child.on('error', reject);
    child.on('close', end);
    // What it left running may hold its output open for ever.
    child.on('exit', (code) => setTimeout(end, LAST_WORDS_MS, code).unref());
  });
}
