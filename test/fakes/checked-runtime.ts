// What a background answers about a runtime on which everything agreed.
import type { GuardRecord } from '../../src/model/guard-record.ts';
import type { GuardRow } from '../../src/model/guard.ts';
import type { RuntimeRef } from '../../src/model/facts.ts';

export const agreedRows: readonly GuardRow[] = (
  ['spot', 'simulation', 'prune', 'emission'] as const
).map((subject) => ({ subject, name: null, verdict: { state: 'agrees' } }));

export function checkedRuntime({
  genesisHash,
  specVersion,
}: Pick<RuntimeRef, 'genesisHash' | 'specVersion'>): GuardRecord {
  return {
    genesisHash,
    specVersion,
    code: `0x${'c0'.repeat(32)}`,
    block: { hash: `0x${'b1'.repeat(32)}`, number: 1 },
    readAt: 0,
    endpoint: null,
    rows: agreedRows,
    cost: { questions: 0, bytes: 0 },
  };
}
