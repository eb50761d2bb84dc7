// A chain's description for wallets, so that they show a decoded call instead of bytes: calls and their types in
// metadata version 14, which every wallet reads, and the whole metadata for hardware wallets.
import { decAnyMetadata, unifyMetadata, v14 } from '@polkadot-api/substrate-bindings';
import { AppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { concatBytes, toHex } from '../scale/hex.ts';
import { HASHED_TOKEN_SYMBOL, TOKEN_DECIMALS } from './metadata-hash.ts';
import type { WholeRuntime } from './runtime.ts';
import { SS58_PREFIX } from '../scale/ss58.ts';

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

const V14_HEAD = Uint8Array.of(0x6d, 0x65, 0x74, 0x61, 14);
const CHUNK = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

/** Metadata version 14 with only calls, their types and the extensions. */
function callsOnly(runtime: WholeRuntime): Uint8Array {
  const description = unifyMetadata(decAnyMetadata(runtime.metadata.slice()));
  const { extrinsic } = description;
  const body = v14.enc({
    lookup: description.lookup.map((entry) => ({ ...entry, docs: [] })),
    pallets: description.pallets.map(({ name, calls, index }) => ({
      name,
      docs: [],
      storage: undefined,
      calls: calls?.type,
      events: undefined,
      constants: [],
      errors: undefined,
      index,
    })),
    extrinsic: {
      // Later metadata versions have no single extrinsic type, and no wallet reads this field.
      type: 'type' in extrinsic && typeof extrinsic.type === 'number' ? extrinsic.type : 0,
      version: 4,
      signedExtensions: extrinsic.extensionsByVersion[0] ?? [],
    },
    type: 0,
    apis: [],
  });
  return concatBytes(V14_HEAD, body);
}

/** Throws NOT_ON_THIS_RUNTIME where the description has no version 14 form. */
export function metadataForWallet(runtime: WholeRuntime, chain: string): WalletMetadata {
  try {
    return {
      chain,
      chainType: 'substrate',
      genesisHash: runtime.ref.genesisHash,
      icon: 'substrate',
      ss58Format: SS58_PREFIX,
      specVersion: runtime.ref.specVersion,
      tokenDecimals: TOKEN_DECIMALS,
      tokenSymbol: HASHED_TOKEN_SYMBOL,
      types: {},
      metaCalls: toBase64(callsOnly(runtime)),
      rawMetadata: toHex(runtime.metadata),
    };
  } catch (error) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'metadata for wallets' }, error);
  }
}
