// Decodes a signed extrinsic strictly: anything else is refused. Compares it with what a wallet was asked to sign.
import { AppError } from '../../errors.ts';
import type { CallDraft } from '../../model/plan.ts';
import type { KeyType } from '../../model/account.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import { toRao, type Hex, type Rao, type Ss58Address } from '../../units.ts';
import { assembleExtrinsic } from './assemble-extrinsic.ts';
import { decodeCall } from './compose-call.ts';
import { encodeEra, readEra, type Era } from './era.ts';
import { equalBytes, fromHex, toHex } from '../scale/hex.ts';
import { KNOWN_EXTRA } from './extension-bytes.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { SIGNATURE_KINDS, signatureKindOf, type SignatureKind } from './signature-kind.ts';
import { ADDRESS_ID, extrinsicHash, SIGNED_VERSION } from './signed-extrinsic.ts';
import { formatSs58 } from '../scale/ss58.ts';

type DecodedExtrinsic = {
  signer: Ss58Address;
  signatureKind: SignatureKind;
  /** Without the MultiSignature prefix. */
  signature: Hex;
  era: Era;
  nonce: number;
  tip: Rao;
  metadataHashMode: 0 | 1;
  /** The bytes of the call, and the call by names. */
  call: Hex;
  draft: CallDraft;
  hash: Hex;
};

type Extras = Pick<DecodedExtrinsic, 'era' | 'nonce' | 'tip' | 'metadataHashMode'>;

function readSignature(reader: ScaleReader): Pick<DecodedExtrinsic, 'signature' | 'signatureKind'> {
  const entry = SIGNATURE_KINDS[reader.u8()];
  if (!entry) throw malformed('signature');
  return { signatureKind: entry.kind, signature: toHex(reader.take(entry.byteLength)) };
}

function readMode(reader: ScaleReader): 0 | 1 {
  const mode = reader.u8();
  if (mode !== 0 && mode !== 1) throw malformed('metadata hash mode');
  return mode;
}

/** In the order of the extensions' names; unknown extensions have no bytes here. */
function readExtras(reader: ScaleReader, names: readonly string[]): Extras {
  const found: Extras = {
    era: { kind: 'immortal' },
    nonce: 0,
    tip: toRao(0n),
    metadataHashMode: 0,
  };
  for (const name of names) {
    if (name === 'CheckMortality' || name === 'CheckEra') found.era = readEra(reader);
    else if (name === 'CheckNonce') found.nonce = Number(reader.compact());
    else if (name === 'ChargeTransactionPayment') found.tip = readTip(reader);
    else if (name === 'CheckMetadataHash') found.metadataHashMode = readMode(reader);
  }
  return found;
}

function readTip(reader: ScaleReader): Rao {
  const tip = BigInt(reader.compact());
  if (tip >= 1n << 64n) throw malformed('tip');
  return toRao(tip);
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
  { payload, call, nonce }: PreparedExtrinsic,
): Hex | null {
  const callBytes = fromHex(call);
  if (!equalBytes(extrinsic.subarray(-callBytes.length), callBytes)) return null;
  try {
    const reader = new ScaleReader(extrinsic);
    if (readSigner(reader) !== payload.address) return null;
    readSignature(reader);
    const extras = readExtras(reader, payload.signedExtensions);
    return extras.nonce === nonce && reader.left === callBytes.length
      ? encodeEra(extras.era)
      : null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_MALFORMED') return null;
    throw error;
  }
}

/**
 * Throws NODE_MALFORMED for anything but one signed extrinsic of version 4, NOT_ON_THIS_RUNTIME for an unknown
 * extension.
 */
export function decodeExtrinsic(extrinsic: Hex, runtime: Runtime): DecodedExtrinsic {
  const bytes = fromHex(extrinsic);
  const reader = new ScaleReader(bytes);
  const signer = readSigner(reader);
  const signature = readSignature(reader);
  const unknown = runtime.extensions.find(
    ({ name, extra }) => extra.type !== 'void' && !KNOWN_EXTRA.includes(name),
  );
  if (unknown) throw new AppError('NOT_ON_THIS_RUNTIME', { what: unknown.name });
  const names = runtime.extensions.map(({ name }) => name);
  const extras = readExtras(reader, names);
  const call = toHex(reader.take(reader.left));
  const draft = decodeCall(call, runtime);
  return { signer, ...signature, ...extras, call, draft, hash: extrinsicHash(bytes) };
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
