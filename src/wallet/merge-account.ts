// One account per coldkey, from any number of wallets and sites. Pure: reads and writes nothing.
import type { AccountSource, StoredAccount } from '../model/account.ts';
import type { FoundAccount } from '../model/connection.ts';
import type { Ss58Address } from '../units.ts';

const LONGEST_LABEL = 60;

type Seen = { wallet: string; origin: string; seenAt: number };

export type UsableAccount = FoundAccount & { coldkey: Ss58Address };

export function isUsable(account: FoundAccount): account is UsableAccount {
  return account.coldkey !== null;
}

function toSource({ keyType, name, genesisHash }: FoundAccount, seen: Seen): AccountSource {
  return {
    wallet: seen.wallet,
    origin: seen.origin,
    keyType,
    name,
    seenAt: seen.seenAt,
    genesisHash,
  };
}

/**
 * The account with this source added. A source of the same wallet on the same site is replaced. A watched account
 * becomes one with a wallet and counts in the totals. The user's label and a confirmation stay.
 */
export function mergeAccount(
  current: StoredAccount | undefined,
  lastOrder: number,
  kept: { account: UsableAccount; label: string; seen: Seen },
): StoredAccount {
  const { account, seen } = kept;
  const source = toSource(account, seen);
  const label = kept.label.trim().slice(0, LONGEST_LABEL);
  if (current === undefined) {
    return {
      coldkey: account.coldkey,
      label: label === '' ? account.name.slice(0, LONGEST_LABEL) : label,
      order: lastOrder,
      isHidden: false,
      isCounted: true,
      sources: [source],
      confirmedAt: null,
    };
  }
  const others = current.sources.filter(
    ({ wallet, origin }) => wallet !== seen.wallet || origin !== seen.origin,
  );
  return {
    ...current,
    label: label === '' ? current.label : label,
    isHidden: false,
    isCounted: current.isCounted || current.sources.length === 0,
    sources: [...others, source],
  };
}
