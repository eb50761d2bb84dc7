// Balances, TransactionPayment and Utility: calls, events, errors, constants and storage.
// Refuses to know subtensor's own pallets.
import type { Type } from '../scale/type.ts';
import {
  bool,
  compact,
  composite,
  names,
  result,
  sequence,
  u128,
  u32,
  u64,
  u8,
  unit,
  unnamed,
} from '../scale/type.ts';
import { accountId, dispatchError, multiAddress } from './common-types.ts';
import type { Pallet } from './description.ts';
import { single } from './storage-entry.ts';
import { variant } from './variant.ts';

const EXISTENTIAL_DEPOSIT = 500n;

const who = { who: accountId, amount: u64 };

export const balancesPallet: Pallet = {
  name: 'Balances',
  index: 5,
  path: 'pallet_balances::pallet',
  calls: [
    variant('transfer_allow_death', 0, { dest: multiAddress, value: compact(u64) }),
    variant('transfer_keep_alive', 3, { dest: multiAddress, value: compact(u64) }),
    variant('transfer_all', 4, { dest: multiAddress, keep_alive: bool }),
  ],
  events: [
    variant('Endowed', 0, { account: accountId, free_balance: u64 }),
    variant('DustLost', 1, { account: accountId, amount: u64 }),
    variant('Transfer', 2, { from: accountId, to: accountId, amount: u64 }),
    variant('BalanceSet', 3, { who: accountId, free: u64 }),
    variant('Reserved', 4, who),
    variant('Unreserved', 5, who),
    variant('Deposit', 7, who),
    variant('Withdraw', 8, who),
    variant('Slashed', 9, who),
    variant('Minted', 10, who),
    variant('Burned', 11, who),
    variant('Issued', 15, { amount: u64 }),
    variant('Rescinded', 16, { amount: u64 }),
    variant('Frozen', 19, who),
    variant('Thawed', 20, who),
  ],
  errors: [
    'VestingBalance',
    'LiquidityRestrictions',
    'InsufficientBalance',
    'ExistentialDeposit',
    'Expendability',
    'ExistingVestingSchedule',
    'DeadAccount',
    'TooManyReserves',
    'TooManyHolds',
    'TooManyFreezes',
    'IssuanceDeactivated',
    'DeltaZero',
  ],
  constants: [{ name: 'ExistentialDeposit', type: u64, value: EXISTENTIAL_DEPOSIT }],
  storage: [single('TotalIssuance', u64, 0n, (view) => view.state.balancesIssuance)],
};

const fixedU128 = composite('sp_arithmetic::fixed_point::FixedU128', [unnamed(u128)]);
const ONE = 10n ** 18n;

export const transactionPaymentPallet: Pallet = {
  name: 'TransactionPayment',
  index: 6,
  path: 'pallet_transaction_payment::pallet',
  calls: [],
  events: [variant('TransactionFeePaid', 0, { who: accountId, actual_fee: u64, tip: u64 })],
  errors: [],
  constants: [{ name: 'OperationalFeeMultiplier', type: u8, value: 5 }],
  storage: [
    single('NextFeeMultiplier', fixedU128, ONE, () => ONE),
    single(
      'StorageVersion',
      names('pallet_transaction_payment::Releases', ['V1Ancient', 'V2']),
      'V1Ancient',
      () => 'V2',
    ),
  ],
};

export function utilityPallet(call: Type): Pallet {
  return {
    name: 'Utility',
    index: 11,
    path: 'pallet_subtensor_utility::pallet',
    calls: [
      variant('batch', 0, { calls: sequence(call) }),
      variant('batch_all', 2, { calls: sequence(call) }),
      variant('force_batch', 4, { calls: sequence(call) }),
    ],
    events: [
      variant('BatchInterrupted', 0, { index: u32, error: dispatchError }),
      variant('BatchCompleted', 1),
      variant('BatchCompletedWithErrors', 2),
      variant('ItemCompleted', 3),
      variant('ItemFailed', 4, { error: dispatchError }),
      variant('DispatchedAs', 5, { result: result(unit, dispatchError) }),
    ],
    errors: ['TooManyCalls', 'InvalidDerivedAccount'],
    constants: [{ name: 'batched_calls_limit', type: u32, value: 10_922 }],
    storage: [],
  };
}
