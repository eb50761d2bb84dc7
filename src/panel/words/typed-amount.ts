// An amount that the user typed, as it was typed: nothing cut off, no zeros added.
import { stepDecimals, taoText } from './format.ts';

export const typedTaoText = (rao: bigint): string => taoText(rao, stepDecimals(rao));
