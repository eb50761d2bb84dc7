// Where a Chromium-like browser is on this machine; on Debian as root it gets one. Launches nothing.
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
  'brave',
  'vivaldi',
];

/** Binaries that are not on the path, and Debian's real one, whose wrapper of the same name adds flags. */
const places = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/opt/brave.com/brave/brave-browser',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Brave Browser.app/Contents/MacOS/Brave Browser',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  'C:\\Program Files\\BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];

export async function isRunnable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function firstRunnable(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((part) => part !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  for (const file of [...places, ...onPath]) {
    if (await isRunnable(file)) return file;
  }
  return null;
}

export const canInstall = async (): Promise<boolean> =>
  process.getuid?.() === 0 && (await isRunnable('/usr/bin/apt-get'));

/** Debian as root only: see `canInstall`. */
export async function install(name: 'chromium' | 'firefox-esr'): Promise<void> {
  console.log(`No browser of that kind found: installing Debian’s ${name} (once, about a minute).`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-qq'], options);
  await run('apt-get', ['install', '-y', '-qq', name], { ...options, maxBuffer: 1 << 26 });
}

/**
 * The browser's binary: `TAUBAR_BROWSER` if set, else the first one found, else (Debian, as root) a newly
 * installed Chromium. Throws an Error that says what to do.
 */
export async function findBrowser(): Promise<string> {
  const wanted = process.env['TAUBAR_BROWSER'];
  if (wanted !== undefined && wanted !== '') {
    if (await isRunnable(wanted)) return wanted;
    throw new Error(`TAUBAR_BROWSER names ${wanted}, which cannot be run.`);
  }
  const found = await firstRunnable();
  if (found !== null) return found;
  if (await canInstall()) {
    await install('chromium');
    const installed = await firstRunnable();
    if (installed !== null) return installed;
  }
  throw new Error(
    'No Chromium, Chrome, Edge or Brave found. Install one, or name its binary in TAUBAR_BROWSER.',
  );
}
