// Which ports hold the node and keep the worker: those of our own pages alone.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../../src/browser.ts';
import { portOf } from '../../src/protocol.ts';
import { createLifecycle } from '../../src/service/lifecycle.ts';

const ID = 'id-of-the-extension';
const ORIGIN = `chrome-extension://${ID}/`;
Object.assign(browser, { runtime: { id: ID, getURL: (path: string) => ORIGIN + path } });

test('a port counts when one of our own pages opened it, and no other', () => {
  let held = 0;
  const windows: string[] = [];
  const never = async (): Promise<never> => {
    throw new Error('not needed here');
  };
  const lifecycle = createLifecycle({
    reading: {
      refreshNow: never,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a port holds the node and asks no more of it
      live: {
        hold: () => {
          held += 1;
          return () => void (held -= 1);
        },
      } as unknown as Parameters<typeof createLifecycle>[0]['reading']['live'],
    },
    bridge: { tabClosed: never, endLost: never },
    tabs: { mayReach: never },
    connector: { resume: never, isWaiting: never, tabClosed: never, permissionAdded: never },
    confirmations: { resume: never, isWaiting: never, permissionAdded: never },
    books: { isRunning: never, goOn: never },
    signing: { use: never, useIfAlive: never },
    alerts: { minutes: never, rang: never },
    rows: {
      opened: (window) => void windows.push(`opened ${window}`),
      closed: (window) => void windows.push(`closed ${window}`),
    },
    panelClosed: () => undefined,
  });
  let close: () => void = () => undefined;
  const port = (name: string, sender: object | undefined) => ({
    name,
    sender,
    onDisconnect: { addListener: (listener: () => void) => void (close = listener) },
  });
  const panel = { id: ID, url: `${ORIGIN}panel.html` };
  const strangers = [
    undefined,
    {},
    { ...panel, id: 'another-extension' },
    { ...panel, url: 'https://evil.example/panel.html' },
    { ...panel, url: `https://evil.example/?${ORIGIN}` },
    { id: ID, tab: { id: 1 }, frameId: 0, url: 'https://taostats.io/' },
  ];
  for (const sender of strangers) lifecycle.portOpened(port(portOf('w1'), sender));
  lifecycle.portOpened(port('another', panel));
  assert.deepEqual([held, lifecycle.isPanelOpen()], [0, false]);
  lifecycle.portOpened(port(portOf('w1'), panel));
  assert.deepEqual([held, lifecycle.isPanelOpen()], [1, true]);
  close();
  assert.deepEqual([held, lifecycle.isPanelOpen()], [0, false]);
  assert.deepEqual(windows, ['opened w1', 'closed w1']);
});

test('a reading of the past that the store says is running goes on when the worker starts and when the alarm rings', async () => {
  const done: string[] = [];
  const rang: string[] = [];
  let isLost = false;
  let isRunning = false;
  const nothing = async (): Promise<void> => undefined;
  const no = async (): Promise<boolean> => false;
  Object.assign(browser, {
    alarms: { get: nothing, clear: nothing, create: async () => void done.push('alarm') },
  });
  const lifecycle = createLifecycle({
    reading: {
      refreshNow: nothing,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no request holds the node here
      live: {} as unknown as Parameters<typeof createLifecycle>[0]['reading']['live'],
    },
    bridge: {
      tabClosed: nothing,
      endLost: async () => {
        if (isLost) throw new Error('the tab is lost');
      },
    },
    tabs: { mayReach: no },
    connector: { resume: nothing, isWaiting: no, tabClosed: nothing, permissionAdded: nothing },
    confirmations: { resume: nothing, isWaiting: no, permissionAdded: nothing },
    books: { isRunning: async () => isRunning, goOn: async () => void done.push('go on') },
    signing: { use: async () => assert.fail(), useIfAlive: async (none) => none },
    alerts: { minutes: async () => null, rang: async () => void rang.push('alerts') },
    rows: { opened: () => undefined, closed: () => undefined },
    panelClosed: () => undefined,
  });
  await lifecycle.resume();
  await lifecycle.alarmRang('taubar');
  assert.equal(done.length, 0, 'without a run no alarm is set and nothing read');
  isRunning = true;
  await lifecycle.resume();
  await lifecycle.alarmRang('taubar');
  assert.equal(done.filter((what) => what === 'go on').length, 2);
  assert.ok(done.includes('alarm'));
  rang.length = 0;
  isLost = true;
  await assert.rejects(lifecycle.alarmRang('taubar'), /lost/);
  assert.deepEqual(rang, ['alerts'], 'what fails beside them keeps no alert back');
});
