import assert from 'node:assert/strict';
import test from 'node:test';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { FoundAccount } from '../../src/model/connection.ts';
import { toFoundAccount, toFoundAccounts } from '../../src/wallet/found-account.ts';
import { mergeAccount, type UsableAccount } from '../../src/wallet/merge-account.ts';

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const ALICE_ON_POLKADOT = '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5';
const EVM = '0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac';
const listed = { address: ALICE, name: 'Alice', keyType: null, genesisHash: null, problem: null };

const account: UsableAccount = {
  coldkey: parseSs58(ALICE),
  text: ALICE,
  name: 'Alice',
  keyType: 'sr25519',
  genesisHash: null,
};
const seen = { wallet: 'talisman', origin: 'https://taostats.io', seenAt: 5 };
const kept = { account, label: '', seen };

test('a new account takes the wallet’s name, counts, and is unconfirmed', () => {
  const merged = mergeAccount(undefined, 3, kept);
  assert.equal(merged.label, 'Alice');
  assert.equal(merged.order, 3);
  assert.equal(merged.isCounted, true);
  assert.equal(merged.confirmedAt, null);
  assert.equal(merged.sources.length, 1);
});

test('the same key from two wallets is one account with two sources', () => {
  const first = mergeAccount(undefined, 0, kept);
  const other = { ...kept, seen: { ...seen, wallet: 'subwallet-js' } };
  const both = mergeAccount(first, 9, other);
  assert.deepEqual(
    both.sources.map(({ wallet }) => wallet),
    ['talisman', 'subwallet-js'],
  );
  assert.equal(both.order, 0);
});

test('the same wallet on the same page replaces what it said before', () => {
  const first = mergeAccount(undefined, 0, kept);
  const renamed = { ...account, name: 'Main', genesisHash: `0x${'22'.repeat(32)}` as const };
  const again = mergeAccount(first, 1, { ...kept, account: renamed, seen: { ...seen, seenAt: 9 } });
  assert.equal(again.sources.length, 1);
  assert.equal(again.sources[0]?.name, 'Main');
  assert.equal(again.sources[0]?.seenAt, 9);
  assert.equal(again.label, 'Alice');
});

test('a watched address becomes one with a wallet, and keeps what the user wrote and what was confirmed', () => {
  const watched = {
    ...mergeAccount(undefined, 0, kept),
    sources: [],
    isCounted: false,
    isHidden: true,
    label: 'Cold storage',
    confirmedAt: 77,
  };
  const merged = mergeAccount(watched, 4, kept);
  assert.equal(merged.label, 'Cold storage');
  assert.equal(merged.isCounted, true);
  assert.equal(merged.isHidden, false);
  assert.equal(merged.confirmedAt, 77);
});

test('an account that the user left out of the totals stays out', () => {
  const first = { ...mergeAccount(undefined, 0, kept), isCounted: false };
  assert.equal(mergeAccount(first, 1, kept).isCounted, false);
});

test('an address in any prefix is kept in ours', () => {
  const found = toFoundAccount({ ...listed, address: ALICE_ON_POLKADOT });
  assert.equal(found.coldkey, ALICE);
  assert.equal(found.keyType, 'sr25519');
});

test('accounts of other kinds are shown and have no coldkey', () => {
  const table: [string, string | null, FoundAccount['keyType'], FoundAccount['unusable']][] = [
    [EVM, 'ethereum', 'ethereum', 'ethereum'],
    [EVM, null, 'ethereum', 'ethereum'],
    [ALICE, 'ethereum', 'ethereum', 'ethereum'],
    [ALICE, 'some-new-type', 'ethereum', 'key-type'],
    ['cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh', null, 'sr25519', 'address'],
    [`${ALICE.slice(0, -1)}Z`, 'sr25519', 'sr25519', 'address'],
  ];
  for (const [address, keyType, expected, unusable] of table) {
    const found = toFoundAccount({ ...listed, address, keyType });
    assert.equal(found.coldkey, null, address);
    assert.equal(found.keyType, expected);
    assert.equal(found.unusable, unusable, address);
    assert.equal(found.text, address);
  }
});

test('each coldkey is listed once, in the wallet’s order', () => {
  const found = toFoundAccounts([
    listed,
    { ...listed, address: EVM },
    { ...listed, address: ALICE_ON_POLKADOT },
  ]);
  assert.deepEqual(
    found.map(({ text }) => text),
    [ALICE, EVM],
  );
});
