// Facts of emission as tests want them: ordinary everywhere but in what a test is about.
import type { EmissionFacts, SubnetEmissionFacts } from '../../src/model/emission-facts.ts';
import type { Reading } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;
const ONE_32 = 1n << 32n;
const TAO = 1_000_000_000n;

export function subnetFacts(
  netuid: number,
  part: Partial<SubnetEmissionFacts> = {},
): SubnetEmissionFacts {
  return {
    netuid: toNetuid(netuid),
    registeredAt: netuid * 10,
    nodePrice: known(20_000_000n),
    isStable: netuid === 0,
    taoReserve: toRao(1_000n * TAO),
    alphaReserve: toAlphaRao(50_000n * TAO),
    alphaOut: toAlphaRao(100_000n * TAO),
    protocolAlpha: known(toAlphaRao(0n)),
    tempo: known(360),
    firstEmissionBlock: known(netuid === 0 ? null : 1),
    isSubtokenEnabled: known(true),
    isRegistrationAllowed: known(true),
    isEmissionEnabled: known(true),
    emaPriceBits: known(ONE_32 / 50n),
    minerBurnedBits: known(0n),
    rootProportionBits: known(0n),
    emaHalvingBlocks: known(201_600n),
    isOwnerCutEnabled: known(true),
    taoInEmission: known(toRao(0n)),
    alphaInEmission: known(toAlphaRao(0n)),
    alphaOutEmission: known(toAlphaRao(TAO)),
    excessTao: known(toRao(0n)),
    flow: {
      reserve: toRao(1_000n * TAO),
      stakers: missing,
      protocol: missing,
      takenAt: missing,
    },
    ...part,
  };
}

export function emissionFacts(
  number: number,
  subnets: readonly SubnetEmissionFacts[],
): EmissionFacts {
  return {
    block: { hash: '0x00', number },
    runtime: { genesisHash: '0x00', specName: 's', specVersion: 475, transactionVersion: 1 },
    totalIssuance: toRao(10_600_000n * TAO),
    rootTao: toRao(0n),
    taoWeight: known(0n),
    subnetMovingAlphaBits: known(1_288_490n),
    gate: { known: false, reason: 'not-on-this-runtime' },
    ownerCut: known(11_796),
    toPrune: missing,
    immunityPeriod: missing,
    subnets,
  };
}
