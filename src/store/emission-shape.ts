// What a record of emission looks like: all that decides it, of all subnets. As cached-shapes.ts for the others.
import type * as Facts from '../facts.ts';
import { blockShape, flowShape, runtimeShape } from './cached-shapes.ts';
import type { EmissionRecord } from './schema.ts';
import { isAmount, isFlag, isHex, isNumber, listOf, orNull, readingOf, recordOf } from './shape.ts';

const emissionFacts = recordOf<Facts.EmissionFacts>({
  block: blockShape,
  runtime: runtimeShape,
  totalIssuance: isAmount,
  rootTao: isAmount,
  taoWeight: readingOf(isAmount),
  subnetMovingAlphaBits: readingOf(isAmount),
  gate: readingOf(
    recordOf<Facts.EmissionGate>({ barBits: isAmount, exponentBits: isAmount, barRank: isNumber }),
  ),
  ownerCut: readingOf(isNumber),
  subnets: listOf(
    recordOf<Facts.SubnetEmissionFacts>({
      netuid: isNumber,
      registeredAt: isNumber,
      nodePrice: readingOf(isAmount),
      isStable: isFlag,
      taoReserve: isAmount,
      alphaReserve: isAmount,
      alphaOut: isAmount,
      protocolAlpha: readingOf(isAmount),
      tempo: readingOf(isNumber),
      firstEmissionBlock: readingOf(orNull(isNumber)),
      isSubtokenEnabled: readingOf(isFlag),
      isRegistrationAllowed: readingOf(isFlag),
      isEmissionEnabled: readingOf(isFlag),
      emaPriceBits: readingOf(isAmount),
      minerBurnedBits: readingOf(isAmount),
      rootProportionBits: readingOf(isAmount),
      emaHalvingBlocks: readingOf(isAmount),
      isOwnerCutEnabled: readingOf(isFlag),
      taoInEmission: readingOf(isAmount),
      alphaInEmission: readingOf(isAmount),
      alphaOutEmission: readingOf(isAmount),
      excessTao: readingOf(isAmount),
      flow: flowShape,
    }),
  ),
});

export const isEmissionRecord = recordOf<EmissionRecord>({
  genesisHash: isHex,
  readAt: isNumber,
  facts: emissionFacts,
  parent: orNull(emissionFacts),
});
