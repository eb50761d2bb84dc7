// Keeps what home says of the last picture beside it: worked out where the picture is read, so that no opening of a panel values
// the whole. Whatever the figures rest on is written together with them.
import { homeRecord } from '../alerts/home-figures.ts';
import type { HomeRecord } from '../alerts/home-record.ts';
import { countedOf, shownOf } from '../model/account.ts';
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { EmissionRecord, NodeRecord, SnapshotRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';
import { createValuer } from '../portfolio/value-again.ts';
import { readAccounts } from '../store/accounts.ts';
import {
  readSnapshotRecord,
  writeEmissionRecord,
  writeRows,
  writeSnapshotRecord,
} from '../store/chain-cache.ts';
import { readEmissionRecord } from '../store/read-emission-record.ts';
import { readSettings } from '../store/settings.ts';
import type { Hex } from '../units.ts';
import { reportBackgroundError } from './report-background-error.ts';

type RecordHome = {
  writePicture: (record: SnapshotRecord) => Promise<void>;
  /** The node's record, with rows that are newer than the last picture. */
  writeRows: (record: NodeRecord) => Promise<void>;
  writeEmission: (record: EmissionRecord) => Promise<void>;
};

export function createRecordHome(): RecordHome {
  const value = createValuer();
  let picture: SnapshotRecord | null = null;
  let newer: NewerRows | undefined;
  let emission: { of: Hex; facts: EmissionFacts | null } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: what was worked out of an older picture is never written beside a newer one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function emissionOf(genesisHash: Hex): Promise<EmissionFacts | null> {
    if (emission?.of !== genesisHash) {
      const stored = await readEmissionRecord(genesisHash);
      emission = { of: genesisHash, facts: stored?.facts ?? null };
    }
    return emission.facts;
  }

  async function workOut(record: SnapshotRecord): Promise<HomeRecord> {
    const [accounts, { smallUnderRao }] = await Promise.all([readAccounts(), readSettings()]);
    const coldkeys = countedOf(shownOf(accounts)).map(({ coldkey }) => coldkey);
    const facts = await emissionOf(record.genesisHash);
    return homeRecord(record, newer, { coldkeys, smallUnderRao }, facts, value);
  }

  /** A panel values the whole where this fails: what was read is not lost for it. */
  const homeOf = (record: SnapshotRecord): Promise<HomeRecord | null> =>
    workOut(record).catch((error: unknown) => {
      reportBackgroundError(error);
      return null;
    });

  return {
    writePicture: (record) =>
      inTurn(async () => {
        picture = record;
        await writeSnapshotRecord(record, await homeOf(record));
      }),
    writeRows: (record) =>
      inTurn(async () => {
        newer = record.rows;
        await writeRows(record, picture === null ? null : await homeOf(picture));
      }),
    writeEmission: (record) =>
      inTurn(async () => {
        const { genesisHash, facts } = record;
        emission = { of: genesisHash, facts };
        const of =
          picture?.genesisHash === genesisHash ? picture : await readSnapshotRecord(genesisHash);
        picture ??= of;
        await writeEmissionRecord(record, of === null ? null : await homeOf(of));
      }),
  };
}
