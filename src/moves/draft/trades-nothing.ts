// What is said of a draft that trades nothing: no limit, no quote, no price that could be worse.
import type { Drafted } from './planning.ts';

export const tradesNothing = {
  limit: 'not-needed',
  legLimits: [],
  quoted: { legs: [], amounts: null },
  amountsOf: () => null,
  minimumOf: () => null,
  floor: null,
  restsOnDepth: false,
  isGuaranteed: false,
  isOfWhatIsHeld: false,
  worstPrice: null,
  worstMeasured: null,
  worstIfMoved: null,
  destination: null,
} as const satisfies Partial<Drafted>;
