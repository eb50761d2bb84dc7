// Which web address of a subnet's own may be opened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webLink } from '../../../src/panel/subnet/web-link.ts';

test('a subnet’s site is opened by https, and the host says where it leads', () => {
  const rows: readonly (readonly [string, string | null, string?])[] = [
    ['https://chutes.ai/about', 'chutes.ai'],
    [' chutes.ai ', 'chutes.ai'],
    ['http://chutes.ai', 'chutes.ai', 'https://chutes.ai/'],
    // Letters that look like others are told apart by how the network writes them.
    ['https://аpple.com', 'xn--pple-43d.com'],
    ['', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['chrome-extension://abc/page.html', null],
    ['https://name:word@chutes.ai', null],
    ['https://chutes.ai@evil.example', null],
    ['https://chutes.ai:8443', null],
    ['https://localhost', null],
    ['no site yet', null],
    [`https://${'a'.repeat(200)}.example`, null],
  ];
  for (const [text, host, href] of rows) {
    const link = webLink(text);
    assert.equal(link?.host ?? null, host, text);
    if (href !== undefined) assert.equal(link?.href, href);
    if (link !== null) assert.match(link.href, /^https:\/\//);
  }
});
