// Aura and Grandpa: who makes blocks and who votes on them, as storage of a runtime. Layouts: chain.md §12.
// Refuses calls: authorities change by root alone, which a test plays.
import { array, composite, sequence, tuple, u64, u8, unnamed } from '../scale/type.ts';
import type { Value } from '../scale/type.ts';
import type { Consensus, Pallet, StateView } from './description.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { single } from './storage-entry.ts';

const publicKey = (crate: string) =>
  composite(`${crate}::app::Public`, [unnamed(array(u8, 32), '[u8; 32]')]);

export const auraAuthorities = sequence(publicKey('sp_consensus_aura::sr25519'));
export const grandpaAuthorities = sequence(tuple(publicKey('sp_consensus_grandpa'), u64));

const slotType = composite('sp_consensus_slots::Slot', [unnamed(u64, 'u64')]);

/** Each has the same say. */
export const WEIGHT = 1n;
export const weighted = (voters: readonly string[]): Value => voters.map((key) => [key, WEIGHT]);

const of = (view: StateView): Consensus => {
  if (!view.consensus) throw new RangeError('A chain without authorities has no such state');
  return view.consensus;
};

const pallets: readonly Pallet[] = [
  {
    name: 'Aura',
    index: 3,
    path: 'pallet_aura::pallet',
    calls: [],
    events: [],
    errors: [],
    constants: [{ name: 'SlotDuration', type: u64, value: 12_000n }],
    storage: [
      single('Authorities', auraAuthorities, [], (view) => [...of(view).authors]),
      single('CurrentSlot', slotType, 0n, (view) => of(view).slot),
    ],
  },
  {
    name: 'Grandpa',
    index: 4,
    path: 'pallet_grandpa::pallet',
    calls: [],
    events: [],
    errors: [],
    constants: [],
    storage: [
      single('Authorities', grandpaAuthorities, [], (view) => weighted(of(view).voters)),
      single('CurrentSetId', u64, 0n, (view) => of(view).setId),
    ],
  },
];

const extended = new WeakMap<RuntimeSpec, RuntimeSpec>();

/** The same runtime with the two pallets; of one spec always the same. */
export function withConsensus(spec: RuntimeSpec): RuntimeSpec {
  if (spec.hasConsensus) return spec;
  const known = extended.get(spec);
  if (known) return known;
  const extra: RuntimeSpec['extra'] = (call) => [...(spec.extra?.(call) ?? []), ...pallets];
  const made: RuntimeSpec = { ...spec, extra, hasConsensus: true };
  extended.set(spec, made);
  return made;
}
