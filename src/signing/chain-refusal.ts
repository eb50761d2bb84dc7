// The chain's name for a failed call as one of our codes.
import { refusalByName } from '../chain/runtime/dispatch-errors.ts';
import type { WireError } from '../errors.ts';

/** `fullName` is `Pallet.Error`. */
export function chainRefusal(fullName: string, detail: WireError['detail'] = {}): WireError {
  const [pallet = '', name = ''] = fullName.split('.');
  return { code: refusalByName(pallet, name).code, detail: { ...detail, pallet, name } };
}
