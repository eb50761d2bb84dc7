// Writes the bytes of the transaction extensions, in the extrinsic and in the signed bytes, by the published table.
// No name or type of a node's metadata is read here.
import type { Hex, Rao } from '../../units.ts';
import { concatBytes, fromHex } from '../scale/hex.ts';
import { encodeCompact, littleEndian } from '../scale/scale-encoder.ts';
import { byteCarriersAt, type AdditionalPart, type ExtraPart } from './published-extensions.ts';

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

function write(part: ExtraPart | AdditionalPart | null, values: ExtensionValues): Uint8Array {
  switch (part) {
    case null:
      return NOTHING;
    case 'era':
      return fromHex(values.era);
    case 'nonce':
      return encodeCompact(values.nonce);
    case 'tip':
      return encodeCompact(values.tip);
    case 'mode':
      return Uint8Array.of(values.metadataHashMode);
    case 'specVersion':
      return littleEndian(BigInt(values.specVersion), 4);
    case 'transactionVersion':
      return littleEndian(BigInt(values.transactionVersion), 4);
    case 'genesisHash':
      return fromHex(values.genesisHash);
    case 'birthHash':
      return fromHex(values.birthHash);
    case 'metadataHash':
      return values.metadataHash === null
        ? Uint8Array.of(0)
        : concatBytes(Uint8Array.of(1), fromHex(values.metadataHash));
  }
}

/** Both parts, in the published order of the spec version in the values. */
export function extensionBytes(values: ExtensionValues): {
  extra: Uint8Array;
  additional: Uint8Array;
} {
  const carriers = byteCarriersAt(values.specVersion);
  return {
    extra: concatBytes(...carriers.map(({ extra }) => write(extra, values))),
    additional: concatBytes(...carriers.map(({ additional }) => write(additional, values))),
  };
}
