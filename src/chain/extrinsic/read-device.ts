// What a hardware device needs to sign here: a runtime that knows its own metadata hash, and calls that fit into the
// device together with the proof of the metadata that they use (RFC-78).
import { AppError } from '../../errors.ts';
import type { DeviceFacts } from '../../model/device.ts';
import type { Reading } from '../../model/facts.ts';
import { toRao, type Hex } from '../../units.ts';
import { hashMetadata, metadataProof } from '../runtime/metadata-hash.ts';
import { requireWhole, type Runtime } from '../runtime/runtime.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { known, NOT_HERE, UNREADABLE } from '../runtime/storage-query.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import { variantOf } from '../scale/scale-fields.ts';
import { encodeEra, eraFrom } from './era.ts';
import { extensionBytes } from './extension-bytes.ts';
import { sampleCall, type SampleStake } from './network-fees.ts';
import { byteCarriersAt, requirePublishedExtensions } from './published-extensions.ts';
import { signedExtrinsic } from './signed-extrinsic.ts';

const NO_HASH: Hex = `0x${'00'.repeat(32)}`;
/** Index of TransactionSource.External. */
const FROM_OUTSIDE = Uint8Array.of(2);

/** Any values of the right length; the era is a mortal one. */
function extensionsWith(runtime: Runtime, metadataHash: Hex) {
  return extensionBytes({
    era: encodeEra(eraFrom(0, 128)),
    nonce: 0,
    tip: toRao(0n),
    metadataHashMode: 1,
    metadataHash,
    genesisHash: NO_HASH,
    birthHash: NO_HASH,
    specVersion: runtime.ref.specVersion,
    transactionVersion: 0,
  });
}

const hasMode = ({ ref }: Runtime): boolean =>
  byteCarriersAt(ref.specVersion).some(({ extra }) => extra === 'mode');

/**
 * Asks the runtime to validate a mode 1 transaction with a signature of zeros. It looks its hash up before it verifies: one
 * built without a hash says CannotLookup, any other BadProof.
 * Source: polkadot-sdk substrate/frame/metadata-hash-extension/src/lib.rs `implicit`, sp_runtime `SignedPayload::new`.
 */
async function readCanHash(
  state: StateReader,
  call: Hex,
  { coldkey }: SampleStake,
): Promise<Reading<boolean>> {
  if (!hasMode(state.runtime)) return known(false);
  const extrinsic = signedExtrinsic({
    coldkey,
    kind: 'ed25519',
    signature: new Uint8Array(64),
    extra: extensionsWith(state.runtime, NO_HASH).extra,
    call,
  });
  const args = toHex(concatBytes(FROM_OUTSIDE, extrinsic, fromHex(state.blockHash)));
  const answer = await state.apiBytes('TaggedTransactionQueue', 'validate_transaction', args);
  if (!answer.known) return answer;
  const outcome = variantOf(answer.value);
  if (outcome.type !== 'Err') return UNREADABLE;
  const kind = variantOf(outcome.value);
  const reason = variantOf(kind.value).type;
  if (kind.type === 'Unknown' && reason === 'CannotLookup') return known(false);
  return kind.type === 'Invalid' && reason === 'BadProof' ? known(true) : UNREADABLE;
}

/** Bytes that a device holds at once: what is signed, and the proof of it. */
function bytesOf(runtime: Runtime, call: Hex): Reading<number> {
  try {
    const whole = requireWhole(runtime);
    const { extra, additional } = extensionsWith(runtime, hashMetadata(whole));
    const signed = fromHex(call).length + extra.length + additional.length;
    return known(signed + metadataProof(whole, fromHex(call), extra, additional).length);
  } catch (error) {
    // Metadata before version 15 cannot be proven.
    if (error instanceof AppError && error.code === 'NOT_ON_THIS_RUNTIME') return NOT_HERE;
    throw error;
  }
}

/** By the names of the network fees: arguments of a call of one kind have one length. */
export async function readDevice(
  state: StateReader,
  names: readonly string[],
  stake: SampleStake,
): Promise<DeviceFacts> {
  const { runtime } = state;
  const calls = names.flatMap((name): [string, Hex][] => {
    const call = sampleCall(name, stake, runtime);
    return call === null ? [] : [[name, call]];
  });
  const [first] = calls;
  try {
    requirePublishedExtensions(runtime);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Nothing is signed on such a runtime.
    return { canHash: UNREADABLE, bytes: {} };
  }
  const hasHash = hasMode(runtime);
  return {
    canHash: first === undefined ? UNREADABLE : await readCanHash(state, first[1], stake),
    bytes: hasHash
      ? Object.fromEntries(calls.map(([name, call]) => [name, bytesOf(runtime, call)]))
      : {},
  };
}
