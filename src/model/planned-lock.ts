// What a lock binds, together with what is locked already. Types only.
import type { AlphaRao, Netuid, Ss58Address } from '../units.ts';
import type { Reading } from './facts.ts';

/** One coldkey in one subnet, over all its hotkeys, alpha-rao at the plan's block. */
export type Bound = {
  total: AlphaRao;
  /** Before this lock. */
  locked: AlphaRao;
  /** What the runtime keeps beside locks, as a miner's collateral. */
  kept: AlphaRao;
};

export type PlannedLock = {
  netuid: Netuid;
  /** Credited with the conviction. */
  hotkey: Ss58Address;
  amount: AlphaRao;
  bound: Reading<Bound>;
  /** To which an earlier lock goes; null: there is none. */
  lockedTo: Reading<Ss58Address | null>;
  isPerpetual: Reading<boolean>;
  /** Blocks in which a decaying lock falls to 1/e. */
  unlockRate: Reading<bigint>;
};
