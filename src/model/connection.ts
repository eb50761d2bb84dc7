// The answer of one page about one wallet. Types only.
import type { WireError } from '../errors.ts';
import type { KeyType } from './account.ts';
import type { Hex, Ss58Address } from '../units.ts';

/** The answer of one page about one wallet, being worked on. One at a time. */
export type Connection = {
  id: string;
  startedAt: number;
  state:
    | 'opening-tab'
    | 'looking'
    | 'choose-wallet'
    | 'waiting-for-wallet'
    | 'choose-accounts'
    | 'done'
    | 'failed';
  tabId: number | null;
  origin: string;
  wallets: { name: string; version: string }[];
  wallet: string | null;
  found: FoundAccount[];
  error: WireError | null;
};

export type FoundAccount = {
  coldkey: Ss58Address | null;
  /** The address in the page's own form. Without a coldkey (an EVM account) the account is shown and never used. */
  text: string;
  name: string;
  keyType: KeyType;
  genesisHash: Hex | null;
};
