// Facts read from the chain, as plain values. Types only. All facts of one object were read at one block hash.
// Longer than 250 lines because the facts of home, of a ticket and of validators are built of each other.
import type { Pool } from '../pool/pool.ts';
import type { LimitsMet } from './account-limits.ts';
import type { GuardRow } from './guard.ts';
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import type { ChainRules } from './chain-rules.ts';
import type { BlockRef, Reading } from './reading.ts';
import type { RootClaims } from './root-claims.ts';

export type { BlockRef, Reading };

export type RuntimeRef = {
  genesisHash: Hex;
  specName: string;
  specVersion: number;
  transactionVersion: number;
};

/** The pool model that this runtime uses for a subnet; `node-only`: no local model, only the node can quote. */
export type CurveName = 'stable' | 'constant-product' | 'balancer' | 'superellipse' | 'node-only';

export type SubnetFacts = {
  netuid: Netuid;
  /** Block of registration: (netuid, registeredAt) names one generation of a subnet. */
  registeredAt: number;
  exists: boolean;
  curve: CurveName;
  /** null exactly when curve is `node-only`. */
  pool: Pool | null;
  /** floor(price × 10⁹), rao per whole alpha, as the node reports it. Home reads it only where there is no pool. */
  nodePrice: Reading<bigint>;
  alphaOut: AlphaRao;
  isSubtokenEnabled: Reading<boolean>;
  isTransferEnabled: Reading<boolean>;
  /** What the protocol added to the pool in the last block; about the same is expected in the next blocks. */
  injection: Reading<{ tao: Rao; alpha: AlphaRao; boughtWithTao: Rao }>;
};

/** Names change rarely. They are untrusted: render them as text only. */
export type SubnetName = {
  netuid: Netuid;
  registeredAt: number;
  name: string;
  symbol: string;
  description: string;
  url: string;
  github: string;
  discord: string;
  ownerColdkey: Ss58Address;
  ownerHotkey: Ss58Address;
  tempo: number;
};

export type Position = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  /** On root this is rao of TAO. */
  alpha: AlphaRao;
  /** The hotkey has a slot in the subnet; without one it earns nothing. */
  isRegistered: boolean;
  /** Alpha that all stakers of the hotkey together earned in the last epoch, after take. */
  hotkeyDividends: Reading<AlphaRao>;
};

/** Over all hotkeys of one coldkey in one subnet, as the runtime reports it; more than locks may be withheld. */
export type Availability = {
  coldkey: Ss58Address;
  netuid: Netuid;
  total: AlphaRao;
  locked: AlphaRao;
  available: AlphaRao;
  /** Bonded as a miner's collateral, by the position that it stays in; hotkeys without a bond are left out. */
  bonds: Reading<readonly { hotkey: Ss58Address; alpha: AlphaRao }[]>;
};

export type AccountFacts = {
  coldkey: Ss58Address;
  nonce: number;
  free: Rao;
  reserved: Rao;
  frozen: Rao;
  /** What the account rests on; with neither the chain takes no transaction of it. */
  references: Reading<{ providers: number; sufficients: number }>;
  /** First block at which an announced coldkey swap may run; null: none announced. */
  swapAnnouncedFor: Reading<number | null>;
  isSwapDisputed: Reading<boolean>;
  /** false: the account refuses locked alpha, which is the default of every account. */
  acceptsLockedAlpha: Reading<boolean>;
};

/** Who may hold the address that stake is given to, beyond its balances. */
export type ReceiverFacts = {
  /** The coldkey that owns the hotkey of this address; null: it is no hotkey. */
  hotkeyOwner: Reading<Ss58Address | null>;
  isContract: Reading<boolean>;
  /** No key opens it: an account of the chain itself, as a pallet's or a subnet's, or the all-zero account. */
  isKeyless: boolean;
};

export type LockFacts = {
  coldkey: Ss58Address;
  netuid: Netuid;
  hotkey: Ss58Address | null;
  /** Rolled forward to the block of the reading. */
  locked: AlphaRao;
  isPerpetual: Reading<boolean>;
};

/** A lock with its rate of decay, for its holder. */
export type HeldLock = LockFacts & {
  /** Blocks in which a decaying lock falls to 1/e. */
  unlockRate: Reading<bigint>;
};

/** What a new lock of the coldkey in one subnet meets, whether or not there is a lock yet. */
export type LockingFacts = {
  /** To which the lock of the coldkey goes, however little of it is left; null: there is none. */
  hotkey: Reading<Ss58Address | null>;
  isPerpetual: Reading<boolean>;
  /** Blocks in which a decaying lock falls to 1/e. */
  unlockRate: Reading<bigint>;
};

export type HotkeyFacts = {
  hotkey: Ss58Address;
  /** null: the chain does not know this hotkey. */
  owner: Ss58Address | null;
  /** Parts of 65535 that the hotkey keeps; null: it is no delegate (the default applies once it is). */
  take: number | null;
  name: string | null;
};

/** One validator of one subnet, for the picker. */
export type ValidatorFacts = HotkeyFacts & {
  netuid: Netuid;
  isRegistered: boolean;
  hasPermit: Reading<boolean>;
  alphaStake: AlphaRao;
  /** Dividends of the last epoch after take, and the stake that earned them: the stake before the credit. */
  dividends: Reading<AlphaRao>;
  stakeAtLastEpoch: Reading<AlphaRao>;
  /** Blocks since it last set or committed weights, at the block of the reading. Root has no weights. */
  weightsAge: Reading<number>;
};

/**
 * Hotkeys whose payments are queried, by subnet. `newerThan`: only an epoch after that block is wanted; missing: the newest,
 * whichever it is.
 */
export type EarningsQuery = readonly {
  netuid: Netuid;
  hotkeys: readonly Ss58Address[];
  newerThan?: number;
}[];

/**
 * One hotkey's epoch: alpha paid to all its stakers after take, and their stake before the credit. On root both are rao
 * of TAO.
 */
export type HotkeyEpoch = { hotkey: Ss58Address; dividends: AlphaRao; earnedOn: AlphaRao };

/**
 * The newest epoch of a subnet at a block. Root is paid by every subnet at that subnet's own epochs: there, the newest
 * payment of each subnet at that block, extrapolated to a year and valued at the node's prices.
 */
export type EpochFacts = {
  netuid: Netuid;
  registeredAt: number;
  /** Block in which the epoch ran and paid; on root, the block of the reading. */
  epoch: number;
  /** Blocks that these dividends cover: from one epoch to the next by that runtime's rule. */
  period: number;
  /** Hotkeys without any stake there are left out. */
  earned: readonly HotkeyEpoch[];
};

/** The six figures of the node's own simulation; all zero means that it failed. */
export type SimSwap = {
  taoAmount: bigint;
  alphaAmount: bigint;
  taoFee: bigint;
  alphaFee: bigint;
  taoSlippage: Reading<bigint>;
  alphaSlippage: Reading<bigint>;
};

export type SimQuery = { netuid: Netuid; side: 'buy' | 'sell'; amount: bigint };

/**
 * Who told the pools' depth: one node alone, or the node and another operator's at the same block hash, with the same
 * pools. One node can lie about reserves, prices and simulations in step.
 */
export type DepthSource = 'one-source' | 'two-sources';

/**
 * Who stands behind a plan's pools and nonce. `proven`: they are in the state of a final block. `authors`: see
 * signing/inputs.ts. `two-sources`: another operator's node reads the same. `one-node`: nobody else.
 */
export type InputsSource = 'proven' | 'authors' | 'two-sources' | 'one-node';

/** `from`: the endpoint that told all of it. Missing: the connection changed meanwhile, and more than one may have. */
export type Told = { from?: string };

/** Everything a plan needs, read at one block. Positions and availability cover every netuid named. */
export type MoveFacts = Told & {
  block: BlockRef;
  /** The block's own time, epoch milliseconds. */
  blockTime: number;
  runtime: RuntimeRef;
  rules: ChainRules;
  coldkey: AccountFacts;
  /** Only for a transfer to another coldkey. */
  destination: AccountFacts | null;
  /** Of the destination. */
  receiver: ReceiverFacts | null;
  subnets: readonly SubnetFacts[];
  /** Of all subnets above. */
  depth: DepthSource;
  positions: readonly Position[];
  availability: Reading<readonly Availability[]>;
  /** Locks of the coldkey and of the destination in the subnets named; only for a transfer. */
  locks: Reading<readonly LockFacts[]>;
  hotkeys: readonly HotkeyFacts[];
  /** Whether a hotkey has a slot in a subnet that the plan touches, by `netuid:hotkey`. */
  registrations: Readonly<Record<string, boolean>>;
  /** Hotkeys that the coldkey, and the destination, stake to. */
  stakingHotkeys: readonly { coldkey: Ss58Address; hotkeys: Reading<readonly Ss58Address[]> }[];
  /** Block in which root stake of the coldkey last changed at a hotkey, null: never. Only where the plan touches root. */
  rootStakedAt: readonly { hotkey: Ss58Address; block: Reading<number | null> }[];
  /** Network fee by `Pallet.call` as the node quotes it for a call of that kind, without tip. */
  networkFees: Readonly<Record<string, Reading<Rao>>>;
  /** What the funds of the hotkeys owe to the coldkey; only for a claim. */
  claims?: Reading<RootClaims>;
  /** Of the coldkey in the first subnet named; only for a lock. */
  locking?: LockingFacts;
  /** What a hardware device needs; missing: the account is on none. `bytes`: a call with its proof, named as its fee. */
  device?: { canHash: Reading<boolean>; bytes: Readonly<Record<string, Reading<number>>> };
  /** What was checked of this runtime; empty: nothing yet. Missing: nobody is going to sign on these facts. */
  guard?: readonly GuardRow[];
  /** Missing: nobody is going to sign on these facts, or nothing of value is signed on them. */
  inputs?: InputsSource;
  /** The user's own limits for the account; unknown: what is kept of them cannot be read. Missing: not judged here. */
  accountLimits?: Reading<LimitsMet>;
};

/** Everything that home shows first. */
export type Snapshot = Told & {
  genesisHash: Hex;
  block: BlockRef;
  /** The block's own time, epoch milliseconds: how old every figure here is. */
  blockTime: number;
  runtime: RuntimeRef;
  accounts: readonly AccountFacts[];
  positions: readonly Position[];
  availability: Reading<readonly Availability[]>;
  locks: Reading<readonly HeldLock[]>;
  subnets: readonly SubnetFacts[];
  rules: ChainRules;
  /** Network fee by `Pallet.call` for leaving positions. */
  networkFees: Readonly<Record<string, Reading<Rao>>>;
  /** What the chain multiplies fees with, bits of its fixed-point number. Missing: not known. */
  feeMultiplier?: bigint;
  /** Coldkeys that were queried but could not be read. */
  unread: readonly Ss58Address[];
  /**
   * Unclaimed root dividends, valued at spot: shown, never counted in totals. `belowThreshold` is owed too, but too small
   * for a claim to pay out yet.
   */
  unclaimed: Reading<readonly { coldkey: Ss58Address; value: Rao; belowThreshold: Rao }[]>;
};
