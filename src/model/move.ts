// What a person can want to do with stake, and on which terms.
import type { AlphaRao, Netuid, Rao, Ss58Address } from '../units.ts';

type From = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

export type Move =
  | (From & { kind: 'stake'; amount: Rao })
  | (From & { kind: 'unstake'; amount: AlphaRao })
  /** The whole position under one hotkey in one subnet, without residue. */
  | (From & { kind: 'unstake-all' })
  /** Another validator in the same subnet. */
  | (From & { kind: 'change-validator'; toHotkey: Ss58Address; amount: AlphaRao })
  | (From & {
      kind: 'change-subnet';
      toNetuid: Netuid;
      toHotkey: Ss58Address;
      amount: AlphaRao;
      /** protected: two limit calls in a batch; one-call: cheaper, without a guaranteed minimum. */
      route: 'protected' | 'one-call';
    })
  | (From & { kind: 'transfer'; toColdkey: Ss58Address; amount: AlphaRao })
  | {
      kind: 'exit-several';
      coldkey: Ss58Address;
      /** Whole positions, in the order in which they are left. */
      items: readonly { hotkey: Ss58Address; netuid: Netuid }[];
      /** one-by-one: a call each, each with its own outcome; one-batch: one call, and one miss reverts all. */
      sending: 'one-by-one' | 'one-batch';
    };

export type MoveKind = Move['kind'];

export type MoveTerms = {
  /** How much less than expected is still accepted because others trade first: 50 = 0.5 %. */
  toleranceBps: number;
  /** Trade what fits within the limit and leave the rest, instead of all or nothing. */
  allowPartial: boolean;
  /** Blocks that the signature stays valid for, from the plan's block. */
  eraBlocks: number;
};

/** In basis points; at ten thousand nothing at all would be accepted as a minimum. */
export const LARGEST_TOLERANCE_BPS = 9_999;

export function isTolerance(bps: number): boolean {
  return Number.isInteger(bps) && bps >= 0 && bps <= LARGEST_TOLERANCE_BPS;
}
