// One block of the past with its extrinsics and events, decoded by the runtime that made it. Its place in the chain is
// checked: its hash and that of its extrinsics are worked out, and its parent is the block before it.
import { AppError } from '../../errors.ts';
import type { CallDraft } from '../../model/plan.ts';
import type { BlockRef } from '../../model/reading.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import { decodeCall } from '../extrinsic/compose-call.ts';
import { readBody } from '../extrinsic/find-extrinsic.ts';
import { SIGNATURE_KINDS } from '../extrinsic/signature-kind.ts';
import { ADDRESS_ID, extrinsicHash, SIGNED_VERSION } from '../extrinsic/signed-extrinsic.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { parseHeader } from '../rpc/block-header.ts';
import type { RpcCall } from '../runtime/runtime-source.ts';
import { parseHex, toHex } from '../scale/hex.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { formatSs58 } from '../scale/ss58.ts';
import { EVENTS_KEY } from './past-keys.ts';
import { decodeEvents, type ChainEvent } from './read-events.ts';

export type BookExtrinsic = {
  index: number;
  hash: Hex;
  signer: Ss58Address | null;
  /** Throws NODE_MALFORMED where the runtime cannot read it. */
  call: () => CallDraft;
};

export type BookBlock = {
  block: BlockRef;
  extrinsics: readonly BookExtrinsic[];
  events: readonly ChainEvent[];
};

/** After the length: the signer, and the bytes from the signature on; null: unsigned, or signed in another way. */
function signerOf(bytes: Uint8Array): { signer: Ss58Address; at: number } | null {
  const reader = new ScaleReader(bytes);
  reader.length(1);
  if (reader.u8() !== SIGNED_VERSION || reader.u8() !== ADDRESS_ID) return null;
  return { signer: formatSs58(reader.take(32)), at: reader.at };
}

/** The call of an extrinsic, behind whatever the runtime's extensions put before it. */
function callOf(bytes: Uint8Array, at: number | null, runtime: Runtime): CallDraft {
  const reader = new ScaleReader(bytes);
  if (at === null) {
    reader.length(1);
    reader.skip(1);
  } else {
    reader.skip(at);
    const kind = SIGNATURE_KINDS[reader.u8()];
    if (!kind) throw malformed('signature');
    reader.skip(kind.byteLength);
    for (const { extra } of runtime.extensions) runtime.decoder(runtime.typeOf(extra))(reader);
  }
  return decodeCall(toHex(reader.take(reader.left)), runtime);
}

/** Hashes of the blocks before and after it; `child` null: there is none yet. */
export type Neighbours = { parent: Hex; child: Hex | null };

/** Throws NODE_MALFORMED with `what: 'parent'` where the chain does not hang together here. */
export async function readBookBlock(
  ask: RpcCall,
  runtime: Runtime,
  block: BlockRef,
  { parent, child }: Neighbours,
  signal?: AbortSignal,
): Promise<BookBlock> {
  const { header, extrinsics } = await readBody(ask, block, signal).catch((error: unknown) => {
    const isOther = error instanceof AppError && error.detail['what'] === 'block';
    throw isOther ? malformed('parent') : error;
  });
  if (header.parentHash !== parent) throw malformed('parent');
  if (child !== null) {
    const next = parseHeader(await ask('chain_getHeader', [child], signal));
    if (next.hash !== child || next.parentHash !== block.hash) throw malformed('parent');
  }
  const stored = await ask('state_getStorage', [EVENTS_KEY, block.hash], signal);
  const events = decodeEvents(stored === null ? null : parseHex(stored, 'events'), runtime);
  return {
    block,
    events,
    extrinsics: extrinsics.map((bytes, index) => {
      const signed = signerOf(bytes);
      return {
        index,
        hash: extrinsicHash(bytes),
        signer: signed?.signer ?? null,
        call: () => callOf(bytes, signed?.at ?? null, runtime),
      };
    }),
  };
}
