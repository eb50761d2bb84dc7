// Figures of each subnet, worked out from the locks and stakes that the panel read, and stored so that lists can sort by
// them.
import type { ChainClient } from '../chain/chain-client.ts';
import { nakamotoCoefficient, topSharePpm } from '../emission/concentration.ts';
import { lockedPart } from '../emission/locked-part.ts';
import type { LocksFacts, ValidatorStakeFacts } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { announce } from '../protocol.ts';
import { keepSurvey } from '../store/surveys.ts';
import type { Netuid } from '../units.ts';

/** Whose chain it is of. */
type Asker = Pick<ChainClient, 'genesisHash'>;
type Rows = Parameters<typeof keepSurvey>[1];

async function keep(client: Asker, rows: Rows): Promise<void> {
  const genesisHash = client.genesisHash();
  if (genesisHash === null || rows.length === 0) return;
  await keepSurvey(genesisHash, rows);
  announce('survey');
}

export async function keepLocks(client: Asker, facts: Reading<LocksFacts>): Promise<void> {
  if (!facts.known) return;
  await keep(
    client,
    facts.value.subnets.map((one) => ({ netuid: one.netuid, locks: lockedPart(one) })),
  );
}

/** Of hotkeys with a validator permit; a subnet in which none of them has stake is left out. */
export async function keepValidatorStake(
  client: Asker,
  { block, stakes }: ValidatorStakeFacts,
): Promise<void> {
  const bySubnet = new Map<Netuid, bigint[]>();
  for (const { netuid, alpha } of stakes) {
    bySubnet.set(netuid, [...(bySubnet.get(netuid) ?? []), alpha]);
  }
  const rows = [...bySubnet].map(([netuid, weights]) => {
    return {
      netuid,
      validators: {
        block: block.number,
        count: weights.length,
        largestPpm: topSharePpm(weights, 1),
        needed: nakamotoCoefficient(weights),
      },
    };
  });
  await keep(client, rows);
}
