// The chain's name for a failed call as one of our codes. Refuses to know sentences.
import { codeOfDispatchError } from '../chain/dispatch-errors.ts';
import type { WireError } from '../errors.ts';

/** `name` is `Pallet.Error`. */
export function chainRefusal(name: string, detail: WireError['detail'] = {}): WireError {
  return { code: codeOfDispatchError(name), detail: { ...detail, name } };
}
