// What inclusion costs, as the node quotes it without a signature.
import { AppError } from '../errors.ts';
import type { Reading } from '../facts.ts';
import type { CallDraft, CallValue } from '../moves/plan.ts';
import type { Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import { callLength } from './assemble-extrinsic.ts';
import { composeCall } from './compose-call.ts';
import { concatBytes, fromHex, toHex } from './hex.ts';
import { littleEndian } from './scale-encoder.ts';
import { fieldOf, raoOf } from './scale-fields.ts';
import type { Runtime } from './runtime.ts';
import type { StateReader } from './state-reader.ts';
import { known, NOT_HERE } from './wanted.ts';

/** Without tip, for a call of these bytes signed by nobody yet. */
export async function readNetworkFee(state: StateReader, call: Hex): Promise<Reading<Rao>> {
  const bytes = fromHex(call);
  const length = littleEndian(BigInt(callLength(call)), 4);
  const answer = await state.apiBytes(
    'TransactionPaymentCallApi',
    'query_call_info',
    toHex(concatBytes(bytes, length)),
  );
  return answer.known ? known(raoOf(fieldOf(answer.value, 'partial_fee'))) : answer;
}

export type SampleStake = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

/** The width of the amount does not change the fee; a full one makes that certain. */
const SAMPLE_AMOUNT = 1_000_000_000n;

function sampleArguments({ coldkey, hotkey, netuid }: SampleStake): Record<string, CallValue> {
  return {
    hotkey,
    netuid,
    amount_staked: SAMPLE_AMOUNT,
    amount_unstaked: SAMPLE_AMOUNT,
    alpha_amount: SAMPLE_AMOUNT,
    amount: SAMPLE_AMOUNT,
    limit_price: SAMPLE_AMOUNT,
    allow_partial: false,
    origin_hotkey: hotkey,
    destination_hotkey: hotkey,
    origin_netuid: netuid,
    destination_netuid: netuid,
    destination_coldkey: coldkey,
    dest: coldkey,
    value: SAMPLE_AMOUNT,
    subnets: [netuid],
  };
}

/** The call's fields that the sample has a value for. */
function sampleFields(
  pallet: string,
  name: string,
  stake: SampleStake,
  runtime: Runtime,
): Record<string, CallValue> {
  const calls = runtime.calls(pallet);
  const call = calls?.type === 'enum' ? calls.value[name] : undefined;
  const sample = sampleArguments(stake);
  const args: Record<string, CallValue> = {};
  for (const field of call?.type === 'struct' ? Object.keys(call.value) : []) {
    const value = field === 'calls' ? sampleBatch(stake, runtime) : sample[field];
    if (value !== undefined) args[field] = value;
  }
  return args;
}

/** A call of that name with plausible arguments; null where the runtime has none such. */
function sampleCall(path: string, stake: SampleStake, runtime: Runtime): Hex | null {
  const [pallet, name] = path.split('.');
  if (pallet === undefined || name === undefined) return null;
  try {
    return composeCall({ pallet, name, args: sampleFields(pallet, name, stake, runtime) }, runtime);
  } catch (error) {
    // This runtime lacks the call, or it wants other things than the sample has.
    if (error instanceof RangeError || error instanceof AppError) return null;
    throw error;
  }
}

/** A sale and a purchase: what moves alpha from one subnet to another. With limits where the runtime has them. */
function sampleBatch(stake: SampleStake, runtime: Runtime): CallDraft[] {
  const pallet = 'SubtensorModule';
  const calls = runtime.calls(pallet);
  const hasLimits = calls?.type === 'enum' && Object.hasOwn(calls.value, 'remove_stake_limit');
  const names = hasLimits
    ? ['remove_stake_limit', 'add_stake_limit']
    : ['remove_stake', 'add_stake'];
  return names.map((name) => ({ pallet, name, args: sampleFields(pallet, name, stake, runtime) }));
}

/** Fees of calls by `Pallet.call`, each for a sample of its kind. */
export async function readNetworkFees(
  state: StateReader,
  names: readonly string[],
  stake: SampleStake,
): Promise<Record<string, Reading<Rao>>> {
  const fees = await Promise.all(
    names.map(async (name): Promise<[string, Reading<Rao>]> => {
      const call = sampleCall(name, stake, state.runtime);
      return [name, call === null ? NOT_HERE : await readNetworkFee(state, call)];
    }),
  );
  return Object.fromEntries(fees);
}
