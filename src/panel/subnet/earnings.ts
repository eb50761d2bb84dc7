// What is kept of validators' pay, as the samples that yields are worked out of. Pure over stored records.
import type { ValidatorFacts } from '../../model/facts.ts';
import type { EpochSample } from '../../portfolio/position-yield.ts';
import type { EpochRecord } from '../../model/records.ts';

/** Of one hotkey, and of this subnet: a netuid used again is another one. */
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
 * Why a hotkey earned nothing, as far as the chain tells: key in _locales. `validators` are those that were read: all that
 * have a permit, or all that have a slot where nobody has one.
 */
export function idleReasonKey(
  isRegistered: boolean,
  validators: readonly ValidatorFacts[] | null,
  hotkey: string,
): string {
  if (!isRegistered) return 'yieldNoSlot';
  if (validators === null) return 'yieldNoReason';
  const permit = validators.find((one) => one.hotkey === hotkey)?.hasPermit;
  if (permit === undefined) return 'yieldNoPermit';
  if (!permit.known) return 'yieldNoReason';
  return permit.value ? 'yieldNoWeights' : 'yieldNoPermit';
}
