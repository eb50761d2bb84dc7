// A book that was rebuilt from an archive equals what the maker of that past wrote down, entry by entry and to the rao.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BookEntry, Leg } from '../../src/model/book.ts';
import { PLACES, startPast, type Past, type PastRecord } from '../devnet/past/past.ts';
import { addressOf, readerOf, type MemoryBooks } from '../fakes/memory-books.ts';

let past: Past;
before(async () => {
  past = await startPast({ coldkeys: Number(process.env['N'] ?? 12) });
});
after(() => past.stop());

const bySize = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const legText = (leg: Leg | PastRecord['legs'][number]): string =>
  leg.of === 'free'
    ? `τ ${leg.change}`
    : `${leg.netuid}/${leg.registeredAt}/${leg.hotkey.startsWith('0x') ? addressOf(leg.hotkey) : leg.hotkey} ${leg.change}`;

const ss58 = (one: string | null): string | null =>
  one?.startsWith('0x') ? addressOf(one) : one;

function told(entry: BookEntry | PastRecord): string {
  const { extrinsic, legs, fee, poolFees, prices } = entry;
  const { block } = entry;
  return [
    typeof block === 'number' ? block : block.number,
    entry.kind,
    entry.by,
    extrinsic === null
      ? '-'
      : `${extrinsic.index} ${extrinsic.hash} ${extrinsic.call} ${ss58(extrinsic.signer)}`,
    legs.map(legText).toSorted(bySize).join(', '),
    `fee ${fee === null ? '-' : legText(fee)}`,
    `pool ${poolFees.map(({ unit, netuid, amount }) => `${unit} ${netuid} ${amount}`).toSorted(bySize).join(', ')}`,
    `prices ${prices.map((p) => `${p.netuid}/${p.registeredAt} ${p.raoPerAlpha}`).toSorted(bySize).join(', ')}`,
    ss58(entry.counterparty) ?? '-',
    entry.error ?? '-',
    entry.at,
  ].join(' | ');
}

const entriesOf = (store: MemoryBooks, coldkey: string): BookEntry[] =>
  [...store.entries.values()]
    .filter((entry) => entry.coldkey === addressOf(coldkey))
    .toSorted((a, b) => a.block.number - b.block.number || a.place - b.place);

test('the rebuilt book is the record', async () => {
  const { rebuild, store, genesisHash } = readerOf(past);
  past.resetCounters();
  const coldkeys = past.coldkeys.map(addressOf);
  await rebuild.start({ genesisHash, coldkeys, from: 0, pace: 1_000 });
  await rebuild.settled();
  console.log(store.run());
  console.log(past.counters);
  for (const book of store.books.values()) {
    const bad = book.stretches.filter(({ state }) => state !== 'read');
    console.log(book.coldkey.slice(0, 6), book.extrinsicsFound, book.extrinsicsByNonce, book.stretches.length, bad);
  }
  let missing = 0;
  let extra = 0;
  for (const coldkey of past.coldkeys) {
    const wanted = past.record(coldkey).map(told);
    const got = entriesOf(store, coldkey).map(told);
    const lost = wanted.filter((one) => !got.includes(one));
    const added = got.filter((one) => !wanted.includes(one));
    missing += lost.length;
    extra += added.length;
    console.log(addressOf(coldkey).slice(0, 6), wanted.length, got.length, lost.length, added.length);
    for (const one of lost) console.log('  - ', one);
    for (const one of added) console.log('  + ', one);
  }
  console.log({ missing, extra, PLACES });
});
