// Limits that two ends of a message share.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_ACCOUNTS } from '../../src/bridge/envelope.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { bodyParsers } from '../../src/service/parse-messages.ts';

test('as many accounts can be kept as a wallet can offer, and no more', () => {
  const kept = Array.from({ length: MAX_ACCOUNTS }, (_, i) => {
    const key = new Uint8Array(32);
    new DataView(key.buffer).setUint32(0, i + 1);
    return { coldkey: formatSs58(key), label: '' };
  });
  assert.equal(bodyParsers.keepAccounts({ id: 'x', kept }).kept.length, MAX_ACCOUNTS);
  assert.throws(() => bodyParsers.keepAccounts({ id: 'x', kept: [...kept, ...kept.slice(0, 1)] }));
});
