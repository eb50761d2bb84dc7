// Every kind of thing that is kept in IndexedDB, with its key: the one source of stored types.
// Knows no browser and no logic; open-store.ts opens and upgrades, one file per thing reads and writes.
import type { DBSchema } from 'idb';
import type { WireError } from '../errors.ts';
import type { FiatPrice } from '../fiat.ts';
import type { EmissionFacts, PricesAt } from '../emission-facts.ts';
import type {
  BlockRef,
  EpochFacts,
  HotkeyEpoch,
  ModelProof,
  Snapshot,
  SubnetName,
  ValidatorFacts,
} from '../facts.ts';
import type { Exactness, Plan, Quantity } from '../moves/plan.ts';
import type { Move, MoveKind, MoveTerms } from '../moves/move.ts';
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';

export type KeyType = 'sr25519' | 'ed25519' | 'ecdsa' | 'ethereum';

/** Where a coldkey was seen: a wallet, on a page. The page said so: see `confirmedAt`. */
export type AccountSource = {
  wallet: string;
  origin: string;
  keyType: KeyType;
  name: string;
  seenAt: number;
  /** Networks the wallet restricts this account to; null: any. */
  genesisHash: Hex | null;
};

export type StoredAccount = {
  coldkey: Ss58Address;
  label: string;
  order: number;
  isHidden: boolean;
  /** In the totals. Watched addresses only when the user marked them as their own. */
  isCounted: boolean;
  /** Empty: watch-only. */
  sources: AccountSource[];
  /** When a signature of this coldkey was first verified; null: a page's word alone. */
  confirmedAt: number | null;
};

export type Network = {
  id: string;
  name: string;
  /** null for a network the user added: taken over at the first connection, then held to. */
  genesisHash: Hex | null;
  endpoints: string[];
  archive: string | null;
  isReal: boolean;
  /** Template with {block}, {index}, {coldkey}; null: no explorer. */
  explorer: string | null;
};

export type Settings = {
  networkId: string;
  /** Networks that the user added or changed. */
  networks: Network[];
  theme: 'system' | 'dark' | 'light';
  hidesAmounts: boolean;
  /** Rows under this exit value are folded. */
  smallUnderRao: Rao;
  impactLimitBps: number;
  toleranceBps: Partial<Record<MoveKind, number>>;
  badge: 'none' | 'sellable' | 'change';
  /** null: no fiat, nobody is asked. */
  fiat: { currency: string; source: string } | null;
  favourites: Netuid[];
  sort: string;
};

/** The answer of one page about one wallet, being worked on. One at a time. */
export type Connection = {
  id: string;
  startedAt: number;
  state:
    | 'opening-tab'
    | 'looking'
    | 'choose-wallet'
    | 'waiting-for-wallet'
    | 'choose-accounts'
    | 'done'
    | 'failed';
  tabId: number | null;
  origin: string;
  wallets: { name: string; version: string }[];
  wallet: string | null;
  found: FoundAccount[];
  error: WireError | null;
};

export type FoundAccount = {
  coldkey: Ss58Address | null;
  /** As the page gave it, when it is no coldkey (an EVM account): shown, never used. */
  text: string;
  name: string;
  keyType: KeyType;
  genesisHash: Hex | null;
};

export type SigningState =
  | 'queued'
  | 'draft'
  | 'waiting-for-wallet'
  | 'signed'
  | 'submitted'
  | 'in-block'
  | 'finalized'
  | 'rejected'
  | 'expired'
  | 'failed'
  | 'dropped'
  | 'superseded';

/** What a wallet is asked to sign, in the wallet standard's form (all hex strings). */
export type SignerPayload = {
  address: string;
  blockHash: Hex;
  blockNumber: Hex;
  era: Hex;
  genesisHash: Hex;
  metadataHash: Hex | null;
  method: Hex;
  mode: number;
  nonce: Hex;
  specVersion: Hex;
  tip: Hex;
  transactionVersion: Hex;
  signedExtensions: string[];
  version: number;
  withSignedTransaction: boolean;
};

/** A move that could not be prepared, told where its asker may be gone. */
export type Notice = { at: number; error: WireError; move: Move };

/** Whole positions of one coldkey that are still to be left one by one, the next one first. */
export type ExitQueue = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  items: { hotkey: Ss58Address; netuid: Netuid }[];
};

/** The last offer to a wallet of what it needs to show calls in words, and what became of it. */
export type OfferRecord = {
  wallet: string;
  requestId: string;
  at: number;
  state: 'asked' | 'taken' | 'declined' | 'failed';
  /** Only of a failed one. */
  error: WireError | null;
};

export type PreparedExtrinsic = {
  payload: SignerPayload;
  call: Hex;
  /** The bytes whose signature counts (not yet hashed when long). */
  signedBytes: Hex;
  nonce: number;
  birth: BlockRef;
  /** Last block in which it can be included. */
  deathBlock: number;
  specVersion: number;
};

/** One amount of a receipt: what the plan said and what the events say. */
export type ReceiptLine = {
  /** Key in _locales, for example `receiptReceived`. */
  labelKey: string;
  unit: 'rao' | 'alpha';
  netuid: Netuid;
  expected: bigint | null;
  actual: bigint;
};

export type Receipt = {
  block: BlockRef;
  extrinsicIndex: number;
  at: number;
  isSuccess: boolean;
  /** `Pallet.Error` of a failed dispatch. */
  error: string | null;
  lines: ReceiptLine[];
  networkFee:
    { paidIn: 'tao'; fee: Rao } | { paidIn: 'alpha'; netuid: Netuid; fee: AlphaRao } | null;
  /** Difference of the main amount, in parts: pool moved before us, our own impact and fees as planned. */
  poolMovedBefore: bigint | null;
};

/** A request's place among those of its coldkey, and what was reviewed, to be held to when it is planned anew. */
export type InLine = {
  /** Ascending; epoch milliseconds, of the first review of what it stands for. */
  place: number;
  terms: MoveTerms;
  minimum: Quantity;
  worstPrice: bigint | null;
  /** Requests about the same that were given up and may have been signed all the same: this one is in their place. */
  inPlaceOf: readonly string[];
};

export type SigningRequest = {
  id: string;
  createdAt: number;
  updatedAt: number;
  state: SigningState;
  networkId: string;
  genesisHash: Hex;
  coldkey: Ss58Address;
  wallet: string;
  origin: string;
  tabId: number | null;
  plan: Plan;
  exactness: Exactness;
  /** What the user said yes to, by the names of checks/acceptance.ts; nothing else counts as accepted. */
  accepted: string[];
  /** Requests made before there was a line lack it. */
  inLine?: InLine;
  /** null in line: nonce and era are taken when its turn has come. */
  prepared: PreparedExtrinsic | null;
  /** Joins the wallet's answer to this very asking; a new one for every time the wallet is asked. */
  askId: string | null;
  askedAt: number | null;
  extrinsic: Hex | null;
  extrinsicHash: Hex | null;
  /** Why a signed extrinsic is not sent yet. */
  heldBecause: WireError | null;
  submittedAt: number | null;
  inBlock: BlockRef | null;
  receipt: Receipt | null;
  error: WireError | null;
  /** When the user put a finished one away from the top of home. */
  dismissedAt: number | null;
  /**
   * Since when nothing on the chain can change it any more; null: it may have been signed, and may still come in,
   * whatever its state says.
   */
  settledAt: number | null;
};

export type SnapshotRecord = { genesisHash: Hex; snapshot: Snapshot; proof: ModelProof };
export type NamesRecord = {
  genesisHash: Hex;
  block: BlockRef;
  readAt: number;
  names: SubnetName[];
};
export type ValidatorsRecord = {
  genesisHash: Hex;
  netuid: Netuid;
  block: BlockRef;
  readAt: number;
  validators: ValidatorFacts[];
};
export type MetadataRecord = {
  genesisHash: Hex;
  specVersion: number;
  bytes: Uint8Array;
  /** blake2-256 of bytes, to tell corruption. */
  checksum: Hex;
  readAt: number;
};
/** One point of our own value history. */
export type HistoryRecord = {
  genesisHash: Hex;
  /** Epoch milliseconds. */
  at: number;
  block: number;
  spot: Rao;
  sellable: Rao;
  coldkeys: Ss58Address[];
  /** Subnets in which these coldkeys had stake. */
  held: Netuid[];
  prices: { netuid: Netuid; registeredAt: number; raoPerAlpha: bigint }[];
  /** Alpha of all these coldkeys by subnet; points recorded before it was kept lack it. */
  amounts?: { netuid: Netuid; alpha: AlphaRao }[];
};

/** What decides emission, all subnets at one block; the list of subnets shows it. */
export type EmissionRecord = {
  genesisHash: Hex;
  readAt: number;
  facts: EmissionFacts;
  /** The same one block earlier, to hold our model against what the chain recorded; null: could not be read. */
  parent: EmissionFacts | null;
};
/** Counted of one subnet on demand; null: not yet. Parts per million. Which is meant by the number is told by the block. */
export type StandingRow = {
  netuid: Netuid;
  /** Locked of alpha outside the pool, what of it is left in 90 days, and what stands behind the owner's hotkey. */
  locks: { block: number; ppm: bigint; leftPpm: bigint | null; ownerPpm: bigint | null } | null;
  /** Of those who may validate: how many have stake, the largest one's part, how many have more than half. */
  validators: { block: number; count: number; largestPpm: bigint; needed: number } | null;
};
export type StandingRecord = { genesisHash: Hex; rows: StandingRow[] };
/** Prices of all subnets at one earlier block, asked from an archive endpoint; never changes again. */
export type PricesRecord = {
  genesisHash: Hex;
  blockNumber: number;
  prices: Extract<PricesAt, { known: true }>;
};

/** One epoch of one subnet with the hotkeys that we asked for: told at the time, or by an archive later. */
export type EpochRecord = Omit<EpochFacts, 'earned'> & {
  genesisHash: Hex;
  earned: (HotkeyEpoch & { from: 'own' | 'archive' })[];
};

/** The last price of one TAO in the user's currency, from the source that they switched on. */
export type FiatRecord = FiatPrice & { at: number };

/** How the node stands, for the footer and the offline states; one per network. */
export type NodeRecord = {
  networkId: string;
  state: 'connecting' | 'connected' | 'offline';
  endpoint: string | null;
  /** Why it is offline; also what the last refresh failed with while connected. */
  error: WireError | null;
  /** Epoch milliseconds. */
  at: number;
};

export interface TaubarSchema extends DBSchema {
  accounts: { key: string; value: StoredAccount };
  settings: { key: 'settings'; value: Settings };
  connection: { key: 'connection'; value: Connection };
  notice: { key: 'notice'; value: Notice };
  fiat: { key: 'fiat'; value: FiatRecord };
  offers: { key: string; value: OfferRecord };
  exits: { key: string; value: ExitQueue };
  node: { key: string; value: NodeRecord };
  snapshots: { key: string; value: SnapshotRecord };
  names: { key: string; value: NamesRecord };
  validators: { key: [string, number]; value: ValidatorsRecord };
  emission: { key: string; value: EmissionRecord };
  standing: { key: string; value: StandingRecord };
  prices: { key: [string, number]; value: PricesRecord };
  metadata: { key: [string, number]; value: MetadataRecord };
  requests: {
    key: string;
    value: SigningRequest;
    indexes: { byCreatedAt: number };
  };
  history: { key: [string, number]; value: HistoryRecord };
  epochs: { key: [string, number, number]; value: EpochRecord };
}

export const DATABASE_NAME = 'taubar';
export const DATABASE_VERSION = 3;
