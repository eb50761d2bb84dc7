import assert from 'node:assert/strict';
import test from 'node:test';
import { AppError } from '../../src/errors.ts';
import { isWebOrigin, parseSite } from '../../src/wallet/meeting-site.ts';

test('a site is an origin: https unless it is this machine', () => {
  const table: [string, string][] = [
    ['taostats.io', 'https://taostats.io'],
    [' https://Polkadot.js.org/apps/?rpc=x#/accounts ', 'https://polkadot.js.org'],
    ['https://taostats.io:8443/x', 'https://taostats.io:8443'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://localhost:3000', 'http://localhost:3000'],
  ];
  for (const [text, origin] of table) assert.equal(parseSite(text), origin);
});

test('what no wallet can be met on is refused', () => {
  const refused = [
    '',
    'http://taostats.io',
    'ftp://taostats.io',
    'chrome://newtab',
    'file:///etc/passwd',
    'https://user:secret@taostats.io',
    'https://',
    'x'.repeat(5_000),
    'java script://x',
  ];
  for (const text of refused) {
    assert.throws(
      () => parseSite(text),
      (error) => error instanceof AppError && error.code === 'BAD_SITE',
      text,
    );
  }
});

test('only web pages have wallets', () => {
  assert.ok(isWebOrigin('http://example.org'));
  assert.ok(isWebOrigin('https://example.org'));
  for (const origin of ['null', '', 'chrome://newtab', 'chrome-extension://abc', 'file://']) {
    assert.ok(!isWebOrigin(origin), origin);
  }
});
