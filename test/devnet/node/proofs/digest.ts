// What consensus writes into a header's digest: the slot in front, announced changes of authorities, the seal at the end.
// Refuses to decide any of it.
import { auraAuthorities, grandpaAuthorities, weighted } from '../runtime/consensus-pallets.ts';
import { encode } from '../scale/codec.ts';
import { utf8 } from '../scale/bytes.ts';
import { tuple, u32, u64, u8, type Value } from '../scale/type.ts';
import { listOf, partOf } from '../scale/value.ts';

const AURA = utf8('aura');
const GRANDPA = utf8('FRNK');

const AUTHORITIES_CHANGE = 1;
const SCHEDULED_CHANGE = 1;
const FORCED_CHANGE = 2;

const auraChange = tuple(u8, auraAuthorities);
const scheduledChange = tuple(u8, grandpaAuthorities, u32);
const forcedChange = tuple(u8, u32, grandpaAuthorities, u32);

export const slotLog = (slot: bigint): Value => ({
  type: 'PreRuntime',
  value: [AURA, encode(u64, slot)],
});

export const sealLog = (seal: Uint8Array): Value => ({ type: 'Seal', value: [AURA, seal] });

export const authorsLog = (authors: readonly string[]): Value => ({
  type: 'Consensus',
  value: [AURA, encode(auraChange, [AUTHORITIES_CHANGE, authors])],
});

export const scheduledLog = (voters: readonly string[], delay: number): Value => ({
  type: 'Consensus',
  value: [GRANDPA, encode(scheduledChange, [SCHEDULED_CHANGE, weighted(voters), delay])],
});

/** `median`: the last final block as the voters who lost it know it. */
export const forcedLog = (voters: readonly string[], delay: number, median: number): Value => ({
  type: 'Consensus',
  value: [GRANDPA, encode(forcedChange, [FORCED_CHANGE, median, weighted(voters), delay])],
});

/** The digest as the state holds it, which the author has sealed over. */
export const withoutSeal = (digest: Value): Value => ({
  logs: listOf(partOf(digest, 'logs')).filter((log) => partOf(log, 'type') !== 'Seal'),
});
