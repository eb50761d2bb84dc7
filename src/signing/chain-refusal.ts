// The chain's name for a failed call as one of our codes. Refuses to know sentences.
import type { ErrorCode, WireError } from '../errors.ts';

/** By `Pallet.Error`; a name that is not here is told as it is. */
const codes: Readonly<Record<string, ErrorCode>> = {
  'SubtensorModule.SlippageTooHigh': 'PRICE_LIMIT_EXCEEDED',
  'Swap.PriceLimitExceeded': 'PRICE_LIMIT_EXCEEDED',
  'SubtensorModule.AmountTooLow': 'AMOUNT_TOO_LOW',
  'SubtensorModule.NotEnoughBalanceToStake': 'NOT_ENOUGH_BALANCE',
  'SubtensorModule.NotEnoughStakeToWithdraw': 'NOT_ENOUGH_STAKE',
  'SubtensorModule.StakeUnavailable': 'STAKE_LOCKED',
  'SubtensorModule.InsufficientLiquidity': 'POOL_TOO_SMALL',
  'SubtensorModule.SubnetNotExists': 'SUBNET_GONE',
  'SubtensorModule.SubtokenDisabled': 'SUBNET_NOT_STARTED',
  'SubtensorModule.TransferDisallowed': 'TRANSFER_DISABLED',
  'SubtensorModule.HotKeyAccountNotExists': 'HOTKEY_UNKNOWN',
  'SubtensorModule.ColdkeySwapAnnounced': 'COLDKEY_SWAP_ANNOUNCED',
};

/** `name` is `Pallet.Error`. */
export function chainRefusal(name: string, detail: WireError['detail'] = {}): WireError {
  return { code: codes[name] ?? 'CHAIN_REFUSED', detail: { ...detail, name } };
}
