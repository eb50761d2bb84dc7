// Makes the payload that a wallet signs and the bytes that the signature covers, both from one source.
// Block, nonce and runtime are arguments; nothing is read from a node here.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { PreparedExtrinsic, SignerPayload } from '../../model/extrinsic.ts';
import { toRao, type Hex, type Rao, type Ss58Address } from '../../units.ts';
import { encodeEra, eraFrom, lastBlockOf } from './era.ts';
import { extensionBytes, type ExtensionValues } from './extension-bytes.ts';
import {
  byteCarriersAt,
  EXTRINSIC_VERSION,
  requirePublishedExtensions,
} from './published-extensions.ts';
import { preparedDifference, requireSame, signedDifference } from './read-signed-bytes.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import type { Runtime } from '../runtime/runtime.ts';

export type ToPrepare = {
  call: Hex;
  coldkey: Ss58Address;
  /** Block 1 or later: on the genesis block alone rests a signature that never expires. */
  birth: BlockRef;
  /** Rounded up to the next power of two, from 4 to 4096. */
  eraBlocks: number;
  nonce: number;
  /** 0: no plan of Taubar has a tip. */
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
  const { extra, additional } = extensionBytes(valuesOf(payload));
  return toHex(concatBytes(fromHex(payload.method), extra, additional));
}

function requireInputs({ birth, nonce, tip }: ToPrepare): void {
  if (tip !== 0n) throw new RangeError('a tip');
  if (!Number.isSafeInteger(birth.number) || birth.number < 1 || birth.number > 0xffff_ffff) {
    throw new RangeError(`no birth at block ${birth.number}`);
  }
  if (!Number.isSafeInteger(nonce) || nonce < 0 || nonce > 0xffff_ffff) {
    throw new RangeError(`no nonce: ${nonce}`);
  }
}

/**
 * Payload and signed bytes of one call, read back and compared with the inputs. Throws FORMAT_UNKNOWN for a runtime
 * whose transaction extensions are not the published ones, NOT_ON_THIS_RUNTIME for a metadata hash before spec 216,
 * PAYLOAD_MISMATCH where the bytes say anything else, RangeError for a tip, a birth before block 1 or no u32 nonce.
 */
export function prepareExtrinsic(input: ToPrepare, runtime: Runtime): PreparedExtrinsic {
  const { call, coldkey, birth, eraBlocks, nonce, tip, metadataHash } = input;
  requireInputs(input);
  requirePublishedExtensions(runtime);
  const { genesisHash, specVersion, transactionVersion } = runtime.ref;
  if (metadataHash !== null && !byteCarriersAt(specVersion).some(({ extra }) => extra === 'mode')) {
    throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'CheckMetadataHash' });
  }
  const era = eraFrom(birth.number, eraBlocks);
  const payload: SignerPayload = {
    address: coldkey,
    blockHash: birth.hash,
    blockNumber: hexNumber(birth.number, 4),
    era: encodeEra(era),
    genesisHash,
    metadataHash,
    method: call,
    mode: metadataHash === null ? 0 : 1,
    nonce: hexNumber(nonce, 4),
    specVersion: hexNumber(specVersion, 4),
    tip: hexNumber(tip, 16),
    transactionVersion: hexNumber(transactionVersion, 4),
    signedExtensions: runtime.extensions.map(({ name }) => name),
    version: EXTRINSIC_VERSION,
    withSignedTransaction: true,
  };
  const prepared: PreparedExtrinsic = {
    payload,
    call,
    signedBytes: signedBytesOf(payload),
    nonce,
    birth,
    deathBlock: lastBlockOf(era, birth.number),
    specVersion,
  };
  const { period } = era;
  const meant = { call, birth, period, nonce, metadataHash, runtime: runtime.ref };
  requireSame(signedDifference(prepared.signedBytes, meant) ?? preparedDifference(prepared));
  return prepared;
}

/** The same transaction with another metadata hash; null: mode 0. Throws PAYLOAD_MISMATCH as above. */
export function withHash(prepared: PreparedExtrinsic, metadataHash: Hex | null): PreparedExtrinsic {
  const payload: SignerPayload = {
    ...prepared.payload,
    metadataHash,
    mode: metadataHash === null ? 0 : 1,
  };
  const hashed = { ...prepared, payload, signedBytes: signedBytesOf(payload) };
  requireSame(preparedDifference(hashed));
  return hashed;
}
