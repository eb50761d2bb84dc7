// A window holds one port while it is seen, whatever the order in which it hears of ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdPort } from '../../../src/panel/core/hold-port.ts';

function world() {
  const seen: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
  const page = Object.assign(new EventTarget(), seen);
  const closing = new AbortController();
  const open = new Set<number>();
  const ends: (() => void)[] = [];
  const connect = () => {
    const number = ends.length;
    open.add(number);
    return {
      disconnect: () => void open.delete(number),
      onDisconnect: { addListener: (listener: () => void) => void ends.push(listener) },
    };
  };
  const turn = (to: DocumentVisibilityState): void => {
    page.visibilityState = to;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  /** The worker ends: its ports with it. The window hears of it when `ends` is called. */
  const workerEnds = (): void => open.clear();
  return { page, closing, open, ends, connect, turn, workerEnds };
}

test('a port is open while the window is seen, and is opened again when the worker ended', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { page, closing, open, ends, connect, turn, workerEnds } = world();
  holdPort(connect, page, closing.signal);
  assert.equal(open.size, 1);
  turn('visible');
  assert.equal(ends.length, 1, 'one is enough');
  workerEnds();
  ends[0]?.();
  assert.equal(open.size, 0);
  t.mock.timers.tick(200);
  assert.equal(open.size, 1);
  turn('hidden');
  assert.equal(open.size, 0);
  turn('visible');
  assert.equal(open.size, 1);
  closing.abort();
  turn('hidden');
  assert.equal(open.size, 1, 'who closes takes its ports along');
});

test('the end of an earlier port, heard of late, opens no second one', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { page, closing, open, ends, connect, turn, workerEnds } = world();
  holdPort(connect, page, closing.signal);
  workerEnds();
  turn('hidden');
  turn('visible');
  assert.deepEqual([...open], [1]);
  ends[0]?.();
  turn('visible');
  t.mock.timers.tick(1_000);
  assert.deepEqual([...open], [1]);
  assert.equal(ends.length, 2);
  // What is hidden while the pause runs stays without one.
  workerEnds();
  ends[1]?.();
  turn('hidden');
  t.mock.timers.tick(1_000);
  assert.equal(open.size, 0);
});
