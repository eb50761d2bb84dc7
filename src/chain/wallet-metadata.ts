// What a wallet is told about the chain, so that it can show a decoded call.
import type { Hex } from '../units.ts';

/** Fits `injected.metadata.provide` of the wallet standard. */
export type WalletMetadata = {
  chain: string;
  chainType: 'substrate';
  genesisHash: Hex;
  icon: string;
  ss58Format: number;
  specVersion: number;
  tokenDecimals: number;
  tokenSymbol: string;
  types: Record<string, Record<string, string> | string>;
  /** base64 */
  metaCalls: string;
  rawMetadata: Hex;
};
