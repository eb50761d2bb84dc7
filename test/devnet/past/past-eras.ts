// Which runtime was in force when, over three years, and at what time each block was made.
// Refuses to know what happened in them. Facts: chain.md §0, §3.2, §6, §7.12; layouts that it gives per spec.
import { positionAlpha } from '../ledger/state/share-pool.ts';
import { accountId, dispatchError, multiAddress } from '../node/runtime/common-types.ts';
import type { Pallet, StorageEntry } from '../node/runtime/description.ts';
import { RUNTIME_SPECS, type LayoutEdit, type RuntimeSpec } from '../node/runtime/runtime-spec.ts';
import { accountOf, map } from '../node/runtime/storage-entry.ts';
import { variant } from '../node/runtime/variant.ts';
import type { Type } from '../node/scale/type.ts';
import { names, option, result, u16, u64, unit } from '../node/scale/type.ts';

export const HEAD = 7_884_000;
export const BLOCK_MS = 12_000;
const GENESIS_MS = 1_696_118_400_000; // 1 October 2023
/** The chain stood still after this block. */
export const GAP_AFTER = 4_321_000;
const GAP_MS = 7 * 3_600_000;

export const timeOf = (block: number): number =>
  GENESIS_MS + block * BLOCK_MS + (block > GAP_AFTER ? GAP_MS : 0);

const PROXY_TYPES = `Any Owner NonCritical NonTransfer Senate NonFungible Triumvirate Governance Staking Registration
  Transfer SmallTransfer`;
const proxyType = names('node_subtensor_runtime::ProxyType', PROXY_TYPES.split(/\s+/));

const proxyPallet = (call: Type): Pallet => ({
  name: 'Proxy',
  index: 16,
  path: 'pallet_proxy::pallet',
  calls: [variant('proxy', 0, { real: multiAddress, force_proxy_type: option(proxyType), call })],
  events: [variant('ProxyExecuted', 0, { result: result(unit, dispatchError) })],
  errors: ['TooMany', 'NotFound', 'NotProxy', 'Unproxyable', 'Duplicate', 'NoPermission'],
  constants: [],
  storage: [],
});

/** `Stake` of the time when stake was TAO. */
const stakeBeforeDtao: StorageEntry = map({
  name: 'Stake',
  keys: [
    ['Blake2_128Concat', accountId],
    ['Identity', accountId],
  ],
  value: u64,
  fallback: 0n,
  read({ state }, [hotkey, coldkey]) {
    const stake = positionAlpha(state, accountOf(hotkey), accountOf(coldkey), 0);
    return stake === 0n ? undefined : stake;
  },
  *list({ state }) {
    for (const key of state.shares.keys()) {
      const [netuid, hotkey = '', coldkey = ''] = key.split('/');
      if (netuid === '0') yield [hotkey, coldkey];
    }
  },
});

const subtensorExtra = (storage: readonly StorageEntry[]): Pallet => ({
  name: 'SubtensorModule',
  index: 7,
  path: 'pallet_subtensor::pallet',
  calls: [
    variant('burned_register', 7, { netuid: u16, hotkey: accountId }),
    variant('swap_hotkey', 70, { hotkey: accountId, new_hotkey: accountId }),
    variant('swap_coldkey', 71, {
      old_coldkey: accountId,
      new_coldkey: accountId,
      swap_cost: u64,
    }),
  ],
  events: [
    variant('HotkeySwapped', 200, {
      coldkey: accountId,
      old_hotkey: accountId,
      new_hotkey: accountId,
    }),
  ],
  errors: [],
  constants: [],
  storage,
});

const extra = (call: Type): readonly Pallet[] => [proxyPallet(call), subtensorExtra([])];
const extraBeforeDtao = (call: Type): readonly Pallet[] => [
  proxyPallet(call),
  subtensorExtra([stakeBeforeDtao]),
];

/** `(hotkey, rao)`, before spec 233. */
const SHORT_STAKE: readonly LayoutEdit[] = ['0', '3', '2'].map((field) => ({
  edit: 'remove',
  field,
}));
const shortStakeEvents = {
  'SubtensorModule.StakeAdded': [{ edit: 'remove', field: '5' } as const, ...SHORT_STAKE],
  'SubtensorModule.StakeRemoved': [{ edit: 'remove', field: '5' } as const, ...SHORT_STAKE],
};

const { beforeDtao, old, finney475, live475 } = RUNTIME_SPECS;

const spec205: RuntimeSpec = {
  ...beforeDtao,
  layouts: {
    ...beforeDtao.layouts,
    ...shortStakeEvents,
    'SubtensorModule.add_stake': [{ edit: 'remove', field: 'netuid' }],
    'SubtensorModule.remove_stake': [{ edit: 'remove', field: 'netuid' }],
  },
  extra: extraBeforeDtao,
};

const spec218: RuntimeSpec = {
  ...old,
  layouts: { ...old.layouts, ...shortStakeEvents },
  extra,
};

const LEGACY = ['SubtensorModule.Alpha', 'SubtensorModule.TotalHotkeyShares'];
const withLegacy = finney475.absent.filter((name) => !LEGACY.includes(name));

/** Root claims, the Swap pallet, six fields; shares still in the legacy maps, nothing of locks. */
const spec334: RuntimeSpec = {
  ...finney475,
  specVersion: 334,
  absent: [
    ...withLegacy,
    'SubtensorModule.AlphaV2',
    'SubtensorModule.TotalHotkeySharesV2',
    'SubtensorModule.lock_stake',
    'SubtensorModule.Lock',
    'SubtensorModule.DecayingLock',
    'SubtensorModule.MinerCollateral',
    'SubtensorModule.TransactionFeePaidWithAlpha',
    'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys',
    'StakeInfoRuntimeApi.get_coldkey_lock',
  ],
  extra,
};

/** Both maps of shares: the legacy one until a position is written to. */
const spec440: RuntimeSpec = { ...finney475, specVersion: 440, absent: withLegacy, extra };

const spec475: RuntimeSpec = { ...live475, extra };

export type Era = Readonly<{
  /** The block that installs the code: its state holds it, and the next block runs on it. */
  from: number;
  spec: RuntimeSpec;
}>;

export const ERAS: readonly Era[] = [
  { from: 0, spec: spec205 },
  { from: 1_200_000, spec: spec218 },
  { from: 3_000_000, spec: spec334 },
  { from: 5_500_000, spec: spec440 },
  { from: 7_300_000, spec: spec475 },
];

export const DTAO_AT = 1_200_000;
export const CLAIMS_AT = 3_000_000;
export const BOTH_MAPS_AT = 5_500_000;
export const FUNDS_AT = 7_300_000;

/** The runtime in the state of a block. */
export function specAt(block: number): RuntimeSpec {
  let found = spec205;
  for (const { from, spec } of ERAS) if (from <= block) found = spec;
  return found;
}

/** The runtime that made a block. */
export const specThatMade = (block: number): RuntimeSpec => specAt(Math.max(0, block - 1));
