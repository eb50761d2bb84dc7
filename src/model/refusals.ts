// The chain's own names for why a call failed, as our codes: for what comes from the chain, and for what is kept of it.
import type { ErrorCode } from '../errors.ts';

/** By `Pallet.Error`. */
export const REFUSAL_CODES: Readonly<Record<string, ErrorCode>> = {
  'SubtensorModule.SlippageTooHigh': 'PRICE_LIMIT_EXCEEDED',
  'Swap.PriceLimitExceeded': 'PRICE_LIMIT_EXCEEDED',
  'SubtensorModule.AmountTooLow': 'AMOUNT_TOO_LOW',
  'Swap.InsufficientInputAmount': 'AMOUNT_TOO_LOW',
  'SubtensorModule.NotEnoughBalanceToStake': 'NOT_ENOUGH_BALANCE',
  'SubtensorModule.InsufficientBalance': 'NOT_ENOUGH_BALANCE',
  'SubtensorModule.BalanceWithdrawalError': 'NOT_ENOUGH_BALANCE',
  'SubtensorModule.ZeroBalanceAfterWithdrawn': 'NOT_ENOUGH_BALANCE',
  'Swap.InsufficientBalance': 'NOT_ENOUGH_BALANCE',
  'Balances.InsufficientBalance': 'NOT_ENOUGH_BALANCE',
  'Token.FundsUnavailable': 'NOT_ENOUGH_BALANCE',
  'SubtensorModule.NotEnoughStakeToWithdraw': 'NOT_ENOUGH_STAKE',
  'SubtensorModule.NotEnoughStake': 'NOT_ENOUGH_STAKE',
  'SubtensorModule.StakeUnavailable': 'STAKE_LOCKED',
  'SubtensorModule.InsufficientLiquidity': 'POOL_TOO_SMALL',
  'Swap.InsufficientLiquidity': 'POOL_TOO_SMALL',
  'Swap.ReservesTooLow': 'POOL_TOO_SMALL',
  'Swap.ReservesOutOfBalance': 'POOL_TOO_SMALL',
  'Swap.SwapInputTooLarge': 'POOL_TOO_SMALL',
  'SubtensorModule.SubnetNotExists': 'SUBNET_GONE',
  'SubtensorModule.SubNetworkDoesNotExist': 'SUBNET_GONE',
  'SubtensorModule.MechanismDoesNotExist': 'SUBNET_GONE',
  'Swap.MechanismDoesNotExist': 'SUBNET_GONE',
  'SubtensorModule.SubtokenDisabled': 'SUBNET_NOT_STARTED',
  'Swap.SubtokenDisabled': 'SUBNET_NOT_STARTED',
  'SubtensorModule.TransferDisallowed': 'TRANSFER_DISABLED',
  'SubtensorModule.HotKeyAccountNotExists': 'HOTKEY_UNKNOWN',
  'SubtensorModule.ColdkeySwapAnnounced': 'COLDKEY_SWAP_ANNOUNCED',
  'SubtensorModule.ColdkeySwapDisputed': 'COLDKEY_SWAP_ANNOUNCED',
};

/** null: an error that we have no words for. */
export function refusalCodeOf(error: string): ErrorCode | null {
  return REFUSAL_CODES[error] ?? null;
}
