// What is written of the node, and when: only what the panel would show differently.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { ChainStatus } from '../../src/chain/chain-client.ts';
import { AppError, type WireError } from '../../src/errors.ts';
import { createNodeReporter } from '../../src/service/node-reporter.ts';
import { readNodeRecord, writeNodeRecord } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';

afterEach(eraseStore);

const statusOf = (
  state: ChainStatus['state'],
  error: AppError | null = null,
  endpoint: string | null = 'wss://node.example',
): ChainStatus => ({
  state,
  endpoint,
  head: null,
  runtime: null,
  error,
  left: [],
  paced: [],
  clockOffset: null,
});

const unreachable = new AppError('NODE_UNREACHABLE', { what: 'test' });
const timeout: WireError = { code: 'NODE_TIMEOUT', detail: {} };

function world() {
  let announced = 0;
  const changes: string[] = [];
  let clock = 0;
  const reporter = createNodeReporter(
    (change) => {
      changes.push(change);
      announced += 1;
    },
    () => (clock += 1),
  );
  const written = async () => {
    const record = await readNodeRecord('mine');
    return record === null ? null : [record.state, record.error?.code ?? null];
  };
  return { reporter, written, changes, announced: () => announced };
}

test('a node that goes offline is written with the reason, once for as long as it stays so', async () => {
  const { reporter, written, announced } = world();
  await reporter.statusChanged('mine', statusOf('connecting'));
  assert.deepEqual(await written(), ['connecting', null]);
  await reporter.statusChanged('mine', statusOf('connected'));
  assert.deepEqual(await written(), ['connected', null]);
  await reporter.statusChanged('mine', statusOf('waiting', unreachable));
  assert.deepEqual(await written(), ['offline', 'NODE_UNREACHABLE']);
  const before = announced();
  // Another try that has not failed yet is no better news.
  await reporter.statusChanged('mine', statusOf('connecting', unreachable));
  await reporter.statusChanged('mine', statusOf('waiting', unreachable));
  assert.deepEqual(await written(), ['offline', 'NODE_UNREACHABLE']);
  assert.equal(announced(), before);
  await reporter.statusChanged('mine', statusOf('connected'));
  assert.deepEqual(await written(), ['connected', null]);
  assert.equal(announced(), before + 1);
});

test('a closed connection writes nothing, and the next one is written anew', async () => {
  const { reporter, written, announced } = world();
  await reporter.statusChanged('mine', statusOf('idle'));
  assert.equal(await written(), null);
  await reporter.statusChanged('mine', statusOf('connected'));
  await reporter.statusChanged('mine', statusOf('idle'));
  assert.deepEqual(await written(), ['connected', null]);
  assert.equal(announced(), 1);
  await reporter.statusChanged('mine', statusOf('connected'));
  assert.equal(announced(), 2);
});

test('a refresh that failed is written of the connected node it was for, until one succeeds', async () => {
  const { reporter, written, announced } = world();
  // Not connected: that the refresh failed is no news.
  await reporter.refreshEnded('mine', timeout);
  await reporter.statusChanged('mine', statusOf('waiting', unreachable));
  await reporter.refreshEnded('mine', timeout);
  assert.deepEqual(await written(), ['offline', 'NODE_UNREACHABLE']);
  await reporter.statusChanged('mine', statusOf('connected'));
  await reporter.refreshEnded('another network', timeout);
  assert.deepEqual(await written(), ['connected', null]);
  await reporter.refreshEnded('mine', timeout);
  assert.deepEqual(await written(), ['connected', 'NODE_TIMEOUT']);
  const before = announced();
  await reporter.refreshEnded('mine', timeout);
  assert.equal(announced(), before);
  await reporter.refreshEnded('mine', null);
  assert.deepEqual(await written(), ['connected', null]);
});

test('the end of a connection to a node that limits requests is written, and its next beginning', async () => {
  const { reporter, announced } = world();
  const closedAt = async () => (await readNodeRecord('mine'))?.closedAt;
  const paced = { ...statusOf('connected'), paced: ['wss://a.example'] };
  await reporter.statusChanged('mine', paced);
  const told = announced();
  await reporter.statusChanged('mine', statusOf('idle'));
  assert.equal(await closedAt(), 3);
  assert.equal(announced(), told, 'nobody sees it');
  await reporter.statusChanged('mine', paced);
  assert.equal(await closedAt(), undefined);
  await reporter.statusChanged('other', statusOf('idle'));
  assert.equal(await closedAt(), undefined);
});

test('rows stay with the snapshot that they belong to, through a lost connection and another life of the worker', async () => {
  const { reporter, changes } = world();
  const rows = { of: '0xaa', block: { hash: '0xbb', number: 7 }, blockTime: 1, rows: [] } as const;
  const kept = async () => (await readNodeRecord('mine'))?.rows;
  await reporter.rowsRead('mine', rows);
  assert.equal(await kept(), undefined, 'no node is connected');
  await reporter.statusChanged('mine', statusOf('connected'));
  await reporter.rowsRead('mine', rows);
  assert.deepEqual(await kept(), rows);
  assert.deepEqual(changes, ['node', 'rows']);
  await reporter.statusChanged('mine', statusOf('waiting', unreachable));
  await reporter.statusChanged('mine', statusOf('idle'));
  await reporter.statusChanged('mine', statusOf('connecting'));
  assert.deepEqual(await kept(), rows);

  const next = world().reporter;
  const record = await readNodeRecord('mine');
  assert.ok(record !== null);
  next.recall(record);
  await next.statusChanged('mine', statusOf('connected'));
  assert.deepEqual(await kept(), rows);
});

test('rows that take their time to be written never bring back an older state of the node', async () => {
  let finish: () => void = () => undefined;
  const worked = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const reporter = createNodeReporter(
    () => undefined,
    () => 1,
    async (record) => {
      await worked;
      await writeNodeRecord(record);
    },
  );
  const rows = { of: '0xaa', block: { hash: '0xbb', number: 7 }, blockTime: 1, rows: [] } as const;
  await reporter.statusChanged('mine', statusOf('connected'));
  const writing = reporter.rowsRead('mine', rows);
  const leaving = reporter.statusChanged('mine', statusOf('waiting', unreachable));
  finish();
  await Promise.all([writing, leaving]);
  const record = await readNodeRecord('mine');
  assert.equal(record?.state, 'offline');
  assert.deepEqual(record.rows, rows);
});
