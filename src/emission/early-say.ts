// Who decided before dTAO: root's validators by owner, of those that had set weights, and how concentrated that was. Pure.
import type { EarlyValidator } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { concentrationOf, type Concentration, type SayHolder } from './say.ts';

export type EarlyConcentration = {
  of: Concentration;
  /** Validators of root, and how many of them had a say. */
  validators: number;
  withSay: number;
  /** Stake behind those with a say, of all stake of then; parts per million, rounded down; null: not told. */
  ofAllPpm: bigint | null;
};

const PPM = 1_000_000n;

/**
 * By the coldkey that owned the hotkey. A validator that had set no weights moved nothing and is left out; unknown where that is
 * not told of one of them.
 */
export function earlyConcentration(
  validators: readonly EarlyValidator[],
  totalStake: Reading<bigint>,
): Reading<EarlyConcentration> {
  const holders = new Map<string, SayHolder>();
  let withSay = 0;
  for (const { hotkey, owner, name, stake, hasWeights } of validators) {
    if (!hasWeights.known) return hasWeights;
    if (!hasWeights.value || stake === 0n) continue;
    withSay += 1;
    const key = owner ?? hotkey;
    const before = holders.get(key);
    holders.set(key, {
      key,
      hotkey: before?.hotkey ?? hotkey,
      name: before?.name ?? name,
      rao: (before?.rao ?? 0n) + stake,
    });
  }
  const of = concentrationOf(
    [...holders.values()].toSorted((a, b) => (a.rao < b.rao ? 1 : a.rao > b.rao ? -1 : 0)),
  );
  const all = totalStake.known ? totalStake.value : 0n;
  return {
    known: true,
    value: {
      of,
      validators: validators.length,
      withSay,
      ofAllPpm: all === 0n ? null : (of.total * PPM) / all,
    },
  };
}
