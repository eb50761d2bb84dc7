// The first state of the simulated chain, the same for the same seed: root, subnets, validators, positions, balances.
// Refuses to run a block.
import {
  developmentColdkeys,
  accountNamed,
  DEVELOPMENT_NAMES,
  type DevelopmentColdkeys,
} from './development-accounts.ts';
import { accountAt, EXISTENTIAL_DEPOSIT, subnetAccount } from '../state/balances.ts';
import { barOf, eligibleNetuids, priceShares } from '../emission/emission-shares.ts';
import { updateAverages } from '../emission/coinbase.ts';
import {
  addCrowd,
  addDevelopmentPositions,
  addLastDividends,
  settleAlphaOut,
} from './genesis-positions.ts';
import { addRoot, addSubnet } from './genesis-subnets.ts';
import { addValidators } from './genesis-validators.ts';
import { netuidsOf, subnetAt } from '../ledger-run.ts';
import { RULES } from '../rules.ts';
import { createRandom } from './random.ts';
import { Table } from '../state/table.ts';
import type { AccountId, LedgerSettings, LedgerState } from '../state/ledger-state.ts';

const TAO = 1_000_000_000n;
const ISSUANCE = 10_850_000n * TAO;
const FIRST_BLOCK = 9_240_388;

const FREE_BALANCES = {
  alice: 1_000n * TAO,
  bob: 250n * TAO,
  charlie: 40n * TAO,
  dave: 8n * TAO,
  eve: 10n * TAO,
  ferdie: 600n, // too little for any fee
} as const;

export type GenesisOptions = Readonly<{
  seed: number;
  /** Dynamic subnets besides root. */
  subnets?: number;
  coldkeys?: DevelopmentColdkeys;
  blockNumber?: number;
  settings?: Partial<LedgerSettings>;
}>;

/** Storage without a single entry, and the live chain's parameters. */
export function emptyState(blockNumber: number, settings: Partial<LedgerSettings>): LedgerState {
  return {
    settings: {
      isEmitting: true,
      isInjecting: true,
      emissionRule: 'price-ema',
      isFlowTaken: false,
      rules: RULES.v425,
      basketQueue: 'flows',
      isBasketSeeding: false,
      largestFill: null,
      ...settings,
    },
    blockNumber,
    blockAuthor: accountNamed('author'),
    totalIssuance: 0n,
    balancesIssuance: 0n,
    totalStake: 0n,
    blockEmission: 1_000_000_000n,
    taoWeight: 0x2e147ae147ae147an,
    subnetMovingAlpha: 1_288_490n, // 0.0003 in I96F32
    subnetOwnerCut: 11_796,
    stakeThreshold: 1_000n * TAO,
    nominatorMinRequiredStake: 10_000_000n,
    subnetLimit: 128,
    networkImmunityPeriod: 864_000,
    unlockRate: 934_866n,
    maturityRate: 934_866n,
    maxEpochsPerBlock: 2,
    swapAnnouncementDelay: 36_000,
    swapReannouncementDelay: 7_200,
    swapCost: TAO / 10n,
    emissionGateBar: 0n,
    emissionBarRank: 32,
    emissionGateExponent: 3,
    rootStakeUnlockInterval: 0,
    safeModeUntil: null,
    taoInRefundBlock: 8_334_450,
    basketDust: {
      rowCapTao: TAO,
      rowBps: 10,
      sliceTao: 100_000n,
      forfeitCapTao: 10_000_000n,
    },
    dissolutions: [],
    accounts: new Table(),
    owners: new Table(),
    ownedHotkeys: new Table(),
    delegates: new Table(),
    stakingHotkeys: new Table(),
    coldkeyIdentities: new Table(),
    accountFlags: new Table(),
    rootClaimTypes: new Table(),
    rootClaimThresholds: new Table(),
    rootClaimable: new Table(),
    swapAnnouncements: new Table(),
    swapDisputes: new Table(),
    lastStakeBlock: new Table(),
    subnets: new Table(),
    hotkeyAlpha: new Table(),
    hotkeyAlphaLastEpoch: new Table(),
    hotkeyShares: new Table(),
    shares: new Table(),
    alphaDividends: new Table(),
    rootAlphaDividends: new Table(),
    rootClaimed: new Table(),
    autoStakeDestinations: new Table(),
    locks: new Table(),
    lockHotkeys: new Table(),
    decayingLocks: new Table(),
    collateral: new Table(),
    fastPrices: new Table(),
    extracted: new Table(),
    basketShares: new Table(),
    basketRates: new Table(),
    basketClaimed: new Table(),
    basketDeposited: new Table(),
    basketRedeemed: new Table(),
    basketQueue: new Table(),
    hotkeyLocks: new Table(),
    decayingHotkeyLocks: new Table(),
    ownerLocks: new Table(),
    decayingOwnerLocks: new Table(),
  };
}

/** Sets a balance, and raises or lowers both issuance counters by the difference. */
export function endow(state: LedgerState, who: AccountId, free: bigint): void {
  const added = free - accountAt(state, who).free;
  state.totalIssuance += added;
  state.balancesIssuance += added;
  const rest = { consumers: 0, providers: 1, sufficients: 0, reserved: 0n, frozen: 0n };
  state.accounts.set(who, { nonce: 0, free, ...rest });
}

/** Every pool's TAO lies in its account; a reserve account holds whatever else has been issued. */
function addBalances(state: LedgerState, coldkeys: DevelopmentColdkeys): void {
  for (const netuid of netuidsOf(state)) {
    const { taoReserve } = subnetAt(state, netuid);
    endow(state, subnetAccount(netuid), taoReserve + EXISTENTIAL_DEPOSIT);
    state.totalStake += taoReserve;
  }
  for (const name of DEVELOPMENT_NAMES) endow(state, coldkeys[name], FREE_BALANCES[name]);
  if (state.blockAuthor !== null) endow(state, state.blockAuthor, TAO);
  endow(state, accountNamed('holders'), ISSUANCE - state.totalIssuance);
}

export function buildGenesis(options: GenesisOptions): LedgerState {
  const random = createRandom(options.seed);
  const coldkeys = options.coldkeys ?? developmentColdkeys();
  const state = emptyState(options.blockNumber ?? FIRST_BLOCK, options.settings ?? {});
  const validators = addValidators(state, random);
  addRoot(state, validators);
  const count = options.subnets ?? state.subnetLimit;
  for (let netuid = 1; netuid <= count; netuid += 1) addSubnet(state, netuid, validators, random);
  addCrowd(state, validators, random);
  addDevelopmentPositions(state, coldkeys, validators, random);
  settleAlphaOut(state, random);
  addLastDividends(state, random);
  addBalances(state, coldkeys);
  updateAverages(state);
  if (state.settings.emissionRule === 'gated') {
    state.emissionGateBar = barOf(state, priceShares(state, eligibleNetuids(state)));
  }
  return state;
}
