// The table of what is known of a runtime, row by row, and what one row says. Pure.
import type { GuardFacts } from '../model/guard-record.ts';
import type { GuardRow, GuardSubject, GuardVerdict } from '../model/guard.ts';
import type { LayoutVerdict } from '../model/layout.ts';
import { judgeEmission, judgePrune } from './judge-network.ts';
import { judgeSimulation, judgeSpot } from './judge-pools.ts';

function layoutVerdict(layout: LayoutVerdict): GuardVerdict {
  switch (layout.state) {
    case 'same':
      return { state: 'agrees' };
    case 'absent':
      return { state: 'not-checked', reason: 'not-on-this-runtime' };
    case 'other':
      return {
        state: 'disagrees',
        where: null,
        ours: { unit: 'text', text: layout.ours },
        chain: { unit: 'text', text: layout.chain },
      };
  }
}

/** One row a question, calls and events last. */
export function judgeRuntime(facts: GuardFacts): readonly GuardRow[] {
  const row = (subject: GuardSubject, verdict: GuardVerdict): GuardRow => {
    return { subject, name: null, verdict };
  };
  return [
    row('spot', judgeSpot(facts.pools)),
    row('simulation', judgeSimulation(facts)),
    row('prune', judgePrune(facts)),
    row('emission', judgeEmission(facts)),
    ...facts.layouts.map(({ subject, name, layout }): GuardRow => {
      return { subject, name, verdict: layoutVerdict(layout) };
    }),
  ];
}
