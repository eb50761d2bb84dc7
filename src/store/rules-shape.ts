// Shape of a stored runtime's rules.
import type { ChainRules, HotkeyCaps } from '../model/chain-rules.ts';
import { amount, flag, listOf, number, orNull, readingOf, recordOf, text } from '../parse.ts';

export const rulesShape = recordOf<ChainRules>({
  existentialDeposit: amount,
  minimumStake: amount,
  minimumTransfer: amount,
  overAmounts: readingOf(text),
  safeModeUntil: readingOf(orNull(number)),
  rootHold: readingOf(number),
  hotkeyCaps: readingOf(recordOf<HotkeyCaps>({ own: number, receiver: number })),
  nominatorMinimumFactor: readingOf(amount),
  calls: listOf(text),
  hasSimulation: flag,
  subnetToPrune: readingOf(orNull(number)),
  immunityPeriod: readingOf(number),
});
