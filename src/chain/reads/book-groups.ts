// The events of a block by what caused them, and for whom an extrinsic acted, by which call.
import type { Place } from '../../model/past.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import { toNetuid, type Netuid, type Ss58Address } from '../../units.ts';
import { parseSs58 } from '../scale/ss58.ts';
import type { BookTrade } from './book-trades.ts';
import type { BookExtrinsic } from './read-book-block.ts';
import type { ChainEvent } from './read-events.ts';

/** Events that belong together, and the extrinsic that caused them. */
export type Group = {
  events: readonly ChainEvent[];
  extrinsic: BookExtrinsic | null;
};

export const isAt = (place: Place, other: Place): boolean =>
  place.netuid === other.netuid && place.hotkey === other.hotkey;

export const nameOf = ({ pallet, name }: ChainEvent): string => `${pallet}.${name}`;

/** Events that belong together: of one extrinsic, or of the block's beginning or end. */
export function groupsOf(events: readonly ChainEvent[]): ChainEvent[][] {
  const groups: ChainEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]?.extrinsicIndex === event.extrinsicIndex) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

const isCall = (value: CallValue | undefined): value is CallDraft =>
  typeof value === 'object' && value !== null && 'pallet' in value;

const isList = (value: CallValue | undefined): value is readonly CallValue[] =>
  Array.isArray(value);

/** The call that did it: inside a proxy, a batch or a multisig. `item`: which one of a batch; null: all of it. */
function innerCall(call: CallDraft, item: number | null): CallDraft {
  const { call: one, calls } = call.args;
  if (isCall(one)) return innerCall(one, item);
  if (!isList(calls) || item === null) return call;
  const inner = calls[Math.min(item, calls.length - 1)];
  return isCall(inner) ? innerCall(inner, 0) : call;
}

export function callName(extrinsic: BookExtrinsic, item: number | null): string {
  const { pallet, name } = innerCall(extrinsic.call(), item);
  return `${pallet}.${name}`;
}

/** Subnets that a call names, each once and in its order: those of the calls within it too. */
function subnetsIn({ args }: CallDraft): readonly Netuid[] {
  const own = ['origin_netuid', 'netuid', 'destination_netuid'].flatMap((name) => {
    const value = args[name];
    return typeof value === 'number' ? [toNetuid(value)] : [];
  });
  const { call, calls } = args;
  const inner = [...(isList(calls) ? calls : []), call].filter(isCall).flatMap(subnetsIn);
  return [...new Set([...own, ...inner])];
}

export const subnetsTried = (extrinsic: BookExtrinsic): readonly Netuid[] =>
  subnetsIn(extrinsic.call());

const netuidArgument = (call: CallDraft): Netuid | null => {
  const value = call.args['netuid'];
  return typeof value === 'number' ? toNetuid(value) : null;
};

/** For whom an extrinsic acted: its signer, or whom a proxy stood for. Only asked where events do not tell. */
export function actorOf(
  extrinsic: BookExtrinsic | null,
  events: readonly ChainEvent[],
): Ss58Address | null {
  const isUntold = events.some(
    ({ name, fields }) => /^Stake(?:Added|Removed)$/.test(name) && fields['coldkey'] === undefined,
  );
  if (extrinsic === null || !isUntold) return null;
  const { pallet, args } = extrinsic.call();
  const real = pallet === 'Proxy' ? args['real'] : null;
  return typeof real === 'string' ? parseSs58(real) : extrinsic.signer;
}

/** Before the events named it, the subnet stands in the call alone; before dTAO there was none. */
export function netuidOf({ extrinsic }: Group, { netuid, item }: BookTrade): Netuid {
  if (netuid !== null) return netuid;
  const told = extrinsic === null ? null : netuidArgument(innerCall(extrinsic.call(), item));
  return told ?? toNetuid(0);
}
