// Which web address of a subnet's own may be opened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webLink, webLinkOn } from '../../../src/panel/subnet/web-link.ts';

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

test('a link by the name of a service leads to that service', () => {
  const hosts = ['discord.gg', 'discord.com'];
  assert.equal(webLinkOn(hosts, 'https://discord.gg/abc')?.href, 'https://discord.gg/abc');
  assert.equal(webLinkOn(hosts, 'www.discord.com/invite/abc')?.host, 'www.discord.com');
  assert.equal(webLinkOn(hosts, 'https://discord.gg.evil.example/abc'), null);
  assert.equal(webLinkOn(hosts, 'https://evil.example/discord.gg'), null);
  assert.equal(webLinkOn(hosts, 'someone#1234'), null);
});
