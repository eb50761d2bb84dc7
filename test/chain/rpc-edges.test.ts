// A node's messages, endpoints, sockets and answers at the bounds that each of them has: the last that is taken, and the
// first that is not.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import type { LookupEntry } from '@polkadot-api/metadata-builders';
import {
  createEndpointList,
  createEndpointMemory,
  leftOf,
  noteLeft,
} from '../../src/chain/rpc/endpoint-list.ts';
import { createFollowList } from '../../src/chain/rpc/follow-list.ts';
import { formatRequest, parseMessages } from '../../src/chain/rpc/json-rpc.ts';
import { DEFAULT_TIMING, pauseLength } from '../../src/chain/rpc/link-timing.ts';
import { createNewestHeaders, leadsTo } from '../../src/chain/rpc/newest-headers.ts';
import {
  openNodeSocket,
  type NodeSocket,
  type SocketLike,
} from '../../src/chain/rpc/node-socket.ts';
import { createPace } from '../../src/chain/rpc/pace.ts';
import { toRefusal } from '../../src/chain/rpc/refusal.ts';
import { validateEndpoint } from '../../src/chain/rpc/validate-endpoint.ts';
import { parseMetadata } from '../../src/chain/runtime/metadata.ts';
import { unwrapMetadata } from '../../src/chain/runtime/unwrap-metadata.ts';
import { createStateReader, storageAt } from '../../src/chain/runtime/state-reader.ts';
import { parseRuntimeVersion, type RpcCall } from '../../src/chain/runtime/runtime-source.ts';
import { shapeOf } from '../../src/chain/runtime/type-shape.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { createEncoders, littleEndian } from '../../src/chain/scale/scale-encoder.ts';
import { createDecoders, decodeAll } from '../../src/chain/scale/scale-decoder.ts';
import { hotkeyCapsAt, overAmountsAt } from '../../src/chain/runtime/rules-by-spec.ts';
import { createStorageMirror } from '../../src/chain/runtime/storage-mirror.ts';
import { storageQuery } from '../../src/chain/runtime/storage-query.ts';
import { NEWEST_KNOWN_SPEC } from '../../src/model/known-specs.ts';
import { AppError } from '../../src/errors.ts';
import type { Hex } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { runtimeOf, STOPPED } from '../fakes/told-state.ts';

const malformed = { code: 'NODE_MALFORMED' };
const BLOCK = `0x${'cd'.repeat(32)}` as const;
const busy = (waitMs?: number) =>
  new AppError('NODE_BUSY', { endpoint: 'a', ...(waitMs === undefined ? {} : { waitMs }) });
const away = new AppError('NODE_UNREACHABLE', { endpoint: 'a' });
const wrong = new AppError('NODE_MALFORMED', { endpoint: 'a' });

test('a message: an answer, a refusal, an item, or all for now; anything else is none', () => {
  const one = (value: unknown) => parseMessages(JSON.stringify(value))?.[0] ?? null;
  assert.deepEqual(one({ id: 1, result: null }), { kind: 'result', id: 1, result: null });
  assert.deepEqual(one({ id: 1, error: null, result: 7 }), { kind: 'result', id: 1, result: 7 });
  assert.equal(one({ id: 1 }), null);
  assert.equal(one({ id: 1, error: null }), null);
  assert.equal(one({ id: '1', result: 7 }), null);
  for (const value of [
    7,
    'text',
    null,
    true,
    [[]],
    { params: 7 },
    { params: { subscription: {} } },
  ]) {
    assert.equal(one(value), null, JSON.stringify(value));
  }
  assert.equal(parseMessages('{'), null);
  assert.deepEqual(parseMessages('[]'), []);
  const two = [{ id: 1, result: 1 }, 7, { id: 2, result: 2 }];
  assert.equal(parseMessages(JSON.stringify(two))?.length, 2);
  const item = (subscription: unknown) => one({ params: { subscription, result: 5 } });
  assert.deepEqual(item('s'), { kind: 'notification', subscription: 's', result: 5 });
  assert.deepEqual(item(4), { kind: 'notification', subscription: '4', result: 5 });
  assert.deepEqual(one({ message: 'rate limit' })?.kind, 'busy');
  assert.equal(one({ message: 'hello' }), null);
  assert.equal(
    formatRequest(3, 'm', ['x']),
    '{"id":3,"jsonrpc":"2.0","method":"m","params":["x"]}',
  );
});

test('a refusal: its code where it is a whole number, its words as long as they are read', () => {
  const error = (value: unknown) => {
    const [one] = parseMessages(JSON.stringify({ id: 1, error: value })) ?? [];
    assert.ok(one?.kind === 'error');
    return one.error;
  };
  const none = { code: 0, message: '', data: '' };
  for (const value of [
    'text',
    7,
    true,
    {},
    { code: '1', message: 1, data: 1 },
    { code: 1.5 },
    { code: 2 ** 53 },
  ]) {
    assert.deepEqual(error(value), none, JSON.stringify(value));
  }
  assert.deepEqual(error({ code: -1, message: 'm', data: 'd' }), {
    code: -1,
    message: 'm',
    data: 'd',
  });
  assert.equal(error({ data: { a: 1 } }).data, '{"a":1}');
  const long = error({ message: 'x'.repeat(301), data: 'y'.repeat(301) });
  assert.deepEqual([long.message.length, long.data.length], [300, 300]);
  assert.equal(error({ data: { a: 'z'.repeat(400) } }).data.length, 300);
});

test('endpoints in turn, around those that were left, back to the one left longest ago', () => {
  let now = 0;
  const memory = createEndpointMemory(() => now);
  const list = createEndpointList(['a', 'b', 'c'], memory);
  const next = (count: number) => Array.from({ length: count }, () => list.next());
  assert.deepEqual(next(4), ['a', 'b', 'c', 'a']);
  memory.leave('b', away, 10);
  memory.leave('elsewhere', away, 10);
  assert.deepEqual(next(3), ['c', 'a', 'c']);
  assert.deepEqual([list.hasOther('a'), list.hasOther('c')], [true, true]);
  now = 1;
  memory.leave('a', away, 50);
  assert.equal(list.hasOther('c'), false);
  now = 2;
  memory.leave('c', busy(), 3);
  assert.deepEqual(next(2), ['b', 'b'], 'left longest ago, and not asked for rest');
  now = 4;
  assert.equal(list.next(), 'b');
  now = 5;
  assert.equal(list.next(), 'c', 'its rest has ended');
  now = 9;
  assert.deepEqual(
    leftOf(memory, ['a', 'b']).map(({ endpoint, waitMs }) => [endpoint, waitMs]),
    [
      ['b', 1],
      ['a', 42],
    ],
  );
  now = 10;
  assert.deepEqual(
    leftOf(memory, ['a', 'b']).map(({ endpoint }) => endpoint),
    ['a'],
  );
  for (const [endpoint, ms] of [
    ['a', 9],
    ['b', 5],
    ['c', 7],
  ] as const)
    memory.leave(endpoint, busy(), ms);
  const rest = list.next();
  assert.ok(typeof rest !== 'string');
  assert.equal(rest.until, 15);
});

test('an endpoint is left as long as its reason lasts, and learns one pace for many refusals', () => {
  const memory = createEndpointMemory(() => 0);
  const timing = { awayMs: 1, faultMs: 2, busyMs: 3, gapMs: 100 };
  const until = (reason: AppError) => {
    noteLeft(memory, timing, 'a', reason);
    return memory.left()[0]?.until;
  };
  assert.deepEqual([until(away), until(wrong)], [1, 2]);
  assert.equal(memory.paceOf('a').gapMs(), 0);
  assert.deepEqual([until(busy()), until(busy(77))], [3, 77]);
  assert.equal(memory.paceOf('a').gapMs(), 100, 'one lesson');
  assert.equal(until(away), 1);
  assert.equal(until(busy()), 3);
  assert.equal(memory.paceOf('a').gapMs(), 200, 'it was not at rest any more');
  assert.equal(memory.paceOf('b').gapMs(), 0);
  assert.equal(memory.paceOf('a'), memory.paceOf('a'));
});

test('pauses double with each round up to the longest, spread over their second half', () => {
  const timing = { ...DEFAULT_TIMING, pauseMs: 100, longestPauseMs: 1_000 };
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((round) => pauseLength(timing, round, 1)),
    [100, 200, 400, 800, 1_000],
  );
  assert.deepEqual(
    [0, 0.5, 1].map((spread) => pauseLength(timing, 1, spread)),
    [50, 75, 100],
  );
  const endless = { ...timing, longestPauseMs: Number.POSITIVE_INFINITY };
  assert.deepEqual(
    [17, 18].map((round) => pauseLength(endless, round, 1)),
    [6_553_600, 6_553_600],
  );
  assert.deepEqual(DEFAULT_TIMING, {
    connectMs: 6_000,
    requestMs: 12_000,
    pauseMs: 500,
    longestPauseMs: 30_000,
    staleMs: 60_000,
    awayMs: 20_000,
    faultMs: 600_000,
    busyMs: 60_000,
    gapMs: 1_050,
    oldMs: 180_000,
    headGapMs: 250,
  });
  assert.deepEqual(
    [1, 2, 20].map((round) => pauseLength(DEFAULT_TIMING, round, 1)),
    [500, 1_000, 30_000],
  );
});

test('an endpoint’s address: 300 characters at most, this machine by its loopback names only', () => {
  const long = (length: number) => `wss://a.example/${'x'.repeat(length - 16)}`;
  assert.equal(validateEndpoint(long(300)).length, 300);
  assert.equal(validateEndpoint(` ${long(300)} `).length, 300);
  const refuses = (text: string, reason: string) =>
    assert.throws(
      () => validateEndpoint(text),
      (error: unknown) => error instanceof AppError && error.detail['reason'] === reason,
    );
  refuses(long(301), 'length');
  refuses('  ', 'length');
  refuses('node', 'no-url');
  refuses('http://a.example', 'scheme');
  refuses('wss://user@a.example', 'credentials');
  refuses('wss://:secret@a.example', 'credentials');
  refuses('wss://a.example/#x', 'fragment');
  refuses('ws://127.0.0.1.example', 'plain-ws');
  assert.equal(validateEndpoint('ws://127.9.9.9:1'), 'ws://127.9.9.9:1');
  assert.equal(validateEndpoint('wss://a.example/?k=1'), 'wss://a.example/?k=1');
  assert.equal(validateEndpoint('wss://a.example/p'), 'wss://a.example/p');
});

type Listener = (event: unknown) => void;
/** A socket that a test opens, speaks through and closes. */
class Wire implements SocketLike {
  readonly sent: string[] = [];
  closed = 0;
  isBroken = false;
  readonly #listeners: [string, Listener][] = [];
  send = (text: string): void => {
    if (this.isBroken) throw new Error('broken');
    this.sent.push(text);
  };
  close = (): void => {
    this.closed += 1;
  };
  addEventListener = (type: string, listener: Listener): void =>
    void this.#listeners.push([type, listener]);
  emit(type: string, event: unknown = {}): void {
    for (const [of, listener] of this.#listeners) if (of === type) listener(event);
  }
  say(value: unknown): void {
    this.emit('message', { data: typeof value === 'string' ? value : JSON.stringify(value) });
  }
}
const limits = { deadlineMs: 60_000 };

async function opened(): Promise<{ wire: Wire; socket: NodeSocket }> {
  const wire = new Wire();
  const opening = openNodeSocket(
    () => wire,
    'wss://a',
    createPace(() => 0),
    limits,
  );
  wire.emit('open');
  return { wire, socket: await opening };
}
const code = (error: unknown): unknown => (error instanceof AppError ? error.code : error);
const failed = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'none', code);

test('a socket ends for what is no message of JSON, and once ended takes nothing more', async () => {
  const endedBy = async (...events: readonly unknown[]): Promise<unknown> => {
    const { wire, socket } = await opened();
    for (const event of events) wire.emit('message', event);
    if (!socket.isEnded()) return null;
    assert.equal(wire.closed, 1);
    const reason = await socket.ended;
    return [reason.code, reason.detail['what'] ?? null];
  };
  assert.deepEqual(await endedBy({ data: new Uint8Array(2) }), ['NODE_MALFORMED', 'binary']);
  assert.deepEqual(await endedBy(null), ['NODE_MALFORMED', 'binary']);
  assert.deepEqual(await endedBy({}), ['NODE_MALFORMED', 'binary']);
  assert.deepEqual(await endedBy({ data: '{' }), ['NODE_MALFORMED', 'no JSON']);
  assert.equal(await endedBy({ data: '7' }), null);
  assert.equal(await endedBy({ data: ' '.repeat(15_999_999) + '7' }), null);
  assert.deepEqual(await endedBy({ data: ' '.repeat(16_000_000) + '7' }), [
    'NODE_MALFORMED',
    'too long',
  ]);
  assert.equal(((await endedBy({ data: 'Too many requests' })) as string[])[0], 'NODE_BUSY');
  const words = 'rate limit';
  const padded = (length: number) => ({ data: `${'-'.repeat(length)}${words}` });
  assert.equal(((await endedBy(padded(300 - words.length))) as string[])[0], 'NODE_BUSY');
  assert.equal(((await endedBy(padded(301 - words.length))) as string[])[0], 'NODE_MALFORMED');
  assert.equal(((await endedBy({ data: '{"message":"rate limit"}' })) as string[])[0], 'NODE_BUSY');
  const { wire, socket } = await opened();
  socket.end(away);
  socket.end(wrong);
  wire.emit('close', {});
  assert.equal(await socket.ended, away);
  assert.equal(await failed(socket.request('m', [], limits)), 'NODE_UNREACHABLE');
});

test('a socket that cannot be opened or is broken says so; what waited for it is told', async () => {
  const pace = createPace(() => 0);
  const cannot = openNodeSocket(
    () => {
      throw new Error('no');
    },
    'a',
    pace,
    limits,
  );
  assert.equal(await failed(cannot), 'NODE_UNREACHABLE');
  for (const event of ['error', 'close']) {
    const wire = new Wire();
    const opening = openNodeSocket(() => wire, 'a', pace, limits);
    wire.emit(event);
    assert.equal(await failed(opening), 'NODE_UNREACHABLE', event);
  }
  const given = new AbortController();
  const wire = new Wire();
  const opening = openNodeSocket(() => wire, 'a', pace, { ...limits, signal: given.signal });
  given.abort();
  assert.equal(await failed(opening), 'NODE_UNREACHABLE');
  assert.equal(
    await failed(openNodeSocket(() => new Wire(), 'a', pace, { ...limits, signal: given.signal })),
    'NODE_UNREACHABLE',
  );
  const late = openNodeSocket(() => new Wire(), 'a', pace, { deadlineMs: 0 });
  assert.equal(await failed(late), 'NODE_TIMEOUT');
  const broken = await opened();
  const waiting = failed(broken.socket.request('first', [], limits));
  broken.wire.isBroken = true;
  assert.equal(await failed(broken.socket.request('m', [], limits)), 'NODE_UNREACHABLE');
  assert.equal(await waiting, 'NODE_UNREACHABLE');
  const { wire: other, socket } = await opened();
  assert.equal(await failed(socket.request('m', [], { deadlineMs: 0 })), 'NODE_TIMEOUT');
  assert.equal(socket.isEnded(), false, 'a late answer ends its question, not the socket');
  assert.equal(
    await failed(socket.request('m', [], { ...limits, signal: given.signal })),
    'NODE_UNREACHABLE',
  );
  assert.equal(other.sent.length, 1, 'what was given up is not sent');
});

test('items before their subscription’s id: sixty-four, none of a long message, none of another', async () => {
  const heard = async (items: readonly unknown[], answer: unknown = 's') => {
    const { wire, socket } = await opened();
    const got: unknown[] = [];
    const onItem = (item: unknown) => void got.push(item);
    const subscribing = socket.subscribe(
      { subscribe: 'sub', unsubscribe: 'unsub', params: [], onItem },
      limits,
    );
    for (const item of items) wire.say(item);
    wire.say({ id: 1, result: answer });
    const stop = await subscribing;
    return { wire, got, stop };
  };
  const item = (result: unknown, subscription: unknown = 's') => ({
    params: { subscription, result },
  });
  const many = Array.from({ length: 65 }, (_unused, at) => item(at));
  assert.equal((await heard(many)).got.length, 64);
  assert.deepEqual((await heard([item(1, 'other'), item(2)])).got, [2]);
  assert.deepEqual((await heard([item(2, 7)], 7)).got, [2]);
  const frame = JSON.stringify(item('')).length;
  assert.equal((await heard([item('x'.repeat(64_000 - frame))])).got.length, 1);
  assert.equal((await heard([item('x'.repeat(64_001 - frame))])).got.length, 0);
  await assert.rejects(heard([], { id: 1 }), malformed);
  const { wire, got, stop } = await heard([]);
  wire.say(item(1));
  stop();
  stop();
  wire.say(item(2));
  assert.deepEqual(got, [1]);
  assert.equal(wire.sent.filter((text) => text.includes('"unsub"')).length, 1);
});

test('a late subscription is not waited for, and a node that refuses it is told of', async () => {
  const { wire, socket } = await opened();
  const refused: unknown[] = [];
  const list = createFollowList(60_000, (on, why) => refused.push([on === socket, why.code]));
  const got: unknown[] = [];
  const common = { unsubscribe: 'x', params: [], onItem: (item: unknown) => void got.push(item) };
  const { signal } = new AbortController();
  list.add({ ...common, subscribe: 'late', isLate: true }, signal);
  list.add({ ...common, subscribe: 'first' }, signal);
  const { subscribed, release } = list.attach(socket, 'late');
  const sent = wire.sent.map((text) => JSON.parse(text).method);
  assert.deepEqual(sent, ['first', 'late']);
  wire.say({ id: 1, result: 's' });
  await subscribed;
  release();
  wire.say({ params: { subscription: 's', result: 1 } });
  wire.say({ id: 2, error: { code: -32601, message: 'none' } });
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual([got, refused], [[1], [[true, 'NODE_REFUSED']]]);
});

test('what is followed is held until the socket is verified, and stops with its signal', async () => {
  const { wire, socket } = await opened();
  const list = createFollowList(60_000, (on, reason) => on.end(reason));
  const got: unknown[] = [];
  const given = new AbortController();
  const follow = (name: string, signal: AbortSignal) =>
    list.add(
      {
        subscribe: name,
        unsubscribe: `un${name}`,
        params: [],
        onItem: (item) => void got.push(item),
      },
      signal,
    );
  follow('none', AbortSignal.abort());
  follow('a', given.signal);
  const { subscribed, release } = list.attach(socket, 'none');
  assert.deepEqual(
    wire.sent.map((text) => JSON.parse(text).method),
    ['a'],
  );
  wire.say({ id: 1, result: 's' });
  await subscribed;
  wire.say({ params: { subscription: 's', result: 1 } });
  assert.deepEqual(got, []);
  release();
  release();
  wire.say({ params: { subscription: 's', result: 2 } });
  assert.deepEqual(got, [1, 2]);
  given.abort();
  wire.say({ params: { subscription: 's', result: 3 } });
  assert.deepEqual(got, [1, 2]);
  assert.equal(JSON.parse(wire.sent.at(-1) ?? '').method, 'una');
  follow('late', new AbortController().signal);
  wire.say({ id: 3, error: { code: 1, message: 'x' } });
  assert.equal((await socket.ended).code, 'NODE_REFUSED');
});

test('a signal that outlives its connections keeps none of them', async () => {
  const given = new AbortController();
  const list = createFollowList(60_000, () => undefined);
  const more = { subscribe: 'a', unsubscribe: 'una', params: [], onItem: () => undefined };
  list.add(more, given.signal);
  const listeners = () => getEventListeners(given.signal, 'abort').length;
  const before = listeners();
  for (let turn = 0; turn < 3; turn += 1) {
    const { wire, socket } = await opened();
    const { subscribed } = list.attach(socket, 'none');
    wire.say({ id: 1, result: 's' });
    await subscribed;
    assert.equal(listeners(), before + 1);
    socket.end(away);
    await socket.ended;
  }
  await Promise.resolve();
  assert.equal(listeners(), before);
});

const metadata = runtimeOf(RUNTIME_SPECS.live475).metadata;

test('metadata: of the versions that are read, of a size that one may have, and nothing else', () => {
  assert.equal(parseMetadata(metadata).version, 15);
  const withVersion = (version: number) =>
    concatBytes(metadata.slice(0, 4), Uint8Array.of(version), metadata.slice(5));
  const what = (bytes: Uint8Array): unknown => {
    try {
      parseMetadata(bytes);
      return null;
    } catch (error) {
      return error instanceof AppError ? error.detail['what'] : error;
    }
  };
  for (const version of [13, 17])
    assert.equal(what(withVersion(version)), `metadata version ${version}`);
  for (const version of [14, 16]) assert.equal(what(withVersion(version)), 'metadata');
  assert.equal(what(metadata.slice(0, 4)), 'metadata');
  assert.equal(what(concatBytes(Uint8Array.of(0), metadata.slice(1))), 'metadata');
  assert.equal(what(concatBytes(metadata.slice(0, 4), Uint8Array.of(13))), 'metadata version 13');
  const large = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    bytes.set(withVersion(13).slice(0, 5));
    return bytes;
  };
  assert.equal(what(large(4_000_000)), 'metadata version 13');
  assert.equal(what(large(4_000_001)), 'metadata');
  assert.deepEqual([...(unwrapMetadata('0x080102', false) ?? [])], [1, 2]);
  assert.deepEqual([...(unwrapMetadata('0x01080102', true) ?? [])], [1, 2]);
  assert.equal(unwrapMetadata('0x00', true), null);
  for (const [text, isOptional] of [
    ['0x02080102', true],
    ['0x08010203', false],
    ['0x0801', false],
  ] as const) {
    assert.throws(() => unwrapMetadata(text, isOptional), malformed, text);
  }
});

test('the version of a runtime: whole numbers and a name, cut where it is long', () => {
  const version = { specName: 'n', specVersion: 0, transactionVersion: 1 };
  assert.deepEqual(parseRuntimeVersion({ ...version, apis: [] }), version);
  assert.equal(parseRuntimeVersion({ ...version, specName: 'x'.repeat(101) }).specName.length, 100);
  for (const part of [
    { specVersion: -1 },
    { specVersion: 1.5 },
    { transactionVersion: '1' },
    { specName: 7 },
  ]) {
    assert.throws(() => parseRuntimeVersion({ ...version, ...part }), malformed);
  }
  assert.throws(() => parseRuntimeVersion(null), malformed);
});

type Lookup = Parameters<typeof shapeOf>[0];
type Def = { tag: string; value: unknown };
const lookup = (...defs: Def[]) =>
  defs.map((def, id) => ({ id, path: [], params: [], docs: [], def })) as unknown as Lookup;
const u8: Def = { tag: 'primitive', value: { tag: 'u8' } };
const composite = (...types: number[]): Def => ({
  tag: 'composite',
  value: types.map((type) => ({ type })),
});

test('a layout as text: by what stands in the bytes, as deep and as large as any that is signed', () => {
  const of = (...defs: Def[]) => shapeOf(lookup(u8, ...defs), 1);
  const array = (type: number, len: number): Def => ({ tag: 'array', value: { type, len } });
  assert.equal(of(array(0, 3)), '[u8;3]');
  assert.equal(of(array(0, 0)), '');
  assert.equal(of(array(2, 3), composite()), '');
  assert.equal(of({ tag: 'compact', value: 0 }), 'compact<u8>');
  assert.equal(of({ tag: 'sequence', value: 0 }), 'list<u8>');
  assert.equal(of({ tag: 'tuple', value: [0, 2, 0] }, composite()), 'u8,u8');
  assert.equal(of({ tag: 'bitSequence', value: {} }), 'bits');
  const variant = (index: number, ...types: number[]) => ({
    index,
    fields: types.map((type) => ({ type })),
  });
  assert.equal(
    of({ tag: 'variant', value: [variant(7, 0, 0), variant(1), variant(3, 2)] }, composite()),
    'enum{1|3|7:u8,u8}',
  );
  assert.equal(of(composite(9)), 'unreadable');
  assert.equal(of(composite(1)), 'unreadable');
  const nested = (depth: number) =>
    of(...Array.from({ length: depth }, (_unused, at) => composite(at === depth - 1 ? 0 : at + 2)));
  assert.equal(nested(16), 'u8');
  assert.equal(nested(17), 'unreadable');
  const wide = (count: number) =>
    of({ tag: 'tuple', value: Array.from({ length: count }, () => 0) });
  assert.equal(wide(999).length, 999 * 3 - 1);
  assert.equal(wide(1_000), 'unreadable');
});

const KEY = (at: number): Hex => toHex(littleEndian(BigInt(at), 4));
const asked: Hex[] = [KEY(1), KEY(2)];

test('stored values: every key that was asked for and no answer of another form', async () => {
  const read = (answer: unknown) =>
    storageAt(
      async () => answer,
      BLOCK,
      { keys: asked, read: (valueAt) => asked.map(valueAt) },
      undefined,
    );
  const changes = [
    [asked[0], '0x01'],
    [asked[1], null],
  ];
  assert.deepEqual(await read([{ changes }]), ['0x01', null]);
  assert.deepEqual(await read([{ changes: [changes[0]] }, { changes: [changes[1]] }]), [
    '0x01',
    null,
  ]);
  for (const answer of [
    null,
    [],
    [null],
    [7],
    [{}],
    [{ changes: 7 }],
    [{ changes: [changes[0]] }],
    [{ changes: [...changes, 7] }],
    [{ changes: [...changes, [asked[0]]] }],
    [{ changes: [...changes, [asked[0], '0x01', '0x02']] }],
    [{ changes: [...changes, [7, null]] }],
    [{ changes: [changes[0], [asked[1], 7]] }],
    [{ changes: [changes[0], [asked[1], '0x1']] }],
  ]) {
    await assert.rejects(read(answer), malformed, JSON.stringify(answer));
  }
  const other = { keys: asked, read: (valueAt: (key: Hex) => Hex | null) => valueAt(KEY(3)) };
  await assert.rejects(
    storageAt(async () => [{ changes }], BLOCK, other, undefined),
    malformed,
  );
});

test('a question has 4,000 keys at most, each once; a gateway without it is asked key by key', async () => {
  const sizes: number[] = [];
  const ask: RpcCall = async (_method, [keys]) => {
    sizes.push((keys as Hex[]).length);
    return [{ changes: (keys as Hex[]).map((key) => [key, null]) }];
  };
  const keys = Array.from({ length: 4_001 }, (_unused, at) => KEY(at));
  const query = (some: readonly Hex[]) => ({ keys: some, read: () => null });
  await storageAt(ask, BLOCK, query([...keys, ...keys]), undefined);
  await storageAt(ask, BLOCK, query(keys.slice(1)), undefined);
  await storageAt(ask, BLOCK, query([]), undefined);
  assert.deepEqual(sizes, [4_000, 1, 4_000]);
  const never = toRefusal('m', { code: -32601, message: '', data: '' });
  const singly: RpcCall = async (method, [key]) => {
    if (method === 'state_queryStorageAt') throw never;
    return key === asked[0] ? '0x0a' : null;
  };
  const notes: unknown[] = [];
  const values = await storageAt(
    singly,
    BLOCK,
    { keys: asked, read: (valueAt) => asked.map(valueAt) },
    undefined,
    (questions, found) => notes.push([questions, found.size]),
  );
  assert.deepEqual([values, notes], [['0x0a', null], [[3, 2]]]);
  const refuses: RpcCall = async () => {
    throw STOPPED;
  };
  await assert.rejects(storageAt(refuses, BLOCK, query(asked), undefined), {
    code: 'NODE_REFUSED',
  });
});

test('pages of keys: in order, under their prefix, each of a length that a key has, and not without end', async () => {
  const prefix: Hex = '0xaa';
  const key = (at: number): Hex => `0xaa${at.toString(16).padStart(6, '0')}`;
  const stateWith = (pages: (after: string) => unknown) =>
    createStateReader(
      async (_method, [, , after]) => pages(String(after)),
      runtimeOf(RUNTIME_SPECS.live475),
      BLOCK,
      new AbortController().signal,
    );
  const page = (answer: unknown, after: Hex | null = null) =>
    stateWith(() => answer).keysPage(prefix, after);
  const range = (from: number, count: number) =>
    Array.from({ length: count }, (_unused, at) => key(from + at));
  assert.equal((await page(range(0, 1_000))).length, 1_000);
  const long = (length: number): Hex => `0xaa${'b'.repeat(length - 4)}`;
  assert.equal((await page([long(1_000)])).length, 1);
  for (const [answer, after] of [
    [range(0, 1_001), null],
    [null, null],
    [[long(1_002)], null],
    [['0xab'], null],
    [[key(2), key(1)], null],
    [[key(1), key(1)], null],
    [[key(1)], key(1)],
    [[7], null],
  ] as const) {
    await assert.rejects(page(answer, after), malformed);
  }
  assert.deepEqual(await page([key(2)], key(1)), [key(2)]);
  const endless = (total: number) =>
    stateWith((after) => {
      const from = after === prefix ? 0 : Number.parseInt(after.slice(4), 16) + 1;
      return range(from, Math.min(1_000, total - from));
    });
  const two = endless(1_500);
  assert.equal((await two.keysUnder(prefix, 1_500)).length, 1_500);
  assert.deepEqual(two.cost(), { questions: 2, bytes: 1_500 * 13 });
  assert.equal((await endless(1_000).keysUnder(prefix, 1_000)).length, 1_000);
  await assert.rejects(endless(1_500).keysUnder(prefix, 1_499), malformed);
});

test('an answer of a runtime: its value, unknown where it stopped or has no such method, else the node’s failure', async () => {
  const reader = (answer: () => unknown) =>
    createStateReader(
      async () => answer(),
      runtimeOf(RUNTIME_SPECS.live475),
      BLOCK,
      new AbortController().signal,
    );
  const call = (answer: () => unknown) =>
    reader(answer).api('SwapRuntimeApi', 'current_alpha_price', 5);
  const fails = (error: unknown) => () => {
    throw error;
  };
  const price = toHex(littleEndian(9n, 8));
  assert.deepEqual(await call(() => price), { known: true, value: 9n });
  const notHere = { known: false, reason: 'not-on-this-runtime' };
  assert.deepEqual(await call(fails(STOPPED)), { known: false, reason: 'unreadable' });
  assert.deepEqual(await call(fails(new AppError('NOT_ON_THIS_RUNTIME', { what: 'x' }))), notHere);
  await assert.rejects(call(fails(busy())), { code: 'NODE_BUSY' });
  await assert.rejects(call(fails(new TypeError('bug'))), TypeError);
  for (const answer of [null, 7, 'text', '0x1', `${price}00`])
    await assert.rejects(
      call(() => answer),
      malformed,
    );
  const state = reader(() => price);
  assert.deepEqual(await state.api('SwapRuntimeApi', 'nothing'), notHere);
  assert.deepEqual(await state.api('SwapRuntimeApi', 'current_alpha_price', 'text'), notHere);
  assert.deepEqual(await state.api('SwapRuntimeApi', 'current_alpha_price'), notHere);
  assert.deepEqual(state.cost(), { questions: 0, bytes: 0 });
  await state.apiBytes('SwapRuntimeApi', 'current_alpha_price', '0x0500');
  assert.deepEqual(state.cost(), { questions: 1, bytes: 40 + price.length });
  assert.deepEqual(await state.apiBytes('Nothing', 'at_all', '0x'), notHere);
});

test('each code that means “not now” is one, and its neighbours are none', () => {
  const busyCodes = [-32005, -32999, -32029, -32006, 429, 503];
  const codeOf = (rpcCode: number) => toRefusal('m', { code: rpcCode, message: '', data: '' }).code;
  for (const rpcCode of busyCodes) {
    assert.equal(codeOf(rpcCode), 'NODE_BUSY', String(rpcCode));
    for (const other of [-rpcCode, rpcCode - 1, rpcCode + 1]) {
      if (!busyCodes.includes(other)) assert.equal(codeOf(other), 'NODE_REFUSED', String(other));
    }
  }
});

test('rules that no runtime names, from the very spec on, and unknown where they were not read', () => {
  const amounts = [0, 425, 426, 440, 441, 468, 469, NEWEST_KNOWN_SPEC, NEWEST_KNOWN_SPEC + 1].map(
    (spec) => {
      const rule = overAmountsAt(spec);
      return rule.known ? rule.value : rule.reason;
    },
  );
  const [cuts, none, refuses, all] = ['cuts', 'unreadable', 'refuses', 'takes-all'];
  assert.deepEqual(amounts, [cuts, cuts, none, none, refuses, refuses, all, all, none]);
  assert.deepEqual(
    [425, 426, NEWEST_KNOWN_SPEC, NEWEST_KNOWN_SPEC + 1].map((spec) => hotkeyCapsAt(spec).known),
    [false, true, true, false],
  );
});

test('types by themselves: one that contains itself, short accounts, arrays of nothing, and lists that are no calls', () => {
  const self: { type: 'sequence'; id: number; value: LookupEntry } = {
    type: 'sequence',
    id: 1,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is its own part, right below
    value: null as never,
  };
  self.value = self;
  const typeOf = (): LookupEntry => self;
  const [decoder, encoder] = [createDecoders(typeOf), createEncoders(typeOf)];
  for (const [value, hex] of [
    [[], '0x00'],
    [[[]], '0x0400'],
    [[[], [[]]], '0x08000400'],
  ] as const) {
    assert.equal(toHex(encoder(self)(value)), hex);
    assert.deepEqual(decodeAll(decoder(self), fromHex(hex)), value);
  }
  const list = (id: number, value: LookupEntry): LookupEntry => ({ type: 'sequence', id, value });
  const short = list(3, { type: 'AccountId20', id: 2 });
  assert.deepEqual(decodeAll(decoder(short), fromHex(`0x04${'11'.repeat(20)}`)), [
    `0x${'11'.repeat(20)}`,
  ]);
  const empty = list(6, { type: 'array', id: 5, len: 2, value: { type: 'void', id: 4 } });
  assert.deepEqual(decodeAll(decoder(empty), fromHex('0x04')), [[null, null]]);
  const runtime = runtimeOf(RUNTIME_SPECS.live475);
  const shapes = (pallet: string, name: string) =>
    runtime.layoutOf('calls', pallet, name)?.fields.map(({ shape }) => shape);
  assert.deepEqual(shapes('Utility', 'batch_all'), ['list<call>']);
  assert.deepEqual(shapes('SubtensorModule', 'claim_root'), ['list<u16>']);
});

test('a block leads to those before it, 31 at most, by the headers that came; 64 of them are kept', () => {
  const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;
  const headers = createNewestHeaders();
  const add = (number: number): void =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what follows what
    headers.add({ hash: hashOf(number), number, parentHash: hashOf(number - 1) } as never);
  for (let number = 1; number <= 64; number += 1) add(number);
  const { parentOf } = headers;
  const leads = (from: number, to: number) => leadsTo(parentOf, hashOf(from), hashOf(to));
  for (const back of [0, 1, 2, 31]) assert.equal(leads(64, 64 - back), true, String(back));
  for (const back of [-1, 32, 33]) assert.equal(leads(64, 64 - back), false, String(back));
  assert.deepEqual(
    [leads(1, 0), leads(0, 0), leads(0, 1), leads(99, 98)],
    [true, true, false, false],
  );
  assert.deepEqual([headers.all().size, parentOf(hashOf(1))], [64, hashOf(0)]);
  add(65);
  assert.deepEqual([headers.all().size, parentOf(hashOf(1))], [64, null]);
  assert.deepEqual([parentOf(hashOf(2)), parentOf(hashOf(65))], [hashOf(1), hashOf(64)]);
  headers.clear();
  assert.equal(parentOf(hashOf(65)), null);
});

test('a pushed item has the keys that are watched and no other, or its node is left', async () => {
  const zeros = (digit: string): Hex => `0x${digit.repeat(64)}`;
  const told = async (first: unknown, then: unknown = null) => {
    let push: (item: unknown) => void = () => undefined;
    let left = 0;
    const mirror = createStorageMirror(
      {
        subscribeOnce: async ({ onItem }) => {
          push = onItem;
          return () => undefined;
        },
        distrust: () => void (left += 1),
      },
      (block) => (block === zeros('2') ? zeros('1') : null),
    );
    await mirror.watch(['0x11', '0x22']);
    push(first);
    if (then !== null) push(then);
    const values = await mirror.at(then === null ? zeros('1') : zeros('2'), 1);
    mirror.stop();
    return [left, values === null ? null : ['0x11', '0x22'].map((key) => values.get(key as Hex))];
  };
  const item = (block: Hex, ...changes: readonly (readonly [Hex, Hex | null])[]) => ({
    block,
    changes,
  });
  const whole = item(zeros('1'), ['0x11', '0x01'], ['0x22', null]);
  assert.deepEqual(await told(whole), [0, ['0x01', null]]);
  assert.deepEqual(await told(item(zeros('1'), ['0x11', '0x01'])), [1, null], 'the first has all');
  const odd = item(zeros('1'), ['0x11', '0x01'], ['0x22', null], ['0x33', null]);
  assert.deepEqual(await told(odd), [1, null], 'one that nobody asked for');
  assert.deepEqual(await told(whole, item(zeros('2'), ['0x22', '0x02'])), [0, ['0x01', '0x02']]);
  const mixed = item(zeros('2'), ['0x22', '0x02'], ['0x33', '0x03']);
  assert.deepEqual(await told(whole, mixed), [1, null]);
  for (const nonsense of [null, 7, {}, item('0x00'), { block: zeros('2') }]) {
    assert.deepEqual(await told(whole, nonsense ?? 'text'), [1, null], JSON.stringify(nonsense));
  }
});

test('a block older than what is kept says nothing against it; one of another branch ends it all', async () => {
  const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;
  const parents = new Map<Hex, Hex>([[hashOf(99), hashOf(98)]]);
  for (let number = 1; number < 20; number += 1) parents.set(hashOf(number), hashOf(number - 1));
  const mirrorOf = async () => {
    let push: (item: unknown) => void = () => undefined;
    let ended = 0;
    const mirror = createStorageMirror(
      {
        subscribeOnce: async ({ onItem }) => {
          push = onItem;
          return () => void (ended += 1);
        },
        distrust: () => undefined,
      },
      (block) => parents.get(block) ?? null,
    );
    await mirror.watch(['0x11']);
    const tell = (number: number): void =>
      push({ block: hashOf(number), changes: [['0x11', `0x0${number % 10}`]] });
    const at = async (number: number) => (await mirror.at(hashOf(number), 1))?.get('0x11') ?? null;
    return { mirror, tell, at, ended: () => ended };
  };
  const one = await mirrorOf();
  one.tell(7);
  assert.deepEqual([await one.at(6), await one.at(7), one.ended()], [null, '0x07', 0]);
  for (const number of [8, 9, 11, 10]) one.tell(number);
  assert.deepEqual(
    [await one.at(7), await one.at(8), await one.at(10), await one.at(11), one.ended()],
    [null, '0x08', '0x00', '0x01', 0],
    'four blocks are kept, in their order',
  );
  assert.deepEqual([await one.at(99), one.ended()], [null, 1]);
  assert.deepEqual([await one.at(11), one.ended()], [null, 1]);
  // One too few: what comes later would stand on a gap.
  const late = await mirrorOf();
  late.tell(7);
  assert.deepEqual([await late.at(8), late.ended(), await late.at(7)], [null, 1, null]);
  const early = await mirrorOf();
  early.tell(2);
  for (const number of [4, 5, 6, 7, 8, 9, 10, 11]) early.tell(number);
  assert.deepEqual([await early.at(2), early.ended()], ['0x02', 0], 'eight wait for the third');
  early.tell(12);
  assert.deepEqual([await early.at(2), early.ended()], [null, 1]);
});

test('an item that takes other keys is unreadable; a fault of ours is a fault', () => {
  const failing = (error: Error) =>
    storageQuery(
      {
        ...runtimeOf(RUNTIME_SPECS.live475),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its key is asked for
        storage: () =>
          ({
            key: () => {
              throw error;
            },
          }) as never,
      },
      ['A', 'b'],
      [],
      (value) => value,
    );
  assert.deepEqual(
    failing(new RangeError('keys')).read(() => null),
    { known: false, reason: 'unreadable' },
  );
  assert.throws(() => failing(new TypeError('bug')), TypeError);
});

test('a pushed item is as long as a snapshot needs; with a longer one its node is left, and nothing is kept', async () => {
  const key = '0x11';
  for (const [length, isTaken] of [
    [1_000_000, true],
    [1_000_002, false],
  ] as const) {
    let push: (item: unknown) => void = () => undefined;
    const left: AppError[] = [];
    const mirror = createStorageMirror(
      {
        subscribeOnce: async ({ onItem }) => {
          push = onItem;
          return () => undefined;
        },
        distrust: (reason) => void left.push(reason),
      },
      () => null,
    );
    await mirror.watch([key]);
    const value = `0x${'0'.repeat(length - key.length - 2)}` as const;
    push({ block: BLOCK, changes: [[key, value]] });
    assert.equal((await mirror.at(BLOCK, 1))?.get(key), isTaken ? value : undefined);
    assert.deepEqual(left.map(code), isTaken ? [] : ['NODE_MALFORMED']);
    mirror.stop();
  }
});
