import assert from 'node:assert/strict';
import test from 'node:test';
import type { ErrorCode } from '../../src/errors.ts';
import { wordings } from '../../src/wallet/wallet-words.ts';
import { failureOf } from '../../src/wallet/wallet-failure.ts';

const words: [string, ErrorCode][] = [
  ['Cancelled', 'WALLET_REJECTED'],
  ['Canceled by user', 'WALLET_REJECTED'],
  ['Rejected', 'WALLET_REJECTED'],
  ['User Rejected Request', 'WALLET_REJECTED'],
  ['User denied account authorization', 'WALLET_REJECTED'],
  [
    'The source https://taostats.io is not allowed to interact with this extension',
    'WALLET_BLOCKED',
  ],
  ['The source https://taostats.io has not been enabled yet', 'WALLET_REJECTED'],
  ['Site https://taostats.io has not been authorised for Taubar yet', 'WALLET_REJECTED'],
  ['The source https://taostats.io has not been authorized yet', 'WALLET_REJECTED'],
  [
    'Talisman extension has not been configured yet. Please continue with onboarding.',
    'WALLET_NOT_SET_UP',
  ],
  ['The source https://taostats.io has a pending authorization request', 'WALLET_PENDING'],
  ['Pending authorisation request', 'WALLET_PENDING'],
  ['Rate limit exceeded', 'WALLET_BUSY'],
  ['Rate limit exceeded. Try again later.', 'WALLET_BUSY'],
  ['Wallet is locked', 'WALLET_LOCKED'],
  ['Unlock the wallet first', 'WALLET_LOCKED'],
  ['Unable to find keypair', 'WALLET_LOST_ACCOUNT'],
  ['Account not found', 'WALLET_LOST_ACCOUNT'],
  ['Signing is not supported for watch-only accounts', 'WALLET_CANNOT'],
  ['', 'WALLET_FAILED'],
  ['Cannot read properties of undefined', 'WALLET_FAILED'],
  ['invalid block hash', 'WALLET_FAILED'],
];

for (const [text, code] of words) {
  test(`a wallet saying “${text}” means ${code}`, () => {
    const failure = failureOf('wallet-error', text);
    assert.equal(failure.code, code);
    assert.equal(failure.detail['text'], text);
  });
}

test('every wording says whose it is and how that is known, and none is hidden by one before it', () => {
  for (const { wallet, source } of wordings) {
    assert.ok(wallet !== '');
    assert.equal(wallet === 'any', source === 'form');
  }
  const lastExact = wordings.findLastIndex(({ source }) => source !== 'form');
  assert.ok(wordings.slice(0, lastExact).every(({ source }) => source !== 'form'));
});

test('what the page script found itself has its own codes', () => {
  assert.equal(failureOf('silent', '').code, 'WALLET_SILENT');
  assert.equal(failureOf('no-such-wallet', '').code, 'WALLET_GONE');
  assert.equal(failureOf('no-such-account', '').code, 'WALLET_LOST_ACCOUNT');
  assert.equal(failureOf('unsupported', '').code, 'WALLET_CANNOT');
  assert.equal(failureOf('garbage', 'Cancelled').code, 'WALLET_GARBAGE');
});
