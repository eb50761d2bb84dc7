// What to ask an archive next, so that every block that changed an account is found and read, newest first. It knows the
// books so far and the answers; it asks nothing itself, and goes on from the stored books wherever it was stopped.
// Longer than 250 lines because it is one machine: all its moves change the same accounts.
import type { Book, Unread } from '../model/book.ts';
import type { PastMark, Place } from '../model/past.ts';
import type { Ss58Address } from '../units.ts';
import {
  accountOf,
  covers,
  HINT,
  lastOpen,
  nameOf,
  NEWEST,
  NO_DIGEST,
  type Account,
  type Ask,
} from './rebuild-account.ts';
import { withStretch } from './rebuild-book.ts';
import { compareDigests, specOf } from './rebuild-digest.ts';
import { blocksAhead, gridBelow, middleOf } from './rebuild-grid.ts';

export type Rebuild = {
  /** The newest block that is read. */
  head: number;
  /** null: nothing is open. */
  next: () => Ask | null;
  /** Blocks that may be asked for soon. */
  ahead: (ask: Ask) => number[];
  mark: (coldkey: Ss58Address, block: number) => PastMark | null;
  placesOf: (coldkey: Ss58Address) => readonly Place[];
  addPlaces: (coldkey: Ss58Address, places: readonly Place[]) => boolean;
  /** Stake came and went before that block, and the ends of its stretch may be alike: it is looked at more closely. */
  lookBefore: (coldkey: Ss58Address, block: number) => void;
  takeMark: (coldkey: Ss58Address, mark: PastMark) => void;
  /** The block was read; `own`: extrinsics that the account signed there. false: fewer or more than the nonce says. */
  takeBlock: (coldkey: Ss58Address, block: number, own: number, isReaped: boolean) => boolean;
  fail: (ask: Ask, why: Unread, now: number) => void;
  book: (coldkey: Ss58Address) => Book;
  /** Full marks that ended a stretch since the last call: points of the book. */
  takePoints: (coldkey: Ss58Address) => PastMark[];
};

/** In so small a stretch values are asked with the digest: its ends are likely those of a change. */
const NEAR = 16;
/** So many blocks before a payout the removed subnet was still there, at one of them at least. */
const CLOSER: readonly number[] = [16, 128, 1_024, 8_192];
const MOST_GRID_AHEAD = 64;
/** Hashes asked for at once: every block of a small stretch; of a larger one six halvings. */
const HASHES_NEAR = 512;
const HASHES_FAR = 63;

/** `head`: the newest block that is read; what the books have beyond it stays as it is: a block there may still lose. */
export function createRebuild(books: readonly Book[], head: number): Rebuild {
  const accounts = new Map(books.map((book) => [book.coldkey, accountOf(book)]));

  function of(coldkey: Ss58Address): Account {
    const account = accounts.get(coldkey);
    if (account === undefined) throw new RangeError('an account that is not read');
    return account;
  }

  function isPoint({ book }: Account, block: number): boolean {
    const first = book.stretches[0]?.from ?? 0;
    return block === head || block === first || block === gridBelow(block + 1, first, head);
  }

  /** The stretch is known; what lies above it is no longer needed. */
  function close(account: Account, from: number, to: number, byNonce: boolean): void {
    for (const block of [to, from]) {
      const mark = account.marks.get(block);
      const isNew = !account.points.some((one) => one.block.number === block);
      if (mark?.full && covers(account, mark) && isNew && isPoint(account, block)) {
        account.points.push(mark);
      }
    }
    const state = byNonce
      ? ({ state: 'read', byNonce: true } as const)
      : ({ state: 'read' } as const);
    account.book = withStretch(account.book, from, to, state);
    for (const block of account.marks.keys()) if (block > from) account.marks.delete(block);
  }

  /** Closes what can be closed without a question, and says what the next one is. */
  function want(coldkey: Ss58Address, account: Account): Ask | null {
    for (;;) {
      const open = lastOpen(account.book, head);
      if (open === undefined) return null;
      const { to } = open;
      let grid = Math.max(
        gridBelow(to, open.from, head),
        ...account.hints.filter((block) => block < to && block > open.from),
      );
      const { gone } = account;
      if (gone !== null && gone.block >= grid) {
        // The node keeps states from some block above it: halving finds the first.
        if (to - gone.block < 2) {
          const state = { state: 'unread', why: 'pruned', at: gone.at } as const;
          account.book = withStretch(account.book, open.from, to, state);
          continue;
        }
        grid = middleOf(gone.block, to);
      }
      const specs = {
        from: specOf(account.marks.get(grid)?.digest ?? NO_DIGEST),
        to: specOf(account.marks.get(to)?.digest ?? NO_DIGEST) || NEWEST,
      };
      const ask = (kind: Ask['kind'], block: number, from: number, isFull: boolean): Ask => ({
        kind,
        block,
        isFull: isFull || isPoint(account, block),
        specs,
        from,
        to,
        coldkeys: [coldkey],
      });
      const high = account.marks.get(to);
      if (!covers(account, high) || (to === head && high.full === null)) {
        return ask('mark', to, grid, false);
      }
      let low = grid;
      let parent = grid;
      let isClosed = false;
      while (!isClosed) {
        const isNear = to - parent <= NEAR;
        const mark = account.marks.get(low);
        if (mark === undefined) return ask('mark', low, parent, isNear);
        const { isSame, byNonce } = compareDigests(mark.digest, high.digest, account.book.places);
        if (isSame) {
          const isEnough = covers(account, mark) && (mark.full !== null || !isPoint(account, low));
          if (!isEnough) return ask('mark', low, parent, isNear);
          close(account, low, to, byNonce);
          isClosed = true;
        } else if (to - low === 1) {
          if (!covers(account, mark) || mark.full === null) return ask('mark', low, low, true);
          if (high.full === null) return ask('mark', to, low, true);
          return ask('block', to, low, true);
        } else {
          parent = low;
          low = middleOf(low, to);
        }
      }
    }
  }

  function changed(account: Account, book: Book): void {
    account.book = book;
    account.wanted = undefined;
  }

  return {
    head,
    next() {
      const wanted = [...accounts].flatMap(([coldkey, account]) => {
        if (account.wanted === undefined) account.wanted = want(coldkey, account);
        return account.wanted === null ? [] : [account.wanted];
      });
      const first = wanted.toSorted((a, b) => b.to - a.to || b.block - a.block)[0];
      if (first === undefined) return null;
      const same = wanted.filter(({ kind, block }) => kind === first.kind && block === first.block);
      return {
        ...first,
        isFull: same.some(({ isFull }) => isFull),
        specs: {
          from: Math.min(...same.map(({ specs }) => specs.from)),
          to: Math.max(...same.map(({ specs }) => specs.to)),
        },
        coldkeys: same.flatMap(({ coldkeys }) => coldkeys),
      };
    },
    ahead({ coldkeys: [coldkey], block, from, to }) {
      if (coldkey === undefined) return [];
      const { book } = of(coldkey);
      const first = book.stretches.find(({ state }) => state === 'open')?.from ?? 0;
      const ahead: number[] = [];
      if (from === block || to === block) {
        for (let at = block; at > first && ahead.length < MOST_GRID_AHEAD;) {
          at = gridBelow(at, first, head);
          ahead.push(at);
        }
        return ahead;
      }
      return blocksAhead(from, to, to - from <= HASHES_NEAR ? HASHES_NEAR : HASHES_FAR);
    },
    mark: (coldkey, block) => of(coldkey).marks.get(block) ?? null,
    placesOf: (coldkey) => of(coldkey).book.places,
    addPlaces(coldkey, places) {
      const account = of(coldkey);
      const known = new Set(account.book.places.map(nameOf));
      const added = places.filter((place) => {
        const isNew = !known.has(nameOf(place));
        known.add(nameOf(place));
        return isNew;
      });
      if (added.length === 0) return false;
      const all = [
        ...account.book.places,
        ...added.map(({ hotkey, netuid }) => ({ hotkey, netuid })),
      ];
      changed(account, { ...account.book, places: all });
      return true;
    },
    lookBefore(coldkey, block) {
      const account = of(coldkey);
      account.hints = [...account.hints, ...CLOSER.map((blocks) => block - blocks)];
      changed(account, account.book);
    },
    takeMark(coldkey, mark) {
      const account = of(coldkey);
      account.marks.set(mark.block.number, mark);
      changed(account, account.book);
    },
    takeBlock(coldkey, block, own, isReaped) {
      const account = of(coldkey);
      const before = account.marks.get(block - 1)?.nonce ?? 0;
      const after = account.marks.get(block)?.nonce ?? 0;
      const byNonce = isReaped && after < before ? own : after - before;
      if (own !== byNonce) return false;
      close(account, block - 1, block, false);
      const { extrinsicsFound, extrinsicsByNonce } = account.book;
      changed(account, {
        ...account.book,
        extrinsicsFound: extrinsicsFound + own,
        extrinsicsByNonce: extrinsicsByNonce + byNonce,
      });
      return true;
    },
    fail({ coldkeys, block, kind }, why, now) {
      for (const coldkey of coldkeys) {
        const account = of(coldkey);
        const own = account.wanted;
        // A mark may be another account's too, which still waits for it: each loses its own stretch.
        if (!own || own.block !== block || own.kind !== kind) continue;
        if (why === 'pruned' && kind === 'mark' && block === own.from && block < own.to) {
          account.gone = { block, at: now };
          changed(account, account.book);
          continue;
        }
        changed(
          account,
          withStretch(account.book, own.from, own.to, { state: 'unread', why, at: now }),
        );
      }
    },
    book(coldkey) {
      const { book, marks, hints } = of(coldkey);
      const kept = [...marks].toSorted(([a], [b]) => a - b);
      const last = lastOpen(book, head)?.to ?? 0;
      const looked = hints.filter((block) => block < last && !marks.has(block));
      return {
        ...book,
        marks: [
          ...kept.map(([block, { digest }]) => ({ block, digest })),
          ...looked.map((block) => ({ block, digest: HINT }) as const),
        ],
      };
    },
    takePoints(coldkey) {
      const account = of(coldkey);
      const { points } = account;
      account.points = [];
      return points;
    },
  };
}
