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
  /** How many more accounts the wallet listed than can be taken; connections stored by earlier versions lack it. */
  leftOut?: number;
  error: WireError | null;
};

export type FoundAccount = {
  coldkey: Ss58Address | null;
  /** Why it has no coldkey, and is shown but never used; connections stored by earlier versions lack it. */
  unusable?: UnusableBecause | null;
  /** The address in the page's own form; empty where it gave none. */
  text: string;
  name: string;
  keyType: KeyType;
  genesisHash: Hex | null;
};

/** An account of an Ethereum-style address or key, a key type that Bittensor lacks, no address of this chain's kind, or a wrong network. */
export type UnusableBecause = 'ethereum' | 'key-type' | 'address' | 'genesis-hash';
