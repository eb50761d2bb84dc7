// What is known of a runtime before anybody signs on it: one row a question. Types only.
import type { CheckValue } from './check.ts';
import type { Netuid } from '../units.ts';

/**
 * `spot`: our price of every subnet; `simulation`: our trades on sampled pools; `prune`: the subnet to be removed next;
 * `emission`: the split of the last block; `call`, `event`: the layout of one of them.
 */
export type GuardSubject = 'spot' | 'simulation' | 'prune' | 'emission' | 'call' | 'event';

/** `where`: the subnet in which the figures differ; null: they belong to none. */
export type GuardVerdict =
  | { state: 'agrees' }
  | { state: 'disagrees'; where: Netuid | null; ours: CheckValue; chain: CheckValue }
  | {
      state: 'not-checked';
      /** `nothing`: there was nothing to compare, as on a network where nobody trades. */
      reason: 'not-on-this-runtime' | 'unreadable' | 'no-model' | 'nothing';
    };

/** `name`: `Pallet.call` or `Pallet.Event`; null for the other subjects. */
export type GuardRow = { subject: GuardSubject; name: string | null; verdict: GuardVerdict };
