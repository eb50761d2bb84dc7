// The past of a chain that really made its blocks: an upgrade on the way, a fork, real epochs, an archive that lags.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMadePast } from '../devnet/past/made-past.ts';
import type { PastRecord } from '../devnet/past/past-record.ts';
import { addressOf, readerOf } from '../fakes/memory-books.ts';
import { unreadIn } from '../fakes/past-book.ts';
import { entriesOf, told } from '../fakes/same-amounts.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';
const LAG = 40;

test('the book of blocks that were really made is the record of their makers', async (t) => {
  const made = await startMadePast({ blocks: IS_DEEP ? 20_000 : 1_500 });
  t.after(() => made.stop());
  // What is above it may still lose.
  const head = made.net.finalizedHead().number;
  const { rebuild, store, genesisHash } = readerOf({ ...made, head });
  const coldkeys = made.coldkeys.slice(0, IS_DEEP ? 6 : 2);
  const from = made.first;
  const wanted = { genesisHash, coldkeys: coldkeys.map(addressOf), from, pace: 0 };
  made.lag(LAG);
  await rebuild.start(wanted);
  await rebuild.settled();
  for (const stretch of unreadIn(store)) {
    assert.deepEqual([stretch.state === 'unread' && stretch.why, stretch.to], ['lagging', head]);
  }
  made.lag(0);
  await rebuild.start(wanted);
  await rebuild.settled();
  assert.deepEqual(unreadIn(store), []);
  let entries = 0;
  for (const coldkey of coldkeys) {
    const record = made.record(coldkey).filter(({ block }) => block > from && block <= head);
    entries += record.length;
    // Root stake that was given while the chain claimed for its accounts is growth in the book.
    const isGrowth = ({ kind, block, legs }: PastRecord): boolean =>
      kind === 'stake-in' &&
      block <= made.upgradeAt &&
      legs.some((leg) => leg.of === 'alpha' && leg.netuid === 0);
    const found = entriesOf(store, coldkey).map(told);
    const missing = record.filter((one) => !found.includes(told(one)));
    assert.deepEqual(missing.filter((one) => !isGrowth(one)).map(told), []);
    assert.equal(found.length, record.length - missing.length);
  }
  const blocks = new Set([...store.entries.values()].map(({ block }) => block.number)).size;
  const span = head - from;
  const most = blocks * (Math.log2(span / blocks) + 8) + 2 * 64;
  t.diagnostic(
    `${entries} entries in ${blocks} of ${span} blocks: ${made.counters.questions} questions of ${Math.floor(most)}`,
  );
  assert.ok(made.counters.questions <= most);
});
