// The subnets of the genesis: a spread of prices and depths, weights near one half and far from it, and the special cases.
// Refuses to know who holds what.
import { accountNamed } from './development-accounts.ts';
import { SPECIAL_NETUIDS, subnetIdentity, subnetSymbol } from './genesis-names.ts';
import { addHotkey, neuronsOf, type Validator } from './genesis-validators.ts';
import { changeSubnet, ROOT_NETUID } from '../ledger-run.ts';
import { alphaPrice } from '../pools/pool-swap.ts';
import type { LedgerState } from '../state/ledger-state.ts';
import type { Random } from './random.ts';

const TAO = 1_000_000_000n;
const WEIGHT_ONE = 10n ** 18n;
const HALF = WEIGHT_ONE / 2n;
const LOWEST_PRICE = 500_000n; // rao per alpha
const HIGHEST_PRICE = 100_000_000n;
const SHALLOWEST = 100n * TAO;
const DEEPEST = 60_000n * TAO;
const PRICE_OCTAVES = 8;
const YEAR = 2_629_800;
const NARROW = 32n;

const FIXED_WEIGHTS: Readonly<Record<number, bigint>> = {
  [SPECIAL_NETUIDS.driftedLow]: 480_000_000_000_000_123n,
  [SPECIAL_NETUIDS.driftedHigh]: 519_999_999_999_999_877n,
  [SPECIAL_NETUIDS.skewedWeight]: 300_000_000_000_000_001n,
};

const atMost = (value: bigint, limit: bigint): bigint => (value < limit ? value : limit);

export function addRoot(state: LedgerState, validators: readonly Validator[]): void {
  const ownerColdkey = accountNamed('root/coldkey');
  const ownerHotkey = accountNamed('root/hotkey');
  changeSubnet(state, ROOT_NETUID, {
    mechanism: 0,
    subtokenEnabled: true,
    symbol: subnetSymbol(ROOT_NETUID),
    identity: subnetIdentity(ROOT_NETUID),
    ownerColdkey,
    ownerHotkey,
    tempo: 100,
    lastEpochBlock: state.blockNumber,
    neurons: validators
      .filter(({ isRegistered }) => isRegistered)
      .map(({ hotkey }) => ({
        hotkey,
        registeredAt: 0,
        lastUpdate: state.blockNumber,
        isActive: true,
        hasPermit: true,
        incentive: 0,
        dividends: 0,
        consensus: 0,
        emission: 0n,
      })),
  });
}

/** Price and depth rise together, octave by octave, so that no pool holds more alpha than can exist. */
export function addSubnet(
  state: LedgerState,
  netuid: number,
  validators: readonly Validator[],
  random: Random,
): void {
  const isDoomed = netuid === SPECIAL_NETUIDS.nextToPrune;
  const octave = BigInt(isDoomed ? 0 : random.index(PRICE_OCTAVES));
  const basePrice = LOWEST_PRICE << octave;
  const price = isDoomed ? basePrice : atMost(basePrice + random.below(basePrice), HIGHEST_PRICE);
  const baseDepth = SHALLOWEST << (octave + random.below(3n));
  const taoReserve = atMost(baseDepth + random.below(baseDepth), DEEPEST);
  const taoWeight = FIXED_WEIGHTS[netuid] ?? HALF - random.below(100_000_000_000n);
  const alphaReserve = (taoReserve * TAO * (WEIGHT_ONE - taoWeight)) / (price * taoWeight); // rounded down
  const isYoung = netuid === SPECIAL_NETUIDS.young;
  const registeredAt = state.blockNumber - (isYoung ? 50_400 : YEAR + random.index(YEAR / 2));
  const isStarted = netuid !== SPECIAL_NETUIDS.notStarted;
  const ownerColdkey = accountNamed(`subnet/${netuid}/owner/coldkey`);
  const ownerHotkey = accountNamed(`subnet/${netuid}/owner/hotkey`);
  addHotkey(state, ownerHotkey, ownerColdkey);
  changeSubnet(state, netuid, {
    mechanism: 1,
    taoReserve,
    alphaReserve,
    protocolAlpha: random.below(alphaReserve / 50n),
    curve: { kind: 'balancer', taoWeight, isInitialized: true },
    volume: taoReserve * random.between(2n, 40n),
    emissionEnabled: netuid === SPECIAL_NETUIDS.emissionDisabled ? false : null,
    firstEmissionBlock: isStarted ? registeredAt + 7_200 : null,
    registeredAt,
    subtokenEnabled: netuid !== SPECIAL_NETUIDS.subtokenDisabled && isStarted,
    transferToggle: netuid !== SPECIAL_NETUIDS.transfersDisabled,
    symbol: subnetSymbol(netuid),
    identity: subnetIdentity(netuid),
    tempo: 360,
    lastEpochBlock: state.blockNumber - random.index(360),
    blocksSinceLastStep: random.index(360),
    ownerColdkey,
    ownerHotkey,
    lockedTao: 1_000n * TAO,
    neurons: neuronsOf(state, netuid, ownerHotkey, validators, random),
  });
  // the average lies up to 15 % beside spot; the doomed one has the lowest of all
  const spot = alphaPrice(state, netuid) >> NARROW;
  const movingPrice = isDoomed ? spot / 2n : (spot * random.between(85n, 115n)) / 100n;
  changeSubnet(state, netuid, { movingPrice });
}
