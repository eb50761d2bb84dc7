// A wallet's list as accounts of this chain: usable with their coldkey, or shown and never used.
// All of it comes from a page and is unconfirmed.
import { MAX_ACCOUNTS, type PageAccount } from '../bridge/envelope.ts';
import { parseSs58 } from '../chain/scale/ss58.ts';
import { AppError } from '../errors.ts';
import type { KeyType } from '../model/account.ts';
import type { FoundAccount, UnusableBecause } from '../model/connection.ts';
import type { Ss58Address } from '../units.ts';

const keyTypes: readonly KeyType[] = ['sr25519', 'ed25519', 'ecdsa', 'ethereum'];

/** The protocol's limit, for what the user keeps of a list. */
export const MOST_ACCOUNTS = MAX_ACCOUNTS;

/** No type means sr25519, as in the wallet standard before it had types; 0x means ethereum. */
function keyTypeOf({ address, keyType }: PageAccount): KeyType | null {
  if (/^0x/i.test(address)) return 'ethereum';
  return keyType === null ? 'sr25519' : (keyTypes.find((known) => known === keyType) ?? null);
}

function coldkeyOf(address: string): Ss58Address | null {
  try {
    return parseSs58(address);
  } catch (error) {
    if (error instanceof AppError) return null; // A wrong checksum, or another kind of chain: shown as unusable.
    throw error;
  }
}

function judge(account: PageAccount, keyType: KeyType | null): Ss58Address | UnusableBecause {
  if (account.problem !== null) return account.problem;
  if (keyType === 'ethereum') return 'ethereum';
  if (keyType === null) return 'key-type';
  return coldkeyOf(account.address) ?? 'address';
}

const reasons: readonly string[] = [
  'ethereum',
  'key-type',
  'address',
  'genesis-hash',
] satisfies UnusableBecause[];
const isReason = (verdict: Ss58Address | UnusableBecause): verdict is UnusableBecause =>
  reasons.includes(verdict);

export function toFoundAccount(account: PageAccount): FoundAccount {
  const { address: text, name, genesisHash } = account;
  const keyType = keyTypeOf(account);
  const verdict = judge(account, keyType);
  return {
    coldkey: isReason(verdict) ? null : verdict,
    unusable: isReason(verdict) ? verdict : null,
    text,
    name,
    // An unknown type is as unusable here as an ethereum key.
    keyType: keyType ?? 'ethereum',
    genesisHash,
  };
}

/** In the wallet's order, each coldkey once, and each of the others. */
export function toFoundAccounts(accounts: readonly PageAccount[]): FoundAccount[] {
  const seen = new Set<string>();
  return accounts.map(toFoundAccount).filter(({ coldkey, text, name, unusable }) => {
    const key = coldkey ?? `${unusable} ${text} ${name}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
