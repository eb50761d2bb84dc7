// Entries of an account's book in the making: what is told of one block so far.
import type { BookEntry, EntryKind, Leg } from '../../model/book.ts';
import type { PastMark, Place } from '../../model/past.ts';
import type { Hex, Netuid, Ss58Address } from '../../units.ts';
import { isAt } from './book-groups.ts';
import type { BookTrade } from './book-trades.ts';
import type { BookBlock, BookExtrinsic } from './read-book-block.ts';

export type BlockOfAccount = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  body: BookBlock;
  /** At the block before, and at the block. Both full. */
  before: PastMark;
  after: PastMark;
  /** Places whose share changed. */
  changed: readonly Place[];
  /** Of a subnet that was removed before; null: not known. */
  registeredAt: (netuid: Netuid) => number | null;
};

export type Draft = {
  kind: EntryKind;
  legs: Leg[];
  fee: Leg | null;
  poolFees: BookEntry['poolFees'][number][];
  counterparty: Ss58Address | null;
  error: string | null;
  /** Calls of a batch that ended before; null: it is of the whole extrinsic. */
  item: number | null;
  extrinsic: BookExtrinsic | null;
  /** Which group of events it came from. */
  group: number;
};

/** Sorts the blocks' events for one account; `draft` entries get their place and block at the end. */
export class Sorting {
  readonly drafts: Draft[] = [];
  readonly of: BlockOfAccount;
  group = 0;

  constructor(of: BlockOfAccount) {
    this.of = of;
  }

  alpha(hotkey: Ss58Address, netuid: Netuid, change: bigint): Leg {
    const { registeredAt } = this.of;
    const since = netuid === 0 ? 0 : (registeredAt(netuid) ?? 0);
    return { of: 'alpha', change, netuid, registeredAt: since, hotkey };
  }

  add(kind: EntryKind, extrinsic: BookExtrinsic | null, draft: Partial<Draft>): Draft {
    const empty = { legs: [], fee: null, poolFees: [], counterparty: null, error: null, item: 0 };
    const made: Draft = { ...empty, group: this.group, ...draft, kind, extrinsic };
    made.legs = made.legs.filter(({ change }) => change !== 0n);
    this.drafts.push(made);
    return made;
  }

  /** Stake at a place before and after. */
  growth(place: Place): bigint {
    const amount = ({ full }: PastMark): bigint =>
      full?.held.find((one) => isAt(one, place))?.alpha ?? 0n;
    return amount(this.of.after) - amount(this.of.before);
  }
}

export const free = (change: bigint): Leg => ({ of: 'free', change });

/** Alpha that came to or left the position; where no event tells it, what the position changed by. */
export function changeBy(sorting: Sorting, trade: BookTrade, netuid: Netuid): bigint {
  if (trade.alpha !== null) return trade.side === 'buy' ? trade.alpha : -trade.alpha;
  const place = { hotkey: trade.hotkey, netuid };
  const isTold = sorting.drafts.some(({ legs }) =>
    legs.some((leg) => leg.of === 'alpha' && isAt(leg, place)),
  );
  return isTold ? 0n : sorting.growth(place);
}
