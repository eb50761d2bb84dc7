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

const changesOf = (legs: readonly { of: string; change: bigint }[]): bigint[] =>
  legs.map(({ change }) => change);

/** Until then shares are bits of a fraction, of which the archive tells those that fit, and some amounts stand in no event. */
const ROUNDED_UNTIL = 7_300_000;

/** The same, but for a unit of stake that no event told in the years of rounded shares. */
export function isToldAlike(entry: BookEntry, record: PastRecord): boolean {
  if (told(entry) === told(record)) return true;
  if (record.block > ROUNDED_UNTIL || entry.legs.length !== record.legs.length) return false;
  const sorted = <T extends Leg | PastRecord['legs'][number]>(legs: readonly T[]): T[] =>
    legs.toSorted((a, b) => bySize(legText({ ...a, change: 0n }), legText({ ...b, change: 0n })));
  const [mine, theirs] = [sorted(entry.legs), sorted(record.legs)];
  const isNear = changesOf(mine).every((change, at) => {
    const other = theirs[at]?.change ?? 0n;
    const gap = change > other ? change - other : other - change;
    return mine[at]?.of === 'alpha' ? gap <= 1n : gap === 0n;
  });
  const legs = theirs.map((leg, at) => ({ ...leg, change: mine[at]?.change ?? 0n }));
  return isNear && told(entry) === told({ ...record, legs });
}
