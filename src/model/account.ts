// Accounts that the user follows, where each was seen, and which of them home counts.
import type { WireError } from '../errors.ts';
import type { Hex, Ss58Address } from '../units.ts';

export type KeyType = 'sr25519' | 'ed25519' | 'ecdsa' | 'ethereum';

/** Where a coldkey was seen: a wallet on a site. A page reported it without proof: see `confirmedAt`. */
export type AccountSource = {
  wallet: string;
  origin: string;
  keyType: KeyType;
  name: string;
  seenAt: number;
  /** Networks the wallet restricts this account to; null: any. */
  genesisHash: Hex | null;
};

/** An address as it was typed, in the form of another network. */
export type ForeignForm = { text: string; prefix: number };

/** Whose signature confirmed an account, and on which site the wallet gave it. */
export type ConfirmedBy = Pick<AccountSource, 'wallet' | 'origin'>;

/** A signature of a text that a wallet was asked for, by which it shows that it holds the coldkey's key. */
export type Confirmation = ConfirmedBy & {
  /** Of the prompt whose answer counts. */
  id: string;
  /** Exactly what is signed, in UTF-8, with a nonce of its own: no earlier signature fits it. */
  text: string;
  askedAt: number;
  state: 'asked' | 'failed';
  /** Why it failed. */
  error: WireError | null;
};

export type StoredAccount = {
  coldkey: Ss58Address;
  label: string;
  order: number;
  isHidden: boolean;
  /** Counts in the totals. Watched addresses only when the user marked them as their own. */
  isCounted: boolean;
  /** Empty: watch-only. */
  sources: AccountSource[];
  /** When a signature of this coldkey was first verified; null: only a page reported the coldkey. */
  confirmedAt: number | null;
  /** Missing: not confirmed, or by a version that kept no wallet. */
  confirmedBy?: ConfirmedBy;
  /** The last one that was asked for and did not succeed yet. */
  confirmation?: Confirmation;
  /** Missing: never typed, or typed in this network's form at least once. */
  typedAs?: ForeignForm;
};

/** A page reported it, and no signature confirmed it: its address is not given out to be sent to. One that was typed is the user's own word. */
export const isUnconfirmed = ({
  confirmedAt,
  sources,
}: Pick<StoredAccount, 'confirmedAt' | 'sources'>): boolean =>
  confirmedAt === null && sources.length > 0;

/** In the user's order. */
export const shownOf = (accounts: readonly StoredAccount[]): readonly StoredAccount[] =>
  accounts.filter(({ isHidden }) => !isHidden);

/** The user's own of those shown; where none is, all: who only follows others has come to see what they hold. */
export function countedOf(shown: readonly StoredAccount[]): readonly StoredAccount[] {
  const own = shown.filter(({ isCounted }) => isCounted);
  return own.length === 0 ? shown : own;
}
