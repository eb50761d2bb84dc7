// Who decided before dTAO: root's validators by owner, of those that had set weights, and how concentrated that was. Pure.
import type { FormerRootValidator } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { largestFirst } from './largest-first.ts';
import { concentrationOf, type Concentration, type StakeOwner } from './validator-stake.ts';
import { PPM } from '../units.ts';

export type RootConcentration = {
  of: Concentration;
  /** Validators of root, and how many of them had a say. */
  validators: number;
  withValidatorStake: number;
  /** Stake behind those with a say, of all stake of then; parts per million, rounded down; null: not told. */
  ofAllPpm: bigint | null;
};

/**
 * By the coldkey that owned the hotkey. A validator that had set no weights moved nothing and is left out; unknown where that is
 * not told of one of them.
 */
export function rootConcentration(
  validators: readonly FormerRootValidator[],
  totalStake: Reading<bigint>,
): Reading<RootConcentration> {
  const holders = new Map<string, StakeOwner>();
  let withValidatorStake = 0;
  for (const { hotkey, owner, name, stake, hasWeights } of validators) {
    if (!hasWeights.known) return hasWeights;
    if (!hasWeights.value || stake === 0n) continue;
    withValidatorStake += 1;
    const key = owner ?? hotkey;
    const before = holders.get(key);
    holders.set(key, {
      key,
      hotkey: before?.hotkey ?? hotkey,
      name: before?.name ?? name,
      rao: (before?.rao ?? 0n) + stake,
    });
  }
  const of = concentrationOf([...holders.values()].toSorted((a, b) => largestFirst(a.rao, b.rao)));
  const all = totalStake.known ? totalStake.value : null;
  return {
    known: true,
    value: {
      of,
      validators: validators.length,
      withValidatorStake,
      ofAllPpm: all === null || all === 0n ? null : (of.total * PPM) / all,
    },
  };
}
