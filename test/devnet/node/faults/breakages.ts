// Ways in which a chain differs from what a client computes in exactly one thing, for a guard that compares the two.
// Refuses combinations: each breaks its one thing and leaves the rest as it is.
import type { LedgerSettings } from '../../ledger/state/ledger-state.ts';
import { option, u64, u8 } from '../scale/type.ts';
import type { Value } from '../scale/type.ts';
import { bigOf, isStruct, listOf, numberOf, partOf } from '../scale/value.ts';
import {
  without,
  withIndex,
  withLayout,
  withRules,
  type RuntimeSpec,
} from '../runtime/runtime-spec.ts';
import type { Lies } from './lies.ts';

const API = 'BetaBasketRuntimeApi';
const PREVIEW = `${API}_get_basket_claim_preview`;
const PREVIEWS = `${API}_get_root_basket_claim_previews`;
const U64_MAX = (1n << 64n) - 1n;

/** The struct with some fields as a function of it makes them. */
const changed = (value: Value, change: (of: Value) => Readonly<Record<string, Value>>): Value =>
  isStruct(value) ? { ...value, ...change(value) } : value;

const amount = (of: Value, field: string): bigint => bigOf(partOf(of, field)) ?? 0n;

/** Both forms of the preview at once. */
function lieOfPreviews(
  lies: Lies,
  change: (of: Value) => Readonly<Record<string, Value>>,
): () => void {
  const undo = [
    lies.api(PREVIEW, (told) => changed(told, change)),
    lies.api(PREVIEWS, (told) => listOf(told).map((one) => changed(one, change))),
  ];
  return () => undo.forEach((back) => back());
}

/** By name: what a node tells wrongly. Each returns the way back to the truth. */
export const LIES = {
  /** The runtime's spot price is 1 % above the formula of its own reserves; simulations are right. */
  'spot-price': (lies: Lies) => {
    const raised = (price: bigint): bigint => price + price / 100n + 1n;
    const undo = [
      lies.api('SwapRuntimeApi_current_alpha_price', (told) => raised(bigOf(told) ?? 0n)),
      lies.api('SwapRuntimeApi_current_alpha_price_all', (told) =>
        listOf(told).map((one) => changed(one, (of) => ({ price: raised(amount(of, 'price')) }))),
      ),
    ];
    return () => undo.forEach((back) => back());
  },
  /** A simulated purchase gives one unit of alpha more than the formula. */
  'simulated-buy': (lies: Lies) =>
    lies.api('SwapRuntimeApi_sim_swap_tao_for_alpha', (told) =>
      changed(told, (of) => ({ alpha_amount: amount(of, 'alpha_amount') + 1n })),
    ),
  /** A simulated sale gives one rao more than the formula. */
  'simulated-sale': (lies: Lies) =>
    lies.api('SwapRuntimeApi_sim_swap_alpha_for_tao', (told) =>
      changed(told, (of) => ({ tao_amount: amount(of, 'tao_amount') + 1n })),
    ),
  /** The next subnet to go is the one after the true candidate, or 1 where there is none. */
  'prune-candidate': (lies: Lies) =>
    lies.api('SubnetInfoRuntimeApi_get_subnet_to_prune', (told) => (numberOf(told) ?? 0) + 1),
  /** A claim pays more than the whole entitlement is worth. */
  'preview-sum': (lies: Lies) =>
    lieOfPreviews(lies, (of) => ({ redeemable_tao: amount(of, 'accrued_tao') + 1n })),
  /** More rows are sold, swept and forfeited than there are. */
  'preview-rows': (lies: Lies) =>
    lieOfPreviews(lies, (of) => ({ rows_to_sell: (numberOf(partOf(of, 'rows')) ?? 0) + 1 })),
  /** Every amount is the largest there is. */
  'preview-absurd': (lies: Lies) =>
    lieOfPreviews(lies, () => ({
      owed_shares: U64_MAX,
      accrued_tao: U64_MAX,
      redeemable_tao: U64_MAX,
      forfeited_tao_est: U64_MAX,
    })),
  /** The preview is of another validator than was asked for. */
  'preview-hotkey': (lies: Lies) => lieOfPreviews(lies, () => ({ hotkey: `0x${'77'.repeat(32)}` })),
  /** Eight bytes more than the metadata says. */
  'preview-longer': (lies: Lies) =>
    lies.bytes(PREVIEW, (bytes) => new Uint8Array([...bytes, ...new Uint8Array(8)])),
  /** The last four bytes are missing. */
  'preview-shorter': (lies: Lies) => lies.bytes(PREVIEW, (bytes) => bytes.slice(0, -4)),
  /** Owed nothing, though it is. */
  'preview-none': (lies: Lies) => {
    const undo = [lies.api(PREVIEW, () => null), lies.api(PREVIEWS, () => [])];
    return () => undo.forEach((back) => back());
  },
} as const satisfies Readonly<Record<string, (lies: Lies) => () => void>>;

/** By name: a runtime that differs from `spec` in one thing, honestly stated in its metadata. */
export const BROKEN_RUNTIMES = {
  /** `add_stake` lies where 153 is. */
  'call-index': (spec: RuntimeSpec) => withIndex(spec, 'SubtensorModule.add_stake', 153),
  /** The claim by one validator lies elsewhere. */
  'claim-index': (spec: RuntimeSpec) =>
    withIndex(spec, 'SubtensorModule.claim_root_with_hotkey', 154),
  /** `remove_stake_limit` has one argument more in its middle. */
  'call-bytes': (spec: RuntimeSpec) =>
    withLayout(spec, 'SubtensorModule.remove_stake_limit', [
      { edit: 'insert', field: 'deadline', type: option(u64), before: 'limit_price', value: null },
    ]),
  /** `StakeAdded` no longer names the fee. */
  'event-shape': (spec: RuntimeSpec) =>
    withLayout(spec, 'SubtensorModule.StakeAdded', [{ edit: 'remove', field: '5' }]),
  /** `StakeRemoved` lies at another index. */
  'event-index': (spec: RuntimeSpec) => withIndex(spec, 'SubtensorModule.StakeRemoved', 200),
  /** The preview has a field more, in its middle. */
  'preview-more': (spec: RuntimeSpec) =>
    withLayout(spec, 'BasketClaimPreview', [
      { edit: 'insert', field: 'mode', type: u8, before: 'accrued_tao', value: 1 },
    ]),
  /** The preview no longer says what is forfeited. */
  'preview-less': (spec: RuntimeSpec) =>
    withLayout(spec, 'BasketClaimPreview', [{ edit: 'remove', field: 'forfeited_tao_est' }]),
  /** An older runtime with funds: positions, and no preview of a claim. */
  'no-preview': (spec: RuntimeSpec) =>
    without(spec, `${API}.get_basket_claim_preview`, `${API}.get_root_basket_claim_previews`),
  /** More than the position is still cut in silence. */
  'silent-cut': (spec: RuntimeSpec) => withRules(spec, { refusesExcess: false }),
  /** Gifts and moves inside a subnet need ten times what the constant says. */
  minimum: (spec: RuntimeSpec) => withRules(spec, { minTransfer: 1_000_000n }),
} as const satisfies Readonly<Record<string, (spec: RuntimeSpec) => RuntimeSpec>>;

/** By name: settings under which the ledger itself does one thing differently. */
export const BROKEN_RULES = {
  /** Every subnet gets the same TAO, whatever its price average. */
  'emission-split': { emissionRule: 'even' },
  /** A pool takes at most 1 TAO of a purchase, which no simulation says. */
  'clamped-fill': { largestFill: 1_000_000_000n },
} as const satisfies Readonly<Record<string, Partial<LedgerSettings>>>;

export type LieName = keyof typeof LIES;
export type BrokenRuntimeName = keyof typeof BROKEN_RUNTIMES;
