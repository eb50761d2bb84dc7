// The RFC-78 hash of a runtime's metadata, which hardware wallets sign to be able to show the call.
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { AppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { toHex } from '../scale/hex.ts';
import type { Runtime } from './runtime.ts';

export const TOKEN_DECIMALS = 9;

/** Compiled into the runtime for the hash, independent of the network's token name. */
export const HASHED_TOKEN_SYMBOL = 'TAO';

const hashByRuntime = new WeakMap<Runtime, Hex>();

/** Throws NOT_ON_THIS_RUNTIME where the metadata is too old (before version 15) to be hashed. */
export function hashMetadata(runtime: Runtime): Hex {
  const known = hashByRuntime.get(runtime);
  if (known !== undefined) return known;
  if (runtime.metadataVersion < 15) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'metadata hash' });
  }
  try {
    const merkle = merkleizeMetadata(runtime.metadata, {
      decimals: TOKEN_DECIMALS,
      tokenSymbol: HASHED_TOKEN_SYMBOL,
    });
    const hash = toHex(merkle.digest());
    hashByRuntime.set(runtime, hash);
    return hash;
  } catch (error) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'metadata hash' }, error);
  }
}
