// Names that a page gives its wallets: known, foreign, blank, and made to look like another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { offeredWallets, tellApart, walletNameOf } from '../../src/panel/core/wallet-names.ts';

test('a known wallet has its product’s name', () => {
  const known = {
    talisman: 'Talisman',
    'subwallet-js': 'SubWallet',
    'polkadot-js': 'polkadot{.js}',
    taostats: 'Taostats',
    'taoxyz-wallet': 'Tao.xyz',
    enkrypt: 'Enkrypt',
  };
  for (const [id, text] of Object.entries(known)) {
    assert.deepEqual(walletNameOf(id), { text, isLookalike: false });
  }
});

test('a name that every object has is a name like any other', () => {
  for (const id of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
    assert.deepEqual(walletNameOf(id), { text: id, isLookalike: false });
  }
});

test('a name that is blank to the eye has no text', () => {
  for (const id of [
    '\u3164',
    '\u115f',
    '\u1160',
    '\uffa0',
    '\u2800',
    '\u00ad',
    '\u034f',
    '\ufe0f',
  ]) {
    assert.equal(walletNameOf(id).text, '', id.codePointAt(0)?.toString(16));
    assert.equal(walletNameOf(`a${id}b`).text.replace('\ufe0f', ''), 'ab');
  }
});

test('a name that looks like a known wallet without being its id is found out', () => {
  const posing = [
    'Talisman',
    'TALISMAN',
    'talisman ',
    'talisman-wallet',
    'Talisman Wallet',
    'taIisman',
    'ta1isman',
    'tаlisman',
    'тalismаn',
    'ｔａｌｉｓｍａｎ',
    'tálisman',
    'talis man',
    'talisman\u3164',
    'SubWallet',
    'subwallet',
    'polkadot{.js}',
    'polkadot.js',
    'Polkadot-JS',
    'рolkadοt-js',
    'taostats wallet',
    'Tao.xyz',
    'tao xyz',
    'enkгypt',
  ];
  for (const id of posing) assert.equal(walletNameOf(id).isLookalike, true, id);
  for (const id of [
    'test-wallet',
    'silent',
    'aleph-zero-signer',
    'polkagate',
    'wallet',
    'ledger',
  ]) {
    assert.equal(walletNameOf(id).isLookalike, false, id);
  }
});

test('no two wallets of a list have the same text, and the known one keeps its own', () => {
  const posing = ['talisman\u2800', 'talisman ', 'talisman', 'Talisman', 'Talisman (2)'];
  const texts = tellApart(posing, (id) => walletNameOf(id).text);
  assert.equal(texts.get('talisman'), 'Talisman');
  assert.equal(new Set(texts.values()).size, posing.length);
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 })), (ids) => {
      const shown = [...tellApart(ids, (id) => walletNameOf(id).text).values()];
      assert.equal(new Set(shown.map((text) => text.toLowerCase())).size, ids.length);
    }),
  );
});

test('polkadot{.js} with the version of another wallet comes last, and both stay in the list', () => {
  const own = { name: 'taoxyz-wallet', version: '1.1.2' };
  const taken = { name: 'polkadot-js', version: '1.1.2' };
  assert.deepEqual(offeredWallets([taken, own]), [
    { ...own, maybe: null },
    { ...taken, maybe: 'taoxyz-wallet' },
  ]);
  for (const wallets of [[{ ...taken, version: '0.63.1' }, own], [{ ...taken, version: '' }]]) {
    assert.ok(offeredWallets(wallets).every(({ maybe }) => maybe === null));
  }
});
