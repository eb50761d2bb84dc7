// Reads the portfolio again at each new head, one reading at a time, and writes it where the panel looks.
// Schedules refreshes; reading and valuation live elsewhere.
import type { ChainClient } from '../chain/chain-client.ts';
import { AppError, toAppError, toWireError, type WireError } from '../errors.ts';
import { ageOf } from '../model/age.ts';
import type { BlockRef, Snapshot } from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import type { HistoryRecord, SnapshotRecord } from '../model/records.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';

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
};

/** In blocks. Unclaimed dividends take many reads, and their figure is not counted into the value. */
const UNCLAIMED_EVERY = 25;

/** A snapshot without an account's positions does not replace one that has them: unread is not gone. */
function requireNoLoss(unread: readonly Ss58Address[], stored: SnapshotRecord | null): void {
  const had = stored?.snapshot.accounts ?? [];
  const lost = unread.filter((coldkey) => had.some((account) => account.coldkey === coldkey));
  if (lost.length === 0) return;
  throw new AppError('NODE_REFUSED', { text: `positions of ${lost.length}`, kind: 'runtime' });
}

/** A branch that lost may have been that much longer than the one that won. Milliseconds. */
const BRANCH_MS = 60_000;

/**
 * A picture of the chain gives way only to one of the same time or later: a node that is behind would turn it back. One dated
 * in the future gives way to any, and so does one that lacks an account.
 */
function requireNotOlder(
  client: ChainClient,
  got: Omit<Snapshot, 'unclaimed'>,
  stored: SnapshotRecord | null,
  now: number,
): void {
  if (stored === null) return;
  const { blockTime, accounts, unread } = stored.snapshot;
  if (got.blockTime >= blockTime - BRANCH_MS) return;
  const chainNow = now + (client.clockOffset() ?? 0);
  const known = new Set<Ss58Address>([...accounts.map(({ coldkey }) => coldkey), ...unread]);
  const isWanted = got.accounts.every(({ coldkey }) => known.has(coldkey));
  if (ageOf(blockTime, chainNow) === null || !isWanted) return;
  const { endpoint } = client.status();
  throw new AppError('NODE_BEHIND', {
    what: 'older',
    ...(endpoint !== null && { endpoint }),
  });
}

export function createRefresher(options: RefresherOptions): Refresher {
  let running: Promise<void> | null = null;
  let waiting: { client: ChainClient; head: BlockRef } | null = null;
  let unclaimed: { at: number; of: string; value: Snapshot['unclaimed'] } | null = null;
  /** The picture written last: which subnets it has is not read from the store at each block. */
  let written: Snapshot | null = null;
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

  async function readOnce(client: ChainClient, at?: BlockRef): Promise<void> {
    const [coldkeys, lookedAt] = await Promise.all([
      options.coldkeys(),
      pictureBefore(client).then(options.lookedAt),
    ]);
    const got = await client.readSnapshot({ coldkeys, lookedAt, ...(at ? { at } : {}) });
    const stored = await options.readRecord(got.genesisHash);
    requireNoLoss(got.unread, stored);
    requireNotOlder(client, got, stored, options.now());
    const snapshot: Snapshot = {
      ...got,
      unclaimed: await readUnclaimed(client, got),
    };
    await options.compare(stored?.snapshot ?? null, snapshot);
    const isSameSpec = stored?.snapshot.runtime.specVersion === snapshot.runtime.specVersion;
    const proofSoFar = isSameSpec ? stored.proof : ({ state: 'untested' } as const);
    await options.writeRecord({ genesisHash: snapshot.genesisHash, snapshot, proof: proofSoFar });
    written = snapshot;
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
  }

  async function readUntilCaughtUp(client: ChainClient, head: BlockRef): Promise<void> {
    let next: { client: ChainClient; head: BlockRef } | null = { client, head };
    while (next) {
      try {
        await readOnce(next.client, next.head);
      } catch (error) {
        await options.reportError(next.client, toWireError(toAppError(error)));
      }
      next = waiting;
      waiting = null;
    }
  }

  return {
    headArrived(client, head) {
      if (running) {
        waiting = { client, head };
        return running;
      }
      running = readUntilCaughtUp(client, head).finally(() => {
        running = null;
      });
      return running;
    },
    async refreshNow(client) {
      await running;
      await readOnce(client);
    },
  };
}
