// An entry of a rebuilt book and one of the maker's record, in one form that can be compared.
import type { BookEntry, Leg } from '../../src/model/book.ts';
import type { PastRecord } from '../devnet/past/past.ts';
import { addressOf, type MemoryBooks } from './memory-books.ts';

const bySize = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const legText = (leg: Leg | PastRecord['legs'][number]): string =>
  leg.of === 'free'
    ? `τ ${leg.change}`
    : `${leg.netuid}/${leg.registeredAt}/${leg.hotkey.startsWith('0x') ? addressOf(leg.hotkey) : leg.hotkey} ${leg.change}`;

const ss58 = (one: string | null): string | null => (one?.startsWith('0x') ? addressOf(one) : one);

export function told(entry: BookEntry | PastRecord): string {
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
    `pool ${poolFees
      .map(({ unit, netuid, amount }) => `${unit} ${netuid} ${amount}`)
      .toSorted(bySize)
      .join(', ')}`,
    `prices ${prices
      .map((p) => `${p.netuid}/${p.registeredAt} ${p.raoPerAlpha}`)
      .toSorted(bySize)
      .join(', ')}`,
    ss58(entry.counterparty) ?? '-',
    entry.error ?? '-',
    entry.at,
  ].join(' | ');
}

export const entriesOf = (store: MemoryBooks, coldkey: string): BookEntry[] =>
  [...store.entries.values()]
    .filter((entry) => entry.coldkey === addressOf(coldkey))
    .toSorted((a, b) => a.block.number - b.block.number || a.place - b.place);
