// What home says is written with the picture that it is of, with newer rows, and with emission: never older than one of them.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { NodeRecord, SnapshotRecord } from '../../src/model/records.ts';
import { createRecordHome } from '../../src/service/record-home.ts';
import {
  readNodeRecord,
  readSnapshotRecord,
  writeSnapshotRecord,
} from '../../src/store/chain-cache.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { readHomeRecord } from '../../src/store/read-home-record.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { toNetuid } from '../../src/units.ts';
import { blockAt, genesisHash, HEAD, subnets } from '../tools/pictures/chain.ts';
import { emissionRecord } from '../tools/pictures/emission.ts';
import { seed } from '../tools/pictures/seed.ts';
import { homeOf, positions, snapshotWith, stored } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

const at = (block: number): SnapshotRecord =>
  snapshotWith(positions, [4], { block: blockAt(block), blockTime: 1_000 });

/** Newer prices of one subnet. */
function nodeAt(block: number): NodeRecord {
  const { node } = stored();
  const [subnet] = subnets.filter(({ netuid }) => netuid === 64);
  assert.ok(node && subnet?.pool && subnet.pool.kind !== 'stable');
  const pool = { ...subnet.pool, taoReserve: subnet.pool.taoReserve + BigInt(block) };
  const row = { netuid: subnet.netuid, curve: subnet.curve, pool, at: block };
  const rows = { of: blockAt(HEAD).hash, block: blockAt(block), blockTime: 2_000, rows: [row] };
  return { ...node, rows };
}

test('whoever values the picture that was written gets the figures of home; other accounts are valued by themselves', async () => {
  await seed(stored({ snapshot: null }));
  const home = createRecordHome();
  const record = at(HEAD);
  const { snapshot } = record;
  const counted = homeOf({ ...stored({ snapshot: null }), snapshot: record })?.coldkeys ?? [];
  assert.ok(counted.length > 1);
  const expected = valuePortfolio(snapshot, counted);
  assert.deepEqual(home.value(snapshot, counted), expected, 'before anything was written');
  await home.writePicture(record);
  const value = home.value(snapshot, counted);
  assert.deepEqual(value, expected);
  assert.equal(home.value(snapshot, counted), value);
  const one = counted.slice(1);
  assert.deepEqual(home.value(snapshot, one), valuePortfolio(snapshot, one));
  assert.equal(home.value(snapshot, counted), value, 'and home’s are kept');
  await home.writeRows(nodeAt(HEAD + 2));
  assert.deepEqual(home.value(snapshot, counted), expected, 'newer rows are no part of it');
});

test('home’s record names the node that told its figures, and none where more than one may have', async () => {
  await seed(stored({ snapshot: null }));
  const home = createRecordHome();
  const record = at(HEAD);
  const told = { ...record.snapshot, from: 'wss://told.example' };
  await home.writePicture({ ...record, snapshot: told });
  assert.equal((await readHomeRecord(genesisHash))?.from, told.from);
  const { from: _, ...unnamed } = told;
  await home.writePicture({ ...record, snapshot: { ...unnamed, block: blockAt(HEAD + 1) } });
  const later = await readHomeRecord(genesisHash);
  assert.deepEqual([later?.block, later?.from], [blockAt(HEAD + 1), undefined]);
});

test('a picture, newer rows and emission each write what home says by all of them', async () => {
  const scene = stored({ snapshot: null });
  await seed(scene);
  const home = createRecordHome();
  const expected = async (part: Partial<typeof scene>) =>
    assert.deepEqual(await readHomeRecord(genesisHash), homeOf({ ...scene, ...part }));

  await home.writePicture(at(HEAD));
  await expected({ snapshot: at(HEAD) });
  assert.deepEqual(await readSnapshotRecord(genesisHash), at(HEAD));

  const node = nodeAt(HEAD + 2);
  await home.writeRows(node);
  await expected({ snapshot: at(HEAD), node });
  assert.deepEqual(await readNodeRecord('finney'), node);

  const emission = emissionRecord();
  await home.writeEmission(emission);
  await expected({ snapshot: at(HEAD), node, emission });

  // Rows of the picture before are of no other one.
  await home.writePicture(at(HEAD + 20));
  await expected({ snapshot: at(HEAD + 20), emission });
});

test('a worker that begins anew knows the emission that is stored, and the picture for newer emission', async () => {
  const scene = stored({ snapshot: at(HEAD), emission: emissionRecord() });
  await seed(scene);
  await (await openStore()).clear('homes');
  await createRecordHome().writeEmission(emissionRecord());
  assert.deepEqual(await readHomeRecord(genesisHash), homeOf(scene));
  await createRecordHome().writePicture(at(HEAD + 1));
  assert.deepEqual(await readHomeRecord(genesisHash), homeOf({ ...scene, snapshot: at(HEAD + 1) }));
});

test('all at once, they end as one after the other', async () => {
  const scene = stored({ snapshot: null });
  await seed(scene);
  const home = createRecordHome();
  const emission = emissionRecord();
  await Promise.all([
    home.writePicture(at(HEAD)),
    home.writeEmission(emission),
    home.writeRows(nodeAt(HEAD + 1)),
    home.writePicture(at(HEAD + 20)),
  ]);
  const expected = homeOf({ ...scene, snapshot: at(HEAD + 20), emission });
  assert.deepEqual(await readHomeRecord(genesisHash), expected);
});

test('a picture without its figures leaves none of the one before', async () => {
  await seed(stored());
  assert.notEqual(await readHomeRecord(genesisHash), null);
  await writeSnapshotRecord(at(HEAD + 1));
  assert.equal(await readHomeRecord(genesisHash), null);
});

test('what cannot be valued is written all the same: a panel says what is wrong', async (t) => {
  await seed(stored());
  const log = t.mock.method(console, 'error', () => undefined);
  const broken = at(HEAD + 1);
  const [first] = broken.snapshot.subnets.filter(({ netuid }) => netuid === toNetuid(64));
  assert.ok(first?.pool?.kind === 'balancer' || first?.pool?.kind === 'constant-product');
  const pool = { ...first.pool, kind: 'unheard-of' as 'balancer' };
  const others = broken.snapshot.subnets.filter((one) => one !== first);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what no type allows
  const subnet = { ...first, pool } as typeof first;
  const snapshot = { ...broken.snapshot, subnets: [...others, subnet] };
  await createRecordHome().writePicture({ ...broken, snapshot });
  assert.equal(log.mock.callCount(), 1);
  assert.equal(await readHomeRecord(genesisHash), null);
  const written = (await (await openStore()).get('snapshots', genesisHash))?.snapshot;
  assert.equal(written?.block.number, HEAD + 1);
});

test('of a picture that could not be written nothing is said', async (t) => {
  const scene = stored({ snapshot: null });
  await seed(scene);
  const home = createRecordHome();
  await home.writePicture(at(HEAD));
  const full = t.mock.method(IDBObjectStore.prototype, 'put', () => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await assert.rejects(home.writePicture(at(HEAD + 20)));
  full.mock.restore();
  const node = nodeAt(HEAD + 2);
  await home.writeRows(node);
  assert.deepEqual(
    await readHomeRecord(genesisHash),
    homeOf({ ...scene, snapshot: at(HEAD), node }),
  );
  const emission = emissionRecord();
  await home.writeEmission(emission);
  const expected = homeOf({ ...scene, snapshot: at(HEAD), node, emission });
  assert.deepEqual(await readHomeRecord(genesisHash), expected);
});
