// Figures that are read for all subnets on demand: which they are, and how many subnets they are known of. Pure.
import type { SurveyRow } from '../../model/records.ts';
import type { SubnetSort } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';

/** Locks and the owner's part take a few queries for all subnets; concentration among validators takes many. */
export const surveyKinds = ['locks', 'validators'] as const;
export type SurveyKind = (typeof surveyKinds)[number];

const kindOf = { locked: 'locks', owner: 'locks', largest: 'validators' } as const;
export type SurveyColumn = keyof typeof kindOf;

export const isSurveyed = (sort: SubnetSort): sort is SurveyColumn => Object.hasOwn(kindOf, sort);

export const surveyKindOf = (column: SurveyColumn): SurveyKind => kindOf[column];

export type Coverage = {
  known: number;
  of: number;
  blocks: { first: number; last: number } | null;
};

/** How many of these subnets are known; `blocks`: the oldest and the newest block of a figure. */
export function coverageOf(entries: readonly SubnetEntry[], kind: SurveyKind): Coverage {
  const counted = entries.filter(({ netuid }) => netuid !== 0);
  const blocks = counted.flatMap(({ survey }) => survey?.[kind]?.block ?? []);
  return {
    known: blocks.length,
    of: counted.length,
    blocks: blocks.length === 0 ? null : { first: Math.min(...blocks), last: Math.max(...blocks) },
  };
}

/** The figures of a subnet, without those read before its number was registered anew. */
export function surveySince(row: SurveyRow | undefined, registeredAt: number): SurveyRow | null {
  if (row === undefined) return null;
  const ofThisOne = <T extends { block: number }>(part: T | null): T | null =>
    part !== null && part.block >= registeredAt ? part : null;
  return { ...row, locks: ofThisOne(row.locks), validators: ofThisOne(row.validators) };
}
