// Turns stored validator earnings into the samples that yields are computed from. Pure.
import type { ValidatorFacts } from '../../model/facts.ts';
import type { BlockRef } from '../../model/reading.ts';
import { BLOCKS_PER_DAY } from '../../units.ts';
import { positionYield, type EpochSample } from '../../portfolio/position-yield.ts';
import type { EpochRecord } from '../../model/records.ts';
import type { NewerRows } from '../../model/rows.ts';
import type { PlainSentence } from '../core/text.ts';

/** Samples of one hotkey in this registration of the subnet: a reused netuid is another subnet. */
export function samplesOf(
  records: readonly EpochRecord[],
  hotkey: string,
  registeredAt: number,
): EpochSample[] {
  return records
    .filter((record) => record.registeredAt === registeredAt)
    .flatMap(({ epoch, period, earned }) =>
      earned
        .filter((one) => one.hotkey === hotkey)
        .map(({ dividends, earnedOn, from }) => ({ epoch, period, dividends, earnedOn, from })),
    );
}

/**
 * The block of "now" beside what is recorded. A snapshot of all is seldom the newest that is known: rows are read between two of
 * them, and root's rates when their list is looked at. What is recorded was on the chain: none of it lies ahead.
 */
export function newestBlock(
  snapshot: BlockRef | null,
  rows: NewerRows | undefined,
  records: readonly EpochRecord[],
): number {
  const ofRows = rows !== undefined && rows.of === snapshot?.hash ? rows.block.number : 0;
  return Math.max(snapshot?.number ?? 0, ofRows, ...records.map(({ epoch }) => epoch));
}

/** Of each hotkey of root in its newest reading of the last day, what stake is paid a year before a claim, in parts per million. */
export function rootRates(
  records: readonly EpochRecord[],
  head: number,
): ReadonlyMap<string, bigint> {
  const hotkeys = new Set(records.flatMap(({ earned }) => earned.map(({ hotkey }) => hotkey)));
  return new Map(
    [...hotkeys].flatMap((hotkey) => {
      const newest = samplesOf(records, hotkey, 0)
        .filter(({ epoch }) => epoch <= head && head - epoch < BLOCKS_PER_DAY)
        .reduce<EpochSample | null>(
          (last, one) => (last === null || one.epoch > last.epoch ? one : last),
          null,
        );
      const found = newest === null ? null : positionYield(0n, [newest], head);
      return found === null ? [] : [[hotkey, found.aprPpm] as const];
    }),
  );
}

/**
 * Why a hotkey earned nothing, as far as the chain shows: key in _locales. `validators` are those read: all with a
 * permit, or all with a slot if none has a permit.
 */
export function idleReasonKey(
  isRegistered: boolean,
  validators: readonly ValidatorFacts[] | null,
  hotkey: string,
): PlainSentence {
  if (!isRegistered) return 'yieldNoSlot';
  if (validators === null) return 'yieldNoReason';
  const permit = validators.find((one) => one.hotkey === hotkey)?.hasPermit;
  if (permit === undefined) return 'yieldNoPermit';
  if (!permit.known) return 'yieldNoReason';
  return permit.value ? 'yieldNoWeights' : 'yieldNoPermit';
}
