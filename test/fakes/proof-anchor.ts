// The newest block of a simulated chain that is proven to be final, followed from what a client would be shipped with.
import type { ChainClient } from '../../src/chain/chain-client.ts';
import type { FinalVotes } from '../../src/model/proof.ts';
import { followFinality } from '../../src/proof/follow-finality.ts';
import { proveAuthors } from '../../src/proof/follow-authors.ts';
import type { ProofAnchor } from '../../src/proof/prove-quote.ts';
import { headerOf } from '../../src/proof/read-header.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import type { Devnet } from '../devnet/devnet.ts';

/** Of chains that keep votes every eighth block. */
export const PERIOD = 8;

export async function proofAnchor(
  devnet: Devnet,
  { proofs, finalizedHead }: Pick<ChainClient, 'proofs' | 'finalizedHead'>,
): Promise<ProofAnchor & { votes: FinalVotes | null }> {
  const hex = (text: string) => parseHex(text, 'test');
  const { setId, authorities, block } = devnet.trustedStart();
  const set = {
    id: setId,
    authorities: authorities.map(({ key, weight }) => ({ key: hex(key), weight })),
  };
  const { number: finalized } = await finalizedHead();
  const state = { set, block: { hash: hex(block.hash), number: block.number } };
  const followed = await followFinality(proofs.ask, {
    state,
    finalized,
    place: null,
    period: PERIOD,
  });
  const final = followed.state.block;
  const { authors } = await proveAuthors(proofs.ask, await headerOf(proofs.ask, final));
  const { justified } = followed;
  const votes = justified && {
    block: { hash: justified.header.hash, number: justified.header.number },
    setId: justified.set.id,
    votes: justified.votes,
    needed: justified.needed,
    of: justified.set.authorities.length,
  };
  return { final, authors, votes };
}
