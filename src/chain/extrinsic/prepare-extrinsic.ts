// Makes the payload that a wallet signs and the bytes that the signature covers, both from one source.
// Block, nonce and runtime are arguments; nothing is read from a node here.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { PreparedExtrinsic, SignerPayload } from '../../model/extrinsic.ts';
import { toRao, type Hex, type Rao, type Ss58Address } from '../../units.ts';
import { encodeEra, eraFrom, lastBlockOf } from './era.ts';
import { extensionBytes, requireKnownExtensions, type ExtensionValues } from './extension-bytes.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import type { Runtime } from '../runtime/runtime.ts';

export const EXTRINSIC_VERSION = 4;

export type ToPrepare = {
  call: Hex;
  coldkey: Ss58Address;
  birth: BlockRef;
  eraBlocks: number;
  nonce: number;
  tip: Rao;
  /** null: mode 0, the signature does not cover the hash. */
  metadataHash: Hex | null;
};

/** Big-endian hex of at least `byteLength` bytes, as the wallet standard writes numbers. */
function hexNumber(value: number | bigint, byteLength: number): Hex {
  return `0x${value.toString(16).padStart(2 * byteLength, '0')}`;
}

/** The payload's hex strings as values. */
export function valuesOf(payload: SignerPayload): ExtensionValues {
  return {
    era: payload.era,
    nonce: Number(BigInt(payload.nonce)),
    tip: toRao(BigInt(payload.tip)),
    metadataHashMode: payload.mode === 1 ? 1 : 0,
    metadataHash: payload.metadataHash,
    genesisHash: payload.genesisHash,
    birthHash: payload.blockHash,
    specVersion: Number(BigInt(payload.specVersion)),
    transactionVersion: Number(BigInt(payload.transactionVersion)),
  };
}

function signedBytesOf(payload: SignerPayload): Hex {
  const { extra, additional } = extensionBytes(payload.signedExtensions, valuesOf(payload));
  return toHex(concatBytes(fromHex(payload.method), extra, additional));
}

/** Payload and signed bytes of one call. Throws NOT_ON_THIS_RUNTIME for an unknown transaction extension. */
export function prepareExtrinsic(input: ToPrepare, runtime: Runtime): PreparedExtrinsic {
  const { call, coldkey, birth, eraBlocks, nonce, tip, metadataHash } = input;
  const era = eraFrom(birth.number, eraBlocks);
  const payload: SignerPayload = {
    address: coldkey,
    blockHash: birth.hash,
    blockNumber: hexNumber(birth.number, 4),
    era: encodeEra(era),
    genesisHash: runtime.ref.genesisHash,
    metadataHash,
    method: call,
    mode: metadataHash === null ? 0 : 1,
    nonce: hexNumber(nonce, 4),
    specVersion: hexNumber(runtime.ref.specVersion, 4),
    tip: hexNumber(tip, 16),
    transactionVersion: hexNumber(runtime.ref.transactionVersion, 4),
    signedExtensions: runtime.extensions.map(({ name }) => name),
    version: EXTRINSIC_VERSION,
    withSignedTransaction: true,
  };
  requireKnownExtensions(runtime, valuesOf(payload));
  if (metadataHash !== null && !payload.signedExtensions.includes('CheckMetadataHash')) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'CheckMetadataHash' });
  }
  return {
    payload,
    call,
    signedBytes: signedBytesOf(payload),
    nonce,
    birth,
    deathBlock: lastBlockOf(era, birth.number),
    specVersion: runtime.ref.specVersion,
  };
}

/** The same transaction with another metadata hash; null: mode 0. */
export function withHash(prepared: PreparedExtrinsic, metadataHash: Hex | null): PreparedExtrinsic {
  const payload: SignerPayload = {
    ...prepared.payload,
    metadataHash,
    mode: metadataHash === null ? 0 : 1,
  };
  return { ...prepared, payload, signedBytes: signedBytesOf(payload) };
}
