// Which part of a block's TAO each subnet gets under the connected runtime's rule. Pure over facts of one block.
import type { EmissionFacts, EmissionGate } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import type { ShareFacts, VoteFacts } from '../model/guard-record.ts';
import type { Netuid } from '../units.ts';
import { divShareDown, mulShareDown, ONE_SHARE, shareFrom32 } from './fixed-share.ts';
import { largestFirst } from './largest-first.ts';

/** How the chain arrived at a subnet's share; all shares are U64F64 bits. */
export type SubnetShare = {
  netuid: Netuid;
  /** Price EMA over the sum of price EMAs, weighted with 1 − miner burn, after the gate where there is one. */
  gatedShare: bigint;
  /** What it gets: disabled subnets' parts go to the others. */
  share: bigint;
  isEnabled: boolean;
  /** 1 for the largest weighted share: what the gate's bar counts. */
  rank: number;
};

/** The inputs of one eligible subnet, with its EMA possibly changed to ask "what if". */
export type EligibleSubnet = {
  netuid: Netuid;
  /** U64F64 bits. */
  emaPrice: bigint;
  minerBurned: bigint;
  isEnabled: boolean;
};

const unreadable = { known: false, reason: 'unreadable' } as const;

function eligibleFrom(subnet: VoteFacts): Reading<EligibleSubnet | null> {
  const { firstEmissionBlock, isSubtokenEnabled, isRegistrationAllowed, emaPriceBits } = subnet;
  if (subnet.netuid === 0) return { known: true, value: null };
  if (!firstEmissionBlock.known) return firstEmissionBlock;
  if (!isSubtokenEnabled.known) return isSubtokenEnabled;
  if (!isRegistrationAllowed.known) return isRegistrationAllowed;
  if (!emaPriceBits.known) return emaPriceBits;
  // A runtime without miner burn or without the switch has nothing to weigh or to switch off.
  const burned = subnet.minerBurnedBits;
  const enabled = subnet.isEmissionEnabled;
  if (!burned.known && burned.reason === 'unreadable') return burned;
  if (!enabled.known && enabled.reason === 'unreadable') return enabled;
  const isEligible =
    firstEmissionBlock.value !== null && isSubtokenEnabled.value && isRegistrationAllowed.value;
  if (!isEligible) return { known: true, value: null };
  return {
    known: true,
    value: {
      netuid: subnet.netuid,
      emaPrice: subnet.isStable ? ONE_SHARE : shareFrom32(emaPriceBits.value),
      minerBurned: burned.known ? shareFrom32(burned.value) : 0n,
      isEnabled: enabled.known ? enabled.value : true,
    },
  };
}

/** The subnets that take part, ascending by netuid; unknown when one of them cannot be told. */
export function eligibleSubnets(facts: Pick<ShareFacts, 'subnets'>): Reading<EligibleSubnet[]> {
  const found: EligibleSubnet[] = [];
  for (const subnet of facts.subnets.toSorted((a, b) => a.netuid - b.netuid)) {
    const eligible = eligibleFrom(subnet);
    if (!eligible.known) return eligible;
    if (eligible.value) found.push(eligible.value);
  }
  return { known: true, value: found };
}

const total = (shares: readonly bigint[]): bigint => shares.reduce((sum, share) => sum + share, 0n);

/** Weighted and normalised again; when nothing is left, the shares as they were. */
function renormalise(weights: readonly bigint[], fallback: readonly bigint[]): readonly bigint[] {
  const sum = total(weights);
  return sum > 0n ? weights.map((weight) => divShareDown(weight, sum)) : fallback;
}

/**
 * s · sʰ/(sʰ + θʰ) in exact integers, rounded down once. The chain evaluates the same in 32-bit logarithms, so single
 * shares may part by a few parts per million: compared with what the chain recorded wherever shown.
 */
function gateShare(share: bigint, bar: bigint, exponent: bigint): bigint {
  const power = share ** exponent;
  return share === 0n ? 0n : (share * power) / (power + bar ** exponent);
}

const LARGEST_EXPONENT = 8n;

function applyGate(shares: readonly bigint[], gate: EmissionGate): Reading<readonly bigint[]> {
  if (gate.barBits <= 0n) return { known: true, value: shares };
  const exponent = gate.exponentBits >> 64n;
  const isWhole = exponent << 64n === gate.exponentBits;
  if (!isWhole || exponent < 1n || exponent > LARGEST_EXPONENT) return unreadable;
  const gated = shares.map((share) => gateShare(share, gate.barBits, exponent));
  return { known: true, value: renormalise(gated, shares) };
}

function ranksOf(shares: readonly bigint[]): number[] {
  const descending = shares.toSorted(largestFirst);
  return shares.map((share) => descending.indexOf(share) + 1);
}

/**
 * The shares of these subnets under price EMA × (1 − miner burn), the gate where there is one, and the switch; each step
 * truncated to 64 fractional bits as the chain does. Unknown where the gate's exponent is not one we can reproduce.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/subnet_emissions.rs, get_subnet_block_emissions and
 * what it calls.
 */
export function sharesOf(
  subnets: readonly EligibleSubnet[],
  gate: EmissionFacts['gate'],
): Reading<SubnetShare[]> {
  const emaSum = total(subnets.map(({ emaPrice }) => emaPrice));
  const price = subnets.map(({ emaPrice }) => divShareDown(emaPrice, emaSum));
  const burnt = subnets.map(({ minerBurned }, at) => {
    const kept = minerBurned >= ONE_SHARE ? 0n : ONE_SHARE - minerBurned;
    return mulShareDown(price[at] ?? 0n, kept);
  });
  const weighted = renormalise(burnt, price);
  if (!gate.known && gate.reason === 'unreadable') return gate;
  const gated = gate.known
    ? applyGate(weighted, gate.value)
    : ({ known: true, value: weighted } as const);
  if (!gated.known) return gated;
  const hasDisabled = subnets.some(({ isEnabled }) => !isEnabled);
  const enabledSum = total(
    subnets.map(({ isEnabled }, at) => (isEnabled ? (gated.value[at] ?? 0n) : 0n)),
  );
  const ranks = ranksOf(weighted);
  return {
    known: true,
    value: subnets.map(({ netuid, isEnabled }, at) => {
      const gatedShare = gated.value[at] ?? 0n;
      const shared = hasDisabled ? divShareDown(gatedShare, enabledSum) : gatedShare;
      return {
        netuid,
        gatedShare,
        share: isEnabled ? shared : 0n,
        isEnabled,
        rank: ranks[at] ?? 0,
      };
    }),
  };
}

/** The shares that the next block will use, as the state after this block stands. */
export function emissionShares(
  facts: Pick<ShareFacts, 'subnets' | 'gate'>,
): Reading<SubnetShare[]> {
  const eligible = eligibleSubnets(facts);
  return eligible.known ? sharesOf(eligible.value, facts.gate) : eligible;
}
