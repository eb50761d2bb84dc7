// Stored records of what was read from the chain, by network. Types only.
import type { WireError } from '../errors.ts';
import type { EmissionFacts, PricesAt } from './emission-facts.ts';
import type {
  BlockRef,
  EpochFacts,
  HotkeyEpoch,
  Snapshot,
  SubnetName,
  ValidatorFacts,
} from './facts.ts';
import type { ModelProof } from './model-proof.ts';
import type { FiatPrice } from './fiat.ts';
import type { NewerRows } from './rows.ts';
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';

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
  /** The node that gave it. */
  endpoint: string;
  bytes: Uint8Array;
  /** blake2-256 of `bytes`, to detect corruption. */
  checksum: Hex;
  /** The operators that gave the same bytes; with two of them it is used for every node. */
  operators: readonly string[];
  readAt: number;
};

/** What was asked of a node's metadata so far, so that a start need not read all of it. */
export type KeptFactsRecord = {
  genesisHash: Hex;
  specVersion: number;
  endpoint: string;
  facts: string;
  /** sha-256 of `facts`, to detect corruption. */
  checksum: Hex;
  /** The checksum of the metadata that answered. */
  of: Hex;
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
  /** Alpha of all these coldkeys by subnet; points recorded before this field existed lack it. */
  amounts?: { netuid: Netuid; alpha: AlphaRao }[];
};

/** The inputs of emission for all subnets at one block; the list of subnets shows them. */
export type EmissionRecord = {
  genesisHash: Hex;
  readAt: number;
  facts: EmissionFacts;
  /** The same one block earlier, to compare our model with what the chain recorded; null: could not be read. */
  parent: EmissionFacts | null;
};

/**
 * The survey of one subnet, made on demand; null: not yet. Parts per million. `block` is the block of the reading and so
 * identifies the generation of the netuid.
 */
export type SurveyRow = {
  netuid: Netuid;
  /** Of alpha outside the pool: locked now, still locked in 90 days, and staked behind the owner's hotkey. */
  locks: { block: number; ppm: bigint; leftPpm: bigint | null; ownerPpm: bigint | null } | null;
  /** Of the hotkeys that may validate: how many have stake, the largest one's part, how many hold more than half. */
  validators: { block: number; count: number; largestPpm: bigint; needed: number } | null;
};

export type SurveyRecord = { genesisHash: Hex; rows: SurveyRow[] };

/** Prices of all subnets at one earlier block, read from an archive endpoint; they never change. */
export type PricesRecord = {
  genesisHash: Hex;
  blockNumber: number;
  prices: Extract<PricesAt, { known: true }>;
};

/** One epoch of one subnet for the hotkeys that we queried: read at the time, or from an archive later. */
export type EpochRecord = Omit<EpochFacts, 'earned'> & {
  genesisHash: Hex;
  earned: (HotkeyEpoch & { from: 'own' | 'archive' })[];
};

/** The last price of one TAO in the user's currency, from the source that they switched on. */
export type FiatRecord = FiatPrice & { at: number };

/** The node's state, for the footer and the offline states; one record per network. */
export type NodeRecord = {
  /** What it pushed, or was asked for, since the last snapshot; missing: nothing yet. */
  rows?: NewerRows;
  networkId: string;
  state: 'connecting' | 'connected' | 'offline';
  endpoint: string | null;
  /** Why the node is offline; while connected, why the last refresh failed. */
  error: WireError | null;
  /** Endpoints that are not tried before `until` (epoch milliseconds), and why. */
  left: readonly { endpoint: string; error: WireError; until: number }[];
  /** Endpoints that limit requests. */
  paced: readonly string[];
  /** Epoch milliseconds at which nothing more was asked; missing: the connection was not closed. */
  closedAt?: number;
  /** Milliseconds that the chain's time is ahead of this computer's clock; null: the clock is not known to be off. */
  clockOffset: number | null;
  /** Epoch milliseconds. */
  at: number;
};
