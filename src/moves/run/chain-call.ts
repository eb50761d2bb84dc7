// The calls that plans are made of: typed, and by names as chain/ encodes them. The rows are in model/stake-calls.ts.
import { AppError } from '../../errors.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import {
  stakeCalls,
  type StakeArgumentKind,
  type StakeCall,
  type StakeCallName,
  type StakeCallRow,
} from '../../model/stake-calls.ts';
import { toNetuid, type Ss58Address } from '../../units.ts';

export type ChainCall = StakeCall | { name: 'batch_all'; calls: readonly StakeCall[] };

const unplanned = (what: string): AppError =>
  new AppError('INTERNAL', { text: `no call of a plan: ${what}` });

/** The calls of the protected route's batch, in order. */
export const PROTECTED_CALLS: readonly string[] = [
  'SubtensorModule.remove_stake_limit',
  'SubtensorModule.add_stake_limit',
];

/** What a claim sends for each validator, and for root stake that leaves with it. */
export const CLAIM_CALL = 'SubtensorModule.claim_root_with_hotkey';
export const EXIT_CALL = 'SubtensorModule.remove_stake_full_limit';

/** The stake calls that run, in order: one, or those of the batch. */
export const callsIn = (call: ChainCall): readonly StakeCall[] =>
  call.name === 'batch_all' ? call.calls : [call];

/** A batch of these calls, as its fee is keyed: `Utility.batch_all[2*Pallet.one+Pallet.other]`. */
export function batchOf(names: readonly string[]): string {
  const runs: { name: string; count: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.count += 1;
    else runs.push({ name, count: 1 });
  }
  const parts = runs.map(({ name, count }) => (count === 1 ? name : `${count}*${name}`));
  return `Utility.batch_all[${parts.join('+')}]`;
}

/** The key of the call's network fee: a call costs by its kind, a batch by its content. */
export function feeName(call: ChainCall): string {
  return call.name === 'batch_all' ? batchOf(call.calls.map(callName)) : callName(call);
}

/** `Pallet.call`, as the rules are keyed. */
export function callName(call: ChainCall): string {
  return call.name === 'batch_all' ? 'Utility.batch_all' : `SubtensorModule.${call.name}`;
}

export function draftOf(call: ChainCall): CallDraft {
  if (call.name === 'batch_all') {
    return { pallet: 'Utility', name: 'batch_all', args: { calls: call.calls.map(draftOf) } };
  }
  const fields: Readonly<Record<string, CallValue | undefined>> = call;
  const args: Record<string, CallValue> = {};
  const row: StakeCallRow = stakeCalls[call.name];
  for (const [argument, , field] of row.args) {
    const value = fields[field];
    if (value === undefined) throw unplanned(`${call.name}.${argument}`);
    args[argument] = value;
  }
  return { pallet: 'SubtensorModule', name: call.name, args };
}

function isList(value: CallValue | undefined): value is readonly CallValue[] {
  return Array.isArray(value);
}

function isDraft(value: CallValue | undefined): value is CallDraft {
  return typeof value === 'object' && value !== null && !isList(value);
}

const isStakeCallName = (name: string): name is StakeCallName => Object.hasOwn(stakeCalls, name);

/** Whether a plan that names these account ids can hold the value. */
function isPlanned(
  value: CallValue,
  kind: StakeArgumentKind,
  addresses: readonly Ss58Address[],
): boolean {
  switch (kind) {
    case 'account':
      return addresses.some((address) => address === value);
    case 'u16':
      return typeof value === 'number' && toNetuid(value) === value;
    case 'u64':
    case 'optional-u64':
      return typeof value === 'bigint';
    case 'bool':
      return typeof value === 'boolean';
  }
}

function stakeCallOf(draft: CallDraft, addresses: readonly Ss58Address[]): StakeCall {
  const { pallet, name } = draft;
  if (!isStakeCallName(name)) throw unplanned(`${pallet}.${name}`);
  const row: StakeCallRow = stakeCalls[name];
  const call: Record<string, CallValue> = { name };
  for (const [argument, kind, field] of row.args) {
    const value = draft.args[argument];
    if (value === undefined || !isPlanned(value, kind, addresses)) {
      throw unplanned(`${name}.${argument}`);
    }
    call[field] = value;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of the row was checked just now
  return call as StakeCall;
}

/** The reverse of `draftOf`. Throws INTERNAL for a call that no plan of these account ids contains. */
export function chainCallOf(draft: CallDraft, addresses: readonly Ss58Address[]): ChainCall {
  if (draft.name !== 'batch_all') return stakeCallOf(draft, addresses);
  const { calls } = draft.args;
  if (!isList(calls)) throw unplanned('batch without calls');
  if (calls.length === 0) throw unplanned('empty batch');
  return {
    name: 'batch_all',
    calls: calls.map((call) => {
      if (!isDraft(call)) throw unplanned('batch item');
      return stakeCallOf(call, addresses);
    }),
  };
}
