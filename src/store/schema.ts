// The tables of the store with their keys, and its version. The records' types are in src/model;
// open-store.ts opens and upgrades, one file per thing reads and writes.
import type { DBSchema } from 'idb';
import type { HomeRecord } from '../alerts/home-record.ts';
import type { AccountLimitsRecord } from '../model/account-limits.ts';
import type { StoredAccount } from '../model/account.ts';
import type { Book, BookEntry, BookRun } from '../model/book.ts';
import type { AlertEvent, AlertRule, AlertState } from '../model/alert.ts';
import type { HoldingChange } from '../model/change.ts';
import type { Connection } from '../model/connection.ts';
import type { DraftRecord } from '../model/draft.ts';
import type { FiatDay } from '../model/fiat-days.ts';
import type { GuardRecord } from '../model/guard-record.ts';
import type {
  EmissionRecord,
  EpochRecord,
  FiatRecord,
  HistoryRecord,
  KeptFactsRecord,
  MetadataRecord,
  NamesRecord,
  NodeRecord,
  PricesRecord,
  SnapshotRecord,
  SurveyRecord,
  ValidatorsRecord,
} from '../model/records.ts';
import type { ExitQueue, Notice, OfferRecord, SigningRequest } from '../model/request.ts';
import type { ProofRecord } from '../model/proof.ts';
import type { RootClaimsRecord } from '../model/root-claims.ts';
import type { Settings } from '../model/settings.ts';
import type { PointPack } from './pack-points.ts';

export interface TaubarSchema extends DBSchema {
  accounts: { key: string; value: StoredAccount };
  settings: { key: 'settings'; value: Settings };
  connection: { key: 'connection'; value: Connection };
  notice: { key: 'notice'; value: Notice };
  fiat: { key: 'fiat'; value: FiatRecord };
  offers: { key: [string, string, number]; value: OfferRecord };
  exits: { key: string; value: ExitQueue };
  drafts: { key: string; value: DraftRecord };
  changes: { key: [string, string]; value: HoldingChange };
  node: { key: string; value: NodeRecord };
  snapshots: { key: string; value: SnapshotRecord };
  /** What home says of the snapshot of the same key. */
  homes: { key: string; value: HomeRecord };
  names: { key: string; value: NamesRecord };
  validators: { key: [string, number]; value: ValidatorsRecord };
  emission: { key: string; value: EmissionRecord };
  surveys: { key: string; value: SurveyRecord };
  rootClaims: { key: string; value: RootClaimsRecord };
  proofs: { key: string; value: ProofRecord };
  prices: { key: [string, number]; value: PricesRecord };
  metadata: { key: [string, number, string]; value: MetadataRecord };
  keptFacts: { key: [string, number, string]; value: KeptFactsRecord };
  guards: { key: [string, number, string]; value: GuardRecord };
  requests: {
    key: string;
    value: SigningRequest;
    indexes: { byCreatedAt: number; bySettledAt: number; byColdkey: string; byState: string };
  };
  history: { key: [string, number]; value: HistoryRecord };
  epochs: { key: [string, number, number]; value: EpochRecord };
  limits: { key: [string, string]; value: AccountLimitsRecord };
  books: { key: [string, string]; value: Book };
  /** By account, block number and place in the block. */
  bookEntries: { key: [string, string, number, number]; value: BookEntry };
  /** By account and the number of the first block in the pack. */
  bookPoints: { key: [string, string, number]; value: PointPack };
  bookRuns: { key: string; value: BookRun };
  fiatDays: { key: [string, string]; value: FiatDay };
  alertRules: { key: string; value: AlertRule };
  alertState: { key: string; value: AlertState };
  alertLog: { key: [string, string]; value: AlertEvent };
}

export const DATABASE_NAME = 'taubar';

export const DATABASE_VERSION = 12;
