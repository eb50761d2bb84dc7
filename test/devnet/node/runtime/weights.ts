// The one table of what calls weigh, and the fee that weight and length make.
// Refuses to refund: the fee charged is the fee quoted.
import type { Value } from '../scale/type.ts';
import { listOf, partOf, variantName } from '../scale/value.ts';
import type { RuntimeSpec } from './runtime-spec.ts';

const PICO = 10n ** 12n;
const NANO = 10n ** 9n;

/** `ref_time` of an extrinsic that does nothing. */
const BASE_REF_TIME = 108_157_000n;
const PROOF_SIZE = 10_000n;

/** `ref_time` in units of 10^6; chain.md §5.5 gives them as TAO at 0.0005 rao a unit: 0.00153 TAO is 3,060. */
const MEGA_REF_TIME: Readonly<Record<string, bigint>> = {
  'System.remark': 2n,
  'System.remark_with_event': 20n,
  'System.set_code': 20_000n,
  'Timestamp.set': 200n,
  'Balances.transfer_allow_death': 300n,
  'Balances.transfer_keep_alive': 300n,
  'Balances.transfer_all': 300n,
  'SubtensorModule.add_stake': 3_060n,
  'SubtensorModule.add_stake_limit': 3_260n,
  'SubtensorModule.remove_stake': 2_560n,
  'SubtensorModule.remove_stake_limit': 2_720n,
  'SubtensorModule.remove_stake_full_limit': 2_720n,
  'SubtensorModule.move_stake': 1_400n,
  'SubtensorModule.move_stake_limit': 4_640n,
  'SubtensorModule.transfer_stake': 1_340n,
  'SubtensorModule.swap_stake': 4_320n,
  'SubtensorModule.swap_stake_limit': 4_520n,
  'SubtensorModule.unstake_all': 180n,
  'SubtensorModule.unstake_all_alpha': 4_280n,
  'SubtensorModule.recycle_alpha': 1_100n,
  'SubtensorModule.burn_alpha': 860n,
  'SubtensorModule.add_stake_burn': 3_500n,
  'SubtensorModule.lock_stake': 840n,
  'SubtensorModule.move_lock': 1_100n,
  'SubtensorModule.claim_root': 940n,
  'SubtensorModule.set_root_claim_type': 460n,
  'SubtensorModule.set_coldkey_auto_stake_hotkey': 340n,
};
/**
 * Since 467 a call is billed at no more than its weight of then: rao at 0.00025 a unit (chain.md §5.5), so 4,000 units
 * each. `add_stake` is not listed there and keeps 425's; `add_stake_limit` is what the measured whole fee leaves.
 */
const RAO_AT_475: Readonly<Record<string, bigint>> = {
  'SubtensorModule.add_stake': 765_000n,
  'SubtensorModule.add_stake_limit': 823_417n,
  'SubtensorModule.remove_stake': 602_250n,
  'SubtensorModule.remove_stake_limit': 618_000n,
  'SubtensorModule.remove_stake_full_limit': 625_000n,
  'SubtensorModule.move_stake': 342_500n,
  'SubtensorModule.move_stake_limit': 1_048_500n,
  'SubtensorModule.transfer_stake': 356_750n,
  'SubtensorModule.transfer_stake_and_hotkey': 376_500n,
  'SubtensorModule.swap_stake': 1_018_250n,
  'SubtensorModule.swap_stake_limit': 1_042_250n,
  'SubtensorModule.unstake_all': 56_250n,
  'SubtensorModule.unstake_all_alpha': 1_017_250n,
  'SubtensorModule.recycle_alpha': 283_250n,
  'SubtensorModule.burn_alpha': 228_000n,
  'SubtensorModule.stake_into_basket': 36_855_000n,
  'SubtensorModule.claim_root': 8_209_000n,
  'SubtensorModule.claim_root_with_hotkey': 8_209_000n,
};
const REF_TIME_PER_RAO = 4_000n;
const OTHER_MEGA_REF_TIME = 500n;
const MEGA = 1_000_000n;

export type Weight = Readonly<{ refTime: bigint; proofSize: bigint }>;
export type FeeParts = Readonly<{ base: bigint; weight: bigint; length: bigint }>;

/** Weight of a decoded call; a batch weighs what its items weigh and a little per item. */
export function callWeight(spec: RuntimeSpec, call: Value): Weight {
  const { pallet, name, items } = nameOf(call);
  const inner = items.map((item) => callWeight(spec, item));
  const own = ownRefTime(spec, `${pallet}.${name}`);
  return {
    refTime: inner.reduce((sum, item) => sum + item.refTime, own),
    proofSize: inner.reduce((sum, item) => sum + item.proofSize, PROOF_SIZE),
  };
}

function ownRefTime(spec: RuntimeSpec, name: string): bigint {
  const billed = spec.rules.hasBaskets ? RAO_AT_475[name] : undefined;
  if (billed !== undefined) return billed * REF_TIME_PER_RAO;
  return (MEGA_REF_TIME[name] ?? OTHER_MEGA_REF_TIME) * MEGA;
}

/** What the transaction extensions of a signed extrinsic weigh: charged like the call, and no part of the call's quote. */
const EXTENSIONS: Weight = { refTime: 312_000_000n, proofSize: 1_500n };
/** The whole fees measured at 475 leave nothing for them. */
const NO_EXTENSIONS: Weight = { refTime: 0n, proofSize: 1_500n };

export function extrinsicWeight(spec: RuntimeSpec, call: Value): Weight {
  const { refTime, proofSize } = callWeight(spec, call);
  const extensions = spec.rules.hasBaskets ? NO_EXTENSIONS : EXTENSIONS;
  return {
    refTime: refTime + extensions.refTime,
    proofSize: proofSize + extensions.proofSize,
  };
}

/** Fee before the tip, in rao; weights are charged to the nearest rao, a length likewise. */
export function feeParts(spec: RuntimeSpec, weight: Weight, length: number): FeeParts {
  return {
    base: nearest(BASE_REF_TIME * spec.picoRaoPerRefTime, PICO),
    weight: nearest(weight.refTime * spec.picoRaoPerRefTime, PICO),
    length: nearest(BigInt(length) * spec.nanoRaoPerByte, NANO),
  };
}

export const feeOf = (spec: RuntimeSpec, weight: Weight, length: number): bigint => {
  const parts = feeParts(spec, weight, length);
  return parts.base + parts.weight + parts.length;
};

export const weightToFee = (spec: RuntimeSpec, refTime: bigint): bigint =>
  nearest(refTime * spec.picoRaoPerRefTime, PICO);

export const lengthToFee = (spec: RuntimeSpec, length: number): bigint =>
  nearest(BigInt(length) * spec.nanoRaoPerByte, NANO);

const nearest = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator / 2n) / denominator;

/** Pallet and call name of a decoded call, with the items of a batch. */
export function nameOf(call: Value): { pallet: string; name: string; items: readonly Value[] } {
  const inner = partOf(call, 'value');
  return {
    pallet: variantName(call) ?? '',
    name: variantName(inner) ?? '',
    items: listOf(partOf(partOf(inner, 'value'), 'calls')),
  };
}
