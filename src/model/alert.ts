// Alerts as data: a rule says what to watch, the state remembers what was seen, an event is what was told. Types only.
import type { Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import type { Reading } from './reading.ts';

/** What a rule watches. `everything`: all accounts that count, and all that they hold. */
export type AlertScope = { of: 'everything' } | { of: 'subnet'; netuid: Netuid };

/** A figure that stands above or below a line, or moved by more than it in a day. */
export type LevelKind =
  | 'exit-value'
  | 'spot-price'
  | 'sellable-gap'
  | 'emission-share'
  | 'root-dividends'
  | 'free-tao';

/** Something that happened, or holds now. */
export type EventKind =
  | 'coldkey-swap'
  | 'hotkey-swap'
  | 'lock-ended'
  | 'immunity-ending'
  | 'near-removal'
  | 'subnet-gone'
  | 'take-raised'
  | 'validator-unregistered'
  | 'validator-idle'
  | 'foreign-transfer'
  | 'signed-elsewhere'
  | 'request-waits'
  | 'upgrade';

export type AlertKind = LevelKind | EventKind;

/** Of a level: on which side of the line, or a fall or rise within a day. */
export type AlertSide = 'below' | 'above' | 'falls' | 'rises';

/** Minutes of the user's day, from 0 to 1439; `from` after `to` goes over midnight. */
export type QuietTime = { from: number; to: number };

export type AlertRule = {
  id: string;
  kind: AlertKind;
  scope: AlertScope;
  /** null: the kind is an event. */
  side: AlertSide | null;
  /**
   * Rao for exit value, price, free TAO, root dividends and transfers; parts per million for shares, gaps and changes;
   * blocks for immunity, places for deregistration, epochs for dividends, minutes for a request; else 0.
   */
  value: bigint;
  /** So far beyond the line, in parts per million of it, a figure must come back before it can cross again. */
  hysteresisPpm: bigint;
  /** Least time between two alerts of one subject. */
  cooldownMinutes: number;
  quiet: QuietTime | null;
  isEnabled: boolean;
  createdAt: number;
};

/** What is remembered of one subject of a rule, such as one subnet or one account. */
export type SubjectState = {
  /** Told, and not come back since. */
  isNotified: boolean;
  /** Block of the last alert; null: none. */
  notifiedAt: number | null;
  /** What the next reading is compared with; each kind has its own form. null: nothing yet. */
  memory: string | null;
};

/** By network. Written in the same step as the events that it led to. */
export type AlertState = {
  genesisHash: Hex;
  /** Block of the newest facts that were looked at. */
  block: number;
  /** When the node was last asked with the panel closed: at all, by the hour, by the day. Epoch milliseconds. */
  askedAt: number;
  slowAskedAt: number;
  dailyAskedAt: number;
  /** By rule and subject. */
  subjects: Readonly<Record<string, SubjectState>>;
  /** Pool fee of subnets by netuid, parts of 65535: it changes rarely and is read once a day. */
  feeRates: Readonly<Record<string, number>>;
};

/** One alert that fired: the log, and what a notification says. */
export type AlertEvent = {
  genesisHash: Hex;
  /** Of the event: the same one again has the same id. */
  id: string;
  ruleId: string;
  kind: AlertKind;
  side: AlertSide | null;
  scope: AlertScope;
  /** The rule's line. */
  value: bigint;
  /** What it concerns, as far as it concerns one. */
  netuid: Netuid | null;
  coldkey: Ss58Address | null;
  hotkey: Ss58Address | null;
  /** The figure that crossed the line or tells the event, in the unit of its kind; null: there is none. */
  figure: bigint | null;
  /** A node of another operator says it too. Missing: no node says it, or it is of a version that asked one alone. */
  isConfirmed?: boolean;
  block: number;
  /** The block's own time, epoch milliseconds. */
  at: number;
  /** When the notification was handed to the browser; null: not yet. */
  notifiedAt: number | null;
  /** When the user saw it in the panel. */
  seenAt: number | null;
};

/** What the panel shows of alerts. */
export type Alerts = { rules: AlertRule[]; log: AlertEvent[] };

/** One account, as alerts look at it. */
export type AlertAccount = {
  coldkey: Ss58Address;
  nonce: number;
  free: Rao;
  reserved: Rao;
  frozen: Rao;
  swapAnnouncedFor: Reading<number | null>;
  isSwapDisputed: Reading<boolean>;
};

/** One subnet that is held or named by a rule; what was not read is unknown. */
export type AlertSubnet = {
  netuid: Netuid;
  /** By a counted account, as last read. */
  isHeld: boolean;
  /** null: there is no subnet of that number. */
  registeredAt: Reading<number | null>;
  /** Rao per whole alpha. */
  price: Reading<bigint>;
  /** What the counted accounts hold there is worth at spot, and sold. */
  spot: Reading<Rao>;
  exit: Reading<Rao>;
  /** Of a block's TAO, parts per million. */
  sharePpm: Reading<bigint>;
  /** First block without immunity. */
  immuneUntil: Reading<number>;
  /** 1: the next to be removed; null: further away than the reading tells. */
  place: Reading<number | null>;
  /** The last place that the reading tells. */
  placesRead: number;
};

/** One position of a counted account with its validator. */
export type AlertPosition = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  alpha: bigint;
  isRegistered: Reading<boolean>;
  dividends: Reading<bigint>;
  /** Parts of 65535. */
  take: Reading<number | null>;
  /** Block at which the take was read: a record of it may be older than the facts. */
  takeAt: number;
};

/** What binds stake of one account: a lock by subnet, a hold on root by validator. */
export type AlertBond = {
  key: string;
  coldkey: Ss58Address;
  netuid: Netuid;
  isBound: Reading<boolean>;
};

/** A request of ours, as far as it explains what an account did. */
export type AlertRequest = {
  id: string;
  coldkey: Ss58Address;
  /** null: none was chosen yet. */
  nonce: number | null;
  /** A wallet was asked, and it may be in a block, or is. */
  mayCount: boolean;
  /** It waits for the user, a wallet or a block. */
  isOpen: boolean;
  /** Since when, epoch milliseconds. */
  since: number;
};

/** Everything that rules are held against, at one block. */
export type AlertFacts = {
  genesisHash: Hex;
  block: number;
  /** The block's own time, epoch milliseconds. */
  at: number;
  /** All counted accounts were read. */
  accounts: Reading<readonly AlertAccount[]>;
  everything: { spot: Reading<Rao>; exit: Reading<Rao> };
  subnets: readonly AlertSubnet[];
  positions: Reading<readonly AlertPosition[]>;
  bonds: readonly AlertBond[];
  rootClaimable: Reading<Rao>;
  /** `Pallet.call` names that can be used. */
  calls: Reading<readonly string[]>;
  specVersion: number;
  requests: readonly AlertRequest[];
};
