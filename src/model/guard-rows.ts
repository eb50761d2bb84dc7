// What the rows about a runtime say together. A row that is missing is not checked.
import type { RuntimeRef } from './facts.ts';
import type { GuardRow, GuardSubject, GuardVerdict } from './guard.ts';
import type { GuardRecord } from './guard-record.ts';

const unread: GuardVerdict = { state: 'not-checked', reason: 'unreadable' };

/** The worst of these subjects' rows: one that disagrees, else one that was not checked. */
export function worstOf(
  rows: readonly GuardRow[],
  subjects: readonly GuardSubject[],
): GuardVerdict {
  const verdicts = subjects.flatMap((subject) => {
    const own = rows.filter((row) => row.subject === subject).map(({ verdict }) => verdict);
    return own.length > 0 ? own : [unread];
  });
  return (
    verdicts.find(({ state }) => state === 'disagrees') ??
    verdicts.find(({ state }) => state === 'not-checked') ?? { state: 'agrees' }
  );
}

/** The rows for a plan on that runtime: those of another runtime say nothing of it. */
export function rowsFor(
  record: GuardRecord | null,
  { genesisHash, specVersion }: RuntimeRef,
): readonly GuardRow[] {
  const isOf = record?.genesisHash === genesisHash && record.specVersion === specVersion;
  return isOf ? record.rows : [];
}

/** A node that answers later may close the gap. */
export const hasGap = (rows: readonly GuardRow[]): boolean =>
  rows.some(({ verdict }) => verdict.state === 'not-checked' && verdict.reason === 'unreadable');

/** By the node's figures, not by the metadata: another node, or a later block, may tell others. */
export const isDisputed = (rows: readonly GuardRow[]): boolean =>
  rows.some(
    ({ subject, verdict }) =>
      verdict.state === 'disagrees' && subject !== 'call' && subject !== 'event',
  );
