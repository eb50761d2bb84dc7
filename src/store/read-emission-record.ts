// Reads the emission record and checks its shape. Apart from cached-shapes.ts, so that the background's bundle, which
// only writes this record, does not carry the shape.
import type * as Emission from '../model/emission-facts.ts';
import type { Hex } from '../units.ts';
import { blockShape } from './block-shapes.ts';
import { flowShape, runtimeShape } from './cached-shapes.ts';
import { testOf } from '../parse.ts';
import { readWhole } from './read-whole.ts';
import type { EmissionRecord } from '../model/records.ts';
import { amount, flag, hex, number, listOf, orNull, readingOf, recordOf } from '../parse.ts';

const emissionFacts = recordOf<Emission.EmissionFacts>({
  block: blockShape,
  runtime: runtimeShape,
  totalIssuance: amount,
  rootTao: amount,
  taoWeight: readingOf(amount),
  subnetMovingAlphaBits: readingOf(amount),
  gate: readingOf(
    recordOf<Emission.EmissionGate>({
      barBits: amount,
      exponentBits: amount,
      barRank: number,
    }),
  ),
  ownerCut: readingOf(number),
  toPrune: readingOf(orNull(number)),
  immunityPeriod: readingOf(number),
  subnets: listOf(
    recordOf<Emission.SubnetEmissionFacts>({
      netuid: number,
      registeredAt: number,
      nodePrice: readingOf(amount),
      isStable: flag,
      taoReserve: amount,
      alphaReserve: amount,
      alphaOut: amount,
      protocolAlpha: readingOf(amount),
      tempo: readingOf(number),
      firstEmissionBlock: readingOf(orNull(number)),
      isSubtokenEnabled: readingOf(flag),
      isRegistrationAllowed: readingOf(flag),
      isEmissionEnabled: readingOf(flag),
      emaPriceBits: readingOf(amount),
      minerBurnedBits: readingOf(amount),
      rootProportionBits: readingOf(amount),
      emaHalvingBlocks: readingOf(amount),
      isOwnerCutEnabled: readingOf(flag),
      taoInEmission: readingOf(amount),
      alphaInEmission: readingOf(amount),
      alphaOutEmission: readingOf(amount),
      excessTao: readingOf(amount),
      flow: flowShape,
    }),
  ),
});

export const isEmissionRecord = testOf<EmissionRecord>({
  genesisHash: hex,
  readAt: number,
  facts: emissionFacts,
  parent: orNull(emissionFacts),
});

export async function readEmissionRecord(genesisHash: Hex): Promise<EmissionRecord | null> {
  return readWhole('emission', genesisHash, isEmissionRecord);
}
