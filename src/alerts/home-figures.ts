// Works out what home says of a picture, where the picture is read: by the same functions as a panel that has the whole. Pure.
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { Snapshot } from '../model/facts.ts';
import type { SnapshotRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';
import { leavingOf } from '../portfolio/leaving.ts';
import { sumsOf, type PortfolioValue } from '../portfolio/portfolio-value.ts';
import { withNewerRows } from '../portfolio/with-newer-rows.ts';
import type { Ss58Address } from '../units.ts';
import { attentionOf } from './attention.ts';
import { summed } from './attention-item.ts';
import { rowsOf, type HomeGround, type HomeRecord } from './home-record.ts';

type ValuePortfolio = (snapshot: Snapshot, coldkeys: readonly Ss58Address[]) => PortfolioValue;

export const stakedIn = ({ positions }: Snapshot): Ss58Address[] => [
  ...new Set(positions.filter(({ alpha }) => alpha > 0n).map(({ coldkey }) => coldkey)),
];

export function homeRecord(
  { genesisHash, snapshot, proof }: SnapshotRecord,
  newer: NewerRows | undefined,
  { coldkeys, smallUnderRao }: HomeGround,
  emission: EmissionFacts | null,
  value: ValuePortfolio,
): HomeRecord {
  const { block, blockTime } = snapshot;
  const all = value(withNewerRows(snapshot, newer), coldkeys);
  return {
    genesisHash,
    block,
    blockTime,
    proof,
    rows: rowsOf(block, newer),
    coldkeys,
    smallUnderRao,
    sums: sumsOf(all),
    attention: summed(attentionOf(snapshot, coldkeys, smallUnderRao, emission)),
    leaving: leavingOf(all),
    staked: stakedIn(snapshot),
  };
}
