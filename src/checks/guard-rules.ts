// Rules about the runtime itself: whether our prices and trades are the chain's there, and what of it nobody can know yet.
import { worstOf } from '../model/guard-rows.ts';
import { NEWEST_KNOWN_SPEC, unknownRules, type UnnamedRule } from '../model/known-specs.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, needsYes, nothingNeeded, pass, rule, warn } from './rule.ts';

const specOf = ({ plan }: PlanSubject) =>
  ({ spec: { unit: 'count', amount: plan.runtime.specVersion } }) as const;

/** A model that differs anywhere is another model than this runtime's: no trade is worked out by it. */
export const runtimeModel = rule<'runtime-model', PlanSubject, null>({
  id: 'runtime-model',
  verdicts: ['pass', 'warn', 'block'],
  applies: ({ facts, plan }) => facts.guard !== undefined && plan.legs.length > 0,
  needs: nothingNeeded,
  judge: (subject) => {
    const worst = worstOf(subject.facts.guard ?? [], ['spot', 'simulation']);
    switch (worst.state) {
      case 'agrees':
        return pass();
      case 'not-checked':
        return needsYes('warning', specOf(subject));
      case 'disagrees':
        return block({ ...specOf(subject), ours: worst.ours, chain: worst.chain });
    }
  },
  remedyKeys: { block: 'remedyRuntimeModel' },
});

/** Nothing is lost by it: the move happens, and its amounts are to be looked up elsewhere. */
export const receiptReadable = rule<'receipt-readable', PlanSubject, null>({
  id: 'receipt-readable',
  verdicts: ['warn'],
  applies: ({ facts: { guard = [] } }) =>
    guard.some(({ subject, verdict }) => subject === 'event' && verdict.state === 'disagrees'),
  needs: nothingNeeded,
  judge: () => warn('notice'),
});

/** Whether the move meets a rule that is not known on this runtime. */
const isUnnamed = ({ plan, facts }: PlanSubject, name: UnnamedRule): boolean =>
  facts.guard !== undefined && unknownRules(plan.runtime.specVersion, plan.move).includes(name);

const whatIsNewer = (subject: PlanSubject) =>
  needsYes('warning', {
    ...specOf(subject),
    newest: { unit: 'count', amount: NEWEST_KNOWN_SPEC },
  } as const);

// Rules that no runtime names: on a newer one than we know they may be others.
export const holdKnown = rule<'newer-hold', PlanSubject, null>({
  id: 'newer-hold',
  verdicts: ['warn'],
  applies: (subject) => isUnnamed(subject, 'root-hold'),
  needs: nothingNeeded,
  judge: whatIsNewer,
});

export const capsKnown = rule<'newer-caps', PlanSubject, null>({
  id: 'newer-caps',
  verdicts: ['warn'],
  applies: (subject) => isUnnamed(subject, 'hotkey-caps'),
  needs: nothingNeeded,
  judge: whatIsNewer,
});

export const legsKnown = rule<'newer-legs', PlanSubject, null>({
  id: 'newer-legs',
  verdicts: ['warn'],
  applies: (subject) => isUnnamed(subject, 'leg-limit'),
  needs: nothingNeeded,
  judge: whatIsNewer,
});
