// Proves that the blocks of receipts are final, once votes cover them. Soon after: nodes keep the states of a few hundred
// blocks, and a final block's own is needed. A receipt that is not covered yet is looked at again with the next final block.
import type { ReceiptProof } from '../model/receipt.ts';
import type { SigningRequest } from '../model/request.ts';
import type { SigningProofs } from './signing-proofs.ts';

type ReceiptProofsParts = {
  proofs: Pick<SigningProofs, 'proveFinal'>;
  /** The newest. */
  list: () => Promise<readonly SigningRequest[]>;
  change: (
    id: string,
    change: (current: SigningRequest | null) => SigningRequest | null,
  ) => Promise<unknown>;
  announce: () => void;
};

const UNKNOWN: ReceiptProof = { events: 'not-asked', final: null, gap: 'not-yet', upTo: 0 };

/** The request with what was found of its receipt's block; null: it is in another block by now. */
function withProof(
  current: SigningRequest | null,
  hash: string,
  found: Pick<ReceiptProof, 'final' | 'gap' | 'upTo'>,
): SigningRequest | null {
  if (current === null || current.receipt === null || current.receipt.block.hash !== hash)
    return null;
  const proof = { ...(current.receipt.proof ?? UNKNOWN), ...found };
  return { ...current, receipt: { ...current.receipt, proof } };
}

/** Throws PROOF_INVALID where the node's proofs do not hold: it was left for another one. */
export async function proveReceipts(parts: ReceiptProofsParts): Promise<void> {
  const { proofs, list, change, announce } = parts;
  for (const { id, genesisHash, receipt } of await list()) {
    const proof = receipt?.proof ?? UNKNOWN;
    if (receipt === null || proof.final !== null) continue;
    const { block } = receipt;
    const found = await proofs.proveFinal({ genesisHash, block, upTo: proof.upTo });
    if (found === null) continue;
    await change(id, (current) => withProof(current, block.hash, found));
    announce();
  }
}
