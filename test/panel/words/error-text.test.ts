import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorText } from '../../../src/panel/words/error-text.ts';

test('a wallet’s own words are told as its own: cleaned, cut and set apart', () => {
  const text = `\u202Eyou have won\n<b>now</b> ${'x'.repeat(500)}`;
  const said = errorText({ code: 'WALLET_FAILED', detail: { text } });
  assert.match(said, /^errWalletFailed \u2068you have won <b>now<\/b> x+…\u2069$/);
  assert.ok(said.length < 150);
});

test('a wallet that gave no words is not quoted', () => {
  assert.equal(
    errorText({ code: 'WALLET_FAILED', detail: { text: ' ' } }),
    'errWalletFailed notStated',
  );
});

test('an endpoint is named where it is known, and no sentence has an unknown one', () => {
  const detail = { endpoint: 'wss://node.example.org' };
  assert.match(errorText({ code: 'NODE_TIMEOUT', detail }), /^errNodeTimeout .*node\.example/);
  assert.equal(errorText({ code: 'NODE_TIMEOUT', detail: {} }), 'errNodeTimeoutUnnamed');
  assert.equal(errorText({ code: 'NODE_UNREACHABLE', detail: {} }), 'errNodeUnreachableUnnamed');
});
