// The transaction extensions that put bytes into what is signed, as the chain publishes them: names, order, layouts.
// Metadata comes from a node, so a node could move, double or drop one, and the same bytes would mean a tip where a
// nonce was meant. Bytes are written and read by this table alone; a runtime whose list differs is not signed for.
// Source: opentensor/subtensor runtime/src/lib.rs `TxExtension` (`SignedExtra` before spec 283), the same order in
// all specs that Taubar reads; frame_metadata_hash_extension since spec 216 (16 Dec 2024).
import { AppError } from '../../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What stands in the extrinsic. */
export type ExtraPart = 'era' | 'nonce' | 'tip' | 'mode';
/** What is signed only. */
export type AdditionalPart =
  | 'specVersion'
  | 'transactionVersion'
  | 'genesisHash'
  | 'birthHash'
  | 'metadataHash';

type ByteCarrier = {
  name: string;
  /** The first spec version that has it. */
  since: number;
  extra: ExtraPart | null;
  additional: AdditionalPart | null;
};

/** Immortal, then 255 variants of one more byte each. */
const ERA = `enum{0|${Array.from({ length: 255 }, (_unused, i) => `${i + 1}:u8`).join('|')}}`;
const HASH = '[u8;32]';

/** The layouts that each part may have, as type-shape.ts writes them. */
const layouts: Readonly<Record<ExtraPart | AdditionalPart, readonly string[]>> = {
  era: [ERA],
  nonce: ['compact<u32>'],
  tip: ['compact<u64>'],
  mode: ['enum{0|1}', 'u8'],
  specVersion: ['u32'],
  transactionVersion: ['u32'],
  genesisHash: [HASH],
  birthHash: [HASH],
  metadataHash: [`enum{0|1:${HASH}}`],
};

/** In the chain's order. */
const byteCarriers: readonly ByteCarrier[] = [
  { name: 'CheckSpecVersion', since: 0, extra: null, additional: 'specVersion' },
  { name: 'CheckTxVersion', since: 0, extra: null, additional: 'transactionVersion' },
  { name: 'CheckGenesis', since: 0, extra: null, additional: 'genesisHash' },
  { name: 'CheckMortality', since: 0, extra: 'era', additional: 'birthHash' },
  { name: 'CheckNonce', since: 0, extra: 'nonce', additional: null },
  { name: 'ChargeTransactionPayment', since: 0, extra: 'tip', additional: null },
  { name: 'CheckMetadataHash', since: 216, extra: 'mode', additional: 'metadataHash' },
];

/**
 * Names under which wallets put bytes of their own (@polkadot/types, extrinsic/signedExtensions): whatever a node says
 * of their types, a wallet that is told of them signs other bytes than ours.
 */
const carriersElsewhere: readonly string[] = [
  'CheckEra',
  'CheckVersion',
  'SkipCheckIfFeeless',
  'ChargeAssetTxPayment',
];

/** The chain has 13; the names go to pages and wallets. */
const MOST_EXTENSIONS = 64;
const isName = (name: string): boolean => /^\w{1,64}$/.test(name);

export const EXTRINSIC_VERSION = 4;

/** The extensions with bytes at that spec version, in order. */
export function byteCarriersAt(specVersion: number): readonly ByteCarrier[] {
  return byteCarriers.filter(({ since }) => specVersion >= since);
}

type ExtensionFault = {
  /** The extension's name, or what else differs. */
  what: string;
  how: 'version' | 'unknown' | 'missing' | 'doubled' | 'retyped' | 'moved';
};

const fits = (shape: string, part: ExtraPart | AdditionalPart | null): boolean =>
  part === null ? shape === '' : layouts[part].includes(shape);

/** Whether the names of those with bytes are the published ones, in order; null: they are. */
export function orderFault(names: readonly string[], specVersion: number): ExtensionFault | null {
  const published = byteCarriersAt(specVersion).map(({ name }) => name);
  const told = names.filter((name) => published.includes(name));
  const missing = published.find((name) => !told.includes(name));
  if (missing !== undefined) return { what: missing, how: 'missing' };
  const doubled = told.find((name, at) => told.indexOf(name) !== at);
  if (doubled !== undefined) return { what: doubled, how: 'doubled' };
  const moved = told.find((name, at) => name !== published[at]);
  return moved === undefined ? null : { what: moved, how: 'moved' };
}

function findFault({
  extrinsicVersions,
  extensions,
  ref,
  shapeOf,
}: Runtime): ExtensionFault | null {
  if (!extrinsicVersions.includes(EXTRINSIC_VERSION)) {
    return { what: `extrinsic version ${EXTRINSIC_VERSION}`, how: 'version' };
  }
  if (extensions.length > MOST_EXTENSIONS) {
    return { what: `${extensions.length} extensions`, how: 'unknown' };
  }
  const carriers = byteCarriersAt(ref.specVersion);
  for (const { name, extra, additional } of extensions) {
    const carrier = carriers.find((each) => each.name === name);
    const isLaidOut =
      fits(shapeOf(extra), carrier?.extra ?? null) &&
      fits(shapeOf(additional), carrier?.additional ?? null);
    if (carrier && !isLaidOut) return { what: name, how: 'retyped' };
    // An unknown one without bytes changes nothing that is signed.
    if (!isLaidOut || !isName(name) || carriersElsewhere.includes(name)) {
      return { what: name, how: 'unknown' };
    }
  }
  return orderFault(
    extensions.map(({ name }) => name),
    ref.specVersion,
  );
}

/** How a runtime's list differs from the published one in what it adds to the bytes; null: in nothing. */
const found = new WeakMap<Runtime, { fault: ExtensionFault | null }>();

function extensionFault(runtime: Runtime): ExtensionFault | null {
  const known = found.get(runtime);
  if (known) return known.fault;
  const fault = findFault(runtime);
  found.set(runtime, { fault });
  return fault;
}

/** Throws FORMAT_UNKNOWN, naming the extension, for a runtime that signs other bytes than the published ones. */
export function requirePublishedExtensions(runtime: Runtime): void {
  const fault = extensionFault(runtime);
  if (fault !== null) throw new AppError('FORMAT_UNKNOWN', fault);
}
