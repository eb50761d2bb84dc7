// Facts about emission, locks, validator stake and holders, as plain values. Types only.
import type { Reading, BlockRef, RuntimeRef } from './facts.ts';
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';

/**
 * The chain's counters of TAO that entered and left one subnet's pool, at one block. Rao; both flows are signed running
 * totals, inflow minus outflow.
 */
export type FlowBooks = {
  /** TAO in the pool, including the part that some runtimes store separately. */
  reserve: Rao;
  /** Moved by stake calls and by registration payments for a slot in the subnet. */
  stakers: Reading<bigint>;
  /** Moved by the chain itself: emission into the pool and its purchases, minus its sales. */
  protocol: Reading<bigint>;
  /** Block at which the runtime last collected both totals and reset them; null: never. */
  takenAt: Reading<number | null>;
};

/** The inputs of a subnet's share of the block's TAO, and the use of that share. Fixed-point values are raw bits. */
export type SubnetEmissionFacts = {
  netuid: Netuid;
  registeredAt: number;
  /** Taken from the node, floor(price × 10⁹), rao per whole alpha. */
  nodePrice: Reading<bigint>;
  isStable: boolean;
  taoReserve: Rao;
  alphaReserve: AlphaRao;
  alphaOut: AlphaRao;
  /** The part of `alphaOut` that the chain bought itself: it belongs to no position. */
  protocolAlpha: Reading<AlphaRao>;
  tempo: Reading<number>;
  /** null: emission has not started. */
  firstEmissionBlock: Reading<number | null>;
  isSubtokenEnabled: Reading<boolean>;
  isRegistrationAllowed: Reading<boolean>;
  isEmissionEnabled: Reading<boolean>;
  /** I96F32: value · 2³². */
  emaPriceBits: Reading<bigint>;
  /** U96F32: value · 2³². */
  minerBurnedBits: Reading<bigint>;
  /** U96F32: value · 2³². */
  rootProportionBits: Reading<bigint>;
  emaHalvingBlocks: Reading<bigint>;
  isOwnerCutEnabled: Reading<boolean>;
  /** Of the last block. */
  taoInEmission: Reading<Rao>;
  alphaInEmission: Reading<AlphaRao>;
  alphaOutEmission: Reading<AlphaRao>;
  excessTao: Reading<Rao>;
  flow: FlowBooks;
};

/** The Hill gate that later runtimes apply to the shares. */
export type EmissionGate = {
  /** U64F64: value · 2⁶⁴. */
  barBits: bigint;
  /** U64F64: value · 2⁶⁴. */
  exponentBits: bigint;
  /** 0: the bar follows a mass quantile instead of a rank. */
  barRank: number;
};

/** All inputs of the split of a block's TAO, read at one block. */
export type EmissionFacts = {
  block: BlockRef;
  runtime: RuntimeRef;
  totalIssuance: Rao;
  /** Root's stake: SubnetTAO(0). */
  rootTao: Rao;
  /** Parts of 2⁶⁴ − 1. */
  taoWeight: Reading<bigint>;
  /** I96F32: value · 2³². */
  subnetMovingAlphaBits: Reading<bigint>;
  gate: Reading<EmissionGate>;
  /** Of new alpha, in parts of 65535. */
  ownerCut: Reading<number>;
  /** The chain's own word for the subnet that the next registration would remove; null: none can be. */
  toPrune: Reading<Netuid | null>;
  /** Blocks from its registration on in which no subnet can be removed. */
  immunityPeriod: Reading<number>;
  subnets: readonly SubnetEmissionFacts[];
};

/** Prices of all subnets at one earlier block; `no-archive`: no configured endpoint keeps that state. */
export type PricesAt =
  | {
      known: true;
      block: BlockRef;
      /** `tao`: TAO that the subnet got in that block, where the runtime records it. */
      prices: readonly {
        netuid: Netuid;
        raoPerAlpha: bigint;
        tao: Rao | null;
        flow: FlowBooks;
      }[];
    }
  | { known: false; reason: 'no-archive' | 'not-on-this-runtime' | 'unreadable' };

/** The cost of an answer: questions to the node, and bytes of its answers without their frames. */
export type ReadCost = { questions: number; bytes: number };

/** All conviction locks of one subnet as the chain stores them: masses are as of `updatedAt`, not yet decayed. */
export type SubnetLocks = {
  block: BlockRef;
  netuid: Netuid;
  alphaOut: AlphaRao;
  locks: readonly { mass: AlphaRao; updatedAt: number; isPerpetual: boolean }[];
  /** Blocks in which a decaying lock falls to 1/e. */
  unlockRate: bigint;
  /** All stake behind the hotkey of the subnet's owner. */
  ownerAlpha: Reading<AlphaRao>;
};

/** The same for one subnet or for all but root, at one block. */
export type LocksFacts = { block: BlockRef; subnets: readonly SubnetLocks[]; cost: ReadCost };

/** Stake behind one hotkey in one subnet: alpha-rao; on root, rao of TAO. */
export type ValidatorStake = {
  netuid: Netuid;
  hotkey: Ss58Address;
  owner: Ss58Address | null;
  name: string | null;
  alpha: AlphaRao;
};

/** Validator stake in some subnets, at one block. */
export type ValidatorStakeFacts = {
  block: BlockRef;
  stakes: readonly ValidatorStake[];
  cost: ReadCost;
};

/** One validator of root before dTAO, with all stake behind it. */
export type FormerRootValidator = {
  hotkey: Ss58Address;
  owner: Ss58Address | null;
  name: string | null;
  stake: Rao;
  /** Whether the validator had set weights on the subnets. */
  hasWeights: Reading<boolean>;
};

/** Who decided in the last block before dTAO; `never-before`: this network has run on dTAO from its first block, or does not yet. */
export type RootBeforeDtao =
  | {
      known: true;
      block: BlockRef;
      runtime: RuntimeRef;
      /** The archive endpoint that answered. */
      endpoint: string;
      /** Milliseconds since 1970 by the chain's own clock. */
      at: Reading<number>;
      /** Stake of the whole network, on root's validators or not. */
      totalStake: Reading<Rao>;
      validators: readonly FormerRootValidator[];
    }
  | { known: false; reason: 'no-archive' | 'never-before' | 'not-on-this-runtime' | 'unreadable' };

/** Where the next page of a hotkey's positions starts; null: at the beginning. Pass only values that the reader returned. */
export type HoldersFrom = { hotkey: Ss58Address; after: Hex | null };

/** Alpha of one coldkey with one hotkey in one subnet. */
export type Holding = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  alpha: AlphaRao;
};

/** Part of the positions under one hotkey. */
export type HoldersPart = ReadCost & {
  block: BlockRef;
  holdings: readonly Holding[];
  /** Where the next page starts; null: this was the last page. */
  rest: Hex | null;
  /** Positions listed, those in other subnets included. */
  listed: number;
};
