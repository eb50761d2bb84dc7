// SubtensorModule's storage per position: shares, dividends, claims, locks, read from the ledger's joined keys.
// Refuses to know subnets.
import type { SafeFloat } from '../../ledger/state/ledger-state.ts';
import type { Value } from '../scale/type.ts';
import { bool, i64, struct, u128, u16, u64, unit } from '../scale/type.ts';
import { accountId, u64f64 } from './common-types.ts';
import type { StorageEntry } from './description.ts';
import { map, perText } from './storage-entry.ts';
import { lockState, lockValue } from './subnet-storage.ts';

const safeFloat = struct('share_pool::SafeFloat', { mantissa: u128, exponent: i64 });
const floatValue = ({ mantissa, exponent }: SafeFloat): Value => ({ mantissa, exponent });
const noFloat = { mantissa: 0n, exponent: 0 };

const hotkeyFirst = [
  ['Blake2_128Concat', 'hotkey'],
  ['Identity', 'netuid'],
] as const;
const netuidFirst = [
  ['Identity', 'netuid'],
  ['Blake2_128Concat', 'hotkey'],
] as const;
const coldkeyFirst = [
  ['Blake2_128Concat', 'coldkey'],
  ['Identity', 'netuid'],
] as const;

const byHotkey = { order: ['netuid', 'hotkey'] } as const;
const byPosition = { order: ['netuid', 'hotkey', 'coldkey'] } as const;
const byColdkey = { order: ['netuid', 'coldkey'] } as const;
const amount = { value: u64, fallback: 0n, toValue: (stored: bigint): Value => stored } as const;
const lock = { value: lockState, fallback: null, toValue: lockValue } as const;
const shares = { value: safeFloat, fallback: noFloat, toValue: floatValue } as const;
const ten = 10n;
const toBits = ({ mantissa, exponent }: SafeFloat): Value => ({
  bits:
    exponent >= 0
      ? (mantissa * ten ** BigInt(exponent)) << 64n
      : (mantissa << 64n) / ten ** BigInt(-exponent),
});
const legacyShares = { value: u64f64, fallback: { bits: 0n }, toValue: toBits } as const;

export const positionStorage: readonly StorageEntry[] = [
  perText({
    name: 'TotalHotkeyAlpha',
    keys: hotkeyFirst,
    ...byHotkey,
    ...amount,
    table: (s) => s.hotkeyAlpha,
  }),
  perText({
    name: 'TotalHotkeyAlphaLastEpoch',
    keys: hotkeyFirst,
    ...byHotkey,
    ...amount,
    table: (s) => s.hotkeyAlphaLastEpoch,
  }),
  perText({
    name: 'TotalHotkeySharesV2',
    keys: hotkeyFirst,
    ...byHotkey,
    ...shares,
    table: (s) => s.hotkeyShares,
  }),
  perText({
    name: 'AlphaV2',
    keys: [
      ['Blake2_128Concat', 'hotkey'],
      ['Blake2_128Concat', 'coldkey'],
      ['Identity', 'netuid'],
    ],
    ...byPosition,
    ...shares,
    table: (s) => s.shares,
  }),
  // The same shares in the form of the runtimes before the safe floats.
  perText({
    name: 'TotalHotkeyShares',
    keys: hotkeyFirst,
    ...byHotkey,
    ...legacyShares,
    table: (s) => s.hotkeyShares,
  }),
  perText({
    name: 'Alpha',
    keys: [
      ['Blake2_128Concat', 'hotkey'],
      ['Blake2_128Concat', 'coldkey'],
      ['Identity', 'netuid'],
    ],
    ...byPosition,
    ...legacyShares,
    table: (s) => s.shares,
  }),
  perText({
    name: 'AlphaDividendsPerSubnet',
    keys: netuidFirst,
    ...byHotkey,
    ...amount,
    table: (s) => s.alphaDividends,
  }),
  perText({
    name: 'RootAlphaDividendsPerSubnet',
    keys: netuidFirst,
    ...byHotkey,
    ...amount,
    table: (s) => s.rootAlphaDividends,
  }),
  perText({
    name: 'RootClaimed',
    keys: [...netuidFirst, ['Blake2_128Concat', 'coldkey']],
    ...byPosition,
    value: u128,
    fallback: 0n,
    table: (s) => s.rootClaimed,
    toValue: (claimed) => claimed,
  }),
  perText({
    name: 'AutoStakeDestination',
    keys: coldkeyFirst,
    ...byColdkey,
    value: accountId,
    fallback: null,
    table: (s) => s.autoStakeDestinations,
    toValue: (hotkey) => hotkey,
  }),
  perText({
    name: 'Lock',
    keys: [...coldkeyFirst, ['Blake2_128Concat', 'hotkey']],
    ...byPosition,
    ...lock,
    table: (s) => s.locks,
  }),
  perText({
    name: 'DecayingLock',
    keys: coldkeyFirst,
    ...byColdkey,
    value: bool,
    fallback: null,
    table: (s) => s.decayingLocks,
    toValue: (isDecaying) => isDecaying,
  }),
  perText({
    name: 'MinerCollateral',
    keys: [...netuidFirst, ['Blake2_128Concat', 'coldkey']],
    ...byPosition,
    value: struct('pallet_subtensor::pallet::MinerCollateralState', {
      locked: u64,
      drain_ratio: u64f64,
      min_locked: u64,
      earned: u64,
    }),
    fallback: null,
    table: (s) => s.collateral,
    toValue: (locked) => ({ locked, drain_ratio: { bits: 0n }, min_locked: 0n, earned: 0n }),
  }),
  perText({
    name: 'HotkeyLock',
    keys: netuidFirst,
    ...byHotkey,
    ...lock,
    table: (s) => s.hotkeyLocks,
  }),
  perText({
    name: 'DecayingHotkeyLock',
    keys: netuidFirst,
    ...byHotkey,
    ...lock,
    table: (s) => s.decayingHotkeyLocks,
  }),
  perText({
    name: 'LockingColdkeys',
    keys: [...netuidFirst, ['Blake2_128Concat', 'coldkey']],
    ...byPosition,
    value: unit,
    fallback: null,
    table: (s) => s.locks,
    toValue: () => [],
  }),
  perText({
    name: 'LastColdkeyHotkeyStakeBlock',
    keys: [
      ['Twox64Concat', 'coldkey'],
      ['Twox64Concat', 'hotkey'],
    ],
    order: ['coldkey', 'hotkey'],
    value: u64,
    fallback: null,
    table: (s) => s.lastStakeBlock,
    toValue: (block) => block,
  }),
  // Since the hotkey-swap cooldown of spec 473; nothing here swaps hotkeys, so no entry exists.
  map({
    name: 'StakeMoveCooldownUntil',
    keys: [
      ['Identity', u16],
      ['Blake2_128Concat', accountId],
    ],
    value: u64,
    fallback: 0n,
    read: () => undefined,
    list: () => [],
  }),
];
