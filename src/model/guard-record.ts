// What the guard of a runtime reads, and what it keeps, per code of the chain. Types only.
import type { EmissionFacts, ReadCost, SubnetEmissionFacts } from './emission-facts.ts';
import type { BlockRef, Reading, RuntimeRef, SimQuery, SimSwap, SubnetFacts } from './facts.ts';
import type { GuardRow } from './guard.ts';
import type { LayoutVerdict } from './layout.ts';
import type { Hex, Netuid, Rao } from '../units.ts';

export type GuardRecord = {
  genesisHash: Hex;
  specVersion: number;
  /** Hash of the chain's code or, where the node does not tell it, of its metadata. */
  code: Hex;
  block: BlockRef;
  /** Epoch milliseconds. */
  readAt: number;
  /** The node that answered; null: not known. */
  endpoint: string | null;
  rows: readonly GuardRow[];
  cost: ReadCost;
};

/** A pool with the node's price of it. */
export type GuardPool = Pick<SubnetFacts, 'netuid' | 'curve' | 'pool' | 'nodePrice'>;

/** What decides a subnet's share of emission, and its place in the order of deregistration. */
export type VoteFacts = Pick<
  SubnetEmissionFacts,
  | 'netuid'
  | 'registeredAt'
  | 'isStable'
  | 'firstEmissionBlock'
  | 'isSubtokenEnabled'
  | 'isRegistrationAllowed'
  | 'isEmissionEnabled'
  | 'emaPriceBits'
  | 'minerBurnedBits'
>;
export type ShareFacts = Pick<EmissionFacts, 'block' | 'totalIssuance' | 'gate'> & {
  subnets: readonly VoteFacts[];
};

export type GuardFacts = {
  block: BlockRef;
  runtime: RuntimeRef;
  pools: Reading<readonly GuardPool[]>;
  sims: readonly { query: SimQuery; answer: Reading<SimSwap> }[];
  /** At the same block. */
  shares: Reading<ShareFacts>;
  immunityPeriod: Reading<number>;
  subnetToPrune: Reading<Netuid | null>;
  /** What the next block recorded as given to each subnet. */
  recorded: Reading<readonly { netuid: Netuid; tao: Rao }[]>;
  layouts: readonly { subject: 'call' | 'event'; name: string; layout: LayoutVerdict }[];
  cost: ReadCost;
};
