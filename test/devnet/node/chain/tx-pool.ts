// The transaction pool: what waits for a block, in which order, and what its watchers are told.
// Refuses to check signatures or to run anything; it is handed the verdicts.
import type { Block } from './block.ts';
import { ancestorAt } from './block.ts';
import type { Valid, Validity } from './validity.ts';

export type TxStatus =
  | 'ready'
  | 'future'
  | 'dropped'
  | 'invalid'
  | Readonly<{ broadcast: readonly string[] }>
  | Readonly<{ inBlock: string }>
  | Readonly<{ retracted: string }>
  | Readonly<{ finalized: string }>
  | Readonly<{ finalityTimeout: string }>
  | Readonly<{ usurped: string }>;

export type PoolEntry = {
  readonly hash: string;
  /** With the length prefix. */
  readonly extrinsic: Uint8Array;
  readonly order: number;
  validity: Valid;
  /** The block that holds it now; null while it waits. */
  inBlock: Block | null;
  watchers: Set<(status: TxStatus) => void>;
  wasReady: boolean;
};

export type SubmitOutcome =
  | Readonly<{ ok: true; entry: PoolEntry }>
  | Readonly<{ ok: false; error: 'already-imported' | 'immediately-dropped' | 'banned' }>
  | Readonly<{ ok: false; error: 'too-low-priority'; old: bigint; new: bigint }>;

/** How long an extrinsic that turned out invalid is refused: the chain's 30 minutes of 12 s. */
const BAN_BLOCKS = 150;
const PEER = '12D3KooWTaubarDevnetPeer';

export class TxPool {
  private readonly entries = new Map<string, PoolEntry>();
  private readonly bans = new Map<string, number>();
  private readonly limit: number;
  private submitted = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(hash: string): PoolEntry | null {
    return this.entries.get(hash) ?? null;
  }

  /** What a block on this parent may take: all that no ancestor holds, best tip first, each signer's in nonce order. */
  candidates(parent: Block): PoolEntry[] {
    const isFree = ({ inBlock }: PoolEntry): boolean =>
      !inBlock || ancestorAt(parent, inBlock.number) !== inBlock;
    return [...this.entries.values()]
      .filter(isFree)
      .sort(
        (a, b) =>
          compare(b.validity.tip, a.validity.tip) ||
          a.validity.nonce - b.validity.nonce ||
          a.order - b.order,
      );
  }

  pending(): PoolEntry[] {
    return this.waiting();
  }

  /** The nonce after the ready ones of a signer. */
  nextNonce(signer: string, accountNonce: number): number {
    let next = accountNonce;
    while (this.find(signer, next)) next += 1;
    return next;
  }

  submit(
    hash: string,
    extrinsic: Uint8Array,
    validity: Valid,
    number: number,
    watcher: ((status: TxStatus) => void) | null,
  ): SubmitOutcome {
    if ((this.bans.get(hash) ?? 0) > number) return { ok: false, error: 'banned' };
    const known = this.entries.get(hash);
    if (known && !known.inBlock) return { ok: false, error: 'already-imported' };
    const rival = this.find(validity.signer, validity.nonce);
    if (rival && rival.validity.tip >= validity.tip) {
      const { tip } = rival.validity;
      return { ok: false, error: 'too-low-priority', old: tip, new: validity.tip };
    }
    if (!rival && this.waiting().length >= this.limit) {
      return { ok: false, error: 'immediately-dropped' };
    }
    this.submitted += 1;
    const entry: PoolEntry = {
      hash,
      extrinsic,
      order: this.submitted,
      validity,
      inBlock: null,
      watchers: new Set(watcher ? [watcher] : []),
      wasReady: false,
    };
    this.entries.set(hash, entry);
    if (rival) this.remove(rival, { usurped: hash });
    this.announce(entry);
    for (const waiting of this.waiting()) if (waiting !== entry) this.announceReady(waiting);
    return { ok: true, entry };
  }

  /** A new best block: what it holds leaves the queue, what was retracted returns, the rest is judged again. */
  update(
    retracted: readonly Block[],
    enacted: readonly Block[],
    hashesOf: (block: Block) => readonly string[],
    revalidate: (entry: PoolEntry) => Validity,
  ): void {
    const number = enacted.at(-1)?.number ?? 0;
    for (const block of retracted) {
      for (const entry of this.within(block)) {
        entry.inBlock = null;
        tell(entry, { retracted: block.hash });
      }
    }
    for (const block of enacted) {
      for (const hash of hashesOf(block)) {
        const entry = this.entries.get(hash);
        if (!entry) continue;
        entry.inBlock = block;
        tell(entry, { inBlock: block.hash });
      }
    }
    for (const entry of this.waiting()) {
      const verdict = revalidate(entry);
      if (verdict.ok) entry.validity = verdict;
      else this.invalidate(entry, number);
    }
    for (const entry of this.waiting()) this.announceReady(entry);
  }

  finalize(block: Block): void {
    for (const entry of this.within(block)) this.remove(entry, { finalized: block.hash });
  }

  /** Watchers of included but not final extrinsics are told that finality did not come. */
  timeOutFinality(): void {
    for (const entry of this.entries.values()) {
      if (entry.inBlock) this.remove(entry, { finalityTimeout: entry.inBlock.hash });
    }
  }

  /** Gone without a word to anyone, as when a node loses its pool. */
  forget(hash: string): void {
    this.entries.delete(hash);
  }

  drop(hash: string): void {
    const entry = this.entries.get(hash);
    if (entry) this.remove(entry, 'dropped');
  }

  private invalidate(entry: PoolEntry, number: number): void {
    this.bans.set(entry.hash, number + BAN_BLOCKS);
    this.remove(entry, 'invalid');
  }

  private remove(entry: PoolEntry, last: TxStatus): void {
    if (this.entries.get(entry.hash) === entry) this.entries.delete(entry.hash);
    tell(entry, last);
    entry.watchers.clear();
  }

  private announce(entry: PoolEntry): void {
    if (this.isReady(entry)) this.announceReady(entry);
    else tell(entry, 'future');
  }

  private announceReady(entry: PoolEntry): void {
    if (entry.wasReady || !this.isReady(entry)) return;
    entry.wasReady = true;
    tell(entry, 'ready');
    tell(entry, { broadcast: [PEER] });
  }

  private isReady({ validity }: PoolEntry): boolean {
    for (let gap = validity.nonceGap; gap > 0; gap -= 1) {
      if (!this.find(validity.signer, validity.nonce - gap)) return false;
    }
    return true;
  }

  private find(signer: string, nonce: number): PoolEntry | null {
    const isIt = (entry: PoolEntry): boolean =>
      entry.validity.signer === signer && entry.validity.nonce === nonce;
    return this.waiting().find(isIt) ?? null;
  }

  private waiting(): PoolEntry[] {
    return [...this.entries.values()].filter((entry) => !entry.inBlock);
  }

  private within(block: Block): PoolEntry[] {
    return [...this.entries.values()].filter((entry) => entry.inBlock === block);
  }
}

function tell(entry: PoolEntry, status: TxStatus): void {
  for (const watcher of entry.watchers) watcher(status);
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
