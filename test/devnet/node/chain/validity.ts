// Decides whether an extrinsic may enter a block on top of another: layout, signature, nonce, era, fee.
// Refuses to run it.
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerCall } from '../../ledger/calls/ledger-call.ts';
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import { concat, fromHex } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import { bigOf, numberOf, partOf, textOf, variantName } from '../scale/value.ts';
import type { RuntimeDescription } from '../runtime/description.ts';
import {
  decodeExtrinsic,
  type DecodedExtrinsic,
  type SignedPart,
} from '../runtime/extrinsic-format.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { BLOCK_HASH_COUNT } from '../runtime/system-pallets.ts';
import {
  callWeight,
  extrinsicWeight,
  feeOf,
  weightToFee,
  type Weight,
} from '../runtime/weights.ts';
import type { Block } from './block.ts';
import { ancestorAt } from './block.ts';
import { birthOf, eraOf, type Era } from './era.ts';
import { toLedgerCall } from './ledger-call-parser.ts';
import { isSignedBy } from './verify-signature.ts';

/** A payload longer than this is hashed before signing. */
const MAX_PLAIN_PAYLOAD = 256;

export type InvalidReason =
  | 'Call'
  | 'Payment'
  | 'Future'
  | 'Stale'
  | 'BadProof'
  | 'AncientBirthBlock'
  | 'BadSigner'
  | 'ExhaustsResources'
  | 'CannotLookup'
  | Readonly<{ custom: number }>;

export type Valid = Readonly<{
  ok: true;
  signer: string;
  nonce: number;
  /** How far the nonce is ahead of the account's. */
  nonceGap: number;
  tip: bigint;
  call: LedgerCall;
  weight: Weight;
  fee: bigint;
  /** The part of the fee that the call's own weight makes. */
  callFee: bigint;
}>;

export type Validity =
  | Valid
  | Readonly<{ ok: false; reason: InvalidReason }>
  /** The runtime traps on bytes that do not decode. */
  | Readonly<{ ok: false; reason: 'undecodable'; detail: string }>;

export type ValidityContext = Readonly<{
  /** The block under the one being made. */
  parent: Block;
  runtime: Runtime;
  genesisHash: string;
  ledger: Ledger;
  /** Of the block being made, as far as it has come. */
  state: LedgerState;
}>;

const invalid = (reason: InvalidReason): Validity => ({ ok: false, reason });

/** `extrinsic` with its length prefix, `body` without. */
export function validate(
  context: ValidityContext,
  extrinsic: Uint8Array,
  body: Uint8Array,
): Validity {
  let decoded: DecodedExtrinsic;
  let fields: ExtensionFields;
  try {
    decoded = decodeExtrinsic(context.runtime.description, body);
    if (!decoded.signed) return invalid('Call');
    fields = extensionFields(context.runtime.description, decoded.signed);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    return { ok: false, reason: 'undecodable', detail: error.message };
  }
  return validateSigned(context, extrinsic, decoded, decoded.signed, fields);
}

function validateSigned(
  context: ValidityContext,
  extrinsic: Uint8Array,
  decoded: DecodedExtrinsic,
  signed: SignedPart,
  fields: ExtensionFields,
): Validity {
  const { runtime, parent, state, ledger } = context;
  const number = parent.number + 1;
  const signer = idOf(signed.address);
  if (signer === null) return invalid('BadSigner');
  const birth = birthHash(context, fields.era, number);
  if (birth === null) return invalid('AncientBirthBlock');
  if (fields.hasMetadataHash && !runtime.spec.hasMetadataHash) return invalid('CannotLookup');
  const message = payload(context, decoded.callBytes, signed, fields, birth);
  if (!isSignedBy(signer, signed.signature, message)) return invalid('BadProof');
  if (/^0x0+$/.test(signer)) return invalid('BadSigner');

  const account = state.accounts.get(signer);
  if (!account || account.providers + account.sufficients === 0) return invalid('Payment');
  if (fields.nonce < account.nonce) return invalid('Stale');
  const call = toLedgerCall(decoded.call);
  if (!call) return invalid('Call');
  const weight = extrinsicWeight(runtime.spec, decoded.call);
  const fee = feeOf(runtime.spec, weight, extrinsic.length);
  if (!ledger.canPayFee(signer, call, fee + fields.tip)) return invalid('Payment');
  return {
    ok: true,
    signer,
    nonce: fields.nonce,
    nonceGap: fields.nonce - account.nonce,
    tip: fields.tip,
    call,
    weight,
    fee,
    callFee: weightToFee(runtime.spec, callWeight(runtime.spec, decoded.call).refTime),
  };
}

type ExtensionFields = Readonly<{
  era: Era;
  nonce: number;
  tip: bigint;
  hasMetadataHash: boolean;
}>;

function extensionFields(description: RuntimeDescription, signed: SignedPart): ExtensionFields {
  const valueOf = (identifier: string): Value => {
    const at = description.extensions.findIndex((known) => known.identifier === identifier);
    return signed.extra[at] ?? null;
  };
  return {
    era: eraOf(valueOf('CheckMortality')),
    nonce: numberOf(valueOf('CheckNonce')) ?? 0,
    tip: bigOf(valueOf('ChargeTransactionPayment')) ?? 0n,
    hasMetadataHash: variantName(partOf(valueOf('CheckMetadataHash'), 'mode')) === 'Enabled',
  };
}

const idOf = (address: Value): string | null =>
  variantName(address) === 'Id' ? (textOf(partOf(address, 'value')) ?? null) : null;

/** Null when `System.BlockHash` no longer knows the birth block, or does not know it yet. */
function birthHash(context: ValidityContext, era: Era, number: number): string | null {
  if (era.kind === 'immortal') return context.genesisHash;
  const birth = birthOf(era, number);
  if (birth >= number || birth < number - BLOCK_HASH_COUNT) return null;
  return ancestorAt(context.parent, birth)?.hash ?? null;
}

function payload(
  context: ValidityContext,
  callBytes: Uint8Array,
  signed: SignedPart,
  fields: ExtensionFields,
  birth: string,
): Uint8Array {
  const { runtime, genesisHash } = context;
  const implicit: Readonly<Record<string, Value>> = {
    CheckSpecVersion: runtime.spec.specVersion,
    CheckTxVersion: runtime.spec.transactionVersion,
    CheckGenesis: fromHex(genesisHash),
    CheckMortality: fromHex(birth),
    CheckMetadataHash: fields.hasMetadataHash ? runtime.metadataHash() : null,
  };
  const additional = runtime.description.extensions.map((extension) =>
    encode(
      extension.additionalSigned,
      implicit[extension.identifier] ?? emptyOf(extension.identifier),
    ),
  );
  const whole = concat(callBytes, signed.extraBytes, ...additional);
  return whole.length > MAX_PLAIN_PAYLOAD ? blake2b256(whole) : whole;
}

/** An absent metadata hash is an option's None; the others sign nothing. */
const emptyOf = (identifier: string): Value => (identifier === 'CheckMetadataHash' ? null : []);
