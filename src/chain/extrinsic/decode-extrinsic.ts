// Decodes a signed extrinsic strictly: anything else is refused. Compares it with what a wallet was asked to sign.
import { AppError } from '../../errors.ts';
import type { CallDraft } from '../../model/plan.ts';
import type { KeyType } from '../../model/account.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import { assembleExtrinsic } from './assemble-extrinsic.ts';
import { decodeCall } from './compose-call.ts';
import { encodeEra } from './era.ts';
import { equalBytes, fromHex, toHex } from '../scale/hex.ts';
import { requirePublishedExtensions } from './published-extensions.ts';
import { readExtras, type Extras } from './read-signed-bytes.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { SIGNATURE_KINDS, signatureKindOf, type SignatureKind } from './signature-kind.ts';
import { ADDRESS_ID, extrinsicHash, SIGNED_VERSION } from './signed-extrinsic.ts';
import { formatSs58 } from '../scale/ss58.ts';

type DecodedExtrinsic = Extras & {
  signer: Ss58Address;
  signatureKind: SignatureKind;
  /** Without the MultiSignature prefix. */
  signature: Hex;
  /** The bytes of the call, and the call by names. */
  call: Hex;
  draft: CallDraft;
  hash: Hex;
};

function readSignature(reader: ScaleReader): Pick<DecodedExtrinsic, 'signature' | 'signatureKind'> {
  const entry = SIGNATURE_KINDS[reader.u8()];
  if (!entry) throw malformed('signature');
  return { signatureKind: entry.kind, signature: toHex(reader.take(entry.byteLength)) };
}

/** Reads up to the signer. Throws NODE_MALFORMED for anything but one signed extrinsic of version 4. */
function readSigner(reader: ScaleReader): Ss58Address {
  if (reader.length(1) !== reader.left) throw malformed('extrinsic length');
  if (reader.u8() !== SIGNED_VERSION) throw malformed('extrinsic version');
  if (reader.u8() !== ADDRESS_ID) throw malformed('signer');
  return formatSs58(reader.take(32));
}

/**
 * The era of a block's extrinsic with the prepared signer, call and nonce; signature, tip and mode may differ.
 * Two requests for the same call differ by their era. null: another extrinsic. Never throws: an extrinsic that
 * cannot be read was not made for the prepared runtime.
 */
export function eraIfPrepared(
  extrinsic: Uint8Array,
  { payload, call, nonce, specVersion }: PreparedExtrinsic,
): Hex | null {
  const callBytes = fromHex(call);
  if (!equalBytes(extrinsic.subarray(-callBytes.length), callBytes)) return null;
  try {
    const reader = new ScaleReader(extrinsic);
    if (readSigner(reader) !== payload.address) return null;
    readSignature(reader);
    const extras = readExtras(reader, specVersion);
    return extras.nonce === nonce && reader.left === callBytes.length
      ? encodeEra(extras.era)
      : null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_MALFORMED') return null;
    throw error;
  }
}

/**
 * Throws NODE_MALFORMED for anything but one signed extrinsic of version 4, FORMAT_UNKNOWN for a runtime whose
 * extensions are not the published ones.
 */
export function decodeExtrinsic(extrinsic: Hex, runtime: Runtime): DecodedExtrinsic {
  const bytes = fromHex(extrinsic);
  const reader = new ScaleReader(bytes);
  const signer = readSigner(reader);
  const signature = readSignature(reader);
  requirePublishedExtensions(runtime);
  const extras = readExtras(reader, runtime.ref.specVersion);
  const call = toHex(reader.take(reader.left));
  const draft = decodeCall(call, runtime);
  return { signer, ...signature, ...extras, call, draft, hash: extrinsicHash(bytes) };
}

/**
 * What of a signed extrinsic is not as prepared, whatever its signature is worth; null: nothing. For bytes that are
 * about to be sent.
 */
export function sentDifference(
  extrinsic: Hex,
  { payload, call, nonce, specVersion }: PreparedExtrinsic,
): string | null {
  try {
    const reader = new ScaleReader(fromHex(extrinsic));
    const signer = readSigner(reader);
    readSignature(reader);
    const extras = readExtras(reader, specVersion);
    const checks: [string, boolean][] = [
      ['signer', signer === payload.address],
      ['era', encodeEra(extras.era) === payload.era],
      ['nonce', extras.nonce === nonce],
      ['tip', extras.tip === 0n],
      ['mode', extras.metadataHashMode === payload.mode],
      ['call', toHex(reader.take(reader.left)) === call],
    ];
    return checks.find(([, isSame]) => !isSame)?.[0] ?? null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_MALFORMED') return 'extrinsic';
    throw error;
  }
}

/**
 * Compares the transaction that a wallet returned with the prepared one. `hashed` is the prepared transaction in
 * the metadata hash mode that the wallet chose. Throws SIGNED_SOMETHING_ELSE, SIGNATURE_INVALID.
 */
export function acceptSigned(
  prepared: PreparedExtrinsic,
  decoded: DecodedExtrinsic,
  keyType: KeyType,
  hashed: PreparedExtrinsic,
): { extrinsic: Hex; hash: Hex; prepared: PreparedExtrinsic } {
  const { payload } = prepared;
  const pairs: [string, string | number | bigint, string | number | bigint][] = [
    ['signer', decoded.signer, payload.address],
    ['call', decoded.call, prepared.call],
    ['nonce', decoded.nonce, prepared.nonce],
    ['tip', decoded.tip, BigInt(payload.tip)],
    ['era', encodeEra(decoded.era), payload.era],
    ['signature', decoded.signatureKind, signatureKindOf(keyType)],
    ['mode', decoded.metadataHashMode, hashed.payload.mode],
  ];
  const different = pairs.find(([, found, wanted]) => found !== wanted);
  if (different) throw new AppError('SIGNED_SOMETHING_ELSE', { field: different[0] });
  const assembled = assembleExtrinsic(hashed, decoded.signature, keyType);
  if (assembled.hash !== decoded.hash) {
    throw new AppError('SIGNED_SOMETHING_ELSE', { field: 'extrinsic' });
  }
  return { ...assembled, prepared: hashed };
}
