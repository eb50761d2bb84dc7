// Which ports hold the node and keep the worker: those of our own pages alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../../src/browser.ts';
import { PANEL_PORT } from '../../src/protocol.ts';
import { createLifecycle } from '../../src/service/lifecycle.ts';

const ID = 'id-of-the-extension';
const ORIGIN = `chrome-extension://${ID}/`;
Object.assign(browser, { runtime: { id: ID, getURL: (path: string) => ORIGIN + path } });

test('a port counts when one of our own pages opened it, and no other', () => {
  let held = 0;
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
  for (const sender of strangers) lifecycle.portOpened(port(PANEL_PORT, sender));
  lifecycle.portOpened(port('another', panel));
  assert.deepEqual([held, lifecycle.isPanelOpen()], [0, false]);
  lifecycle.portOpened(port(PANEL_PORT, panel));
  assert.deepEqual([held, lifecycle.isPanelOpen()], [1, true]);
  close();
  assert.deepEqual([held, lifecycle.isPanelOpen()], [0, false]);
});
