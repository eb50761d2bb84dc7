// Reads signed bytes back, by the published table and with code that writes nothing, and says where they differ from
// what was meant. A fault in the writer, or in the values that it was given, shows here before a wallet is asked.
import type { RuntimeRef } from '../../model/facts.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import { toRao, type Hex, type Rao } from '../../units.ts';
import { AppError } from '../../errors.ts';
import { fromHex, isHex, toHex } from '../scale/hex.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { readEra, type Era } from './era.ts';
import { byteCarriersAt, EXTRINSIC_VERSION, orderFault } from './published-extensions.ts';

/** What stands in the extrinsic beside signer, signature and call. Tip in rao. */
export type Extras = { era: Era; nonce: number; tip: Rao; metadataHashMode: 0 | 1 };

type SignedParts = Extras & {
  specVersion: number;
  transactionVersion: number;
  genesisHash: Hex;
  birthHash: Hex;
  metadataHash: Hex | null;
};

function readNonce(reader: ScaleReader): number {
  const nonce = Number(reader.compact());
  if (nonce > 0xffff_ffff) throw malformed('nonce');
  return nonce;
}

function readTip(reader: ScaleReader): Rao {
  const tip = BigInt(reader.compact());
  if (tip >= 1n << 64n) throw malformed('tip');
  return toRao(tip);
}

function readBit(reader: ScaleReader, what: string): 0 | 1 {
  const bit = reader.u8();
  if (bit !== 0 && bit !== 1) throw malformed(what);
  return bit;
}

const readHash = (reader: ScaleReader): Hex => toHex(reader.take(32));

/** Reads the extensions' part of an extrinsic of that spec version. Throws NODE_MALFORMED. */
export function readExtras(reader: ScaleReader, specVersion: number): Extras {
  const extras: Extras = {
    era: { kind: 'immortal' },
    nonce: 0,
    tip: toRao(0n),
    metadataHashMode: 0,
  };
  for (const { extra } of byteCarriersAt(specVersion)) {
    if (extra === 'era') extras.era = readEra(reader);
    else if (extra === 'nonce') extras.nonce = readNonce(reader);
    else if (extra === 'tip') extras.tip = readTip(reader);
    else if (extra === 'mode') extras.metadataHashMode = readBit(reader, 'metadata hash mode');
  }
  return extras;
}

/**
 * What stands behind the call in signed bytes of that spec version, to the last byte. Throws NODE_MALFORMED for bytes
 * that the published extensions do not make.
 */
export function readSigned(signedBytes: Hex, call: Hex, specVersion: number): SignedParts {
  const reader = new ScaleReader(fromHex(signedBytes));
  reader.skip((call.length - 2) / 2);
  const parts: SignedParts = {
    ...readExtras(reader, specVersion),
    specVersion: 0,
    transactionVersion: 0,
    genesisHash: '0x',
    birthHash: '0x',
    metadataHash: null,
  };
  for (const { additional } of byteCarriersAt(specVersion)) {
    if (additional === 'specVersion') parts.specVersion = reader.small(32, false);
    else if (additional === 'transactionVersion')
      parts.transactionVersion = reader.small(32, false);
    else if (additional === 'genesisHash') parts.genesisHash = readHash(reader);
    else if (additional === 'birthHash') parts.birthHash = readHash(reader);
    else if (additional === 'metadataHash') {
      parts.metadataHash = readBit(reader, 'metadata hash') === 1 ? readHash(reader) : null;
    }
  }
  reader.end();
  return parts;
}

/** What a signature is meant to cover. The tip is always 0. */
export type Meant = {
  call: Hex;
  birth: { number: number; hash: Hex };
  /** Blocks; the era is never immortal. */
  period: number;
  nonce: number;
  /** null: mode 0. */
  metadataHash: Hex | null;
  runtime: Pick<RuntimeRef, 'genesisHash' | 'specVersion' | 'transactionVersion'>;
};

const isEra = (era: Era, { birth, period }: Meant): boolean =>
  era.kind === 'mortal' && era.period === period && era.phase === birth.number % period;

/** The first part of the signed bytes that is not as meant; null: every byte is. */
export function signedDifference(signedBytes: Hex, meant: Meant): string | null {
  const { call, birth, nonce, metadataHash, runtime } = meant;
  if (!isHex(signedBytes) || call.length <= 2 || !signedBytes.startsWith(call)) return 'call';
  let parts: SignedParts;
  try {
    parts = readSigned(signedBytes, call, runtime.specVersion);
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_MALFORMED') return 'signedBytes';
    throw error;
  }
  const checks: [string, boolean][] = [
    ['birth', birth.number >= 1],
    ['era', isEra(parts.era, meant)],
    ['nonce', parts.nonce === nonce],
    ['tip', parts.tip === 0n],
    ['mode', parts.metadataHashMode === (metadataHash === null ? 0 : 1)],
    ['specVersion', parts.specVersion === runtime.specVersion],
    ['transactionVersion', parts.transactionVersion === runtime.transactionVersion],
    ['genesisHash', parts.genesisHash === runtime.genesisHash],
    ['birthHash', parts.birthHash === birth.hash],
    ['metadataHash', parts.metadataHash === metadataHash],
  ];
  return checks.find(([, isSame]) => !isSame)?.[0] ?? null;
}

const isNumber = (text: Hex, value: number): boolean =>
  isHex(text) && BigInt(text) === BigInt(value);

/** The era as the wallet is shown it. */
function isShownEra(era: Hex, meant: Meant): boolean {
  try {
    const reader = new ScaleReader(fromHex(era));
    const read = readEra(reader);
    reader.end();
    return isEra(read, meant);
  } catch {
    return false;
  }
}

/**
 * Where the payload that a wallet is shown, the bytes whose signature counts and the record about them differ from each
 * other; null: nowhere. Every one of the three is read by itself.
 */
export function preparedDifference(prepared: PreparedExtrinsic): string | null {
  const { payload, call, signedBytes, nonce, birth, deathBlock, specVersion } = prepared;
  const { genesisHash, metadataHash } = payload;
  const transactionVersion = Number(payload.transactionVersion);
  const meant: Meant = {
    call,
    birth,
    period: deathBlock - birth.number + 1,
    nonce,
    metadataHash,
    runtime: { genesisHash, specVersion, transactionVersion },
  };
  const order = orderFault(payload.signedExtensions, specVersion);
  const checks: [string, boolean][] = [
    ['method', payload.method === call],
    ['blockHash', payload.blockHash === birth.hash],
    ['blockNumber', isNumber(payload.blockNumber, birth.number)],
    ['era', isShownEra(payload.era, meant)],
    ['nonce', isNumber(payload.nonce, nonce)],
    ['tip', isNumber(payload.tip, 0)],
    ['specVersion', isNumber(payload.specVersion, specVersion)],
    ['mode', payload.mode === (metadataHash === null ? 0 : 1)],
    ['version', payload.version === EXTRINSIC_VERSION],
    [order?.what ?? 'signedExtensions', order === null],
  ];
  return checks.find(([, isSame]) => !isSame)?.[0] ?? signedDifference(signedBytes, meant);
}

/** Throws PAYLOAD_MISMATCH naming the first part that differs. */
export function requireSame(difference: string | null): void {
  if (difference !== null) throw new AppError('PAYLOAD_MISMATCH', { field: difference });
}
