// What the browser loads, built now: bytes and gzip of every entry, as the build prints them, beside the budgets.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

export async function benchSizes(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taubar-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['build.mjs', '--out', folder]);
    console.log(stdout.trimEnd());
    console.log('budgets in KB gzip: panel 60 (what opening loads), background 90, page 45');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
