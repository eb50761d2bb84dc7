// What the extension does when nobody needs it, when its worker keeps dying, and what it may do at all, as built.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { SWAP_RULE } from '../../src/alerts/kinds.ts';
import { TargetType, type Page } from 'puppeteer-core';
import { press, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { stopWorker, until } from '../tools/browser/launch-browser.ts';
import { approveInWallet, clickTau, stakeUntilWallet } from '../tools/browser/story.ts';
import { createConnectedStage, type Stage } from './stage.ts';

const KILL_EVERY_MS = 5_000;
const KILLS = 4;
/** The connection lingers a little, so that a panel changing places cuts nothing off: longer than that. */
const LINGERS_MS = 6_000;
const STAYS_QUIET_MS = 4_000;
/** A browser may put an alarm off to the shortest time that it allows. */
const ALARM_MS = 90_000;

let stage: Stage;

before(async () => {
  stage = await createConnectedStage('quiet');
  // On from the start: whoever wants a silent extension has switched it off.
  await stage.quiet.tell('saveAlert', { rule: { ...SWAP_RULE, isEnabled: false } });
});

beforeEach(() => stage.tidy());

after(() => stage.stop());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** No socket, and none opened for a while. */
async function assertSilent(): Promise<void> {
  const { devnet } = stage;
  await until(() => devnet.connections() === 0, 'no socket');
  const accepted = devnet.accepted();
  const { messagesIn } = devnet.traffic;
  devnet.produceBlocks(3);
  await pause(STAYS_QUIET_MS);
  assert.equal(devnet.connections(), 0);
  assert.equal(devnet.accepted(), accepted, 'no socket was opened');
  assert.equal(devnet.traffic.messagesIn, messagesIn);
}

async function alarms(): Promise<string[]> {
  const page = await stage.quiet.page();
  return page.evaluate(async () => (await chrome.alarms.getAll()).map(({ name }) => name));
}

test('closed panel, no request pending, no alert rule: no socket is open, and none opens; no alarm either', async () => {
  await assertSilent();
  assert.deepEqual(await alarms(), []);
});

test('an open panel holds one socket; closed again, with the last request over, there is none', async () => {
  const { devnet, story } = stage;
  const popup = await clickTau(story);
  await until(() => devnet.connections() === 1, 'one socket');
  await popup.close();
  const panel = await stakeUntilWallet(story, { subnet: 'SN5', amount: '1' });
  const { id } = await stage.request();
  await panel.close();
  await pause(LINGERS_MS);
  assert.equal(devnet.connections(), 1, 'held for the request');
  assert.deepEqual(await alarms(), ['taubar']);
  await approveInWallet(story);
  await stage.sent(id);
  devnet.produceBlocks(3);
  await stage.reached(id, 'finalized');
  await assertSilent();
  assert.deepEqual(await alarms(), []);
  await stage.quiet.tell('dismissRequest', { id });
});

/** Rings the extension's alarm now. */
async function ringAlarm(): Promise<void> {
  const page = await stage.quiet.page();
  await page.evaluate(() => chrome.alarms.create('taubar', { when: Date.now() + 100 }));
}

test('a request refused in the wallet holds no socket, whatever wakes the worker; the alarm looks, until its era is over', async () => {
  const { devnet, story, world, quiet } = stage;
  const panel = await stakeUntilWallet(story, { subnet: 'SN5', amount: '1' });
  const { id } = await stage.request();
  await approveInWallet(story, false);
  const { prepared, settledAt } = await stage.reached(id, 'rejected');
  assert.equal(settledAt, null, 'a page may have kept a signature');
  await panel.close();
  await assertSilent();
  assert.deepEqual(await alarms(), ['taubar']);

  await stopWorker(world.browser, world.taubarId, await quiet.page());
  const accepted = devnet.accepted();
  await story.meeting.reload();
  await pause(STAYS_QUIET_MS);
  assert.equal(devnet.accepted(), accepted, 'a tab that changes is no reason to look');

  await ringAlarm();
  await until(() => devnet.accepted() > accepted, 'the alarm looks', ALARM_MS);
  await assertSilent();
  assert.equal((await stage.request(id)).settledAt, null, 'its era is not over');

  assert.ok(prepared);
  devnet.produceBlocks(prepared.deathBlock + 3 - devnet.head().number);
  await ringAlarm();
  await until(async () => (await stage.request(id)).settledAt !== null, 'it is over', ALARM_MS);
  assert.equal((await stage.request(id)).state, 'rejected');
  await assertSilent();
  assert.deepEqual(await alarms(), []);
  await quiet.tell('dismissRequest', { id });
});

test('a page that changes its title 200 times a second does not start the worker', async () => {
  const { story, world, quiet } = stage;
  await stopWorker(world.browser, world.taubarId, await quiet.page());
  const isRunning = (): boolean =>
    world.browser
      .targets()
      .some(
        (target) =>
          target.type() === TargetType.SERVICE_WORKER && target.url().includes(world.taubarId),
      );
  await until(() => !isRunning(), 'the worker stopped');
  await story.meeting.evaluate(() => {
    let count = 0;
    const timer = setInterval(() => {
      document.title = `title ${(count += 1)}`;
    }, 5);
    setTimeout(() => clearInterval(timer), 3_000);
  });
  for (let look = 0; look < 30; look += 1) {
    assert.equal(isRunning(), false, 'the worker sleeps on');
    await pause(100);
  }
});

/** The figures of home, without what tells the time. */
async function figuresOf(panel: Page): Promise<string> {
  const [figures] =
    /Exit value\s*τ\s*[\d.,]+\s*Spot value\s*τ\s*[\d.,]+/.exec(await textOf(panel)) ?? [];
  assert.ok(figures, 'home shows its figures');
  return figures;
}

test('the worker killed every five seconds: the open panel goes on block after block and shows nothing wrong', async () => {
  const { devnet, world, quiet } = stage;
  const panel = await world.openPanelTab();
  await waitForText(panel, 'Exit value');
  const figures = await figuresOf(panel);
  const via = await quiet.page();
  for (let kill = 0; kill < KILLS; kill += 1) {
    await stopWorker(world.browser, world.taubarId, via);
    const end = Date.now() + KILL_EVERY_MS;
    const { number } = devnet.produceBlock();
    await waitForText(panel, `Block ${number.toLocaleString('en-US')}`);
    while (Date.now() < end) {
      const text = await textOf(panel);
      assert.doesNotMatch(text, /Offline|failed|out of sync|went wrong/);
      assert.equal(await figuresOf(panel), figures, 'nothing moved, so no figure moves');
      await pause(250);
    }
  }
  await press(panel, 'Subnets');
  await waitForText(panel, 'SN24');
  await panel.close();
});

async function builtFiles(): Promise<Map<string, string>> {
  const { extension } = stage.world;
  const names = await readdir(extension, { recursive: true });
  const files = new Map<string, string>();
  for (const name of names.filter((one) => /\.(js|html|json|css)$/.test(one))) {
    files.set(name, await readFile(path.join(extension, name), 'utf8'));
  }
  return files;
}

test('the built extension asks for little at install, runs on no page by itself and loads no code from elsewhere', async () => {
  const files = await builtFiles();
  const manifest: unknown = JSON.parse(files.get('manifest.json') ?? '');
  assert.ok(typeof manifest === 'object' && manifest !== null);
  const known = new Map<string, unknown>(Object.entries(manifest));
  const allowed = ['activeTab', 'scripting', 'storage', 'alarms', 'sidePanel'];
  const permissions = known.get('permissions');
  assert.ok(Array.isArray(permissions));
  assert.deepEqual(
    permissions.filter((name) => !allowed.includes(String(name))),
    [],
  );
  for (const key of [
    'content_scripts',
    'host_permissions',
    'externally_connectable',
    'web_accessible_resources',
  ]) {
    assert.equal(known.has(key), false, key);
  }
  assert.deepEqual(known.get('optional_permissions'), ['notifications']);
  assert.deepEqual(known.get('content_security_policy'), {
    extension_pages: "script-src 'self'; object-src 'self'",
  });
  for (const [name, text] of files) {
    if (name.endsWith('.js')) {
      assert.doesNotMatch(text, /\beval\s*\(|new Function\b|\bFunction\s*\(\s*["'`]/, name);
      assert.doesNotMatch(text, /import(Scripts)?\s*\(\s*["'`]https?:/, name);
      assert.doesNotMatch(text, /\bfrom\s*["'`]https?:/, name);
      assert.doesNotMatch(text, /createElement\(\s*["'`]script/, name);
    }
    if (name.endsWith('.html')) {
      assert.doesNotMatch(text, /<script[^>]*\ssrc=["']?(https?:)?\/\//, name);
      assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)[^>]*>\s*\S/, `${name}: no inline script`);
    }
    if (name.endsWith('.css')) assert.doesNotMatch(text, /https?:\/\//, name);
  }
});
