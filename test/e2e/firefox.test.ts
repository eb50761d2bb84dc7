// The Firefox build in a real Firefox: it loads, its background answers, it reads a simulated chain, and the panel paints.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import puppeteer, { type Page } from 'puppeteer-core';
import { waitForText } from '../browser/drive-panel.ts';
import { startDevnet } from '../devnet/devnet.ts';

const places = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];
const UUID = '11111111-2222-4333-8444-555555555555';
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

async function findFirefox(): Promise<string | null> {
  for (const place of [process.env['TAUBAR_FIREFOX'] ?? '', ...places]) {
    const isThere =
      place !== '' &&
      (await access(place).then(
        () => true,
        () => false,
      ));
    if (isThere) return place;
  }
  return null;
}

async function builtForFirefox(folder: string): Promise<string> {
  const dist = process.env['TAUBAR_DIST'];
  if (dist !== undefined) return path.resolve(dist, 'firefox');
  await promisify(execFile)(process.execPath, ['build.mjs', '--out', folder]);
  return path.join(folder, 'firefox');
}

async function tell(page: Page, method: string, ask: unknown): Promise<unknown> {
  const message = JSON.stringify({ taubar: method, ask: JSON.stringify(ask) });
  return page.evaluate(`browser.runtime.sendMessage(${message})`);
}

test('Firefox loads the extension, follows a node and shows the portfolio', async (t) => {
  const executablePath = await findFirefox();
  if (executablePath === null) {
    t.skip(
      'no Firefox here: on Debian `apt-get install firefox-esr`, or name one in TAUBAR_FIREFOX',
    );
    return;
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taubar-'));
  const devnet = await startDevnet({ blockTime: 2_000 });
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ 'taubar@taubar.app': UUID }),
    },
  });
  try {
    await browser.installExtension(await builtForFirefox(folder));
    const page = await browser.newPage();
    await page.setViewport({ width: 400, height: 600 });
    // The page arrives, and the protocol does not say so.
    await page
      .goto(`moz-extension://${UUID}/panel.html?surface=tab`, { timeout: 3_000 })
      .catch(() => null);
    await waitForText(page, 'Check before you move it');
    const network = {
      id: 'local',
      name: 'Devnet',
      genesisHash: null,
      endpoints: [devnet.url],
      archive: null,
      isReal: false,
      explorer: null,
    };
    const saved = await tell(page, 'saveSettings', { networkId: 'local', networks: [network] });
    assert.ok(
      typeof saved === 'object' && saved !== null && 'value' in saved,
      JSON.stringify(saved),
    );
    await tell(page, 'addWatched', { text: ALICE, label: 'Alice', isMine: true });
    await waitForText(page, 'Sellable now', 30_000);
    const text = await waitForText(page, /SN\d+/, 30_000);
    assert.match(text, /Block 9,2\d\d,\d\d\d/);
    assert.ok(devnet.connections() > 0);
    const shots = process.env['TAUBAR_SHOTS'];
    if (shots !== undefined) await page.screenshot({ path: `${shots}/firefox-home.png` });
  } finally {
    await browser.close();
    await devnet.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
