// What was kept of a metadata is there for as long as the metadata is, and whole.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { metadataCache, noteAgreement } from '../../src/service/metadata-cache.ts';
import { readKeptFactsRecord, writeKeptFactsRecord } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import type { Hex } from '../../src/units.ts';

const genesisHash: Hex = `0x${'ab'.repeat(32)}`;
const at = (endpoint: string, specVersion = 475) => ({ genesisHash, specVersion, endpoint });
const key = at('wss://one.io');
const bytes = (first: number): Uint8Array => Uint8Array.of(first, 2, 3);
const kept = '{"form":"1"}';

beforeEach(eraseStore);

test('kept facts come back as they were, of that node and that spec alone', async () => {
  await metadataCache.write(key, bytes(1));
  assert.equal(await metadataCache.readKept(key), null);
  await metadataCache.writeKept(key, kept, bytes(1));
  assert.equal(await metadataCache.readKept(key), kept);
  assert.equal(await metadataCache.readKept(at('wss://two.io')), null);
  assert.equal(await metadataCache.readKept(at(key.endpoint, 476)), null);
});

test('they go with their metadata: written otherwise, dropped, or one too many', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000 });
  const again = async () => {
    await metadataCache.write(key, bytes(1));
    await metadataCache.writeKept(key, kept, bytes(1));
    assert.equal(await metadataCache.readKept(key), kept);
  };
  await again();
  await metadataCache.write(key, bytes(1));
  assert.equal(await metadataCache.readKept(key), kept, 'the same bytes');
  await metadataCache.write(key, bytes(9));
  assert.equal(await metadataCache.readKept(key), null, 'other bytes');
  await again();
  await metadataCache.drop(key);
  assert.equal(await metadataCache.readKept(key), null, 'dropped');
  await again();
  for (let spec = 476; spec < 490; spec += 1) {
    // Of one moment none is the oldest.
    t.mock.timers.tick(1);
    await metadataCache.write(at(key.endpoint, spec), bytes(spec % 251));
  }
  assert.equal(await metadataCache.read(key), null);
  assert.equal(await metadataCache.readKept(key), null, 'too old');
});

test('what is kept of another node’s metadata goes with that, however it goes', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000 });
  const two = at('wss://two.io');
  const again = async () => {
    await noteAgreement(key, bytes(9), ['one', 'two']);
    await metadataCache.writeKept(two, kept, bytes(9));
    assert.equal(await metadataCache.readKept(two), kept);
  };
  await again();
  await metadataCache.drop(key);
  assert.equal(await metadataCache.readKept(two), null, 'dropped');
  await again();
  await metadataCache.write(key, bytes(8));
  assert.equal(await metadataCache.readKept(two), null, 'written otherwise');
  await again();
  for (let spec = 476; spec < 490; spec += 1) {
    // Of one moment none is the oldest.
    t.mock.timers.tick(1);
    await metadataCache.write(at(key.endpoint, spec), bytes(spec % 251));
  }
  assert.equal(await metadataCache.readKept(two), null, 'too old');
});

test('nothing is kept of a metadata that is not stored, or that another node gave alone', async () => {
  await metadataCache.writeKept(key, kept, bytes(1));
  assert.equal(await metadataCache.readKept(key), null, 'no metadata');
  await metadataCache.write(key, bytes(9));
  await metadataCache.writeKept(key, kept, bytes(1));
  assert.equal(await metadataCache.readKept(key), null, 'other metadata');
  const two = at('wss://two.io');
  await metadataCache.writeKept(two, kept, bytes(9));
  assert.equal(await metadataCache.readKept(two), null, 'another node alone');
  await noteAgreement(key, bytes(9), ['one', 'two']);
  await metadataCache.writeKept(two, kept, bytes(9));
  assert.equal(await metadataCache.readKept(two), kept, 'two operators alike');
});

test('a record that does not fit its checksum counts as none', async () => {
  await metadataCache.write(key, bytes(1));
  await metadataCache.writeKept(key, kept, bytes(1));
  const record = await readKeptFactsRecord(key);
  assert.ok(record);
  await writeKeptFactsRecord({ ...record, facts: kept.replace('1', '2') });
  assert.equal(await metadataCache.readKept(key), null);
});
