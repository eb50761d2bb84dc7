import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError, errorCodes, fromWireError, messageKeyOf, toWireError } from '../src/errors.ts';
import { readFile } from 'node:fs/promises';
import { senders } from '../src/messages.ts';
import { decodeMessage, encodeMessage, roleOf } from '../src/protocol.ts';

test('messages keep every bigint, string, number and list', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.bigInt(),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => key !== '$bigint' && key !== '__proto__'),
        tie('any'),
        {
          maxKeys: 4,
          noNullPrototype: true,
        },
      ),
    ),
  })).any;
  const bigints = fc.bigInt({ min: -(10n ** 79n), max: 10n ** 79n });
  fc.assert(
    fc.property(fc.oneof(value, bigints), (sent) => {
      assert.deepEqual(decodeMessage(encodeMessage(sent)), sent);
    }),
  );
});

test('what is no message is refused by code', () => {
  const rows: unknown[] = [
    undefined,
    null,
    5,
    '{',
    '{"$bigint":5}',
    '{"$bigint":"1n"}',
    '{"$bigint":"1","more":1}',
    `{"$bigint":"${'9'.repeat(200)}"}`,
  ];
  for (const row of rows) {
    assert.throws(
      () => decodeMessage(row),
      (error) => error instanceof AppError && error.code === 'BAD_MESSAGE',
    );
  }
});

test('only our own pages are panels and only our script in a top frame is the bridge', () => {
  const of = (sender: object): string | null => roleOf(sender, 'me', 'chrome-extension://me/');
  const tab = {
    id: 1,
    index: 0,
    highlighted: false,
    active: true,
    pinned: false,
    incognito: false,
  };
  assert.equal(of({ id: 'me', url: 'chrome-extension://me/panel.html' }), 'panel');
  assert.equal(of({ id: 'me', url: 'chrome-extension://me/panel.html', tab, frameId: 0 }), 'panel');
  assert.equal(of({ id: 'me', url: 'https://example.org/', tab, frameId: 0 }), 'bridge');
  assert.equal(of({ id: 'me', url: 'https://example.org/', tab, frameId: 4 }), null);
  assert.equal(of({ id: 'me', url: 'https://example.org/' }), null);
  assert.equal(of({ id: 'other', url: 'chrome-extension://me/panel.html' }), null);
  assert.equal(of({ url: 'chrome-extension://me/panel.html' }), null);
  assert.equal(of({ id: 'me', url: 'chrome-extension://me.evil.example/' }), null);
});

test('the bridge may send two messages only: an answer, and that its page goes away', () => {
  const bridged = Object.entries(senders).filter(([, sender]) => sender === 'bridge');
  assert.deepEqual(bridged, [
    ['pageAnswered', 'bridge'],
    ['pageLeft', 'bridge'],
  ]);
});

test('an error crosses a message with its code and figures', () => {
  const sent = new AppError('NOT_ENOUGH_BALANCE', { needed: 5n, free: 3n });
  const wire = decodeMessage(encodeMessage(toWireError(sent)));
  const revived = fromWireError(wire);
  assert.equal(revived.code, 'NOT_ENOUGH_BALANCE');
  assert.deepEqual(revived.detail, { needed: 5n, free: 3n });
  assert.equal(fromWireError({ code: 'NO_SUCH' }).code, 'BAD_MESSAGE');
  assert.equal(toWireError(new TypeError('x')).code, 'INTERNAL');
});

test('every error code has its sentence', async () => {
  const messages: unknown = JSON.parse(await readFile('assets/_locales/en/messages.json', 'utf8'));
  assert.ok(typeof messages === 'object' && messages !== null);
  const missing = errorCodes.map(messageKeyOf).filter((key) => !(key in messages));
  assert.deepEqual(missing, []);
});
