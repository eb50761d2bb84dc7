// Works out what home says of a picture, where the picture is read: by the same functions as a panel that has the whole. Pure.
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { Snapshot } from '../model/facts.ts';
import type { SnapshotRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';
import { leavingOf } from '../portfolio/leaving.ts';
import { sumsOf } from '../portfolio/portfolio-value.ts';
import type { ValuePortfolio } from '../portfolio/value-again.ts';
import { withNewerRows } from '../portfolio/with-newer-rows.ts';
import type { Ss58Address } from '../units.ts';
import { attentionOf } from './attention.ts';
import { summed } from './attention-item.ts';
import { rowsOf, type HomeGround, type HomeRecord } from './home-record.ts';

export const stakedIn = ({ positions }: Snapshot): Ss58Address[] => [
  ...new Set(positions.filter(({ alpha }) => alpha > 0n).map(({ coldkey }) => coldkey)),
];

/** What home says of a picture whatever its pools do. */
type OfPicture = Pick<HomeRecord, 'attention' | 'staked'>;

const ofPicture = (
  snapshot: Snapshot,
  { coldkeys, smallUnderRao }: HomeGround,
  emission: EmissionFacts | null,
): OfPicture => ({
  attention: summed(attentionOf(snapshot, coldkeys, smallUnderRao, emission)),
  staked: stakedIn(snapshot),
});

/** The same block after block: worked out anew only where another picture, ground or emission is given. */
export function createOfPicture(): typeof ofPicture {
  let last: { of: readonly unknown[]; whose: string; said: OfPicture } | null = null;
  return (snapshot, ground, emission) => {
    const of = [snapshot, ground.smallUnderRao, emission];
    const whose = ground.coldkeys.join();
    const isSame = last?.whose === whose && of.every((one, i) => one === last?.of[i]);
    if (last === null || !isSame) last = { of, whose, said: ofPicture(snapshot, ground, emission) };
    return last.said;
  };
}

export function homeRecord(
  { genesisHash, snapshot, proof }: SnapshotRecord,
  newer: NewerRows | undefined,
  ground: HomeGround,
  emission: EmissionFacts | null,
  value: ValuePortfolio,
  saysOf = ofPicture,
): HomeRecord {
  const { coldkeys, smallUnderRao } = ground;
  const { block, blockTime, from } = snapshot;
  const all = value(withNewerRows(snapshot, newer), coldkeys);
  return {
    genesisHash,
    block,
    blockTime,
    ...(from !== undefined && { from }),
    proof,
    rows: rowsOf(block, newer),
    coldkeys,
    smallUnderRao,
    sums: sumsOf(all),
    leaving: leavingOf(all),
    ...saysOf(snapshot, ground, emission),
  };
}
