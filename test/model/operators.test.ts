// Whose node it is, in a word: as the foot of home says it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortOperatorOf, THIS_COMPUTER } from '../../src/model/operators.ts';

test('a node is called by the short name of its operator, else by its host', () => {
  assert.equal(shortOperatorOf('wss://entrypoint-finney.opentensor.ai:443'), 'Opentensor');
  assert.equal(shortOperatorOf('wss://lite.sub.latent.to:443'), 'Latent');
  assert.equal(shortOperatorOf('wss://Node.Example.org.:9944'), 'node.example.org');
  assert.equal(shortOperatorOf('wss://opentensor.ai.example.org'), 'opentensor.ai.example.org');
  assert.equal(shortOperatorOf('ws://127.0.0.1:9944'), THIS_COMPUTER);
  assert.equal(shortOperatorOf('no address'), 'no address');
});
