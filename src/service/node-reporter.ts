// Writes the node's state to the store, for the panel to show. Writes only what changed.
import type { ChainStatus } from '../chain/chain-client.ts';
import { toWireError, type WireError } from '../errors.ts';
import { writeNodeRecord } from '../store/chain-cache.ts';
import type { NodeRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';

type NodeReporter = {
  statusChanged(networkId: string, status: ChainStatus): Promise<void>;
  /** `error`: what the last refresh failed with; null: it succeeded. */
  refreshEnded(networkId: string, error: WireError | null): Promise<void>;
  rowsRead(networkId: string, rows: NewerRows): Promise<void>;
  /** What an earlier life of the worker wrote: its rows stay until a newer snapshot is read. */
  recall(record: NodeRecord): void;
};

/** null for a closed connection: without a panel its state is not shown. */
function recordOf(networkId: string, status: ChainStatus, at: number): NodeRecord | null {
  if (status.state === 'idle') return null;
  const error = status.error === null ? null : toWireError(status.error);
  const isOffline = status.state === 'waiting' || (status.state === 'connecting' && error !== null);
  const state = status.state === 'connected' ? 'connected' : isOffline ? 'offline' : 'connecting';
  const left = status.left.map((one) => ({
    endpoint: one.endpoint,
    error: toWireError(one.error),
    until: at + one.waitMs,
  }));
  const { endpoint, paced, clockOffset } = status;
  return { networkId, state, endpoint, error, left, paced: [...paced], clockOffset, at };
}

const leftText = ({ left }: NodeRecord): string =>
  left.map(({ endpoint, error }) => `${endpoint} ${error.code}`).join();

const isSame = (a: NodeRecord | null, b: NodeRecord): boolean =>
  a !== null &&
  a.networkId === b.networkId &&
  a.state === b.state &&
  a.endpoint === b.endpoint &&
  a.error?.code === b.error?.code &&
  a.clockOffset === b.clockOffset &&
  a.paced.join() === b.paced.join() &&
  leftText(a) === leftText(b);

export function createNodeReporter(
  announce: (change: 'node' | 'rows') => void,
  now: () => number,
  writeRows: (record: NodeRecord) => Promise<void> = writeNodeRecord,
): NodeReporter {
  let last: NodeRecord | null = null;
  let known: { networkId: string; rows: NewerRows } | null = null;

  let written: Promise<unknown> = Promise.resolve();

  /** One after the other: rows are long in being written, and an older state never takes the place of a newer one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = written.then(work, work);
    written = turn.catch(() => undefined);
    return turn;
  }

  async function write(record: NodeRecord): Promise<void> {
    if (isSame(last, record)) return;
    last = record;
    await inTurn(() => writeNodeRecord(record));
    announce('node');
  }

  return {
    async statusChanged(networkId, status) {
      const record = recordOf(networkId, status, now());
      if (record === null) {
        const [closed, closedAt] = [last, now()];
        last = null;
        // Whoever connects next need not wait for a limit that was kept.
        if (closed?.networkId === networkId && closed.paced.length > 0)
          await inTurn(() => writeNodeRecord({ ...closed, closedAt }));
        return;
      }
      // A new head says nothing of the last refresh: its failure stands until one succeeds, or another node is asked.
      const isSameNode =
        last?.networkId === networkId &&
        last.state === 'connected' &&
        record.state === 'connected' &&
        last.endpoint === record.endpoint;
      // They belong to a snapshot, whatever node is connected by now.
      const rows = known?.networkId === networkId ? { rows: known.rows } : {};
      const error = isSameNode && last !== null ? last.error : record.error;
      await write({ ...record, ...rows, error });
    },
    async refreshEnded(networkId, error) {
      if (last?.networkId !== networkId || last.state !== 'connected') return;
      await write({ ...last, error, at: now() });
    },
    async rowsRead(networkId, rows) {
      if (last?.networkId !== networkId) return;
      known = { networkId, rows };
      const record = { ...last, rows };
      last = record;
      await inTurn(() => writeRows(record));
      announce('rows');
    },
    recall({ networkId, rows }) {
      if (rows !== undefined) known = { networkId, rows };
    },
  };
}
