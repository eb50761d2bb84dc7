// Accounts that the user follows, and where each was seen. Types only.
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
  /** Missing: never typed, or typed in this network's form at least once. */
  typedAs?: ForeignForm;
};
