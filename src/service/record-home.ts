// Keeps what home says of the last picture beside it: worked out where the picture is read, so that no opening of a panel values
// the whole. Whatever the figures rest on is written together with them.
import { createOfPicture, homeRecord } from '../alerts/home-figures.ts';
import type { HomeRecord } from '../alerts/home-record.ts';
import { countedOf, shownOf } from '../model/account.ts';
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { EmissionRecord, NodeRecord, SnapshotRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';
import { createValuer, type ValuePortfolio } from '../portfolio/value-again.ts';
import { valuePortfolio } from '../portfolio/value-portfolio.ts';
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
  /** For whoever values a picture that was just written: where home counts the same accounts, it is not worked out again. */
  value: ValuePortfolio;
};

/** What is written together with what home says, in place of what is stored. */
type Beside = { rows?: NewerRows | undefined; facts?: EmissionFacts };

export function createRecordHome(): RecordHome {
  const value = createValuer();
  const ofPicture = createOfPicture();
  let counted = '';
  // As they are stored: what could not be written is not said of.
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

  async function workOut(record: SnapshotRecord, beside: Beside): Promise<HomeRecord> {
    const [accounts, { smallUnderRao }] = await Promise.all([readAccounts(), readSettings()]);
    const coldkeys = countedOf(shownOf(accounts)).map(({ coldkey }) => coldkey);
    const facts = beside.facts ?? (await emissionOf(record.genesisHash));
    const rows = 'rows' in beside ? beside.rows : newer;
    counted = coldkeys.join();
    return homeRecord(record, rows, { coldkeys, smallUnderRao }, facts, value, ofPicture);
  }

  /** A panel values the whole where this fails: what was read is not lost for it. */
  const homeOf = (record: SnapshotRecord, beside: Beside = {}): Promise<HomeRecord | null> =>
    workOut(record, beside).catch((error: unknown) => {
      reportBackgroundError(error);
      return null;
    });

  return {
    value: (snapshot, coldkeys) =>
      coldkeys.join() === counted ? value(snapshot, coldkeys) : valuePortfolio(snapshot, coldkeys),
    writePicture: (record) =>
      inTurn(async () => {
        await writeSnapshotRecord(record, await homeOf(record));
        picture = record;
      }),
    writeRows: (record) =>
      inTurn(async () => {
        const { rows } = record;
        await writeRows(record, picture === null ? null : await homeOf(picture, { rows }));
        newer = rows;
      }),
    writeEmission: (record) =>
      inTurn(async () => {
        const { genesisHash, facts } = record;
        const of =
          picture?.genesisHash === genesisHash ? picture : await readSnapshotRecord(genesisHash);
        await writeEmissionRecord(record, of === null ? null : await homeOf(of, { facts }));
        picture ??= of;
        emission = { of: genesisHash, facts };
      }),
  };
}
