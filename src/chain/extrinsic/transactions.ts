// The steps of a transaction that need the node: block, nonce and runtime for the payload, and the runtime again
// for the signed transaction that a wallet returns.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { CallDraft } from '../../model/plan.ts';
import type { KeyType } from '../../model/account.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import type { Hex, Rao, Ss58Address } from '../../units.ts';
import { composeCall } from './compose-call.ts';
import { requirePublished } from './known-calls.ts';
import { acceptSigned, decodeExtrinsic } from './decode-extrinsic.ts';
import { isMissingMethod } from '../rpc/json-rpc.ts';
import { hashMetadata } from '../runtime/metadata-hash.ts';
import type { NodeAccess } from '../runtime/node-access.ts';
import { prepareExtrinsic, withHash } from './prepare-extrinsic.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { malformed } from '../scale/scale-reader.ts';
import { numberOf } from '../scale/scale-fields.ts';
import { metadataForWallet, type WalletMetadata } from '../runtime/wallet-metadata.ts';

export type PrepareInput = {
  draft: CallDraft;
  coldkey: Ss58Address;
  /** Rounded up to the next power of two, from 4 to 4096. */
  eraBlocks: number;
  tip: Rao;
  /** 1: the signature also covers the metadata hash (Ledger). */
  metadataHashMode: 0 | 1;
  /** The birth block of the era; missing: the newest head. */
  at?: BlockRef;
};

export type Transactions = {
  prepareExtrinsic: (input: PrepareInput, signal?: AbortSignal) => Promise<PreparedExtrinsic>;
  runtimeOf: (prepared: PreparedExtrinsic, signal?: AbortSignal) => Promise<Runtime>;
  withMetadataHash: (
    prepared: PreparedExtrinsic,
    mode: 0 | 1,
    signal?: AbortSignal,
  ) => Promise<PreparedExtrinsic>;
  acceptSignedTransaction: (
    prepared: PreparedExtrinsic,
    signedTransaction: Hex,
    keyType: KeyType,
    signal?: AbortSignal,
  ) => Promise<{ extrinsic: Hex; hash: Hex; prepared: PreparedExtrinsic }>;
  metadataForWallet: (runtime: Runtime) => Promise<WalletMetadata>;
};

export function createTransactions(access: NodeAccess): Transactions {
  const { ask, source } = access;

  /** Includes transactions in the node's pool where the node has `system_accountNextIndex`. */
  async function nextNonce(
    coldkey: Ss58Address,
    at: BlockRef,
    signal?: AbortSignal,
  ): Promise<number> {
    try {
      const nonce = await ask('system_accountNextIndex', [coldkey], signal);
      if (typeof nonce !== 'number' || !Number.isSafeInteger(nonce) || nonce < 0) {
        throw malformed('nonce');
      }
      return nonce;
    } catch (error) {
      if (!isMissingMethod(error)) throw error;
      const reading = await access.read(at, signal, (state) =>
        state.api('AccountNonceApi', 'account_nonce', coldkey),
      );
      if (!reading.known) throw new AppError('NODE_REFUSED', { what: 'nonce' }, error);
      return numberOf(reading.value);
    }
  }

  async function runtimeOf(prepared: PreparedExtrinsic, signal?: AbortSignal): Promise<Runtime> {
    const head = await access.head(signal);
    const runtime = await source.at(head.hash, signal);
    if (runtime.ref.specVersion !== prepared.specVersion) {
      const { specVersion } = runtime.ref;
      throw new AppError('RUNTIME_CHANGED', { specVersion, preparedFor: prepared.specVersion });
    }
    return runtime;
  }

  async function withMetadataHash(
    prepared: PreparedExtrinsic,
    mode: 0 | 1,
    signal?: AbortSignal,
  ): Promise<PreparedExtrinsic> {
    if (prepared.payload.mode === mode) return prepared;
    const runtime = await runtimeOf(prepared, signal);
    return withHash(prepared, mode === 1 ? hashMetadata(runtime) : null);
  }

  return {
    prepareExtrinsic: async ({ draft, coldkey, eraBlocks, tip, metadataHashMode, at }, signal) => {
      const birth = at ?? (await access.head(signal));
      const [runtime, nonce] = await Promise.all([
        source.at(birth.hash, signal),
        nextNonce(coldkey, birth, signal),
      ]);
      const call = composeCall(draft, runtime);
      requirePublished(draft, call);
      const metadataHash = metadataHashMode === 1 ? hashMetadata(runtime) : null;
      return prepareExtrinsic(
        { call, coldkey, birth, eraBlocks, nonce, tip, metadataHash },
        runtime,
      );
    },
    runtimeOf,
    withMetadataHash,
    acceptSignedTransaction: async (prepared, signedTransaction, keyType, signal) => {
      const runtime = await runtimeOf(prepared, signal);
      const decoded = decodeSigned(signedTransaction, runtime);
      const hashed = await withMetadataHash(prepared, decoded.metadataHashMode, signal);
      return acceptSigned(prepared, decoded, keyType, hashed);
    },
    metadataForWallet: async (runtime) => {
      const chain = await ask('system_chain', []);
      if (typeof chain !== 'string') throw malformed('chain name');
      return metadataForWallet(runtime, chain.slice(0, 100));
    },
  };
}

/** Throws SIGNED_SOMETHING_ELSE for bytes that do not decode: they are not what the wallet was asked to sign. */
function decodeSigned(
  signedTransaction: Hex,
  runtime: Runtime,
): ReturnType<typeof decodeExtrinsic> {
  try {
    return decodeExtrinsic(signedTransaction, runtime);
  } catch (error) {
    throw new AppError('SIGNED_SOMETHING_ELSE', { field: 'extrinsic' }, error);
  }
}
