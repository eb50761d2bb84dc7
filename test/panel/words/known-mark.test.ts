// Which accounts a signature put in question.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Confirmation, StoredAccount } from '../../../src/model/account.ts';
import { isRefuted } from '../../../src/panel/words/known-mark.tsx';
import { accountOf, savings } from '../../tools/pictures/stored.ts';

const asked = (part: Partial<Confirmation>): Confirmation => ({
  id: 'prompt-00000001',
  wallet: 'talisman',
  origin: 'https://taostats.io',
  text: '',
  askedAt: 1,
  state: 'failed',
  error: null,
  ...part,
});

const wrong = asked({ error: { code: 'NOT_CONFIRMED', detail: {} } });

test('an account is in question where the last signature was not by it, and nowhere else', () => {
  const rows: [boolean, Partial<StoredAccount>][] = [
    [true, { confirmation: wrong }],
    // It signed since.
    [false, { confirmation: wrong, confirmedAt: 2 }],
    [false, {}],
    [false, { sources: [] }],
    [false, { confirmation: asked({ state: 'asked' }) }],
    // The person said no, or the wallet did not answer: nothing was learnt.
    [false, { confirmation: asked({ error: { code: 'WALLET_REJECTED', detail: {} } }) }],
  ];
  for (const [index, [is, part]] of rows.entries())
    assert.equal(isRefuted(accountOf(savings, 'Savings', 0, part)), is, `row ${index}`);
});
