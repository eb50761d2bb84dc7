// Shape of a stored runtime's rules.
import type { ChainRules, HotkeyCaps } from '../model/chain-rules.ts';
import {
  isAmount,
  isFlag,
  isNumber,
  isText,
  listOf,
  orNull,
  readingOf,
  recordOf,
} from './shape.ts';

export const rulesShape = recordOf<ChainRules>({
  existentialDeposit: isAmount,
  minimumStake: isAmount,
  minimumTransfer: isAmount,
  overAmounts: readingOf(isText),
  safeModeUntil: readingOf(orNull(isNumber)),
  rootHold: readingOf(isNumber),
  hotkeyCaps: readingOf(recordOf<HotkeyCaps>({ own: isNumber, receiver: isNumber })),
  nominatorMinimumFactor: readingOf(isAmount),
  calls: listOf(isText),
  hasSimulation: isFlag,
  subnetToPrune: readingOf(orNull(isNumber)),
  immunityPeriod: readingOf(isNumber),
});
