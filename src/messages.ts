// Every message between the parts: names, senders, bodies and replies. Types and one table; protocol.ts carries them.
// Longer than 250 lines because each message is a line in both tables, and one table names them all.
import { type Sender } from './browser.ts';
import type {
  RootBeforeDtao,
  HoldersFrom,
  HoldersPart,
  LocksFacts,
  PricesAt,
  ValidatorStakeFacts,
} from './model/emission-facts.ts';
import type {
  BlockRef,
  MoveFacts,
  Reading,
  SimQuery,
  SimSwap,
  ValidatorFacts,
} from './model/facts.ts';
import type { GuardRecord } from './model/guard-record.ts';
import type { Move, MoveTerms } from './model/move.ts';
import type { Exactness, Plan, Quantity } from './model/plan.ts';
import type { PayoutFacts } from './model/payout-facts.ts';
import type { AccountLimits, LimitsState } from './model/account-limits.ts';
import type { StoredAccount } from './model/account.ts';
import type { AlertRule } from './model/alert.ts';
import type { DraftRecord } from './model/draft.ts';
import type { ExitQueue } from './model/request.ts';
import type { Settings } from './model/settings.ts';
import type { Hex, Netuid, Ss58Address } from './units.ts';

export type MoveFactsQuery = {
  coldkey: Ss58Address;
  netuids: Netuid[];
  hotkeys: Ss58Address[];
  destination: Ss58Address | null;
  /** `Pallet.call` names whose network fee is wanted. */
  calls: string[];
};

/** What the panel may send. No reply waits for a person. */
export type BackgroundMethods = {
  /** Read everything again now. */
  refresh(body: null): void;
  /** Rows that the user sees now in that window: their prices are followed with every block. */
  watchRows(body: { window: string; netuids: Netuid[] }): void;

  startConnection(body: { tabId: number; origin: string } | { site: string }): { id: string };
  chooseWallet(body: { id: string; wallet: string }): void;
  keepAccounts(body: { id: string; kept: { coldkey: Ss58Address; label: string }[] }): void;
  cancelConnection(body: { id: string }): void;
  /** The optional permission that was missing has been given or refused. */
  permissionDecided(body: { id: string; granted: boolean }): void;

  addWatched(body: { text: string; label: string; isMine: boolean }): { coldkey: Ss58Address };
  saveAccount(
    body: Pick<StoredAccount, 'coldkey' | 'label' | 'order' | 'isHidden' | 'isCounted'>,
  ): void;
  removeAccount(body: { coldkey: Ss58Address }): void;
  /**
   * A wallet is asked to sign a text, by which it shows that it holds the coldkey's key. What comes of it is kept with the
   * account, as `confirmation`.
   */
  confirmAddress(body: {
    coldkey: Ss58Address;
    wallet: string;
    origin: string;
    tabId: number | null;
  }): void;
  cancelConfirmation(body: { coldkey: Ss58Address }): void;
  /** The user's own limits for the account as they are now; unknown: what is kept of them cannot be read. */
  readAccountLimits(body: { genesisHash: Hex; coldkey: Ss58Address }): Reading<LimitsState>;
  /** What is tighter than before is in force at once, what is looser after the wait. Announced as `accounts`. */
  saveAccountLimits(body: { genesisHash: Hex; coldkey: Ss58Address; limits: AccountLimits }): void;
  saveSettings(body: Partial<Settings>): void;

  readNames(body: null): void;
  readValidators(body: { netuid: Netuid }): { validators: ValidatorFacts[] };
  /** What decides emission, for all subnets: written to the store, announced as `emission`. */
  readEmission(body: null): void;
  /** Prices that many blocks before the head, from an archive where there is one. Written to the store, announced as `prices`. */
  readEarlierPrices(body: { blocksAgo: number[] }): PricesAt[];
  /** What the validators of our stake there paid in the last days, as far as known. Written to the store, announced as `earnings`. */
  readEarnings(body: { netuid: Netuid }): void;
  /** What root's largest validators are paid now. Written to the store, announced as `earnings`. */
  readRootRates(body: null): void;
  /** What root validators' funds owe to our accounts. Written to the store, announced as `rootClaims`. */
  readRootClaims(body: null): void;
  /** Holds home's figures against proofs now. Written to the store, announced as `proofs`. */
  checkAnswers(body: null): void;
  /** What proofs start from on this network, as text that somebody gave the user; null: what is shipped. `form`, `network`: it was refused. */
  chooseStart(body: { text: string | null }): { problem: 'form' | 'network' | null };
  /** Proofs start from what two operators say now. Throws NO_SECOND_SOURCE, NODES_DISAGREE. */
  startFromOperators(body: null): void;
  /** `netuid` null: of all. Its figures for each subnet go to the store, as `survey`. */
  readSubnetLocks(body: { netuid: Netuid | null; run: string }): Reading<LocksFacts>;
  /**
   * Stake by hotkey in these subnets; at a block, so that several answers make one picture. `isWhole`: miners too. Without miners,
   * each validator's share of the subnet's stake goes to the store, as `survey`.
   */
  readValidatorStake(body: {
    netuids: Netuid[];
    block: BlockRef | null;
    isWhole: boolean;
    run: string;
  }): ValidatorStakeFacts;
  /** A page of the positions under a hotkey; `netuid` null: in all subnets but root. */
  readHolders(body: {
    from: HoldersFrom;
    netuid: Netuid | null;
    block: BlockRef;
    run: string;
  }): HoldersPart;
  /** What decides the payout of a removal of these subnets at that block; with the hotkeys of our own positions there. */
  readPayoutFacts(body: {
    netuids: Netuid[];
    hotkeys: Ss58Address[];
    block: BlockRef;
    run: string;
  }): PayoutFacts;
  /** Who decided in the last block before dTAO, from an archive where there is one. */
  readRootBeforeDtao(body: { run: string }): RootBeforeDtao;
  /** Ends the readings of that run: nothing more is sent for them, and they end with an error. */
  stopReading(body: { run: string }): void;
  readMoveFacts(body: MoveFactsQuery): MoveFacts;
  /** The same at that block, with `depth: 'two-sources'`: a node of another operator reads the same pools there. */
  confirmDepth(body: { query: MoveFactsQuery; block: BlockRef }): MoveFacts;
  /**
   * What was compared of the runtime with that spec, before anybody signs on it: kept by its code, and read where nothing is
   * kept or `isAgain`. Written to the store, announced as `guard`.
   */
  checkRuntime(body: { specVersion: number; isAgain: boolean }): GuardRecord;
  /** The node's own figures for these trades at that block. */
  simulate(body: { blockHash: Hex; queries: SimQuery[] }): Reading<SimSwap>[];

  /**
   * Plans again at the newest block, checks, and stores the request; the wallet opens by `askWallet`. `isQueued`: another
   * request of the coldkey goes first, and this one is queued for the user to sign after it.
   */
  requestSignature(body: {
    move: Move;
    terms: MoveTerms;
    wallet: string;
    /** The network whose facts the user reviewed; signing on any other is refused. */
    genesisHash: Hex;
    /** What the user saw: the new plan may not bring less than this, nor anything else than this. */
    minimum: Quantity;
    /** What its limits enforce whatever the pools' depth; null: no amount. The new plan may not enforce less. */
    floor: Quantity | null;
    /** With partial fill: rao per whole alpha that no unit may be worse than; the minimum is no promise then. */
    worstPrice: bigint | null;
    /** What the user said yes to, by the names of checks/acceptance.ts: whatever else needs a yes is refused. */
    accepted: string[];
    /** The unsigned request that the user reviewed again: this one replaces it. */
    reviewed: string | null;
    /** The wallet's page is in front of the user: ask there at once, even if the popup that sent this is gone by then. */
    askOnTab: number | null;
  }): { id: string; plan: Plan; exactness: Exactness; isQueued: boolean };
  /** A queued request is planned again first. `isAgain`: the user saw that the wallet is being asked, and wants a new prompt in its place. */
  askWallet(body: { id: string; tabId: number | null; isAgain: boolean }): void;
  /** Gives the wallet the metadata to show this request in words; the wallet may ask the user first. */
  offerMetadata(body: { id: string; tabId: number | null }): void;
  cancelRequest(body: { id: string }): void;
  /** Positions to leave one by one, in place of those kept before; one that a signature is asked for is removed. */
  keepExits(body: ExitQueue): void;
  /** The user has read the notice. */
  dismissNotice(body: null): void;
  /** What was typed and not used yet, in place of the same one before. */
  keepDraft(body: Pick<DraftRecord, 'key' | 'at' | 'content'>): void;
  /** Put away, or used without a request. */
  dropDraft(body: { key: string }): void;
  /** The user has read of this change: the notice goes, the history stays. */
  dismissChange(body: { genesisHash: Hex; id: string }): void;
  /** In place of the one with that id; an empty id: a new one. */
  saveAlert(body: { rule: AlertRule }): void;
  /** Forgets the rule and what it remembers; its log stays. */
  removeAlert(body: { id: string }): void;
  /** The user has seen what fired. */
  seeAlerts(body: null): void;
  /** Put a finished request away from the top of home. */
  dismissRequest(body: { id: string }): void;
  /** Reads the past of these accounts from block `from` on, the newest first, with `pace` milliseconds between two questions. */
  startBooks(body: { coldkeys: Ss58Address[]; from: number; pace: number }): void;
  pauseBooks(body: null): void;
  resumeBooks(body: null): void;
  /** What was read stays. */
  cancelBooks(body: null): void;
  setBooksPace(body: { pace: number }): void;
  /** Deletes what was read and recorded of the account on every network; null: of all. Ends a reading of it. */
  forgetBooks(body: { coldkey: Ss58Address | null }): void;
  /**
   * A part of an exported file, each sent after the reply to the one before, from part 0. null until the last one: then the
   * whole file is taken in, or nothing of it.
   */
  importBooks(body: {
    id: string;
    part: number;
    text: string;
    isLast: boolean;
  }): { entries: number; points: number } | null;
  /** Daily prices of one TAO, from a file of the user's: all of it, or nothing. */
  importFiatDays(body: { currency: string; text: string }): { days: number };
  /** Deletes everything that is stored here; the panel offers to export it first. */
  startOver(body: null): void;
  /** Removes for good the user's records that cannot be read; the panel offers to export them first. */
  dropSetAside(body: null): void;
};

/** What the content script may send. It carries; it decides nothing. */
type BridgeMethods = {
  pageAnswered(body: { loadNonce: string; envelope: unknown }): void;
  /** The page goes away, and with it every prompt that this load of it holds. */
  pageLeft(body: { loadNonce: string }): void;
};

type Methods = BackgroundMethods & BridgeMethods;
export type MethodName = keyof Methods;

export const senders: Record<MethodName, 'panel' | 'bridge'> = {
  refresh: 'panel',
  watchRows: 'panel',
  startConnection: 'panel',
  chooseWallet: 'panel',
  keepAccounts: 'panel',
  cancelConnection: 'panel',
  permissionDecided: 'panel',
  addWatched: 'panel',
  saveAccount: 'panel',
  removeAccount: 'panel',
  confirmAddress: 'panel',
  cancelConfirmation: 'panel',
  readAccountLimits: 'panel',
  saveAccountLimits: 'panel',
  saveSettings: 'panel',
  readNames: 'panel',
  readValidators: 'panel',
  readEmission: 'panel',
  readEarlierPrices: 'panel',
  readEarnings: 'panel',
  readRootRates: 'panel',
  readRootClaims: 'panel',
  checkAnswers: 'panel',
  chooseStart: 'panel',
  startFromOperators: 'panel',
  readSubnetLocks: 'panel',
  readValidatorStake: 'panel',
  readHolders: 'panel',
  readPayoutFacts: 'panel',
  readRootBeforeDtao: 'panel',
  stopReading: 'panel',
  readMoveFacts: 'panel',
  confirmDepth: 'panel',
  checkRuntime: 'panel',
  simulate: 'panel',
  requestSignature: 'panel',
  askWallet: 'panel',
  offerMetadata: 'panel',
  cancelRequest: 'panel',
  keepExits: 'panel',
  dismissRequest: 'panel',
  keepDraft: 'panel',
  dropDraft: 'panel',
  dismissChange: 'panel',
  saveAlert: 'panel',
  removeAlert: 'panel',
  seeAlerts: 'panel',
  dismissNotice: 'panel',
  dropSetAside: 'panel',
  startBooks: 'panel',
  pauseBooks: 'panel',
  resumeBooks: 'panel',
  cancelBooks: 'panel',
  setBooksPace: 'panel',
  forgetBooks: 'panel',
  importBooks: 'panel',
  importFiatDays: 'panel',
  startOver: 'panel',
  pageAnswered: 'bridge',
  pageLeft: 'bridge',
};

export type Body<M extends MethodName> = Parameters<Methods[M]>[0];
export type Reply<M extends MethodName> = ReturnType<Methods[M]>;

/** Every handler gets the body and its sender; a missing handler is a type error. */
export type Handlers = {
  [M in MethodName]: (body: Body<M>, sender: Sender) => Promise<Reply<M>>;
};

/** Turns an unknown body into a typed one, or throws; one per method, so that no body is believed by its name. */
export type BodyParsers = { [M in MethodName]: (body: unknown) => Body<M> };

/** Announced on the channel after the store changed: what, never how. Readers read again. */
export type Change =
  | 'accounts'
  | 'alerts'
  | 'settings'
  | 'connection'
  | 'snapshot'
  | 'names'
  | 'guard'
  | 'validators'
  | 'requests'
  | 'history'
  | 'notice'
  | 'offers'
  | 'exits'
  | 'changes'
  | 'drafts'
  | 'fiat'
  | 'emission'
  | 'earnings'
  | 'survey'
  | 'rootClaims'
  | 'books'
  | 'prices'
  | 'proofs'
  | 'node'
  | 'rows';
