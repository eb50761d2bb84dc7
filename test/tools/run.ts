// Runs every quality gate, those that need nothing of each other at once, and says at the end how many checks passed.
// `--deep` adds the long counts; `--quick` leaves out what needs a browser, a build or long.
import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { findBrowser } from './browser/find-browser.ts';
import { buildWallet, BUILT_WALLET } from './wallet/build-wallet.ts';
import { outcomeOf } from './runner/run-file.ts';
import { patience } from './runner/test-plan.ts';

type Gate = {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Prints as it goes; the others print when they end. */
  isLive?: boolean;
};

const isDeep = process.argv.includes('--deep');
const isQuick = process.argv.includes('--quick');
/** The whole run; a deep one has only the limits of its files. */
const LIMIT_MS = patience * 20 * 60_000;

const bin = (name: string): string => `node_modules/.bin/${name}`;
const node = process.execPath;

/**
 * The compiler and the linter run beside the tests and shall use little processor: in one thread nothing is worked out
 * twice (half the time), and with memory to spare it is collected seldom.
 */
const frugal = { GOGC: '400', GOMAXPROCS: '1' };
const types: Gate[] = [
  {
    name: 'types of src',
    command: bin('tsc'),
    args: ['-p', 'src', '--singleThreaded'],
    env: frugal,
  },
  {
    name: 'types of test',
    command: bin('tsc'),
    args: ['-p', 'test', '--singleThreaded'],
    env: frugal,
  },
];
const lint: Gate = {
  name: 'lint',
  command: bin('oxlint'),
  args: ['--type-aware', '--deny-warnings', '--threads', '1'],
  env: frugal,
};
const format: Gate = {
  name: 'format',
  command: bin('oxfmt'),
  args: ['--check'],
};
const build: Gate = { name: 'build', command: node, args: ['build.mjs'] };
const addOnLint: Gate = {
  name: 'web-ext lint',
  command: bin('web-ext'),
  args: ['lint', '--source-dir', 'dist/firefox', '--warnings-as-errors', '--no-config-discovery'],
};
const tests: Gate = {
  name: 'tests',
  command: node,
  args: ['build.mjs', '--test', ...(isQuick ? ['--quick'] : [])],
  env: { ...(isDeep ? { TAUBAR_DEEP: '1' } : {}), ...(isQuick ? {} : { TAUBAR_DIST: 'dist' }) },
  isLive: true,
};

const running = new Set<ChildProcess>();
let isOver = false;

function execute({ command, args, env, isLive }: Gate): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env } });
    running.add(child);
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (isLive) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    const end = (code: number | null): void => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    };
    child.on('close', end);
    // What it left running may hold its output open for ever.
    child.on('exit', (code) => setTimeout(end, 5_000, code).unref());
  });
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failedGates: string[] = [];

async function pass(gate: Gate): Promise<void> {
  const started = Date.now();
  if (gate.isLive) console.log(`\n== ${gate.name}`);
  const { code, output } = isOver ? { code: 1, output: 'not run' } : await execute(gate);
  const outcome = outcomeOf(code, output);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
  if (outcome.failed > 0) failedGates.push(gate.name);
  const said = gate.isLive ? '' : `\n== ${gate.name}\n${output.trimEnd()}\n`;
  console.log(`${said}-- ${gate.name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function passAll(gates: readonly Gate[]): Promise<void> {
  for (const gate of gates) await pass(gate);
}

if (!isDeep) {
  const stop = (): void => {
    isOver = true;
    console.log(`\nStopped: the run took longer than ${LIMIT_MS / 60_000} minutes.`);
    // The tests' runner hears this and tells which files were running.
    for (const child of running) child.kill('SIGTERM');
  };
  setTimeout(stop, LIMIT_MS).unref();
}

if (isQuick) {
  await Promise.all([passAll([...types, lint]), pass(tests)]);
} else {
  console.log(`Browser: ${await findBrowser()}`);
  const afterBuild = async (): Promise<void> => {
    await pass(build);
    await buildWallet(BUILT_WALLET);
    await Promise.all([pass(tests), pass(addOnLint)]);
  };
  await Promise.all([afterBuild(), passAll([...types, lint, format])]);
}
if (failedGates.length > 0) console.log(`\nFailed: ${failedGates.join(', ')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
