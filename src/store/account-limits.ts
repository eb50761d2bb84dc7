// The user's own limits, by chain and account. They outlive the account's place in the list: forgetting an account and
// adding it again loosens nothing. A record that does not fit is told apart from none: it never counts as no limits.
import type { AccountLimits, AccountLimitsRecord, Loosening } from '../model/account-limits.ts';
import { amount, hex, listOf, number, orNull, recordOf, testOf, text } from '../parse.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';

const limits = recordOf<AccountLimits>({
  mostPerOrder: orNull(amount),
  mostPerDay: orNull(amount),
  netuids: orNull(listOf(number)),
  hotkeys: orNull(listOf(text)),
  mostImpactBps: orNull(number),
  leastFree: orNull(amount),
  waitHours: number,
});

export const isAccountLimits = testOf<AccountLimitsRecord>({
  genesisHash: hex,
  coldkey: text,
  inForce: limits,
  loosening: orNull(recordOf<Loosening>({ limits, from: number })),
});

type Of = { genesisHash: Hex; coldkey: Ss58Address };

/** `unreadable`: something is kept, and nobody knows what it says. */
export type KeptLimits = AccountLimitsRecord | 'none' | 'unreadable';

function keptOf(stored: unknown): KeptLimits {
  if (stored === undefined) return 'none';
  return isAccountLimits(stored) ? stored : 'unreadable';
}

export async function readAccountLimits({ genesisHash, coldkey }: Of): Promise<KeptLimits> {
  return keptOf(await (await openStore()).get('limits', [genesisHash, coldkey]));
}

/** Reads, changes and writes in one transaction. Throws STORE_FAILED, STORE_FULL. */
export async function changeAccountLimits(
  { genesisHash, coldkey }: Of,
  change: (kept: KeptLimits) => AccountLimitsRecord,
): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('limits', 'readwrite');
    const kept = keptOf(await transaction.store.get([genesisHash, coldkey]));
    await transaction.store.put(change(kept));
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
