import assert from 'node:assert/strict';
import test from 'node:test';
import { isWebOrigin, walletSiteOf, sitePattern } from '../../src/model/wallet-site.ts';

test('a site is an origin: https unless it is this machine', () => {
  const table: [string, string][] = [
    ['taostats.io', 'https://taostats.io'],
    ['taostats.io/subnets', 'https://taostats.io'],
    [' https://Polkadot.js.org/apps/?rpc=x#/accounts ', 'https://polkadot.js.org'],
    ['https://taostats.io:8443/x', 'https://taostats.io:8443'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['localhost:3000/x', 'http://localhost:3000'],
    ['localhost', 'http://localhost'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['localhost.example.org', 'https://localhost.example.org'],
  ];
  for (const [text, origin] of table) assert.equal(walletSiteOf(text), origin);
});

test('what no wallet can be met on is refused', () => {
  const refused = [
    '',
    '  ',
    'http://taostats.io',
    'http://127.0.0.1.example.org',
    'ftp://taostats.io',
    'chrome://newtab',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://user:secret@taostats.io',
    'https://',
    'x'.repeat(5_000),
    'java script://x',
  ];
  for (const text of refused) assert.equal(walletSiteOf(text), null, text);
});

test('only web pages have wallets', () => {
  assert.ok(isWebOrigin('http://example.org'));
  assert.ok(isWebOrigin('https://example.org'));
  for (const origin of ['null', '', 'chrome://newtab', 'chrome-extension://abc', 'file://']) {
    assert.ok(!isWebOrigin(origin), origin);
  }
});

test('the browser is asked for a site without its port, as its patterns know none', () => {
  assert.equal(sitePattern('http://127.0.0.1:8080'), 'http://127.0.0.1/*');
  assert.equal(sitePattern('https://taostats.io'), 'https://taostats.io/*');
});
