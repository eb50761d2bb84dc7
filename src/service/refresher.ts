// Follows the portfolio from head to head, one reading at a time, and writes it where the panel looks: the rows in sight in
// every block, all rows in every fifth, and the whole in every twenty-fifth, at a ticket, and when anything else of it changed.
// Schedules refreshes; reading and valuation live elsewhere.
// Longer than 250 lines because who reads next is decided by all that was read before.
import type { ChainClient, ReadSnapshot, SnapshotWanted } from '../chain/chain-client.ts';
import { toAppError, toWireError, type WireError } from '../errors.ts';
import type { BlockRef, Snapshot } from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import type { HistoryRecord, SnapshotRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';
import { firstRecord, isPaced, proofOf } from './first-figures.ts';
import { requireNoLoss, requireNotOlder } from './may-replace.ts';

type RefresherOptions = {
  coldkeys: () => Promise<Ss58Address[]>;
  /** Subnets to read beside those held; `before`: the picture that the next one replaces. */
  lookedAt: (before: Snapshot | null) => Promise<Netuid[]>;
  readRecord: (genesisHash: Hex) => Promise<SnapshotRecord | null>;
  writeRecord: (record: SnapshotRecord) => Promise<void>;
  /** Records what the newer one shows as gone. Called before it replaces the stored one, which else nobody could compare. */
  compare: (before: Snapshot | null, after: Snapshot) => Promise<void>;
  /** Compares the local model with the node's simulation on one of these subnets. */
  prove: (client: ChainClient, snapshot: Snapshot) => Promise<ModelProof>;
  /** What goes into our own history; null: nothing to record. */
  valueNow: (snapshot: Snapshot) => Promise<HistoryRecord | null>;
  recordHistory: (point: HistoryRecord) => Promise<boolean>;
  /** Starts what is read separately and less often. A refresh neither waits for it nor fails with it. */
  readBeside: (client: ChainClient, snapshot: Snapshot) => void;
  /** A panel shows it. Where none does, no row is followed. */
  isWatched: () => boolean;
  writeRows: (client: ChainClient, rows: NewerRows) => Promise<void>;
  announce: (change: 'snapshot' | 'history') => void;
  reportError: (client: ChainClient, error: WireError | null) => Promise<void>;
  /** Epoch milliseconds. */
  now: () => number;
};

type Refresher = {
  /** Reads at this head; while a reading is under way, reads afterwards at the newest head reported. Never rejects. */
  headArrived(client: ChainClient, head: BlockRef): Promise<void>;
  /** Reads at the node's newest head, after a reading under way. Rejects with what went wrong. */
  refreshNow(client: ChainClient): Promise<void>;
  /** What a new connection of this client reads first; null: nothing is shown, or nothing is known of it. */
  expected(client: ChainClient): Promise<SnapshotWanted | null>;
  /** Until it is written: the whole, rows, or both in turn. */
  isReading(): boolean;
  /** Rows that the user sees, from the next head on. */
  watchRows(netuids: readonly Netuid[]): void;
  /** A ticket reads its facts: the whole is read at the newest head, and again with each while this is called. */
  ticketRead(client: ChainClient): void;
};

/** In blocks. */
const WHOLE_EVERY = 25;
const ALL_ROWS_EVERY = 5;
/** Without a panel. */
const UNWATCHED_EVERY = 5;
/** Heads after which a ticket that asked nothing more is closed. */
const TICKET_BLOCKS = 2;

/** In blocks. Unclaimed dividends take many reads, and their figure is not counted into the value. */
const UNCLAIMED_EVERY = 25;

export function createRefresher(options: RefresherOptions): Refresher {
  let running: Promise<void> | null = null;
  let waiting: { client: ChainClient; head: BlockRef } | null = null;
  let unclaimed: { at: number; of: string; value: Snapshot['unclaimed'] } | null = null;
  /** The picture written last: which subnets it has is not read from the store at each block. */
  let written: Snapshot | null = null;
  /** The snapshot that rows are followed of, and by whom it was read. */
  let whole: {
    client: ChainClient;
    snapshot: Snapshot;
    allAt: number;
    rows: NewerRows | null;
  } | null = null;
  let inSight: readonly Netuid[] = [];
  let newest: { client: ChainClient; head: BlockRef } | null = null;
  let ticketUntil = 0;
  /** Whose picture was shown: of its first one, what is read first is shown first. */
  let shownBy: ChainClient | null = null;
  let proven: { by: ChainClient; spec: number; proof: ModelProof } | null = null;

  async function readUnclaimed(
    client: ChainClient,
    read: Omit<Snapshot, 'unclaimed'>,
  ): Promise<Snapshot['unclaimed']> {
    const of = read.accounts.map(({ coldkey }) => coldkey).join();
    const isFresh =
      unclaimed !== null &&
      unclaimed.of === of &&
      read.block.number - unclaimed.at < UNCLAIMED_EVERY &&
      read.block.number >= unclaimed.at;
    if (!isFresh) {
      unclaimed = { at: read.block.number, of, value: await client.readUnclaimed(read) };
    }
    return unclaimed?.value ?? { known: false, reason: 'unreadable' };
  }

  /** One proof per connection and spec; tried again while there is none. */
  async function proofFor(client: ChainClient, snapshot: Snapshot): Promise<ModelProof> {
    const spec = snapshot.runtime.specVersion;
    const isSettled = proven?.proof.state === 'proven' || proven?.proof.state === 'no-simulation';
    if (proven?.by === client && proven.spec === spec && isSettled) return proven.proof;
    const proof = await options.prove(client, snapshot);
    proven = { by: client, spec, proof };
    return proof;
  }

  async function pictureBefore(client: ChainClient): Promise<Snapshot | null> {
    const genesisHash = client.genesisHash();
    if (genesisHash === null) return null;
    if (written?.genesisHash === genesisHash) return written;
    return (await options.readRecord(genesisHash))?.snapshot ?? null;
  }

  async function wantedBy(client: ChainClient): Promise<SnapshotWanted> {
    const before = await pictureBefore(client);
    const [coldkeys, lookedAt] = await Promise.all([options.coldkeys(), options.lookedAt(before)]);
    return { coldkeys, lookedAt, before };
  }

  /** Writes what values are made of ahead of the rest, and gives the record that it replaced. */
  async function showFirst(
    client: ChainClient,
    first: ReadSnapshot,
  ): Promise<SnapshotRecord | null> {
    const stored = await options.readRecord(first.genesisHash);
    requireNoLoss(first.unread, stored);
    requireNotOlder(client, first, stored, options.now());
    const record = firstRecord(first, stored);
    await options.compare(stored?.snapshot ?? null, record.snapshot);
    await options.writeRecord(record);
    options.announce('snapshot');
    return stored;
  }

  async function readOnce(client: ChainClient, at?: BlockRef): Promise<void> {
    // Where this fails, the next head reads the whole again.
    whole = null;
    const wanted = await wantedBy(client);
    let replaced: Promise<SnapshotRecord | null> = Promise.resolve(null);
    const onFirst = (first: ReadSnapshot): void => {
      // What is wrong with it is wrong with the whole too, which says so.
      replaced = showFirst(client, first).catch(() => null);
    };
    const isSoon = shownBy !== client && isPaced(client);
    const got = await client.readSnapshot({
      ...wanted,
      ...(at ? { at } : {}),
      ...(isSoon && { onFirst }),
    });
    const stored = (await replaced) ?? (await options.readRecord(got.genesisHash));
    requireNoLoss(got.unread, stored);
    requireNotOlder(client, got, stored, options.now());
    const snapshot: Snapshot = {
      ...got,
      unclaimed: await readUnclaimed(client, got),
    };
    await options.compare(stored?.snapshot ?? null, snapshot);
    const proofSoFar = proofOf(stored, got);
    await options.writeRecord({ genesisHash: snapshot.genesisHash, snapshot, proof: proofSoFar });
    written = snapshot;
    shownBy = client;
    options.announce('snapshot');
    const proof = await proofFor(client, snapshot);
    if (JSON.stringify(proof) !== JSON.stringify(proofSoFar)) {
      await options.writeRecord({ genesisHash: snapshot.genesisHash, snapshot, proof });
      options.announce('snapshot');
    }
    const point = await options.valueNow(snapshot);
    if (point && (await options.recordHistory(point))) options.announce('history');
    await options.reportError(client, null);
    options.readBeside(client, snapshot);
    whole = { client, snapshot, allAt: snapshot.block.number, rows: null };
    await follow(client, snapshot);
  }

  async function follow(client: ChainClient, snapshot: Snapshot): Promise<void> {
    if (options.isWatched()) await client.followRows({ snapshot, inSight });
    else await client.unfollowRows();
  }

  /** false: the whole is to be read. Rows of this head are written, or nothing is due yet. */
  async function readLess(client: ChainClient, head: BlockRef): Promise<boolean> {
    const of = whole;
    if (of?.client !== client) return false;
    const { snapshot } = of;
    const age = head.number - snapshot.block.number;
    const isWatched = options.isWatched();
    if (age === 0) return head.hash === snapshot.block.hash;
    if (head.number <= ticketUntil) return false;
    if (age < 0 || age >= (isWatched ? WHOLE_EVERY : UNWATCHED_EVERY)) return false;
    await follow(client, snapshot);
    if (!isWatched) return true;
    const isAll = head.number - of.allAt >= ALL_ROWS_EVERY;
    const read = await client.readRows(head, isAll);
    if (read === null) return false;
    if (read === 'not-due') return true;
    if (isAll) of.allAt = head.number;
    const now = read.rows.map((row) => ({ ...row, at: head.number }));
    const older = (of.rows?.rows ?? []).filter((row) =>
      now.every(({ netuid }) => netuid !== row.netuid),
    );
    const { block, blockTime } = read;
    of.rows = { of: snapshot.block.hash, block, blockTime, rows: [...now, ...older] };
    await options.writeRows(client, of.rows);
    await options.reportError(client, null);
    return true;
  }

  /** The heads that came meanwhile, always at the newest of them. None comes between the last look and the end. */
  async function readWaiting(): Promise<void> {
    try {
      while (waiting !== null) {
        const { client, head } = waiting;
        waiting = null;
        try {
          if (!(await readLess(client, head))) await readOnce(client, head);
        } catch (error) {
          await options.reportError(client, toWireError(toAppError(error)));
        }
      }
    } finally {
      running = null;
    }
  }

  function headArrived(client: ChainClient, head: BlockRef): Promise<void> {
    newest = { client, head };
    waiting = newest;
    running ??= readWaiting();
    return running;
  }

  return {
    headArrived,
    isReading: () => running !== null,
    expected: async (client) => (options.isWatched() ? wantedBy(client) : null),
    watchRows(netuids) {
      inSight = netuids;
    },
    ticketRead(client) {
      if (newest?.client !== client) return;
      const { head } = newest;
      ticketUntil = head.number + TICKET_BLOCKS;
      // One that is under way reads on at the newest head.
      const isBehind = whole !== null && whole.snapshot.block.number < head.number;
      if (isBehind) void headArrived(client, head);
    },
    async refreshNow(client) {
      // Another one may begin first.
      for (let other = running; other !== null; other = running) await other.catch(() => undefined);
      const reading = readOnce(client);
      running = reading.catch(() => undefined).then(readWaiting);
      await reading;
    },
  };
}
