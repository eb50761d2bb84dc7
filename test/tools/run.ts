// Runs every quality gate in turn and says at the end how many checks passed. `--deep` adds the long counts.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { findBrowser } from './browser/find-browser.ts';

type Outcome = { passed: number; failed: number; skipped: number };
type Gate = { name: string; command: string; args: string[]; env?: Record<string, string> };

const bin = (name: string): string => `node_modules/.bin/${name}`;
const isDeep = process.argv.includes('--deep');
const deepEnv: Record<string, string> = isDeep ? { TAUBAR_DEEP: '1' } : {};

const gates: Gate[] = [
  { name: 'types of src', command: bin('tsc'), args: ['-p', 'src'] },
  { name: 'types of test', command: bin('tsc'), args: ['-p', 'test'] },
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'build', command: process.execPath, args: ['build.mjs'] },
  {
    name: 'web-ext lint',
    command: bin('web-ext'),
    args: ['lint', '--source-dir', 'dist/firefox', '--warnings-as-errors', '--no-config-discovery'],
  },
  {
    name: 'tests',
    command: process.execPath,
    args: ['build.mjs', '--test'],
    env: { ...deepEnv, TAUBAR_DIST: 'dist' },
  },
];

function run({ command, args, env }: Gate): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env } });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    const end = (code: number | null): void => resolve({ code: code ?? 1, output });
    child.on('close', end);
    // What it left running may hold its output open for ever.
    child.on('exit', (code) => setTimeout(end, 5_000, code).unref());
  });
}

/** Reads the last summary that node's test runner prints; a gate without one counts as one check. */
function outcomeOf(code: number, output: string): Outcome {
  const last = (word: string): number | null => {
    const found = [...output.matchAll(new RegExp(`^(?:# |ℹ )${word} (\\d+)$`, 'gm'))].at(-1)?.[1];
    return found === undefined ? null : Number(found);
  };
  const passed = last('pass');
  const failed = last('fail');
  if (passed === null || failed === null) {
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  }
  const skipped = last('skipped') ?? 0;
  const cancelled = last('cancelled') ?? 0;
  const isHidden = code !== 0 && failed === 0 && cancelled === 0;
  return { passed, failed: failed + cancelled + (isHidden ? 1 : 0), skipped };
}

const total: Outcome = { passed: 0, failed: 0, skipped: 0 };
const failedGates: string[] = [];
console.log(`Browser: ${await findBrowser()}`);
for (const gate of gates) {
  const started = Date.now();
  console.log(`\n== ${gate.name}`);
  const { code, output } = await run(gate);
  const outcome = outcomeOf(code, output);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
  if (outcome.failed > 0) failedGates.push(gate.name);
  console.log(`-- ${gate.name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
if (failedGates.length > 0) console.log(`\nFailed: ${failedGates.join(', ')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
