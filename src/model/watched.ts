// What alert rules ask of the chain while no panel is open, and what it answers. Types only.
import type { Pool } from '../pool/pool.ts';
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import type { AlertAccount } from './alert.ts';
import type { CurveName, Position } from './facts.ts';
import type { BlockRef, Reading } from './reading.ts';
import type { RootClaims } from './root-claims.ts';

/** What is to be read of the chain for some rules, and no more. */
export type AlertQuery = {
  /** Balance, nonce, announced swap. */
  accounts: readonly Ss58Address[];
  /** What of their stake can be sold: in these subnets, null: wherever they have any. */
  sales: { coldkeys: readonly Ss58Address[]; netuids: readonly Netuid[] | null } | null;
  /** Pools read beside those of the sales. */
  prices: readonly Netuid[];
  /** Emission of the last block. */
  shares: readonly Netuid[];
  /** Registration, and with it immunity. */
  lives: readonly Netuid[];
  /** Registration only where the positions show no stake any more: a subnet that is gone takes its stake with it. */
  livesIfLeft: readonly Netuid[];
  /** Every position of these, with what their validators earned and take. */
  positions: readonly Ss58Address[];
  /** Takes of the validators of those positions. */
  wantsTakes: boolean;
  wantsNextRemoved: boolean;
  /** Price averages of these: all subnets there are, else none. */
  ladder: readonly Netuid[];
  wantsImmunity: boolean;
  /** Holds on root stake of those positions. */
  wantsHolds: boolean;
  wantsRootClaims: boolean;
  /** Prices of all subnets in one answer stand for the weights of the pools: of many pools those are more bytes. */
  wantsPriceMap: boolean;
  /** Known pool fees: those that are missing are read. */
  feeRates: Readonly<Record<string, number>>;
};

/** `endpoint`: who told all of it; null: more than one may have. */
export type WatchedAnswer = WatchedFacts & { endpoint: string | null };

/** What the chain answered to such a query, at one block; what was not asked is left out or unknown. */
export type WatchedFacts = {
  genesisHash: Hex;
  block: BlockRef;
  /** The block's own time, epoch milliseconds. */
  blockTime: number;
  specVersion: number;
  minimumStake: Rao;
  accounts: readonly AlertAccount[];
  stakes: Reading<
    readonly {
      coldkey: Ss58Address;
      netuid: Netuid;
      total: AlphaRao;
      locked: AlphaRao;
      available: AlphaRao;
    }[]
  >;
  pools: readonly {
    netuid: Netuid;
    curve: CurveName;
    pool: Pool | null;
    isTrading: Reading<boolean>;
  }[];
  issuance: Reading<bigint>;
  /** Rao of the last block. */
  shares: readonly { netuid: Netuid; tao: Reading<bigint> }[];
  lives: readonly { netuid: Netuid; registeredAt: Reading<number | null> }[];
  positions: Reading<readonly Position[]>;
  takes: readonly { hotkey: Ss58Address; take: number | null }[];
  nextRemoved: Reading<Netuid | null>;
  /** I96F32: value · 2³². */
  averages: readonly { netuid: Netuid; bits: Reading<bigint> }[];
  immunityPeriod: Reading<number>;
  /** Blocks for which root stake stays. */
  holdBlocks: Reading<number>;
  holds: readonly { coldkey: Ss58Address; hotkey: Ss58Address; since: Reading<number | null> }[];
  rootClaims: Reading<RootClaims>;
  calls: readonly string[];
};
