// The order of the accounts after one was put where another one is. Pure.
import type { StoredAccount } from '../../model/account.ts';

/** Those whose place changes, each with its new one. */
export function reordered(
  accounts: readonly StoredAccount[],
  from: string,
  to: string,
): readonly StoredAccount[] {
  const moved = accounts.find(({ coldkey }) => coldkey === from);
  const place = accounts.findIndex(({ coldkey }) => coldkey === to);
  if (moved === undefined || place === -1 || from === to) return [];
  const next = accounts.filter((one) => one !== moved).toSpliced(place, 0, moved);
  return next.flatMap((one, order) => (one.order === order ? [] : [{ ...one, order }]));
}
