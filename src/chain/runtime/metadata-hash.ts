// The RFC-78 hash of a runtime's metadata, which hardware wallets sign to be able to show the call.
import { merkleizeMetadata, type MetadataMerkleizer } from '@polkadot-api/merkleize-metadata';
import { AppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { toHex } from '../scale/hex.ts';
import type { WholeRuntime } from './runtime.ts';

export const TOKEN_DECIMALS = 9;

/** Compiled into the runtime for the hash, independent of the network's token name. */
export const HASHED_TOKEN_SYMBOL = 'TAO';

type Hashed = { merkle: MetadataMerkleizer; hash: Hex };

const hashedByRuntime = new WeakMap<WholeRuntime, Hashed>();

function hashed(runtime: WholeRuntime): Hashed {
  const known = hashedByRuntime.get(runtime);
  if (known !== undefined) return known;
  if (runtime.metadataVersion < 15) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'metadata hash' });
  }
  try {
    const merkle = merkleizeMetadata(runtime.metadata, {
      decimals: TOKEN_DECIMALS,
      tokenSymbol: HASHED_TOKEN_SYMBOL,
    });
    const made = { merkle, hash: toHex(merkle.digest()) };
    hashedByRuntime.set(runtime, made);
    return made;
  } catch (error) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'metadata hash' }, error);
  }
}

/** Throws NOT_ON_THIS_RUNTIME where the metadata is too old (before version 15) to be hashed. */
export const hashMetadata = (runtime: WholeRuntime): Hex => hashed(runtime).hash;

/** The part of the metadata that a device needs to show a call, with its proof. Throws as `hashMetadata`. */
export const metadataProof = (
  runtime: WholeRuntime,
  call: Uint8Array,
  extra: Uint8Array,
  additional: Uint8Array,
): Uint8Array => hashed(runtime).merkle.getProofForExtrinsicParts(call, extra, additional);
