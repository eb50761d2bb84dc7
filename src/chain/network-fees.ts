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

/** A call of that name with plausible arguments; null where the runtime has none such. */
function sampleCall(name: string, stake: SampleStake, state: StateReader): Hex | null {
  const [pallet, call] = name.split('.');
  const calls = pallet === undefined ? null : state.runtime.calls(pallet);
  if (pallet === undefined || call === undefined || calls?.type !== 'enum') return null;
  const fields = Object.hasOwn(calls.value, call) ? calls.value[call] : undefined;
  if (!fields) return null;
  const sample = sampleArguments(stake);
  const args: Record<string, CallValue> = {};
  if (fields.type === 'struct') {
    for (const field of Object.keys(fields.value)) {
      const value = field === 'calls' ? sampleBatch(stake) : sample[field];
      if (value === undefined) return null;
      args[field] = value;
    }
  }
  try {
    return composeCall({ pallet, name: call, args }, state.runtime);
  } catch (error) {
    // This runtime's call wants other things than the sample has: its fee cannot be asked this way.
    if (error instanceof RangeError || error instanceof AppError) return null;
    throw error;
  }
}

/** A sale and a purchase: what moves alpha from one subnet to another. */
function sampleBatch({ hotkey, netuid }: SampleStake): CallDraft[] {
  const limit = { limit_price: SAMPLE_AMOUNT, allow_partial: false };
  const pallet = 'SubtensorModule';
  return [
    {
      pallet,
      name: 'remove_stake_limit',
      args: { hotkey, netuid, amount_unstaked: SAMPLE_AMOUNT, ...limit },
    },
    {
      pallet,
      name: 'add_stake_limit',
      args: { hotkey, netuid, amount_staked: SAMPLE_AMOUNT, ...limit },
    },
  ];
}

/** Fees of calls by `Pallet.call`, each for a sample of its kind. */
export async function readNetworkFees(
  state: StateReader,
  names: readonly string[],
  stake: SampleStake,
): Promise<Record<string, Reading<Rao>>> {
  const fees = await Promise.all(
    names.map(async (name): Promise<[string, Reading<Rao>]> => {
      const call = sampleCall(name, stake, state);
      return [name, call === null ? NOT_HERE : await readNetworkFee(state, call)];
    }),
  );
  return Object.fromEntries(fees);
}
