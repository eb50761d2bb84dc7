// What distinguishes one runtime from the next: numbers, curve, what is absent, how result structs are laid out.
// Refuses to know the definitions themselves.
import { RULES, type LedgerRules } from '../../ledger/rules.ts';
import type { Type, Value } from '../scale/type.ts';
import { bool, bytes, compact, u128, u64, u8 } from '../scale/type.ts';
import type { Pallet } from './description.ts';

export type CurveKind = 'balancer' | 'superellipse' | 'constant-product';

/** One change of a struct's fields; edits apply in order. `before: null` appends. */
export type LayoutEdit = Readonly<
  | { edit: 'insert'; field: string; type: Type; before: string | null; value: Value }
  | { edit: 'move'; field: string; before: string | null }
  | { edit: 'remove'; field: string }
  | { edit: 'widen'; field: string; type: Type }
>;

export type RuntimeSpec = Readonly<{
  specVersion: number;
  transactionVersion: number;
  curve: CurveKind;
  /** By struct name (`DynamicInfo`), call (`SubtensorModule.add_stake_limit`) or event (`SubtensorModule.StakeAdded`). */
  layouts: Readonly<Record<string, readonly LayoutEdit[]>>;
  /** `SwapRuntimeApi`, `SwapRuntimeApi.current_alpha_price_all`, `SubtensorModule.add_stake_limit`, `Swap.FeeRate`, `Swap`. */
  absent: readonly string[];
  /** Account arguments and results of the subtensor APIs wrapped in byte vectors, as up to spec 218. */
  hasByteVectorApis: boolean;
  /** false: built without the metadata hash, so mode 1 cannot be verified, as specs 456 and 457 were. */
  hasMetadataHash: boolean;
  /** Parts of 10^-12 rao per unit of ref_time, of 10^-9 rao per byte. */
  picoRaoPerRefTime: bigint;
  nanoRaoPerByte: bigint;
  /** What the ledger goes by while this runtime is in force. */
  rules: LedgerRules;
  /** Indices other than those of 425, of calls and events: `SubtensorModule.add_stake`, `SubtensorModule.StakeSwapped`. */
  indices: Readonly<Record<string, number>>;
  /** What it has besides: whole pallets, or calls, events and storage for a pallet of that name. `call` is the outer call. */
  extra?: (call: Type) => readonly Pallet[];
  /** With Aura and Grandpa, and `:code` among the keys: of a chain whose state has a root. See `withConsensus`. */
  hasConsensus?: boolean;
}>;

/** Gone since the positions have safe floats. */
const LEGACY_SHARES = ['SubtensorModule.Alpha', 'SubtensorModule.TotalHotkeyShares'];

/** Gone since every subnet has a token of its own. */
const BEFORE_DTAO = ['SubtensorModule.TotalHotkeyStake', 'SubtensorModule.Weights'];

/** What came with the validators' funds and beside them, from 434 to 475. */
const SINCE_BASKETS = [
  'BetaBasketRuntimeApi',
  'SafeMode',
  'SubnetInfoRuntimeApi.get_block_emission',
  'Swap.ExtractedReserves',
  'Swap.BalancerTaoReservoir',
  'Swap.BalancerAlphaReservoir',
  ...`transfer_stake_and_hotkey add_collateral set_min_collateral stake_into_basket claim_root_with_hotkey
  BasketDeposited BasketStakedIn BasketClaimed BasketHoldingConverted StakeAndHotkeyTransferred CollateralLocked
  MinCollateralSet BasketAlphaWrittenOff BasketClaimDustSkipped InitialMinTransfer BasketShares BasketRate BasketClaimed
  BasketDepositedTao BasketRedeemedTao PendingBasketDeposits BasketTradingFrozen BasketTradeBucket AlphaSharePoolEpoch
  AlphaShareEpoch SubnetFastMovingPrice ColdkeyMinerCollateral RootStakeUnlockInterval TaoInRefundDeploymentBlock
  BasketClaimRowDustCapTao BasketClaimRowDustBps BasketClaimSliceDustTao BasketClaimForfeitCapTao BasketTradingEnabled
  BasketConcentrationCap BasketMinTradeTao EmissionBarQuantile DissolveCleanupQueue`
    .split(/\s+/)
    .map((name) => `SubtensorModule.${name}`),
];

const finney475: RuntimeSpec = {
  specVersion: 475,
  transactionVersion: 1,
  curve: 'balancer',
  layouts: {},
  absent: ['Swap.SwapSuperellipse', ...LEGACY_SHARES, ...BEFORE_DTAO, ...SINCE_BASKETS],
  hasByteVectorApis: false,
  hasMetadataHash: true,
  picoRaoPerRefTime: 250_000_000n,
  nanoRaoPerByte: 500_000_000n,
  rules: RULES.v425,
  indices: {},
};

/** By chain.md §6; an index that it does not give follows from its neighbours'. */
const EVENTS_475: Readonly<Record<string, number>> = {
  ColdkeySwapAnnounced: 70,
  ColdkeySwapReset: 71,
  ColdkeySwapped: 72,
  ColdkeySwapDisputed: 73,
  SubnetIdentitySet: 79,
  StakeTransferred: 92,
  StakeSwapped: 93,
  TransferToggle: 94,
  FirstEmissionBlockNumberSet: 96,
  AlphaRecycled: 97,
  AlphaBurned: 98,
  AutoStakeAdded: 110,
  AutoStakeDestinationSet: 113,
  RootClaimed: 115,
  AddStakeBurn: 125,
  ColdkeySwapCleared: 127,
  TransactionFeePaidWithAlpha: 128,
  StakeLocked: 132,
  StakeUnlocked: 133,
  LockMoved: 134,
  EpochDeferred: 137,
  EpochSkipped: 138,
  SubnetOwnerChanged: 139,
  PerpetualLockUpdated: 140,
  RejectLockedAlphaUpdated: 142,
};

/** Finney at spec 475 with all that chain.md says of it: funds of root dividends, no silent cut, caps, its own indices. */
const live475: RuntimeSpec = {
  ...finney475,
  absent: [
    'Swap.SwapSuperellipse',
    'Swap.ExtractedReserves',
    'SubtensorModule.set_root_claim_type',
    'SubtensorModule.RootClaimTypeSet',
    'SubtensorModule.RootClaimType',
    ...LEGACY_SHARES,
    ...BEFORE_DTAO,
  ],
  layouts: {
    'SubtensorModule.RootClaimed': [
      { edit: 'insert', field: 'tao', type: u64, before: null, value: 0n },
    ],
  },
  rules: RULES.v475,
  indices: Object.fromEntries(
    Object.entries(EVENTS_475).map(([name, index]) => [`SubtensorModule.${name}`, index]),
  ),
};

/** What a successor branch would bring: the same with the superellipse and reserves taken out of pools for lending. */
const lending476: RuntimeSpec = {
  ...live475,
  specVersion: 476,
  curve: 'superellipse',
  absent: live475.absent.filter((name) => !name.startsWith('Swap.')),
};

/** The release after: fields inserted, reordered, removed and widened, and another curve. */
const next: RuntimeSpec = {
  ...finney475,
  specVersion: 476,
  curve: 'superellipse',
  absent: [...LEGACY_SHARES, ...BEFORE_DTAO, ...SINCE_BASKETS],
  layouts: {
    DynamicInfo: [
      { edit: 'insert', field: 'curve_kind', type: u8, before: 'alpha_in', value: 1 },
      { edit: 'move', field: 'tao_in', before: 'alpha_in' },
      { edit: 'remove', field: 'emission' },
    ],
    StakeInfo: [
      { edit: 'insert', field: 'collateral', type: compact(u64), before: 'stake', value: 0n },
      { edit: 'move', field: 'netuid', before: 'hotkey' },
      { edit: 'widen', field: 'stake', type: compact(u128) },
    ],
    StakeAvailability: [{ edit: 'move', field: 'available', before: 'total' }],
    SimSwapResult: [
      { edit: 'insert', field: 'is_partial', type: bool, before: 'tao_amount', value: false },
      { edit: 'move', field: 'alpha_amount', before: 'tao_amount' },
    ],
    SubnetPrice: [{ edit: 'widen', field: 'price', type: u128 }],
    SubnetIdentityV3: [
      { edit: 'insert', field: 'agent_url', type: bytes, before: 'additional', value: '0x' },
    ],
  },
};

/** An early dTAO runtime in the manner of spec 218: no Swap pallet, no limit calls, results wrapped in bytes. */
const old: RuntimeSpec = {
  ...finney475,
  specVersion: 218,
  curve: 'constant-product',
  hasByteVectorApis: true,
  picoRaoPerRefTime: 500_000_000n,
  nanoRaoPerByte: 1_000_000_000n,
  absent: [
    ...BEFORE_DTAO,
    ...SINCE_BASKETS,
    'Swap',
    'SwapRuntimeApi',
    'StakeInfoRuntimeApi.get_stake_info_for_hotkey_coldkey_netuid',
    'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys',
    'StakeInfoRuntimeApi.get_stake_fee',
    'StakeInfoRuntimeApi.get_coldkey_lock',
    'StakeInfoRuntimeApi.get_hotkey_conviction',
    'SubnetInfoRuntimeApi.get_selective_metagraph',
    'SubnetInfoRuntimeApi.get_next_epoch_start_block',
    'SubnetInfoRuntimeApi.get_subnet_to_prune',
    'SubnetInfoRuntimeApi.get_subnet_account_id',
    'SubnetInfoRuntimeApi.get_subnet_hyperparams_v3',
    'SubnetInfoRuntimeApi.get_coldkey_auto_stake_hotkey',
    'SubtensorModule.add_stake_limit',
    'SubtensorModule.remove_stake_limit',
    'SubtensorModule.remove_stake_full_limit',
    'SubtensorModule.swap_stake_limit',
    'SubtensorModule.move_stake_limit',
    'SubtensorModule.lock_stake',
    'SubtensorModule.Lock',
    'SubtensorModule.MinerCollateral',
    'SubtensorModule.DecayingLock',
    'SubtensorModule.AlphaV2',
    'SubtensorModule.TotalHotkeySharesV2',
    'SubtensorModule.SubnetTaoFlow',
    'SubtensorModule.SubnetProtocolFlow',
    'SubtensorModule.SubnetEmaTaoFlow',
    'SubtensorModule.ColdkeySwapAnnouncements',
    'SubtensorModule.SubnetIdentitiesV3',
  ],
  layouts: {
    SubnetIdentityV3: [{ edit: 'remove', field: 'logo_url' }],
    'SubtensorModule.StakeAdded': [{ edit: 'remove', field: '5' }],
    'SubtensorModule.StakeRemoved': [{ edit: 'remove', field: '5' }],
  },
};

const NOT_BEFORE_DTAO =
  `SubnetTAO SubnetAlphaIn SubnetAlphaOut SubnetProtocolAlpha SubnetVolume SubnetTaoInEmission SubnetAlphaInEmission
  SubnetAlphaOutEmission SubnetExcessTao SubnetRootSellTao SubnetMovingPrice RootProp MinerBurned SubnetMechanism
  SubtokenEnabled TransferToggle FirstEmissionBlockNumber EMAPriceHalvingBlocks SubnetEmissionEnabled TaoWeight
  SubnetMovingAlpha Alpha TotalHotkeyShares TotalHotkeyAlpha TotalHotkeyAlphaLastEpoch`.split(
    /\s+/,
  );

/**
 * Before dTAO, in the manner of spec 219: stake is plain TAO, counted by hotkey, and the weights of root's validators split
 * emission. Source: opentensor/subtensor pallets/subtensor/src/lib.rs at 8f39a583.
 */
const beforeDtao: RuntimeSpec = {
  ...old,
  specVersion: 205,
  absent: [
    ...old.absent.filter((name) => !BEFORE_DTAO.includes(name)),
    'SubnetInfoRuntimeApi.get_dynamic_info',
    'SubnetInfoRuntimeApi.get_all_dynamic_info',
    ...NOT_BEFORE_DTAO.map((name) => `SubtensorModule.${name}`),
  ],
};

export const RUNTIME_SPECS = {
  finney475,
  live475,
  lending476,
  next,
  old,
  beforeDtao,
} as const;

/** The same runtime with more edits of one struct, call or event. */
export function withLayout(
  spec: RuntimeSpec,
  name: string,
  edits: readonly LayoutEdit[],
): RuntimeSpec {
  return {
    ...spec,
    layouts: { ...spec.layouts, [name]: [...(spec.layouts[name] ?? []), ...edits] },
  };
}

/** The same runtime without these APIs, methods, calls or storage items. */
export const without = (spec: RuntimeSpec, ...names: readonly string[]): RuntimeSpec => ({
  ...spec,
  absent: [...spec.absent, ...names],
});

/** The same runtime with a call or an event at another index. */
export const withIndex = (spec: RuntimeSpec, name: string, index: number): RuntimeSpec => ({
  ...spec,
  indices: { ...spec.indices, [name]: index },
});

/** The same runtime with other rules behind it. */
export const withRules = (spec: RuntimeSpec, rules: Partial<LedgerRules>): RuntimeSpec => ({
  ...spec,
  rules: { ...spec.rules, ...rules },
});

/** The same runtime built without the metadata hash. */
export const withoutMetadataHash = (spec: RuntimeSpec): RuntimeSpec => ({
  ...spec,
  hasMetadataHash: false,
});

export const isAbsent = (spec: RuntimeSpec, owner: string, name: string): boolean =>
  spec.absent.includes(owner) || spec.absent.includes(`${owner}.${name}`);
