// The chain's errors as our codes. Unknown errors keep pallet and name and become CHAIN_REFUSED.
import { AppError, type ErrorCode } from '../../errors.ts';
import { refusalCodeOf } from '../../model/refusals.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { isRecord } from '../scale/scale-encoder.ts';
import { fieldIf, variantOf } from '../scale/scale-fields.ts';

/** The pool's `Custom(n)` verdicts by number. */
const byCustomNumber: Readonly<Record<number, { name: string; code: ErrorCode }>> = {
  0: { name: 'ColdkeyInSwapSchedule', code: 'COLDKEY_SWAP_ANNOUNCED' },
  1: { name: 'StakeAmountTooLow', code: 'AMOUNT_TOO_LOW' },
  2: { name: 'BalanceTooLow', code: 'NOT_ENOUGH_BALANCE' },
  3: { name: 'SubnetNotExists', code: 'SUBNET_GONE' },
  4: { name: 'HotkeyAccountDoesntExist', code: 'HOTKEY_UNKNOWN' },
  5: { name: 'NotEnoughStakeToWithdraw', code: 'NOT_ENOUGH_STAKE' },
  6: { name: 'RateLimitExceeded', code: 'SUBMISSION_REFUSED' },
  7: { name: 'InsufficientLiquidity', code: 'POOL_TOO_SMALL' },
  8: { name: 'SlippageTooHigh', code: 'PRICE_LIMIT_EXCEEDED' },
  9: { name: 'TransferDisallowed', code: 'TRANSFER_DISABLED' },
  10: { name: 'HotKeyNotRegisteredInNetwork', code: 'HOTKEY_UNKNOWN' },
  21: { name: 'ColdkeySwapDisputed', code: 'COLDKEY_SWAP_ANNOUNCED' },
};

type ChainRefusal = { code: ErrorCode; pallet: string; name: string };

/** `Pallet.Error` by name. */
export function refusalByName(pallet: string, name: string): ChainRefusal {
  return { code: refusalCodeOf(`${pallet}.${name}`) ?? 'CHAIN_REFUSED', pallet, name };
}

/** A decoded `DispatchError`: module errors by pallet and name, others by outer and inner variant. */
export function toChainRefusal(dispatchError: ScaleValue): ChainRefusal {
  const outer = variantOf(dispatchError);
  if (!isRecord(outer.value) || fieldIf(outer.value, 'type') === undefined) {
    return refusalByName('System', outer.type);
  }
  const inner = variantOf(outer.value);
  if (outer.type !== 'Module') return refusalByName(outer.type, inner.type);
  // An enum in an enum: the pallet, then the pallet's error.
  const error = isRecord(inner.value) ? variantOf(inner.value).type : inner.type;
  return refusalByName(inner.type, error);
}

/** A pool's refusal of an extrinsic as our error, from the node's code and text. */
export function toPoolError(refusal: AppError): AppError {
  if (refusal.code !== 'NODE_REFUSED') return refusal;
  const { text, rpcCode } = refusal.detail;
  const message = typeof text === 'string' ? text : '';
  const custom = /custom error: (\d+)/i.exec(message);
  if (custom) {
    const number = Number(custom[1]);
    const entry = byCustomNumber[number];
    const error = entry?.name ?? `Custom(${number})`;
    const detail = { name: error, error, pallet: 'Custom', text: message };
    return AppError.of({ code: entry?.code ?? 'SUBMISSION_REFUSED', detail }, refusal);
  }
  if (/inability to pay|payment/i.test(message)) {
    return new AppError('CANNOT_PAY_FEE', { text: message }, refusal);
  }
  return new AppError(
    'SUBMISSION_REFUSED',
    { text: message, rpcCode: typeof rpcCode === 'number' ? rpcCode : 0 },
    refusal,
  );
}
