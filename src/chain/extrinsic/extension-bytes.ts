// The bytes of each transaction extension in the extrinsic and in the signed bytes. An unknown extension with bytes
// of its own stops the signing.
import type { LookupEntry } from '@polkadot-api/metadata-builders';
import { AppError } from '../../errors.ts';
import type { Hex, Rao } from '../../units.ts';
import { concatBytes, equalBytes, fromHex } from '../scale/hex.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { encodeCompact, littleEndian } from '../scale/scale-encoder.ts';

export type ExtensionValues = {
  era: Hex;
  nonce: number;
  tip: Rao;
  metadataHashMode: 0 | 1;
  metadataHash: Hex | null;
  genesisHash: Hex;
  birthHash: Hex;
  specVersion: number;
  transactionVersion: number;
};

const NOTHING = new Uint8Array(0);

function extraOf(name: string, values: ExtensionValues): Uint8Array {
  if (name === 'CheckMortality' || name === 'CheckEra') return fromHex(values.era);
  if (name === 'CheckNonce') return encodeCompact(values.nonce);
  if (name === 'ChargeTransactionPayment') return encodeCompact(values.tip);
  if (name === 'CheckMetadataHash') return Uint8Array.of(values.metadataHashMode);
  return NOTHING;
}

function additionalOf(name: string, values: ExtensionValues): Uint8Array {
  if (name === 'CheckSpecVersion') return littleEndian(BigInt(values.specVersion), 4);
  if (name === 'CheckTxVersion') return littleEndian(BigInt(values.transactionVersion), 4);
  if (name === 'CheckGenesis') return fromHex(values.genesisHash);
  if (name === 'CheckMortality' || name === 'CheckEra') return fromHex(values.birthHash);
  if (name !== 'CheckMetadataHash') return NOTHING;
  return values.metadataHash === null
    ? Uint8Array.of(0)
    : concatBytes(Uint8Array.of(1), fromHex(values.metadataHash));
}

/** Both parts, in the order of the names (the order of the wallet's payload). */
export function extensionBytes(
  names: readonly string[],
  values: ExtensionValues,
): { extra: Uint8Array; additional: Uint8Array } {
  return {
    extra: concatBytes(...names.map((name) => extraOf(name, values))),
    additional: concatBytes(...names.map((name) => additionalOf(name, values))),
  };
}

/** Extensions with bytes in the extrinsic; every other known extension has none. */
export const KNOWN_EXTRA = [
  'CheckMortality',
  'CheckEra',
  'CheckNonce',
  'ChargeTransactionPayment',
  'CheckMetadataHash',
];
const KNOWN_ADDITIONAL = [
  'CheckSpecVersion',
  'CheckTxVersion',
  'CheckGenesis',
  'CheckMortality',
  'CheckEra',
  'CheckMetadataHash',
];

/** Extensions whose type is compared with the bytes written here; the others have a fixed form. */
const CHECKED_EXTRA = ['CheckNonce', 'ChargeTransactionPayment'];

function isWrittenSo(
  runtime: Runtime,
  extra: LookupEntry,
  name: string,
  values: ExtensionValues,
): boolean {
  const value = name === 'CheckNonce' ? values.nonce : values.tip;
  try {
    return equalBytes(runtime.encoder(extra)(value), extraOf(name, values));
  } catch (error) {
    // The runtime's type cannot hold the value.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Compares the bytes written here with the runtime's own types. Throws NOT_ON_THIS_RUNTIME where they differ. */
export function requireKnownExtensions(runtime: Runtime, values: ExtensionValues): void {
  for (const { name, extra, additional } of runtime.extensions) {
    const isUnknown =
      (extra.type !== 'void' && !KNOWN_EXTRA.includes(name)) ||
      (additional.type !== 'void' && !KNOWN_ADDITIONAL.includes(name));
    const isOther = CHECKED_EXTRA.includes(name) && !isWrittenSo(runtime, extra, name, values);
    if (isUnknown || isOther) throw new AppError('NOT_ON_THIS_RUNTIME', { what: name });
  }
}
