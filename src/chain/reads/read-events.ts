// Events of a block, decoded by name and field and joined to the extrinsic that caused them.
import type { LookupEntry } from '@polkadot-api/metadata-builders';
import { AppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { fromHex } from '../scale/hex.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { decodeAll, type ScaleValue } from '../scale/scale-decoder.ts';
import { isRecord } from '../scale/scale-encoder.ts';
import { fieldOf, listOf, numberOf, variantOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { isUnknownLayout } from './event-layouts.ts';

/** Amounts are bigint, accounts SS58 (prefix 42), bytes hex, absent options null, enums {type, value}. */
export type EventValue = ScaleValue;

export type ChainEvent = {
  pallet: string;
  name: string;
  /** By field name; unnamed fields by position ("0", "1", …), those of stake events by `positionalNames`. */
  fields: Readonly<Record<string, EventValue>>;
  /** null: not part of an extrinsic (the block's initialisation or end). */
  extrinsicIndex: number | null;
  /** true: the runtime lays this event out otherwise than published, and its fields are left out. */
  isUnread?: true;
};

/** Names for fields that the runtime leaves unnamed, in the order of the chain's event definitions. Early runtimes lack the last. */
const positionalNames: Readonly<Record<string, readonly string[]>> = {
  'SubtensorModule.StakeAdded': ['coldkey', 'hotkey', 'tao', 'alpha', 'netuid', 'fee'],
  'SubtensorModule.StakeRemoved': ['coldkey', 'hotkey', 'tao', 'alpha', 'netuid', 'fee'],
  'SubtensorModule.StakeMoved': [
    'coldkey',
    'origin_hotkey',
    'origin_netuid',
    'destination_hotkey',
    'destination_netuid',
    'tao',
  ],
  'SubtensorModule.StakeTransferred': [
    'origin_coldkey',
    'destination_coldkey',
    'hotkey',
    'origin_netuid',
    'destination_netuid',
    'tao',
  ],
  'SubtensorModule.StakeSwapped': [
    'coldkey',
    'hotkey',
    'origin_netuid',
    'destination_netuid',
    'tao',
  ],
};

/** Stake events before spec 233. */
const EARLY_TRADE: readonly string[] = ['hotkey', 'tao'];

function fieldsOf(pallet: string, name: string, value: ScaleValue): ChainEvent['fields'] {
  if (value === null) return {};
  if (isRecord(value) && !('type' in value && 'value' in value)) return value;
  const values = Array.isArray(value) ? listOf(value) : [value];
  const path = `${pallet}.${name}`;
  const isEarly = values.length === EARLY_TRADE.length && path in positionalNames;
  const names = isEarly ? EARLY_TRADE : (positionalNames[path] ?? []);
  return Object.fromEntries(values.map((part, i) => [names[i] ?? String(i), part]));
}

function indexOf(phase: ScaleValue): number | null {
  const { type, value } = variantOf(phase);
  return type === 'ApplyExtrinsic' ? numberOf(value) : null;
}

/** All events in the value of `System.Events`. Throws NODE_MALFORMED. */
export function decodeEvents(value: Hex | null, runtime: Runtime): ChainEvent[] {
  if (value === null) return [];
  const type: LookupEntry | null = runtime.events();
  if (type === null) throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'events' });
  const records = listOf(decodeAll(runtime.decoder(type), fromHex(value)));
  return records.map((record) => {
    const outer = variantOf(fieldOf(record, 'event'));
    const inner = variantOf(outer.value);
    const isUnread = isUnknownLayout(runtime, `${outer.type}.${inner.type}`);
    return {
      pallet: outer.type,
      name: inner.type,
      fields: isUnread ? {} : fieldsOf(outer.type, inner.type, inner.value),
      extrinsicIndex: indexOf(fieldOf(record, 'phase')),
      ...(isUnread ? { isUnread } : {}),
    };
  });
}

/** The events of the state's block. Throws NOT_ON_THIS_RUNTIME where the runtime has no `System.Events`. */
export async function readEvents(state: StateReader): Promise<ChainEvent[]> {
  const item = state.runtime.storage('System', 'Events');
  if (item === null) throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'events' });
  const key = item.key();
  const value = await state.storage({ keys: [key], read: (valueAt) => valueAt(key) });
  return decodeEvents(value, state.runtime);
}
