// Who made a block: the slot in its digest names the author, and the author's seal is a signature over the header without it.
// As in polkadot-sdk: substrate/client/consensus/aura/src/standalone.rs (slot_author, find_pre_digest,
// check_header_slot_and_seal: the seal is the last item) and substrate/frame/aura/src/lib.rs (on_timestamp_set).
import { verify as verifySr25519 } from '@scure/sr25519';
import { headerHash, type Header } from '../chain/rpc/block-header.ts';
import { fromHex, toHex } from '../chain/scale/hex.ts';
import { ScaleReader } from '../chain/scale/scale-reader.ts';
import type { Hex } from '../units.ts';
import { digestOf, theOnly } from './digest.ts';
import { invalid, notServed } from './proof-failure.ts';

const SLOT_BYTES = 8;
const SEAL_BYTES = 64;

type Seal = {
  slot: bigint;
  seal: Hex;
  /** The hash that the author signed. */ unsealed: Hex;
};

/** Throws PROOF_INVALID, PROOF_NOT_SERVED where the chain's authors seal in another way. */
export function sealOf(header: Header): Seal {
  const items = digestOf(header);
  const slot = theOnly(items, 'preRuntime', 'aura');
  const seal = theOnly(items, 'seal', 'aura');
  const last = items.at(-1);
  if (seal === null && last?.kind === 'seal') throw notServed('seals of another kind');
  const isWhole = slot?.length === SLOT_BYTES && seal?.length === SEAL_BYTES;
  if (!isWhole || last?.kind !== 'seal' || last.engine !== 'aura') throw invalid('a seal');
  return {
    slot: new ScaleReader(slot).u64(),
    seal: toHex(seal),
    unsealed: headerHash({ ...header, logs: header.logs.slice(0, -1) }),
  };
}

function isSealedBy(author: Hex, { seal, unsealed }: Seal): boolean {
  try {
    return verifySr25519(fromHex(unsealed), fromHex(seal), fromHex(author));
  } catch {
    return false; // The library throws on invalid points and scalars.
  }
}

/** Whose turn it is: one after the other, slot by slot. */
export function authorOfSlot(slot: bigint, authors: readonly Hex[]): Hex {
  const author = authors.length === 0 ? undefined : authors[Number(slot % BigInt(authors.length))];
  if (author === undefined) throw new RangeError('no authors');
  return author;
}

/** The author, by the slot. Throws PROOF_INVALID where another one sealed. */
export function verifySeal(header: Header, authors: readonly Hex[]): Hex {
  const seal = sealOf(header);
  const author = authorOfSlot(seal.slot, authors);
  if (!isSealedBy(author, seal)) throw invalid('a seal');
  return author;
}
