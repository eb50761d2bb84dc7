// Of a clipboard only an address gets into the form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pastedAddress } from '../../../src/panel/accounts/pasted-address.ts';
import { ledgerMain } from '../../tools/pictures/stored.ts';

test('an address is taken, with what stands around it left out', () => {
  assert.equal(pastedAddress(` ${ledgerMain}\n`), ledgerMain);
  const evm = `0x${'aB'.repeat(20)}`;
  assert.equal(pastedAddress(evm), evm);
});

test('anything else is left where it is', () => {
  for (const text of ['', 'hunter2', 'a word or two', `${ledgerMain} and more`, 'a'.repeat(2_000)])
    assert.equal(pastedAddress(text), null);
});
