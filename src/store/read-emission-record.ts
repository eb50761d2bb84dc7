// Reads the emission record and checks its shape. Apart from cached-shapes.ts, so that the background's bundle, which
// only writes this record, does not carry the shape.
import type * as Emission from '../model/emission-facts.ts';
import type { Hex } from '../units.ts';
import { blockShape, flowShape, runtimeShape } from './cached-shapes.ts';
import { whole } from './shape.ts';
import { openStore } from './open-store.ts';
import type { EmissionRecord } from '../model/records.ts';
import { isAmount, isFlag, isHex, isNumber, listOf, orNull, readingOf, recordOf } from './shape.ts';

const emissionFacts = recordOf<Emission.EmissionFacts>({
  block: blockShape,
  runtime: runtimeShape,
  totalIssuance: isAmount,
  rootTao: isAmount,
  taoWeight: readingOf(isAmount),
  subnetMovingAlphaBits: readingOf(isAmount),
  gate: readingOf(
    recordOf<Emission.EmissionGate>({
      barBits: isAmount,
      exponentBits: isAmount,
      barRank: isNumber,
    }),
  ),
  ownerCut: readingOf(isNumber),
  toPrune: readingOf(orNull(isNumber)),
  immunityPeriod: readingOf(isNumber),
  subnets: listOf(
    recordOf<Emission.SubnetEmissionFacts>({
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

export async function readEmissionRecord(genesisHash: Hex): Promise<EmissionRecord | null> {
  return whole(await (await openStore()).get('emission', genesisHash), isEmissionRecord);
}
