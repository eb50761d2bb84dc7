// When names of subnets are read: once a day, and again some time after a reading that failed, however long a panel is open.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import { createRecordNames } from '../../src/service/record-names.ts';
import { readNamesRecord } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { blockAt, genesisHash, HEAD } from '../tools/pictures/chain.ts';

afterEach(eraseStore);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function world() {
  let clock = 1_000 * DAY;
  let asked = 0;
  let isAway = false;
  const part: Partial<ChainClient> = {
    genesisHash: () => genesisHash,
    readNames: async () => {
      asked += 1;
      if (isAway) throw new AppError('NODE_BUSY', { what: 'names' });
      return { block: blockAt(HEAD), names: [] };
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is called is there
  const client = part as ChainClient;
  const names = createRecordNames(
    () => undefined,
    () => clock,
  );
  return {
    asked: () => asked,
    picture: () => names.snapshotRead(client),
    pass: (ms: number) => {
      clock += ms;
    },
    goAway: (away: boolean) => {
      isAway = away;
    },
  };
}

test('a panel that stays open reads names once a day', async () => {
  const { asked, picture, pass } = world();
  await picture();
  assert.equal(asked(), 1);
  pass(DAY - MINUTE);
  await picture();
  assert.equal(asked(), 1);
  pass(20 * MINUTE);
  await picture();
  assert.equal(asked(), 2);
});

test('names that a node did not tell are asked for again, and not with every picture', async () => {
  const { asked, picture, pass, goAway } = world();
  goAway(true);
  await assert.rejects(picture(), { code: 'NODE_BUSY' });
  await picture();
  assert.equal(asked(), 1);
  goAway(false);
  pass(15 * MINUTE);
  await picture();
  assert.equal(asked(), 2);
  assert.notEqual(await readNamesRecord(genesisHash), null);
});
