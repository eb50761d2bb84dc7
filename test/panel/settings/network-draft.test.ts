import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import { NETWORKS } from '../../../src/model/built-in-networks.ts';
import {
  draftOf,
  isAboutField,
  isSameDraft,
  movedUp,
  networkFrom,
  problemOf,
  removed,
  saved,
} from '../../../src/panel/settings/network-draft.ts';
import type { Network } from '../../../src/model/network.ts';
import { defaultSettings } from '../../../src/store/settings.ts';

const draft = { name: ' Mine ', endpoints: [' wss://a '], archive: ' ', explorer: '' };
const mine = networkFrom(draft, null, 'new-id');
const settings = { ...defaultSettings, networks: [mine], networkId: mine.id };

test('a new network has no genesis yet and is taken for real until it has', () => {
  const expected: Network = {
    id: 'new-id',
    name: 'Mine',
    endpoints: ['wss://a'],
    operators: {},
    archive: null,
    explorer: null,
    genesisHash: null,
    isReal: true,
  };
  assert.deepEqual(mine, expected);
});

test('a network that is edited stays the same one, with the genesis it learned', () => {
  const genesisHash = `0x${'11'.repeat(32)}` as const;
  const known = { ...mine, genesisHash, isReal: false };
  const edited = networkFrom({ ...draftOf(known), name: 'Other' }, known, 'unused');
  assert.deepEqual(edited, { ...known, name: 'Other' });
  const { networks } = saved({ ...settings, networks: [known] }, edited);
  assert.deepEqual(networks, [edited]);
});

test('spaces around what was typed are no change', () => {
  assert.ok(isSameDraft({ ...draftOf(mine), name: 'Mine ' }, draftOf(mine)));
  assert.ok(!isSameDraft({ ...draftOf(mine), archive: 'wss://b' }, draftOf(mine)));
});

test('removing the chosen network goes back to the first; removing what was changed of a built-in one does not', () => {
  assert.deepEqual(removed(settings, mine.id, NETWORKS), { networks: [], networkId: 'finney' });
  const [, test_] = NETWORKS;
  assert.ok(test_);
  const changed = { ...settings, networks: [mine, test_], networkId: test_.id };
  assert.deepEqual(removed(changed, test_.id, NETWORKS), { networks: [mine] });
});

test('endpoints change places one at a time', () => {
  assert.deepEqual(movedUp(['a', 'b', 'c'], 2), ['a', 'c', 'b']);
  assert.deepEqual(movedUp(['a', 'b'], 0), ['a', 'b']);
});

test('what was refused is said beside its own field, anything else above them all', () => {
  const error = new AppError('BAD_ENDPOINT', {
    text: 'ws://far.test',
    field: 'endpoint-1',
    reason: 'plain-ws',
  });
  assert.equal(problemOf(error, 'endpoint-1'), 'endpointWrong_plain_ws');
  assert.equal(problemOf(error, 'endpoint-0'), null);
  assert.ok(isAboutField(error));
  assert.ok(!isAboutField(new AppError('STORE_FAILED', { text: 'test' })));
});
