// Which endpoints may be dialled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateEndpoint } from '../../src/chain/rpc/validate-endpoint.ts';
import { NETWORKS } from '../../src/model/built-in-networks.ts';

const taken: readonly (readonly [string, string])[] = [
  ['wss://node.example.org', 'wss://node.example.org'],
  ['wss://node.example.org:443/', 'wss://node.example.org'],
  ['wss://node.example.org/path?key=1', 'wss://node.example.org/path?key=1'],
  [' ws://127.0.0.1:9944 ', 'ws://127.0.0.1:9944'],
  ['ws://localhost:9944', 'ws://localhost:9944'],
  ['ws://[::1]:9944', 'ws://[::1]:9944'],
];

for (const [text, endpoint] of taken) {
  test(`“${text}” is taken`, () => assert.equal(validateEndpoint(text), endpoint));
}

const refused: readonly string[] = [
  '',
  'node.example.org',
  'https://node.example.org',
  'javascript:alert(1)',
  'ws://node.example.org',
  'ws://192.168.1.5:9944',
  'ws://127.0.0.1.example.org',
  'wss://user:secret@node.example.org',
  'wss://node.example.org#x',
  `wss://${'x'.repeat(400)}.org`,
];

for (const text of refused) {
  test(`“${text.slice(0, 40)}” is refused`, () =>
    assert.throws(() => validateEndpoint(text), { code: 'BAD_ENDPOINT' }));
}

test('every endpoint that comes along would be taken from a user too', () => {
  for (const { endpoints, archive } of NETWORKS) {
    for (const endpoint of [...endpoints, ...(archive === null ? [] : [archive])]) {
      assert.doesNotThrow(() => validateEndpoint(endpoint));
    }
  }
  assert.equal(new Set(NETWORKS.map(({ id }) => id)).size, NETWORKS.length);
});
