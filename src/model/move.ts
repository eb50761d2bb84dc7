// The moves of stake that a person can order, and their terms.
import type { AlphaRao, Netuid, Rao, Ss58Address } from '../units.ts';

/** The whole position as it is at execution, where the runtime can be told so; `amount` is then what it holds now. */
type Whole = { isAll?: true };

type From = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

export type Move =
  | (From & { kind: 'stake'; amount: Rao })
  | (From & { kind: 'unstake'; amount: AlphaRao })
  /** The whole position under one hotkey in one subnet, without residue. */
  | (From & { kind: 'unstake-all' })
  /** Another validator in the same subnet. */
  | (From & Whole & { kind: 'change-validator'; toHotkey: Ss58Address; amount: AlphaRao })
  | (From &
      Whole & {
        kind: 'change-subnet';
        toNetuid: Netuid;
        toHotkey: Ss58Address;
        amount: AlphaRao;
        /** protected: two limit calls in a batch; one-call: cheaper, without a guaranteed minimum. */
        route: 'protected' | 'one-call';
      })
  | (From & Whole & { kind: 'transfer'; toColdkey: Ss58Address; amount: AlphaRao })
  | {
      kind: 'exit-several';
      coldkey: Ss58Address;
      /** Whole positions, in the order in which they are unstaked. */
      items: readonly { hotkey: Ss58Address; netuid: Netuid }[];
      /** one-by-one: one call per position, each with its own outcome; one-batch: one call, where one failure reverts all. */
      sending: 'one-by-one' | 'one-batch';
    }
  | {
      /** Root rewards: the whole share of each validator's fund, sold at any price into root stake on that validator. */
      kind: 'claim';
      coldkey: Ss58Address;
      /** In the order in which they are claimed; several go as one batch. */
      hotkeys: readonly Ss58Address[];
      /** The root stake on them leaves in the same batch. */
      unstakes: boolean;
    }
  /** Binds alpha of the coldkey in the subnet, over all its hotkeys, and credits it to `hotkey`; nothing moves. */
  | (From & { kind: 'lock'; amount: AlphaRao })
  /** Whether others may give the account alpha that is locked. */
  | { kind: 'accept-locked'; coldkey: Ss58Address; accepts: boolean };

export type MoveKind = Move['kind'];

/** Each kind: the compiler demands a new one here. */
const isThere: Readonly<Record<MoveKind, true>> = {
  stake: true,
  unstake: true,
  'unstake-all': true,
  'change-validator': true,
  'change-subnet': true,
  transfer: true,
  'exit-several': true,
  claim: true,
  lock: true,
  'accept-locked': true,
};
export const moveKinds: readonly MoveKind[] = Object.keys(isThere).filter(
  (name): name is MoveKind => Object.hasOwn(isThere, name),
);

export type MoveTerms = {
  /** Basis points below the expected amount that are still accepted, for trades before ours: 50 = 0.5 %. */
  toleranceBps: number;
  /** The tolerance at review, where a later plan has less because the price used up a part; half of it bounds our own impact. */
  reviewedToleranceBps?: number;
  /** true: trade what fits within the limit and leave the rest; false: all or nothing. */
  allowPartial: boolean;
  /** Blocks for which the signature is valid, from the plan's block. */
  eraBlocks: number;
};

/** Basis points; at 10,000 the minimum would be zero. */
export const LARGEST_TOLERANCE_BPS = 9_999;

export function isTolerance(bps: number): boolean {
  return Number.isInteger(bps) && bps >= 0 && bps <= LARGEST_TOLERANCE_BPS;
}

/** Where the user chose none. */
export const DEFAULT_TOLERANCE_BPS = 50;

/** The slippage tolerance that an order of this kind starts with. */
export function keptTolerance(kept: Partial<Record<MoveKind, number>>, kind: MoveKind): number {
  const bps = kept[kind] ?? DEFAULT_TOLERANCE_BPS;
  return isTolerance(bps) ? bps : DEFAULT_TOLERANCE_BPS;
}
