// When root rewards are read: once an epoch while a panel is open, at once after root stake changed, never while it is
// closed, and never where the runtime has no funds. With the real store.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import type { RootClaims } from '../../src/model/root-claims.ts';
import { createRecordRootClaims } from '../../src/service/record-root-claims.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { readRootClaimsRecord } from '../../src/store/read-root-claims-record.ts';
import { toAlphaRao } from '../../src/units.ts';
import { blockAt, genesisHash, HEAD } from '../tools/pictures/chain.ts';
import { rootClaimsRecord } from '../tools/pictures/root-claims.ts';
import { positions, snapshotWith } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

const ELSEWHERE = { known: false, reason: 'not-on-this-runtime' } as const;

const at = (block: number, part: Partial<Snapshot> = {}): Snapshot =>
  snapshotWith(positions, [], { block: blockAt(block), unclaimed: ELSEWHERE, ...part }).snapshot;

function world(answer: RootClaims | null = rootClaimsRecord().claims) {
  const asked: number[] = [];
  let announced = 0;
  let isWatched = true;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one method that is called
  const client = {
    readRootClaims: async (_query: unknown, block: { number: number }) => {
      asked.push(block.number);
      return answer === null ? ELSEWHERE : { known: true, value: answer };
    },
  } as unknown as ChainClient;
  const recorder = createRecordRootClaims(
    () => isWatched,
    () => {
      announced += 1;
    },
  );
  return {
    asked,
    counts: () => announced,
    close: () => {
      isWatched = false;
    },
    look: (snapshot: Snapshot) => recorder.snapshotRead(client, snapshot),
    now: (snapshot: Snapshot) => recorder.readNow(client, snapshot),
  };
}

test('once an epoch, and at once after root stake changed', async () => {
  const { asked, counts, look } = world();
  await look(at(HEAD));
  await look(at(HEAD + 1));
  await look(at(HEAD + 359));
  assert.deepEqual(asked, [HEAD]);
  await look(at(HEAD + 360));
  const more = positions.map((one) =>
    one.netuid === 0 ? { ...one, alpha: toAlphaRao(one.alpha + 1n) } : one,
  );
  await look(snapshotWith(more, [], { block: blockAt(HEAD + 361), unclaimed: ELSEWHERE }).snapshot);
  assert.deepEqual(asked, [HEAD, HEAD + 360, HEAD + 361]);
  assert.equal(counts(), 3);
  const record = await readRootClaimsRecord(genesisHash);
  assert.equal(record?.block.number, HEAD + 361);
  assert.deepEqual(
    record?.rates.map(({ block }) => block),
    [HEAD, HEAD + 361],
  );
});

test('a closed panel reads nothing, nor does a runtime whose books the snapshot has', async () => {
  const { asked, look, close, now } = world();
  await look(at(HEAD, { unclaimed: { known: true, value: [] } }));
  await look(at(HEAD, { unclaimed: { known: false, reason: 'unreadable' } }));
  close();
  await look(at(HEAD));
  assert.deepEqual(asked, []);
  await now(at(HEAD));
  assert.deepEqual(asked, [HEAD]);
});

test('a runtime without funds leaves no record', async () => {
  const { counts, look } = world(null);
  await look(at(HEAD));
  assert.equal(counts(), 0);
  assert.equal(await readRootClaimsRecord(genesisHash), null);
});
