// Alerts as notifications of the browser: none without the permission, a few each by itself, many as one.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from '../../src/browser.ts';
import { listenToNotices, notifyOfAlerts } from '../../src/service/notify-alerts.ts';
import { firedAlerts } from '../tools/pictures/alerts.ts';

type Shown = { id: string; title: string; message: string };
type Clicked = (id: string) => void;

const shown: Shown[] = [];
const opened: string[] = [];
const clicks: Clicked[] = [];
const notifications = {
  create: async (id: string, { title, message }: Omit<Shown, 'id'>) => {
    shown.push({ id, title, message });
    return id;
  },
  clear: async () => true,
  onClicked: { addListener: (listener: Clicked) => void clicks.push(listener) },
};
Object.assign(browser, {
  tabs: { create: async ({ url }: { url: string }) => void opened.push(url) },
});

beforeEach(() => {
  shown.length = 0;
});

const fired = firedAlerts().log;
const elsewhere = fired.find(({ kind }) => kind === 'signed-elsewhere');
assert.ok(elsewhere);
const swap = [{ ...elsewhere, id: 's', kind: 'coldkey-swap', figure: 9_271_788n }] as const;
/** No more than are told one by one. */
const others = fired.filter((event) => event !== elsewhere).slice(0, 3);
const log = [...others.slice(0, 1), ...swap, ...others.slice(1)];

test('without the permission nothing is shown, and nothing fails', async () => {
  await notifyOfAlerts(log, false);
  assert.deepEqual(shown, []);
});

test('each of a few has its own; more are one, and a swap is never among them', async () => {
  Object.assign(browser, { notifications });
  await notifyOfAlerts(log, false);
  assert.equal(shown.length, log.length);
  assert.match(shown[0]?.message ?? '', /^firedSwap/);
  assert.match(
    shown.find(({ id }) => id === 'alert a')?.message ?? '',
    /SN64 τ\u202f159\.41 τ\u202f160.*\nalertOneNode$/s,
  );
  assert.doesNotMatch(shown[0]?.message ?? '', /alertOneNode/);
  shown.length = 0;
  await notifyOfAlerts([...swap, ...others, ...others], false);
  assert.deepEqual(
    shown.map(({ title, message }) => [title, message.split(' ')[0]]),
    [
      ['alertNoticeSwap', 'firedSwap'],
      ['extensionName', 'alertNoticeMany'],
    ],
  );
});

test('the line is told as it was typed, a figure as the panel writes it', async () => {
  const [first] = log;
  assert.ok(first);
  const told = async (value: bigint, figure: bigint): Promise<string> => {
    await notifyOfAlerts([{ ...first, value, figure }], false);
    return shown[0]?.message ?? '';
  };
  assert.match(await told(123_456_789n, 98_765_432n), /SN64 τ\u202f0\.098765 τ\u202f0\.123456789/);
  shown.length = 0;
  assert.match(await told(1_500_000_000n, 1_234_567_891n), /SN64 τ\u202f1\.2345 τ\u202f1\.5/);
  shown.length = 0;
});

test('one that the browser refuses keeps no other from being shown', async () => {
  const { create } = notifications;
  let calls = 0;
  Object.assign(notifications, {
    create: async (...all: Parameters<typeof create>) => {
      calls += 1;
      if (calls === 1) throw new Error('no room');
      return create(...all);
    },
  });
  await assert.rejects(notifyOfAlerts(log, false), /no room/);
  Object.assign(notifications, { create });
  assert.equal(shown.length, log.length - 1);
});

test('with amounts hidden no figure leaves the panel', async () => {
  await notifyOfAlerts(others, true);
  assert.deepEqual(
    shown.map(({ message }) => message),
    [`alertNoticeMany ${others.length}`],
  );
});

test('a click on one of ours opens the alerts; listened to once', async () => {
  listenToNotices((error) => assert.fail(String(error)));
  listenToNotices((error) => assert.fail(String(error)));
  assert.equal(clicks.length, 1);
  clicks[0]?.('another');
  clicks[0]?.('alert a');
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(opened, [browser.runtime.getURL('panel.html?surface=tab&at=alerts')]);
});
