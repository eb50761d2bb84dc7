// What all of the user's positions in one subnet earn in a day: the sum of what each row says. Pure.
import type { EpochRecord } from '../../model/records.ts';
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { positionYield } from '../../portfolio/position-yield.ts';
import { ROOT_NETUID } from '../../units.ts';
import { samplesOf } from './earnings.ts';

/** Alpha, on root rao; `isAbout`: some epochs were not seen, of a position that earns. null: of one position or more nothing is known. */
export function dayRewards(
  { netuid, registeredAt, positions }: Pick<SubnetValue, 'netuid' | 'registeredAt' | 'positions'>,
  epochs: readonly EpochRecord[],
  head: number,
): { amount: bigint; isAbout: boolean } | null {
  const since = netuid === ROOT_NETUID ? 0 : registeredAt;
  let amount = 0n;
  let isAbout = false;
  for (const { alpha, hotkey } of positions) {
    const found = positionYield(alpha, samplesOf(epochs, hotkey, since), head);
    if (found === null) return null;
    amount += found.perDay;
    isAbout ||= found.unseen > 0 && !found.isIdle;
  }
  return { amount, isAbout };
}
