// Which address is not given out: one that only a page reported.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnconfirmed } from '../../src/model/account.ts';
import { stored } from '../tools/pictures/stored.ts';

test('an address is unconfirmed where a page reported it and no signature confirmed it; one that was typed is not', () => {
  const [account] = stored().accounts;
  assert.ok(account);
  const [source] = account.sources;
  assert.ok(source);
  const of = (confirmedAt: number | null, hasSource: boolean): boolean =>
    isUnconfirmed({ ...account, confirmedAt, sources: hasSource ? [source] : [] });
  assert.deepEqual(
    [of(null, true), of(null, false), of(1, true), of(1, false)],
    [true, false, false, false],
  );
});
