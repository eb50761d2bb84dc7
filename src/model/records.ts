// What was read from the chain as it is kept, by network. Types only.
import type { WireError } from '../errors.ts';
import type { EmissionFacts, PricesAt } from './emission-facts.ts';
import type {
  BlockRef,
  EpochFacts,
  HotkeyEpoch,
  ModelProof,
  Snapshot,
  SubnetName,
  ValidatorFacts,
} from './facts.ts';
import type { FiatPrice } from './fiat.ts';
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
export type SurveyRow = {
  netuid: Netuid;
  /** Locked of alpha outside the pool, what of it is left in 90 days, and what stands behind the owner's hotkey. */
  locks: { block: number; ppm: bigint; leftPpm: bigint | null; ownerPpm: bigint | null } | null;
  /** Of those who may validate: how many have stake, the largest one's part, how many have more than half. */
  validators: { block: number; count: number; largestPpm: bigint; needed: number } | null;
};

export type SurveyRecord = { genesisHash: Hex; rows: SurveyRow[] };

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
