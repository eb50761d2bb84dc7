// Tasks of one key run one after another, those of different keys side by side.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createExclusive } from '../../src/signing/exclusive.ts';

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('tasks of one key run in the order asked, each after the end of the one before', async () => {
  const alone = createExclusive();
  const log: string[] = [];
  const first = gate();
  const running = alone('a', async () => {
    await first.opened;
    log.push('first');
  });
  const waiting = alone('a', async () => {
    log.push('second');
  });
  await alone('b', async () => {
    log.push('other key');
  });
  first.open();
  await Promise.all([running, waiting]);
  assert.deepEqual(log, ['other key', 'first', 'second']);
});

test('a task that fails tells its own caller and lets the next one run', async () => {
  const alone = createExclusive();
  const failing = alone('a', () => Promise.reject(new Error('first')));
  const next = alone('a', async () => 'second');
  await assert.rejects(failing, { message: 'first' });
  assert.equal(await next, 'second');
});
