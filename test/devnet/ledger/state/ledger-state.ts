// The whole state of the simulated chain as plain objects: one field per storage item, named after what it holds.
// Refuses to know any rule; amounts are bigint, block numbers and u16 values are numbers, account ids are 0x-hex.
import type { Dissolution } from '../dissolve.ts';
import type { LedgerRules } from '../rules.ts';
import { Table } from './table.ts';

/** 32 bytes, lower-case hex with 0x. */
export type AccountId = string;

/** `System.Account`. */
export type Account = Readonly<{
  nonce: number;
  consumers: number;
  providers: number;
  sufficients: number;
  free: bigint;
  reserved: bigint;
  frozen: bigint;
}>;

/** Share-pool number: value = mantissa · 10^exponent. */
export type SafeFloat = Readonly<{ mantissa: bigint; exponent: number }>;

/** What prices the pool of a subnet of mechanism 1. */
export type Curve = Readonly<
  | { kind: 'balancer'; taoWeight: bigint | null; isInitialized: boolean } // null: no entry, one half
  | {
      kind: 'superellipse';
      alphaScale: bigint;
      taoScale: bigint;
      centerAlpha: bigint;
      centerTao: bigint;
    }
  | { kind: 'constant-product' }
>;

export type SubnetIdentity = Readonly<{
  subnetName: string;
  githubRepo: string;
  subnetContact: string;
  subnetUrl: string;
  discord: string;
  description: string;
  logoUrl: string;
  additional: string;
}>;

/** `IdentitiesV2`, kept per coldkey. */
export type ColdkeyIdentity = Readonly<{
  name: string;
  url: string;
  githubRepo: string;
  image: string;
  discord: string;
  description: string;
  additional: string;
}>;

/** One registered uid; the array index in `Subnet.neurons` is the uid. */
export type Neuron = Readonly<{
  hotkey: AccountId;
  registeredAt: number;
  lastUpdate: number;
  isActive: boolean;
  hasPermit: boolean;
  /** Share of the miner pot, u16 parts; fixed by the genesis. */
  incentive: number;
  /** Share of the validator pot at the last epoch, u16 parts. */
  dividends: number;
  consensus: number;
  /** Alpha credited at the last epoch, all kinds together. */
  emission: bigint;
}>;

export type Subnet = Readonly<{
  mechanism: number; // SubnetMechanism: 0 stable, 1 dynamic
  taoReserve: bigint; // SubnetTAO
  alphaReserve: bigint; // SubnetAlphaIn
  alphaOut: bigint; // SubnetAlphaOut
  protocolAlpha: bigint; // SubnetProtocolAlpha
  curve: Curve;
  feeRate: number | null; // Swap.FeeRate; null: no entry, the default
  movingPrice: bigint; // SubnetMovingPrice, I96F32 bits
  rootProp: bigint; // RootProp, U96F32 bits
  volume: bigint; // SubnetVolume, u128
  taoInEmission: bigint; // SubnetTaoInEmission, last block
  alphaInEmission: bigint; // SubnetAlphaInEmission, last block
  alphaOutEmission: bigint; // SubnetAlphaOutEmission, last block
  excessTao: bigint; // SubnetExcessTao, last block
  rootSellTao: bigint; // SubnetRootSellTao
  taoFlow: bigint; // SubnetTaoFlow, i64: what stakers moved in less what they moved out
  protocolFlow: bigint; // SubnetProtocolFlow, i64: injections and chain buys
  flowTaken: Readonly<{ block: number; average: bigint }> | null; // SubnetEmaTaoFlow, I64F64 bits
  emissionEnabled: boolean | null; // SubnetEmissionEnabled; null: no entry, true
  minerBurned: bigint; // MinerBurned, U96F32 bits
  emaPriceHalvingBlocks: number; // EMAPriceHalvingBlocks
  firstEmissionBlock: number | null; // FirstEmissionBlockNumber
  registrationAllowed: boolean; // NetworkRegistrationAllowed
  registeredAt: number; // NetworkRegisteredAt
  subtokenEnabled: boolean; // SubtokenEnabled
  transferToggle: boolean; // TransferToggle
  symbol: string; // TokenSymbol, UTF-8
  tempo: number;
  lastEpochBlock: number;
  pendingEpochAt: number; // 0: none
  blocksSinceLastStep: number;
  lastMechanismStepBlock: number; // LastMechansimStepBlock
  ownerColdkey: AccountId; // SubnetOwner
  ownerHotkey: AccountId; // SubnetOwnerHotkey
  ownerCutEnabled: boolean;
  ownerCutAutoLockEnabled: boolean;
  recycleOrBurn: 'Burn' | 'Recycle';
  pendingServerEmission: bigint;
  pendingValidatorEmission: bigint;
  pendingRootAlphaDivs: bigint;
  pendingOwnerCut: bigint;
  lockedTao: bigint; // SubnetLocked, paid at registration
  identity: SubnetIdentity | null; // SubnetIdentitiesV3
  neurons: readonly Neuron[]; // Keys, Uids, Active, ValidatorPermit, Dividends…
}>;

export type LockState = Readonly<{
  lockedMass: bigint;
  conviction: bigint; // U64F64 bits
  lastUpdate: number;
}>;

export type RootClaimType = Readonly<
  { kind: 'Swap' } | { kind: 'Keep' } | { kind: 'KeepSubnets'; subnets: readonly number[] }
>;

export type SwapAnnouncement = Readonly<{ firstBlock: number; newColdkeyHash: string }>;

/** What a claim leaves behind rather than sell, rao and parts of 10,000. */
export type BasketDust = Readonly<{
  rowCapTao: bigint; // BasketClaimRowDustCapTao
  rowBps: number; // BasketClaimRowDustBps
  sliceTao: bigint; // BasketClaimSliceDustTao
  forfeitCapTao: bigint; // BasketClaimForfeitCapTao
}>;

/** What a test may switch; not chain storage. */
export type LedgerSettings = Readonly<{
  /** Of the runtime in force: the node sets them when it starts and at each upgrade. */
  rules: LedgerRules;
  /**
   * Queued root dividends enter the funds a block later ('flows'), only when a claim or a change of root stake asks for
   * them ('waits'), or not at all, so that those calls fail ('stuck').
   */
  basketQueue: 'flows' | 'waits' | 'stuck';
  /** The migration that seeds the funds is still running. */
  isBasketSeeding: boolean;
  /** A pool takes at most this much TAO of a purchase and returns the rest; null: all it is given. */
  largestFill: bigint | null;
  /** Block emission at all; off, a block changes nothing but its number. */
  isEmitting: boolean;
  /** Liquidity injections and chain buys; off, alpha out, epochs and price averages still run. */
  isInjecting: boolean;
  /** 'even': every eligible subnet the same, as no runtime ever did. */
  emissionRule: 'price-ema' | 'gated' | 'even';
  /** Every block takes the flow counters into their averages and clears them, as the runtimes 334 to 419 do. */
  isFlowTaken: boolean;
}>;

export type Reserves = Readonly<{ alpha: bigint; tao: bigint }>;

export type LedgerState = {
  settings: LedgerSettings;
  blockNumber: number;
  /** Receives fees; null: a chain without authors, where fees are burned. */
  blockAuthor: AccountId | null;

  // single values
  totalIssuance: bigint; // SubtensorModule.TotalIssuance
  balancesIssuance: bigint; // Balances.TotalIssuance
  totalStake: bigint;
  blockEmission: bigint; // BlockEmission, rewritten by every call of the halving curve
  taoWeight: bigint; // parts of 2^64 − 1
  subnetMovingAlpha: bigint; // I96F32 bits
  subnetOwnerCut: number;
  stakeThreshold: bigint;
  nominatorMinRequiredStake: bigint;
  subnetLimit: number;
  networkImmunityPeriod: number;
  unlockRate: bigint;
  maturityRate: bigint;
  maxEpochsPerBlock: number;
  swapAnnouncementDelay: number; // ColdkeySwapAnnouncementDelay
  swapReannouncementDelay: number; // ColdkeySwapReannouncementDelay
  swapCost: bigint; // ColdkeySwap announcement fee, rao
  emissionGateBar: bigint; // EmissionGateBar, U64F64 bits; only under the gated rule
  emissionBarRank: number; // EmissionBarRank
  emissionGateExponent: number; // EmissionGateExponent

  rootStakeUnlockInterval: number; // RootStakeUnlockInterval, blocks; 0: no hold
  safeModeUntil: number | null; // SafeMode.EnteredUntil
  taoInRefundBlock: number; // TaoInRefundDeploymentBlock
  basketDust: BasketDust;

  dissolutions: readonly Dissolution[]; // DissolveCleanupQueue, with what each staker gets

  // per account
  accounts: Table<AccountId, Account>;
  owners: Table<AccountId, AccountId>; // Owner(hotkey)
  ownedHotkeys: Table<AccountId, readonly AccountId[]>;
  delegates: Table<AccountId, number>; // Delegates(hotkey): take of 65535
  stakingHotkeys: Table<AccountId, readonly AccountId[]>;
  coldkeyIdentities: Table<AccountId, ColdkeyIdentity>;
  accountFlags: Table<AccountId, bigint>;
  rootClaimTypes: Table<AccountId, RootClaimType>;
  rootClaimThresholds: Table<number, bigint>; // RootClaimableThreshold: I96F32 bits
  rootClaimable: Table<AccountId, ReadonlyMap<number, bigint>>; // per hotkey: netuid → I96F32 bits
  swapAnnouncements: Table<AccountId, SwapAnnouncement>; // ColdkeySwapAnnouncements
  swapDisputes: Table<AccountId, number>; // ColdkeySwapDisputes
  lastStakeBlock: Table<string, number>; // LastColdkeyHotkeyStakeBlock: coldkeyHotkeyKey
  basketShares: Table<AccountId, bigint>; // BasketShares(hotkey)
  basketRates: Table<AccountId, bigint>; // BasketRate(hotkey): I96F32 bits, shares per rao of root stake
  basketClaimed: Table<string, bigint>; // BasketClaimed: fundKey; negative where something was granted
  basketDeposited: Table<AccountId, bigint>; // BasketDepositedTao(hotkey)
  basketRedeemed: Table<AccountId, bigint>; // BasketRedeemedTao(hotkey)
  basketQueue: Table<string, bigint>; // PendingBasketDeposits: hotkeyKey

  // per subnet and account
  subnets: Table<number, Subnet>;
  hotkeyAlpha: Table<string, bigint>; // TotalHotkeyAlpha: hotkeyKey
  hotkeyAlphaLastEpoch: Table<string, bigint>; // TotalHotkeyAlphaLastEpoch: hotkeyKey
  hotkeyShares: Table<string, SafeFloat>; // TotalHotkeySharesV2: hotkeyKey
  shares: Table<string, SafeFloat>; // AlphaV2: positionKey
  alphaDividends: Table<string, bigint>; // AlphaDividendsPerSubnet: hotkeyKey
  rootAlphaDividends: Table<string, bigint>; // RootAlphaDividendsPerSubnet: hotkeyKey
  rootClaimed: Table<string, bigint>; // RootClaimed: positionKey
  autoStakeDestinations: Table<string, AccountId>; // AutoStakeDestination: coldkeySubnetKey
  locks: Table<string, LockState>; // Lock: positionKey
  collateral: Table<string, bigint>; // MinerCollateral.locked: positionKey
  fastPrices: Table<number, bigint>; // SubnetFastMovingPrice: U64F64 bits
  extracted: Table<number, Reserves>; // Swap.ExtractedReserves
  lockHotkeys: Table<string, AccountId>; // index over Lock: coldkeySubnetKey → the hotkey locked to
  decayingLocks: Table<string, boolean>; // DecayingLock: coldkeySubnetKey; false: perpetual
  hotkeyLocks: Table<string, LockState>; // HotkeyLock: hotkeyKey
  decayingHotkeyLocks: Table<string, LockState>; // DecayingHotkeyLock: hotkeyKey
  ownerLocks: Table<number, LockState>; // OwnerLock
  decayingOwnerLocks: Table<number, LockState>; // DecayingOwnerLock
};

/** Keys of the tables that hang on more than one thing; the node splits them again with `splitKey`. */
export const hotkeyKey = (hotkey: AccountId, netuid: number): string => `${netuid}/${hotkey}`;
export const positionKey = (hotkey: AccountId, coldkey: AccountId, netuid: number): string =>
  `${netuid}/${hotkey}/${coldkey}`;
export const coldkeySubnetKey = (coldkey: AccountId, netuid: number): string =>
  `${netuid}/${coldkey}`;
export const fundKey = (hotkey: AccountId, coldkey: AccountId): string => `${hotkey}/${coldkey}`;
export const coldkeyHotkeyKey = (coldkey: AccountId, hotkey: AccountId): string =>
  `${coldkey}/${hotkey}`;

/** An independent copy: O(number of tables) now, and what either side writes later. */
export function forkState(state: LedgerState): LedgerState {
  return {
    ...state,
    accounts: state.accounts.fork(),
    owners: state.owners.fork(),
    ownedHotkeys: state.ownedHotkeys.fork(),
    delegates: state.delegates.fork(),
    stakingHotkeys: state.stakingHotkeys.fork(),
    coldkeyIdentities: state.coldkeyIdentities.fork(),
    accountFlags: state.accountFlags.fork(),
    rootClaimTypes: state.rootClaimTypes.fork(),
    rootClaimThresholds: state.rootClaimThresholds.fork(),
    rootClaimable: state.rootClaimable.fork(),
    swapAnnouncements: state.swapAnnouncements.fork(),
    swapDisputes: state.swapDisputes.fork(),
    lastStakeBlock: state.lastStakeBlock.fork(),
    subnets: state.subnets.fork(),
    hotkeyAlpha: state.hotkeyAlpha.fork(),
    hotkeyAlphaLastEpoch: state.hotkeyAlphaLastEpoch.fork(),
    hotkeyShares: state.hotkeyShares.fork(),
    shares: state.shares.fork(),
    alphaDividends: state.alphaDividends.fork(),
    rootAlphaDividends: state.rootAlphaDividends.fork(),
    rootClaimed: state.rootClaimed.fork(),
    autoStakeDestinations: state.autoStakeDestinations.fork(),
    locks: state.locks.fork(),
    collateral: state.collateral.fork(),
    fastPrices: state.fastPrices.fork(),
    extracted: state.extracted.fork(),
    basketShares: state.basketShares.fork(),
    basketRates: state.basketRates.fork(),
    basketClaimed: state.basketClaimed.fork(),
    basketDeposited: state.basketDeposited.fork(),
    basketRedeemed: state.basketRedeemed.fork(),
    basketQueue: state.basketQueue.fork(),
    lockHotkeys: state.lockHotkeys.fork(),
    decayingLocks: state.decayingLocks.fork(),
    hotkeyLocks: state.hotkeyLocks.fork(),
    decayingHotkeyLocks: state.decayingHotkeyLocks.fork(),
    ownerLocks: state.ownerLocks.fork(),
    decayingOwnerLocks: state.decayingOwnerLocks.fork(),
  };
}

/** Puts a state back to what a fork holds; the fork may not be used afterwards. */
export function restoreState(state: LedgerState, saved: LedgerState): void {
  Object.assign(state, saved);
}
