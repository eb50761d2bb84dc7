// Where Firefox is on this machine; on Debian as root it gets one. Launches nothing.
import process from 'node:process';
import { canInstall, install, isRunnable } from './find-browser.ts';

const places = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

async function firstRunnable(): Promise<string | null> {
  for (const place of places) {
    if (await isRunnable(place)) return place;
  }
  return null;
}

/** `TAUBAR_FIREFOX` if set, else the first one found, else (Debian, as root) a newly installed one; null: none to be had. */
export async function findFirefox(): Promise<string | null> {
  const wanted = process.env['TAUBAR_FIREFOX'];
  if (wanted !== undefined && wanted !== '') {
    if (await isRunnable(wanted)) return wanted;
    throw new Error(`TAUBAR_FIREFOX names ${wanted}, which cannot be run.`);
  }
  const found = await firstRunnable();
  if (found !== null || !(await canInstall())) return found;
  try {
    await install('firefox-esr');
  } catch (error) {
    // Without a network there is none; the test that wanted it says that it was skipped.
    console.log(`It could not be installed: ${String(error)}`);
  }
  return firstRunnable();
}
