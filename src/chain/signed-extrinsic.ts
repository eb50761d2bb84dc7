// From a draft to the payload a wallet signs and to the extrinsic that is sent: one source for both. Knows no
// node: block, nonce and runtime are given.
import { AppError } from '../errors.ts';
import type { BlockRef } from '../facts.ts';
import type { KeyType, PreparedExtrinsic, SignerPayload } from '../store/schema.ts';
import { toRao, type Hex, type Rao, type Ss58Address } from '../units.ts';
import { encodeEra, eraFrom, lastBlockOf } from './era.ts';
import { extensionBytes, requireKnownExtensions, type ExtensionValues } from './extension-bytes.ts';
import { concatBytes, fromHex, toHex } from './hex.ts';
import type { Runtime } from './runtime.ts';
import { encodeCompact } from './scale-encoder.ts';
import { parseSs58, publicKeyOf } from './ss58.ts';
import {
  bareSignature,
  blake2b256,
  SIGNATURE_KINDS,
  signatureKindOf,
  verifySignature,
} from './verify-signature.ts';

export const EXTRINSIC_VERSION = 4;
export const SIGNED_BIT = 0x80;
/** Variant of MultiAddress that holds an account id. */
export const ADDRESS_ID = 0;

export type ToPrepare = {
  call: Hex;
  coldkey: Ss58Address;
  birth: BlockRef;
  eraBlocks: number;
  nonce: number;
  tip: Rao;
  /** null: mode 0. */
  metadataHash: Hex | null;
};

/** The shortest big-endian hex of a count, as the wallet standard writes numbers. */
function hexNumber(value: number | bigint, byteLength: number): Hex {
  return `0x${value.toString(16).padStart(2 * byteLength, '0')}`;
}

function valuesOf(payload: SignerPayload): ExtensionValues {
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

/** Payload and bytes for one call. Throws NOT_ON_THIS_RUNTIME where the runtime wants what we do not know. */
export function prepareExtrinsic(ask: ToPrepare, runtime: Runtime): PreparedExtrinsic {
  const { call, coldkey, birth, eraBlocks, nonce, tip, metadataHash } = ask;
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

export function extrinsicHash(extrinsic: Uint8Array): Hex {
  return toHex(blake2b256(extrinsic));
}

/** The extrinsic to send. Throws SIGNATURE_INVALID unless the signature is the coldkey's over exactly these bytes. */
export function assembleExtrinsic(
  prepared: PreparedExtrinsic,
  signature: Hex,
  keyType: KeyType,
): { extrinsic: Hex; hash: Hex } {
  const { payload, signedBytes, call } = prepared;
  const coldkey = parseSs58(payload.address);
  const kind = signatureKindOf(keyType);
  const bare = bareSignature(signature, kind);
  if (bare === null || !verifySignature({ signedBytes, signature, coldkey, keyType })) {
    throw new AppError('SIGNATURE_INVALID', { coldkey });
  }
  const { extra } = extensionBytes(payload.signedExtensions, valuesOf(payload));
  const body = concatBytes(
    Uint8Array.of(EXTRINSIC_VERSION | SIGNED_BIT, ADDRESS_ID),
    publicKeyOf(coldkey),
    Uint8Array.of(SIGNATURE_KINDS.findIndex((entry) => entry.kind === kind)),
    bare,
    extra,
    fromHex(call),
  );
  const extrinsic = concatBytes(encodeCompact(body.length), body);
  return { extrinsic: toHex(extrinsic), hash: extrinsicHash(extrinsic) };
}

/** Head, account, sr25519 signature, mortal era, a nonce below 2³⁰, a compact tip of 0 and the mode. */
const BYTES_AROUND_CALL = 1 + 33 + 65 + 2 + 4 + 1 + 1;

/** Bytes of the signed extrinsic that a call of this many bytes becomes; a few more for small nonces. */
export function callLength(call: Hex): number {
  const body = BYTES_AROUND_CALL + (call.length - 2) / 2;
  return body + encodeCompact(body).length;
}
