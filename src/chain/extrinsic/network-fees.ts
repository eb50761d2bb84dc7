// The highest network fee of a call, as the node quotes it for the whole extrinsic with an empty signature.
// The quote for a bare call (query_call_info) omits the weight of the transaction extensions, which is charged too.
import { AppError } from '../../errors.ts';
import type { Reading } from '../../model/facts.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import { toRao, type Hex, type Netuid, type Rao, type Ss58Address } from '../../units.ts';
import { signedExtrinsic } from './signed-extrinsic.ts';
import { composeCall } from './compose-call.ts';
import { encodeEra, eraFrom } from './era.ts';
import { extensionBytes } from './extension-bytes.ts';
import { requirePublishedExtensions } from './published-extensions.ts';
import { concatBytes, toHex } from '../scale/hex.ts';
import { littleEndian } from '../scale/scale-encoder.ts';
import { bigintOf, fieldIf, fieldOf, raoOf } from '../scale/scale-fields.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { known, NOT_HERE } from '../runtime/storage-query.ts';

/** The signer: nonce and kind of key determine the length of the extrinsic. */
type FeePayer = {
  coldkey: Ss58Address;
  nonce: number;
  /** An ecdsa signature is one byte longer than the others. */
  isEcdsa: boolean;
};

const NO_HASH: Hex = `0x${'00'.repeat(32)}`;
/** Any mortal era takes two bytes. */
const ANY_ERA = encodeEra(eraFrom(0, 32));

/** The extrinsic with a signature of zeros. Throws FORMAT_UNKNOWN where its form is not the published one. */
function unsignedShape(call: Hex, payer: FeePayer, runtime: Runtime): Uint8Array {
  const { coldkey, nonce, isEcdsa } = payer;
  const values = {
    era: ANY_ERA,
    nonce,
    tip: toRao(0n),
    metadataHashMode: 0,
    metadataHash: null,
    genesisHash: NO_HASH,
    birthHash: NO_HASH,
    specVersion: runtime.ref.specVersion,
    transactionVersion: 0,
  } as const;
  requirePublishedExtensions(runtime);
  return signedExtrinsic({
    coldkey,
    kind: isEcdsa ? 'ecdsa' : 'sr25519',
    signature: new Uint8Array(isEcdsa ? 65 : 64),
    extra: extensionBytes(values).extra,
    call,
  });
}

/** null: the runtime's transactions have another form than the published one: nothing can be signed, no fee applies. */
function shapeIfKnown(call: Hex, payer: FeePayer, runtime: Runtime): Uint8Array | null {
  try {
    return unsignedShape(call, payer, runtime);
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORMAT_UNKNOWN') return null;
    throw error;
  }
}

async function readInfo(
  state: StateReader,
  call: Hex,
  payer: FeePayer,
): Promise<Reading<ScaleValue>> {
  const extrinsic = shapeIfKnown(call, payer, state.runtime);
  if (extrinsic === null) return NOT_HERE;
  const length = littleEndian(BigInt(extrinsic.length), 4);
  return state.apiBytes(
    'TransactionPaymentApi',
    'query_info',
    toHex(concatBytes(extrinsic, length)),
  );
}

/** The highest fee of this call, rao without tip; the chain refunds unused weight. */
export async function readNetworkFee(
  state: StateReader,
  call: Hex,
  payer: FeePayer,
): Promise<Reading<Rao>> {
  const answer = await readInfo(state, call, payer);
  return answer.known ? known(raoOf(fieldOf(answer.value, 'partial_fee'))) : answer;
}

/** The most picoseconds that one transaction may be declared to take; null: the runtime does not say. */
function largestWeight(runtime: Runtime): bigint | null {
  const weights = runtime.constant('System', 'BlockWeights');
  if (weights === null) return null;
  const most = fieldIf(fieldOf(fieldOf(weights, 'per_class'), 'normal'), 'max_extrinsic');
  return most === undefined || most === null ? null : bigintOf(fieldOf(most, 'ref_time'));
}

/** Whether a transaction with each of these calls fits a block by its declared weight; unknown for none and where it is not told. */
export async function readBatchFits(
  state: StateReader,
  names: readonly string[],
  stake: SampleStake,
  payer: FeePayer,
): Promise<Reading<boolean>> {
  const most = largestWeight(state.runtime);
  if (most === null || names.length === 0) return NOT_HERE;
  let fits = true;
  for (const name of names) {
    const call = sampleCall(name, stake, state.runtime);
    const info = call === null ? NOT_HERE : await readInfo(state, call, payer);
    if (!info.known) return info;
    fits &&= bigintOf(fieldOf(fieldOf(info.value, 'weight'), 'ref_time')) <= most;
  }
  return known(fits);
}

export type SampleStake = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

/** Amounts are u64 of fixed width, so the value does not change the fee. */
const SAMPLE_AMOUNT = 1_000_000_000n;

function sampleArguments({ coldkey, hotkey, netuid }: SampleStake): Record<string, CallValue> {
  return {
    hotkey,
    netuid,
    amount_staked: SAMPLE_AMOUNT,
    amount_unstaked: SAMPLE_AMOUNT,
    alpha_amount: SAMPLE_AMOUNT,
    limit_price: SAMPLE_AMOUNT,
    allow_partial: false,
    origin_hotkey: hotkey,
    destination_hotkey: hotkey,
    origin_netuid: netuid,
    destination_netuid: netuid,
    destination_coldkey: coldkey,
    amount: SAMPLE_AMOUNT,
    enabled: false,
  };
}

/** Sample values for the fields that the runtime's call has. */
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
    const value = sample[field];
    if (value !== undefined) args[field] = value;
  }
  return args;
}

/** A sample of the named call; `Utility.batch_all[2*Pallet.one+Pallet.other]` names a batch of those. */
function sampleDraft(path: string, stake: SampleStake, runtime: Runtime): CallDraft | null {
  const batch = /^Utility\.batch_all\[(.+)\]$/.exec(path)?.[1];
  if (batch !== undefined) {
    const calls = sampleItems(batch, stake, runtime);
    return calls && { pallet: 'Utility', name: 'batch_all', args: { calls } };
  }
  const [pallet, name] = path.split('.');
  if (pallet === undefined || name === undefined) return null;
  return { pallet, name, args: sampleFields(pallet, name, stake, runtime) };
}

function sampleItems(batch: string, stake: SampleStake, runtime: Runtime): CallDraft[] | null {
  const items: CallDraft[] = [];
  for (const part of batch.split('+')) {
    const [, digits = '1', name = ''] = /^(?:(\d{1,4})\*)?(.+)$/.exec(part) ?? [];
    const item = sampleDraft(name, stake, runtime);
    if (item === null) return null;
    for (let left = Number(digits); left > 0; left -= 1) items.push(item);
  }
  return items;
}

/** A call of that name with plausible arguments; null where the runtime has no such call. */
export function sampleCall(path: string, stake: SampleStake, runtime: Runtime): Hex | null {
  try {
    const draft = sampleDraft(path, stake, runtime);
    return draft && composeCall(draft, runtime);
  } catch (error) {
    // This runtime lacks the call, or the call has arguments without a sample.
    if (error instanceof RangeError || error instanceof AppError) return null;
    throw error;
  }
}

/** Fees by name, each quoted for a sample: a fee depends only on the call's kind and length. */
export async function readNetworkFees(
  state: StateReader,
  names: readonly string[],
  stake: SampleStake,
  payer: FeePayer,
): Promise<Record<string, Reading<Rao>>> {
  const fees = await Promise.all(
    names.map(async (name): Promise<[string, Reading<Rao>]> => {
      const call = sampleCall(name, stake, state.runtime);
      return [name, call === null ? NOT_HERE : await readNetworkFee(state, call, payer)];
    }),
  );
  return Object.fromEntries(fees);
}
