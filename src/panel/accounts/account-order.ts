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

/** The places of the neighbours in its own list, of the user's accounts or of those watched; null: there is none. */
export function placesBeside(
  accounts: readonly StoredAccount[],
  account: StoredAccount,
): { above: number | null; below: number | null } {
  const isBeside = ({ isCounted }: StoredAccount): boolean => isCounted === account.isCounted;
  const at = accounts.indexOf(account);
  const above = accounts.findLastIndex((other, place) => place < at && isBeside(other));
  const below = accounts.findIndex((other, place) => place > at && isBeside(other));
  return { above: above === -1 ? null : above, below: below === -1 ? null : below };
}
