// The steps of a transaction that need the node: block, nonce and runtime for the payload, and the runtime again
// for the signed transaction that a wallet returns.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { CallDraft } from '../../model/plan.ts';
import type { KeyType } from '../../model/account.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import type { Hex, Rao, Ss58Address } from '../../units.ts';
import { chooseNonce } from './choose-nonce.ts';
import { composeCall } from './compose-call.ts';
import { eraFrom } from './era.ts';
import { requirePublished } from './known-calls.ts';
import { acceptSigned, decodeExtrinsic } from './decode-extrinsic.ts';
import { isMissingMethod } from '../rpc/refusal.ts';
import { hashMetadata } from '../runtime/metadata-hash.ts';
import type { NodeAccess } from '../runtime/node-access.ts';
import { prepareExtrinsic, withHash } from './prepare-extrinsic.ts';
import { requirePublishedExtensions } from './published-extensions.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { malformed } from '../scale/scale-reader.ts';
import { fieldOf, numberOf } from '../scale/scale-fields.ts';
import { storageQuery } from '../runtime/storage-query.ts';
import { metadataForWallet, type WalletMetadata } from '../runtime/wallet-metadata.ts';

export type PrepareInput = {
  draft: CallDraft;
  coldkey: Ss58Address;
  /** Rounded up to the next power of two, from 4 to 4096. */
  eraBlocks: number;
  /** Rao; 0, or a RangeError. */
  tip: Rao;
  /** 1: the signature also covers the metadata hash (Ledger). */
  metadataHashMode: 0 | 1;
  /** The birth block of the era, 1 or later and within the era before the head; missing: the newest head. */
  at?: BlockRef;
  /**
   * Nonces of own transactions that a wallet was asked for and that may still come in; missing: none. What the pool has
   * beyond them is another wallet's.
   */
  ownPending?: readonly number[];
  /** The nonce to use, within the same bounds as any; missing: the next one. */
  nonce?: number;
};

export type Transactions = {
  prepareExtrinsic: (input: PrepareInput, signal?: AbortSignal) => Promise<PreparedExtrinsic>;
  runtimeOf: (prepared: PreparedExtrinsic, signal?: AbortSignal) => Promise<WholeRuntime>;
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
  metadataForWallet: (runtime: WholeRuntime) => Promise<WalletMetadata>;
};

export function createTransactions(access: NodeAccess): Transactions {
  const { ask, source } = access;

  /** The next index with the pool's transactions counted; null: the node does not tell it. */
  async function toldNonce(coldkey: Ss58Address, signal?: AbortSignal): Promise<number | null> {
    try {
      const nonce = await ask('system_accountNextIndex', [coldkey], signal);
      if (typeof nonce !== 'number' || !isNonce(nonce)) throw malformed('nonce');
      return nonce;
    } catch (error) {
      if (!isMissingMethod(error)) throw error;
      return null;
    }
  }

  /** Of the newest head, and that head. */
  function storedNonce(
    coldkey: Ss58Address,
    signal?: AbortSignal,
  ): Promise<{ stored: number; head: BlockRef }> {
    return access.read(undefined, signal, async (state, head) => {
      const stored = await state.storage(
        storageQuery(state.runtime, ['System', 'Account'], [coldkey], (value) =>
          numberOf(fieldOf(value, 'nonce')),
        ),
      );
      if (!stored.known) throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'System.Account' });
      if (!isNonce(stored.value)) throw malformed('nonce');
      return { stored: stored.value, head };
    });
  }

  /** The pool's word first: the head that is read after it has all that the pool lost to a block in between. */
  async function nonceFor(
    { coldkey, ownPending = [], nonce }: PrepareInput,
    signal?: AbortSignal,
  ): Promise<{ nonce: number; head: BlockRef }> {
    const told = await toldNonce(coldkey, signal);
    const { stored, head } = await storedNonce(coldkey, signal);
    return { nonce: chooseNonce({ stored, told, ownPending, wanted: nonce ?? null }), head };
  }

  async function runtimeOf(
    prepared: PreparedExtrinsic,
    signal?: AbortSignal,
  ): Promise<WholeRuntime> {
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
    prepareExtrinsic: async (input, signal) => {
      const { draft, coldkey, eraBlocks, tip, metadataHashMode } = input;
      const birth = input.at ?? (await access.head(signal));
      const nonced = nonceFor(input, signal);
      // Its failure is told below, after what is wrong with the runtime.
      nonced.catch(() => undefined);
      const runtime = await source.at(birth.hash, signal);
      requirePublishedExtensions(runtime);
      const { nonce, head } = await nonced;
      requireNear(birth, head, eraBlocks);
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
      // A wallet that keeps another list would sign other bytes, for every site.
      requirePublishedExtensions(runtime);
      const chain = await ask('system_chain', []);
      if (typeof chain !== 'string') throw malformed('chain name');
      return metadataForWallet(runtime, chain.slice(0, 100));
    },
  };
}

/** CheckNonce's type is u32. */
const isNonce = (nonce: number): boolean =>
  Number.isSafeInteger(nonce) && nonce >= 0 && nonce <= 0xffff_ffff;

/**
 * The birth is a block of the chain's present, and never the genesis block. Throws NODE_TIMEOUT for one after the head,
 * one whose era is over at the head, and block 0: the node does not know how far the chain is.
 */
function requireNear(birth: BlockRef, head: BlockRef, eraBlocks: number): void {
  const lag = head.number - birth.number;
  const { period } = eraFrom(birth.number, eraBlocks);
  if (birth.number >= 1 && lag >= 0 && lag < period) return;
  throw new AppError('NODE_TIMEOUT', { what: 'finality', lag, birth: birth.number });
}

/** Throws SIGNED_SOMETHING_ELSE for bytes that do not decode: they are not what the wallet was asked to sign. */
function decodeSigned(
  signedTransaction: Hex,
  runtime: WholeRuntime,
): ReturnType<typeof decodeExtrinsic> {
  try {
    return decodeExtrinsic(signedTransaction, runtime);
  } catch (error) {
    throw new AppError('SIGNED_SOMETHING_ELSE', { field: 'extrinsic' }, error);
  }
}
