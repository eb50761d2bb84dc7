import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { errorCodes, messageKeyOf } from '../../../src/errors.ts';
import { errorText, happenedText } from '../../../src/panel/words/error-text.ts';

test('a wallet’s own words are told as its own: cleaned, cut and set apart', () => {
  const text = `\u202Eyou have won\n<b>now</b> ${'x'.repeat(500)}`;
  const said = errorText({ code: 'WALLET_FAILED', detail: { text } });
  assert.match(
    said,
    /^errWalletFailed someWallet \u2068you have won <b>now<\/b> x+…\u2069 walletErrorCost$/,
  );
  assert.ok(said.length < 180);
});

test('a wallet that gave no words is not quoted', () => {
  assert.equal(
    errorText({ code: 'WALLET_FAILED', detail: { text: ' ' } }),
    'errWalletFailed someWallet notStated walletErrorCost',
  );
});

test('a wallet is named where the caller knows it', () => {
  const error = { code: 'WALLET_LOCKED', detail: {} } as const;
  assert.equal(errorText(error, 'Talisman'), 'errWalletLocked Talisman walletErrorCost');
  assert.equal(errorText(error), 'errWalletLocked someWallet walletErrorCost');
  assert.equal(happenedText(error), 'errWalletLocked someWallet');
});

test('an endpoint is named where it is known, and no sentence has an unknown one', () => {
  const detail = { endpoint: 'wss://node.example.org' };
  assert.match(errorText({ code: 'NODE_TIMEOUT', detail }), /^errNodeTimeout .*node\.example/);
  assert.equal(happenedText({ code: 'NODE_TIMEOUT', detail: {} }), 'errNodeTimeoutUnnamed');
  assert.equal(happenedText({ code: 'NODE_UNREACHABLE', detail: {} }), 'errNodeUnreachableUnnamed');
});

test('every fault of a node has the same way out, which its own sentence leaves to the screen', async () => {
  const messages: Record<string, { message: string }> = JSON.parse(
    await readFile('assets/_locales/en/messages.json', 'utf8'),
  );
  const ofNode = errorCodes.filter((code) =>
    errorText({ code, detail: {} }).endsWith(' nodeErrorElsewhere'),
  );
  assert.deepEqual(ofNode.toSorted(), [
    'NODE_BEHIND',
    'NODE_BUSY',
    'NODE_DIFFERS',
    'NODE_MALFORMED',
    'NODE_REFUSED',
    'NODE_TIMEOUT',
    'NODE_UNREACHABLE',
    'PROOF_INVALID',
    'PROOF_NOT_SERVED',
    'WRONG_NETWORK',
  ]);
  for (const code of errorCodes) {
    assert.doesNotMatch(happenedText({ code, detail: {} }), /nodeErrorElsewhere/);
  }
  for (const code of ofNode) {
    assert.doesNotMatch(messages[messageKeyOf(code)]?.message ?? '', /Settings|below|endpoint in/);
  }
});
