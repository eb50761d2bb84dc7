// Compares the local pool model with the node on one subnet of a snapshot. Asks; judges nothing itself.
import type { ChainClient } from '../chain/chain-client.ts';
import type { Snapshot, SubnetFacts } from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import { judgeSelfTest, selfTestQueries } from '../moves/compare-with-node.ts';
import { toNetuid } from '../units.ts';

/** A dynamic subnet that trades; any curve with reserves will do. */
function testSubject(subnets: readonly SubnetFacts[]): SubnetFacts | undefined {
  return subnets.find(
    ({ curve, exists, isSubtokenEnabled }) =>
      curve !== 'stable' && exists && isSubtokenEnabled.known && isSubtokenEnabled.value,
  );
}

/** Netuid to read when the user holds nothing dynamic: the first of the network. */
export const TEST_NETUID = toNetuid(1);

export async function proveModel(client: ChainClient, snapshot: Snapshot): Promise<ModelProof> {
  const subject = testSubject(snapshot.subnets);
  if (subject === undefined) return { state: 'untested' };
  if (subject.pool === null) return { state: 'no-model' };
  const sims = await client.simulate(snapshot.block.hash, selfTestQueries(subject));
  return judgeSelfTest(subject, snapshot.block, sims);
}
