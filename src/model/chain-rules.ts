// Rules of a runtime that plans and checks need, read at a block. Types only.
import type { Netuid, Rao } from '../units.ts';
import type { Reading } from './reading.ts';

/**
 * What a move, swap or transfer call does with more than the position holds: `cuts` it to the position, or `refuses` it.
 * `takes-all`: refused too, but u64::MAX means the position as it is at execution.
 */
export type OverAmounts = 'cuts' | 'refuses' | 'takes-all';

/** own: of the account that stakes or moves; receiver: of whom a transfer would add a hotkey to. */
export type HotkeyCaps = { own: number; receiver: number };

/** Rules of the connected runtime that plans and checks need. */
export type ChainRules = {
  existentialDeposit: Rao;
  /** Least TAO that a stake operation must move (a compile-time constant of the chain, see chain reference). */
  minimumStake: Rao;
  /** The same for moves inside one subnet and for transfers: `minimumStake` before spec 434. */
  minimumTransfer: Rao;
  /** How the move, swap and transfer calls treat an amount above the position, and u64::MAX. */
  overAmounts: Reading<OverAmounts>;
  /** Last block of a safe mode, in which the chain refuses all stake calls and transfers; null: it is off. */
  safeModeUntil: Reading<number | null>;
  /** Blocks for which root stake stays after stake of the same coldkey and hotkey arrived or left there; 0: none. */
  rootHold: Reading<number>;
  /** Most hotkeys that an account may stake to. Missing on the runtime: any number. */
  hotkeyCaps: Reading<HotkeyCaps>;
  /** A factor per million of the minimum stake: remainders below it are sold by force. */
  nominatorMinimumFactor: Reading<bigint>;
  /** `Pallet.call` names that the runtime has, of those the extension can use. */
  calls: readonly string[];
  hasSimulation: boolean;
  subnetToPrune: Reading<Netuid | null>;
  immunityPeriod: Reading<number>;
};
