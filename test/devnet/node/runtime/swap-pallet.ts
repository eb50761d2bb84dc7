// The Swap pallet: fee rates and the curve that prices each pool.
// Refuses to know how a curve prices.
import type { Type } from '../scale/type.ts';
import {
  array,
  bool,
  composite,
  i128,
  struct,
  tuple,
  u128,
  u16,
  u64,
  u8,
  unnamed,
} from '../scale/type.ts';
import type { Pallet, StorageEntry } from './description.ts';
import { perSubnet } from './storage-entry.ts';
import { variant } from './variant.ts';
import { utf8 } from '../scale/bytes.ts';

const DEFAULT_FEE_RATE = 33;
const HALF = 5n * 10n ** 17n;

const perquintill = composite('sp_arithmetic::per_things::Perquintill', [unnamed(u64)]);
const balancer = struct('pallet_subtensor_swap::pallet::balancer::Balancer', {
  quote: perquintill,
});
const superellipse: Type = struct('pallet_subtensor_swap::pallet::superellipse::Superellipse', {
  alpha_scale: u128,
  tao_scale: u128,
  center_alpha: i128,
  center_tao: i128,
});
const nonZero = composite('NonZeroU64', [unnamed(u64)]);
const palletId = composite('frame_support::PalletId', [unnamed(array(u8, 8))]);

const reservoir = (name: string): StorageEntry =>
  perSubnet(name, u64, 0n, () => undefined, 'Twox64Concat');

const storage: readonly StorageEntry[] = [
  perSubnet('FeeRate', u16, DEFAULT_FEE_RATE, (s) => s.feeRate ?? undefined, 'Twox64Concat'),
  perSubnet(
    'SwapBalancer',
    balancer,
    { quote: HALF },
    ({ curve }) =>
      curve.kind === 'balancer' && curve.taoWeight !== null
        ? { quote: curve.taoWeight }
        : undefined,
    'Twox64Concat',
  ),
  perSubnet(
    'SwapSuperellipse',
    superellipse,
    null,
    ({ curve }) =>
      curve.kind === 'superellipse'
        ? {
            alpha_scale: curve.alphaScale,
            tao_scale: curve.taoScale,
            center_alpha: curve.centerAlpha,
            center_tao: curve.centerTao,
          }
        : undefined,
    'Twox64Concat',
  ),
  perSubnet(
    'PalSwapInitialized',
    bool,
    false,
    ({ curve }) => (curve.kind === 'balancer' ? curve.isInitialized : true),
    'Twox64Concat',
  ),
  perSubnet(
    'ExtractedReserves',
    tuple(u64, u64),
    [0n, 0n],
    (_, { state }, netuid) => {
      const taken = state.extracted.get(netuid);
      return taken && [taken.alpha, taken.tao];
    },
    'Twox64Concat',
  ),
  reservoir('BalancerTaoReservoir'),
  reservoir('BalancerAlphaReservoir'),
];

export const swapPallet: Pallet = {
  name: 'Swap',
  index: 28,
  path: 'pallet_subtensor_swap::pallet::pallet',
  calls: [variant('set_fee_rate', 0, { netuid: u16, rate: u16 })],
  events: [variant('FeeRateSet', 0, { netuid: u16, rate: u16 })],
  errors: [
    'FeeRateTooHigh',
    'InsufficientInputAmount',
    'InsufficientLiquidity',
    'PriceLimitExceeded',
    'InsufficientBalance',
    'InvalidTickRange',
    'InvalidLiquidityValue',
    'ReservesTooLow',
    'MechanismDoesNotExist',
    'SubtokenDisabled',
    'ReservesOutOfBalance',
    'SwapInputTooLarge',
    'Deprecated',
  ],
  constants: [
    { name: 'ProtocolId', type: palletId, value: utf8('ten/swap') },
    { name: 'MaxFeeRate', type: u16, value: 10_000 },
    { name: 'MinimumLiquidity', type: u64, value: 1_000n },
    { name: 'MinimumReserve', type: nonZero, value: 1_000_000n },
  ],
  storage,
};
