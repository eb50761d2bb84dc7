// What distinguishes one runtime from the next: numbers, curve, what is absent, how result structs are laid out.
// Refuses to know the definitions themselves.
import type { Type, Value } from '../scale/type.ts';
import { bool, bytes, compact, u128, u64, u8 } from '../scale/type.ts';

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
}>;

/** Gone since the positions have safe floats. */
const LEGACY_SHARES = ['SubtensorModule.Alpha', 'SubtensorModule.TotalHotkeyShares'];

/** Gone since every subnet has a token of its own. */
const BEFORE_DTAO = ['SubtensorModule.TotalHotkeyStake', 'SubtensorModule.Weights'];

const finney475: RuntimeSpec = {
  specVersion: 475,
  transactionVersion: 1,
  curve: 'balancer',
  layouts: {},
  absent: ['Swap.SwapSuperellipse', ...LEGACY_SHARES, ...BEFORE_DTAO],
  hasByteVectorApis: false,
  hasMetadataHash: true,
  picoRaoPerRefTime: 250_000_000n,
  nanoRaoPerByte: 500_000_000n,
};

/** The release after: fields inserted, reordered, removed and widened, and another curve. */
const next: RuntimeSpec = {
  ...finney475,
  specVersion: 476,
  curve: 'superellipse',
  absent: [...LEGACY_SHARES, ...BEFORE_DTAO],
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

export const RUNTIME_SPECS = { finney475, next, old, beforeDtao } as const;

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

export const isAbsent = (spec: RuntimeSpec, owner: string, name: string): boolean =>
  spec.absent.includes(owner) || spec.absent.includes(`${owner}.${name}`);
