// What the guard of a runtime found, for the pictures: most as it should be, one figure and one call otherwise.
import type { GuardRecord } from '../../../src/model/guard-record.ts';
import type { GuardRow } from '../../../src/model/guard.ts';
import { stakeCalls } from '../../../src/model/stake-calls.ts';
import { toNetuid } from '../../../src/units.ts';
import { blockAt, genesisHash, HEAD, runtime } from './chain.ts';

const agrees = { state: 'agrees' } as const;
const rao = (amount: bigint) => ({ unit: 'rao', amount }) as const;

const rows: readonly GuardRow[] = [
  { subject: 'spot', name: null, verdict: agrees },
  { subject: 'simulation', name: null, verdict: agrees },
  { subject: 'prune', name: null, verdict: { state: 'not-checked', reason: 'unreadable' } },
  {
    subject: 'emission',
    name: null,
    verdict: {
      state: 'disagrees',
      where: toNetuid(64),
      ours: rao(31_204_118n),
      chain: rao(31_204_702n),
    },
  },
  ...Object.keys(stakeCalls).map((call, index): GuardRow => ({
    subject: 'call',
    name: `SubtensorModule.${call}`,
    verdict:
      index === 3
        ? {
            state: 'disagrees',
            where: null,
            ours: { unit: 'text', text: '5 arguments' },
            chain: { unit: 'text', text: '6 arguments' },
          }
        : agrees,
  })),
  { subject: 'event', name: 'SubtensorModule.StakeAdded', verdict: agrees },
  { subject: 'event', name: 'SubtensorModule.StakeRemoved', verdict: agrees },
];

export const guardRecord = (): GuardRecord => ({
  genesisHash,
  specVersion: runtime.specVersion,
  code: `0x${'5c'.repeat(32)}`,
  block: blockAt(HEAD - 12),
  readAt: Date.now() - 150_000,
  endpoint: null,
  rows,
  cost: { questions: 14, bytes: 420_000 },
});
