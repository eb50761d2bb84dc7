// Figures that need a reading of their own for all subnets, and are read when somebody wants them: which they are, and how far
// they are known. Pure over what the store holds.
import type { SurveyRow } from '../../model/records.ts';
import type { SubnetSort } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';

/** Locks and the owner's part come by a few questions for all subnets, how validators share it by many. */
export const surveyKinds = ['locks', 'validators'] as const;
export type SurveyKind = (typeof surveyKinds)[number];

export function surveyKindOf(sort: SubnetSort): SurveyKind | null {
  if (sort === 'locked' || sort === 'owner') return 'locks';
  return sort === 'largest' ? 'validators' : null;
}

export type Coverage = {
  known: number;
  of: number;
  blocks: { first: number; last: number } | null;
};

/** Of these subnets; `blocks`: the oldest and the newest that a figure is of. */
export function coverageOf(entries: readonly SubnetEntry[], kind: SurveyKind): Coverage {
  const counted = entries.filter(({ netuid }) => netuid !== 0);
  const blocks = counted.flatMap(({ survey }) => survey?.[kind]?.block ?? []);
  return {
    known: blocks.length,
    of: counted.length,
    blocks: blocks.length === 0 ? null : { first: Math.min(...blocks), last: Math.max(...blocks) },
  };
}

/** What was counted of a subnet, as far as it is of the one that has the number now. */
export function surveySince(row: SurveyRow | undefined, registeredAt: number): SurveyRow | null {
  if (row === undefined) return null;
  const ofThisOne = <T extends { block: number }>(part: T | null): T | null =>
    part !== null && part.block >= registeredAt ? part : null;
  return { ...row, locks: ofThisOne(row.locks), validators: ofThisOne(row.validators) };
}
