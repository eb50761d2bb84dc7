// The two scripts that run in pages, as they are shipped. The tool that breaks the source in small ways gives a folder of its
// own with broken ones in it, and the switches for them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

type Name = 'page' | 'content';

async function buildAll(folder: string, names: readonly Name[]): Promise<void> {
  const args = ['build.mjs', '--only', names.join(','), '--out', folder];
  await promisify(execFile)(process.execPath, args);
}

export async function shippedScripts(...names: readonly Name[]): Promise<string[]> {
  const made = process.env['TAUBAR_SCRIPTS'];
  const folder = made ?? (await mkdtemp(path.join(tmpdir(), 'taubar-scripts-')));
  try {
    if (made === undefined) await buildAll(folder, names);
    const files = names.map((name) => path.join(folder, `chrome/${name}.js`));
    return await Promise.all(files.map((file) => readFile(file, 'utf8')));
  } finally {
    if (made === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Globals of a world that runs one of them. */
export const switches: object =
  '$m' in globalThis ? { $m: Reflect.get(globalThis, '$m') as unknown } : {};
