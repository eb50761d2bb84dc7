import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { blocksToThin, readEpochs, readLastEpoch, writeEpochs } from '../../src/store/earnings.ts';
import { eraseStore, openStore, type Store } from '../../src/store/open-store.ts';
import type { EpochRecord } from '../../src/model/records.ts';
import { toAlphaRao, toNetuid, type Hex, type Ss58Address } from '../../src/units.ts';

afterEach(eraseStore);

const genesisHash: Hex = '0xaa';
const netuid = toNetuid(5);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- test addresses
const hotkey = (name: string) => name as Ss58Address;

const record = (epoch: number, names: string[], part: Partial<EpochRecord> = {}): EpochRecord => ({
  genesisHash,
  netuid,
  registeredAt: 10,
  epoch,
  period: 360,
  earned: names.map((name) => ({
    hotkey: hotkey(name),
    dividends: toAlphaRao(1n),
    earnedOn: toAlphaRao(1_000n),
    from: 'own',
  })),
  ...part,
});

test('one record an epoch; hotkeys that are told later join it', async () => {
  await writeEpochs([record(1_000, ['a'])], 1_000);
  await writeEpochs([record(1_000, ['b']), record(1_360, ['a'])], 1_400);
  const [first, second, ...rest] = await readEpochs(genesisHash, netuid);
  assert.deepEqual(rest, []);
  assert.deepEqual(first?.earned.map((one) => one.hotkey).toSorted(), ['a', 'b']);
  assert.equal(second?.epoch, 1_360);
  assert.equal((await readLastEpoch(genesisHash, netuid))?.epoch, 1_360);
  assert.deepEqual(await readEpochs(genesisHash, toNetuid(6)), []);
  assert.equal(await readLastEpoch('0xbb', netuid), null);
});

test('a netuid used again is not mixed with the subnet before it', async () => {
  await writeEpochs([record(1_000, ['a'])], 1_000);
  await writeEpochs([record(1_000, ['b'], { registeredAt: 990 })], 1_000);
  const [only] = await readEpochs(genesisHash, netuid);
  assert.deepEqual(
    only?.earned.map((one) => one.hotkey),
    ['b'],
  );
});

test('a record of another shape is as good as none', async () => {
  const store: Store = await openStore();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- spoiled on purpose
  await store.put('epochs', { genesisHash, netuid, epoch: 7, earned: 'x' } as never);
  assert.deepEqual(await readEpochs(genesisHash, netuid), []);
  assert.equal(await readLastEpoch(genesisHash, netuid), null);
  await writeEpochs([record(7, ['a'])], 7);
  assert.equal((await readEpochs(genesisHash, netuid)).length, 1);
});

test('the record thins with age: an hour apart for a week, a day apart for a month, then nothing', () => {
  const HOUR = 300;
  const DAY = 24 * HOUR;
  const head = 60 * DAY;
  const blocks = Array.from({ length: 60 * 72 }, (_n, i) => i * 100);
  const dropped = new Set(blocksToThin(blocks, head));
  const kept = blocks.filter((block) => !dropped.has(block));
  const ages = kept.map((block) => head - block);
  assert.equal(ages.filter((age) => age >= 35 * DAY).length, 0);
  assert.ok(ages.filter((age) => age >= 8 * DAY).length <= 27);
  const young = ages.filter((age) => age < 8 * DAY).length;
  assert.ok(young >= 8 * 24 - 1 && young <= 8 * 24 + 1, `${young} of the last days`);
  assert.deepEqual(blocksToThin(kept, head), []);
  // The newest stays however old it is: what has been read once is not asked for again.
  assert.deepEqual(blocksToThin([5], head), []);
});

test('seen all the time, a month of one subnet stays small', async () => {
  for (let epoch = 360; epoch < 45 * 7_200; epoch += 3_600) {
    await writeEpochs([record(epoch, ['a'])], epoch);
  }
  const kept = await readEpochs(genesisHash, netuid);
  assert.ok(kept.length < 50, `${kept.length} kept`);
});
