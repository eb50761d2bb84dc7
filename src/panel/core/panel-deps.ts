// The panel's interface to the outside: store, background and browser. Injected into the models, so that tests and the
// harness can replace it.
import type { HomeRecord } from '../../alerts/home-record.ts';
import type { Surface } from '../../browser.ts';
import type { BackgroundMethods, Change } from '../../messages.ts';
import type { StoredAccount } from '../../model/account.ts';
import type { Alerts } from '../../model/alert.ts';
import type { HoldingChange } from '../../model/change.ts';
import type { Connection } from '../../model/connection.ts';
import type { DraftRecord } from '../../model/draft.ts';
import type { GuardRecord } from '../../model/guard-record.ts';
import type { Network } from '../../model/network.ts';
import type {
  EmissionRecord,
  EpochRecord,
  FiatRecord,
  HistoryRecord,
  NamesRecord,
  NodeRecord,
  PricesRecord,
  SnapshotRecord,
  SurveyRecord,
  ValidatorsRecord,
} from '../../model/records.ts';
import type {
  ExitQueue,
  Notice,
  OfferRecord,
  RequestsFrom,
  RequestsPage,
  SigningRequest,
} from '../../model/request.ts';
import type { ProofRecord } from '../../model/proof.ts';
import type { RootClaimsRecord } from '../../model/root-claims.ts';
import type { SetAside } from '../../model/set-aside.ts';
import type { Settings } from '../../model/settings.ts';
import type { Stretch } from '../../portfolio/earlier-prices.ts';
import type { Hex, Netuid } from '../../units.ts';

export type Call = <M extends keyof BackgroundMethods>(
  method: M,
  body: Parameters<BackgroundMethods[M]>[0],
) => Promise<ReturnType<BackgroundMethods[M]>>;

/** The store as the panel sees it: read-only. */
export type Reader = {
  readAccounts: () => Promise<StoredAccount[]>;
  readSettings: () => Promise<Settings>;
  readConnection: () => Promise<Connection | null>;
  /** Of the settled ones only so many of the newest; without a number, all that the panel follows. */
  readRequests: (newest?: number) => Promise<SigningRequest[]>;
  readRequest: (id: string) => Promise<SigningRequest | null>;
  readRequestsPage: (
    from: RequestsFrom | null,
    size: number,
    isWanted: (request: SigningRequest) => boolean,
  ) => Promise<RequestsPage>;
  readNotice: () => Promise<Notice | null>;
  readOffers: () => Promise<OfferRecord[]>;
  readExits: (genesisHash: Hex) => Promise<ExitQueue | null>;
  readDrafts: () => Promise<DraftRecord[]>;
  readChanges: (genesisHash: Hex) => Promise<HoldingChange[]>;
  readSnapshot: (genesisHash: Hex) => Promise<SnapshotRecord | null>;
  readHome: (genesisHash: Hex) => Promise<HomeRecord | null>;
  readNames: (genesisHash: Hex) => Promise<NamesRecord | null>;
  readValidators: (genesisHash: Hex, netuid: Netuid) => Promise<ValidatorsRecord | null>;
  readHistory: (genesisHash: Hex) => Promise<HistoryRecord[]>;
  /** The newest point of that stretch of time. */
  readLastPoint: (genesisHash: Hex, stretch: Stretch) => Promise<HistoryRecord | null>;
  /** The prices of the highest block of that stretch. */
  readLastPrices: (genesisHash: Hex, stretch: Stretch) => Promise<PricesRecord | null>;
  readEmission: (genesisHash: Hex) => Promise<EmissionRecord | null>;
  readProofs: (genesisHash: Hex) => Promise<ProofRecord | null>;
  readGuards: (genesisHash: Hex) => Promise<GuardRecord[]>;
  readSurvey: (genesisHash: Hex) => Promise<SurveyRecord | null>;
  readRootClaims: (genesisHash: Hex) => Promise<RootClaimsRecord | null>;
  readPrices: (genesisHash: Hex) => Promise<PricesRecord[]>;
  readEpochs: (genesisHash: Hex, netuid: Netuid) => Promise<EpochRecord[]>;
  readAlerts: (genesisHash: Hex) => Promise<Alerts>;
  readFiat: () => Promise<FiatRecord | null>;
  /** Of all but requests. */
  readSetAside: () => Promise<SetAside[]>;
  /** Looks at every request there is, a few at a time. */
  readRequestsSetAside: () => Promise<SetAside[]>;
  /** Everything that is stored, as text, whatever version wrote it. */
  dumpStore: () => Promise<string>;
  readNode: (networkId: string) => Promise<NodeRecord | null>;
  networksOf: (settings: Settings) => readonly Network[];
};

/** The tab in front of the user, as far as the browser reveals it. */
export type Page = { tabId: number; origin: string | null };

/** Browser functions; those that ask or open must be called in a click. */
export type PanelBrowser = {
  askForOrigin: (origin: string) => Promise<boolean>;
  /** In a click too: whether alerts may be shown as notifications. Asks once `after` is settled, where the browser allows that. */
  askToNotify: (after?: Promise<unknown>) => Promise<boolean>;
  mayNotify: () => Promise<boolean>;
  /** Opens once `after` is fulfilled if the browser still allows it then, else at once. Resolves after both. */
  openSidePanel: (after?: Promise<unknown>) => Promise<boolean>;
  currentPage: () => Promise<Page | null>;
  /** Resolves once the tab’s page has loaded anew. Throws AppError TAB_CLOSED. */
  reloadTab: (tabId: number) => Promise<void>;
  openLink: (url: string) => void;
  openFullTab: () => void;
  /** The keys that open the extension, as the browser writes them; empty: none are set. */
  shortcut: () => Promise<string>;
  /** Of the extension. */
  version: string;
  closeWindow: () => void;
  copy: (text: string) => Promise<void>;
  /** In a click: the text of the clipboard. Rejects where the browser or the user does not allow it. */
  paste: () => Promise<string>;
  /** Calls back when the window is hidden or closes: the last moment to send anything. */
  onHide: (callback: () => void, signal: AbortSignal) => void;
  /** Offers the content as a download. */
  saveFile: (name: string, content: string | Blob) => void;
};

export type PanelDeps = {
  surface: Surface;
  /** Names this window to the background. */
  window: string;
  call: Call;
  onChange(callback: (change: Change) => void, signal: AbortSignal): void;
  reader: Reader;
  browser: PanelBrowser;
  now: () => number;
};
