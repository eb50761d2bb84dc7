// What a wallet is asked to sign, and the extrinsic that it signs. Types only.
import type { BlockRef } from './facts.ts';
import type { Hex } from '../units.ts';

/** What a wallet is asked to sign, in the wallet standard's form (all hex strings). */
export type SignerPayload = {
  address: string;
  blockHash: Hex;
  blockNumber: Hex;
  era: Hex;
  genesisHash: Hex;
  metadataHash: Hex | null;
  method: Hex;
  mode: number;
  nonce: Hex;
  specVersion: Hex;
  tip: Hex;
  transactionVersion: Hex;
  signedExtensions: string[];
  version: number;
  withSignedTransaction: boolean;
};

export type PreparedExtrinsic = {
  payload: SignerPayload;
  call: Hex;
  /** The bytes whose signature counts (not yet hashed when long). */
  signedBytes: Hex;
  nonce: number;
  birth: BlockRef;
  /** Last block in which it can be included. */
  deathBlock: number;
  specVersion: number;
};
