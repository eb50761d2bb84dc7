// Ledger events and errors as the runtime's own: `System.Events` and `DispatchError`.
// Refuses to drop an event that the runtime cannot encode.
import type { EventValue, LedgerError, LedgerEvent } from '../../ledger/calls/ledger-call.ts';
import type { RuntimeDescription } from '../runtime/description.ts';
import { laterName } from '../runtime/subtensor-errors.ts';
import type { Weight } from '../runtime/weights.ts';
import { encode } from '../scale/codec.ts';
import type { Value } from '../scale/type.ts';
import { eventRecords } from '../runtime/system-pallets.ts';

export type Phase = 'Initialization' | 'Finalization' | number;

export type PhasedEvent = Readonly<{ phase: Phase; event: LedgerEvent; weight: Weight | null }>;

export function encodeEvents(
  description: RuntimeDescription,
  events: readonly PhasedEvent[],
): Uint8Array {
  return encode(
    eventRecords(description.outer.event),
    events.map((item) => ({
      phase:
        typeof item.phase === 'number' ? { type: 'ApplyExtrinsic', value: item.phase } : item.phase,
      event: eventValue(description, item.event, item.weight),
      topics: [],
    })),
  );
}

const NOTHING: Weight = { refTime: 0n, proofSize: 0n };

function eventValue(
  description: RuntimeDescription,
  event: LedgerEvent,
  weight: Weight | null,
): Value {
  const pallet = description.pallets.find((known) => known.name === event.pallet);
  const variant = pallet?.events.find((known) => known.name === event.name);
  if (!variant) throw new RangeError(`The runtime has no event ${event.pallet}.${event.name}`);
  const { refTime, proofSize } = weight ?? NOTHING;
  const info: Value = {
    weight: { ref_time: refTime, proof_size: proofSize },
    class: weight ? 'Normal' : 'Mandatory',
    pays_fee: weight ? 'Yes' : 'No',
  };
  const valueAt = (key: string): Value | undefined => {
    if (key === 'dispatch_info') return info;
    const given = event.fields[key];
    return given === undefined ? undefined : fieldValue(description, given);
  };
  return {
    type: event.pallet,
    value: { type: event.name, value: inOrder(variant.fields, valueAt) },
  };
}

function inOrder(
  fields: readonly { readonly name?: string }[],
  valueAt: (key: string) => Value | undefined,
): Value {
  if (fields.every((field) => field.name === undefined)) {
    const values = fields.map((_, index) => {
      const value = valueAt(String(index));
      if (value === undefined) throw new RangeError(`Event lacks field ${index}`);
      return value;
    });
    return values.length === 1 ? (values[0] ?? null) : values;
  }
  const named: Record<string, Value> = {};
  for (const { name } of fields) {
    const value = name === undefined ? undefined : valueAt(name);
    if (name !== undefined && value !== undefined) named[name] = value;
  }
  return named;
}

function fieldValue(description: RuntimeDescription, given: EventValue): Value {
  if (typeof given !== 'object') return given;
  if (!('ok' in given)) return errorValue(description, given);
  return given.ok
    ? { type: 'Ok', value: [] }
    : { type: 'Err', value: errorValue(description, given.error) };
}

const SYSTEM_ERRORS: readonly string[] = ['BadOrigin', 'CannotLookup', 'Exhausted', 'Unavailable'];

/** A pallet error by its indices; what a runtime without that pallet cannot name is `Other`. */
export function errorValue(description: RuntimeDescription, error: LedgerError): Value {
  if (error.pallet === 'Token' || error.pallet === 'Arithmetic') {
    return { type: error.pallet, value: error.name };
  }
  if (error.pallet === 'System' && SYSTEM_ERRORS.includes(error.name)) return error.name;
  const pallet = description.pallets.find((known) => known.name === error.pallet);
  const errors = pallet?.errors ?? [];
  const index = Math.max(errors.indexOf(error.name), errors.indexOf(laterName(error.name)));
  if (!pallet || index < 0) return 'Other';
  const bytes = new Uint8Array([index, 0, 0, 0]);
  return { type: 'Module', value: { index: pallet.index, error: bytes } };
}
