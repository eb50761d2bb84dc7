// A typed address, told before it is added: by the same rule as the one that keeps it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSs58, parseSs58 } from '../../../src/chain/scale/ss58.ts';
import { readAddress } from '../../../src/panel/accounts/read-address.ts';

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
/** The same key in the forms of prefix 0 and of a prefix of two bytes. */
const FORMS = [
  '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5',
  'yGHXkYLYqxijLKKfd9Q2CB9shRVu8rPNBS53wvwGTutYg4zTg',
];

test('each form of an address is read as the background reads it', () => {
  assert.deepEqual(readAddress(` ${ALICE} `), { state: 'whole', coldkey: ALICE });
  for (const form of FORMS) {
    assert.deepEqual(readAddress(form), { state: 'whole', coldkey: parseSs58(form) });
  }
  for (let seed = 0; seed < 50; seed += 1) {
    const key = Uint8Array.from({ length: 32 }, (_n, index) => (seed * 31 + index * index) & 0xff);
    const text = formatSs58(key);
    assert.deepEqual(readAddress(text), { state: 'whole', coldkey: text });
    // Typed up to its last letter but one, nothing is wrong with it.
    for (let length = 1; length < text.length; length += 1)
      assert.equal(readAddress(text.slice(0, length)).state, 'short', text.slice(0, length));
  }
});

test('what is no whole address says which: nothing, too short, mistyped, of another kind', () => {
  assert.equal(readAddress('  ').state, 'empty');
  assert.equal(readAddress('5Grwva').state, 'short');
  assert.equal(readAddress('0x71C765').state, 'short');
  assert.equal(readAddress('0x71C7656EC7ab88b098defB751B7401B5f6d8976F').state, 'evm');
  for (const wrong of [
    `${ALICE.slice(0, -1)}Z`,
    `${ALICE}QQQ`,
    '5Grwva 5Grwva',
    '5Grwva0',
    `0x${'a'.repeat(64)}`,
  ]) {
    assert.equal(readAddress(wrong).state, 'wrong', wrong);
    assert.throws(() => parseSs58(wrong), wrong);
  }
});
