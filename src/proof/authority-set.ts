// Who votes for finality: a set of keys with weights, how much of it decides, and what the next set is.
// As in finality-grandpa: src/voter_set.rs and threshold in src/lib.rs; polkadot-sdk:
// substrate/primitives/consensus/grandpa/src/lib.rs (logs in a digest), substrate/frame/grandpa/src/lib.rs (a change with
// delay 0 is in the state after its block), substrate/client/consensus/grandpa/src/authorities.rs (each change counts the
// set's id up by one: that count is what voters sign, whatever the state says).
import type { Header } from '../chain/rpc/block-header.ts';
import { toHex } from '../chain/scale/hex.ts';
import { malformed, ScaleReader } from '../chain/scale/scale-reader.ts';
import type { Hex } from '../units.ts';
import { digestOf } from './digest.ts';
import { ifKnown, notServed } from './proof-failure.ts';

export type Authority = { key: Hex; weight: bigint };
export type AuthoritySet = { id: bigint; authorities: readonly Authority[] };

const KEY_BYTES = 32;
/** The chain allows 32. */
const MOST_AUTHORITIES = 256;
/** Sums of weights are exact as numbers. */
const MOST_WEIGHT = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether such a list can decide anything: some keys, all different, each with a weight. */
export function canDecide(authorities: readonly Authority[]): boolean {
  const keys = new Set(authorities.map(({ key }) => key));
  return (
    authorities.length > 0 &&
    authorities.length <= MOST_AUTHORITIES &&
    keys.size === authorities.length &&
    authorities.every(({ weight }) => weight > 0n) &&
    totalWeight(authorities) <= MOST_WEIGHT
  );
}

function totalWeight(authorities: readonly Authority[]): bigint {
  return authorities.reduce((sum, { weight }) => sum + weight, 0n);
}

/** The least weight that is more than two thirds of the set, as the chain counts it. */
export function neededWeight({ authorities }: AuthoritySet): bigint {
  const total = totalWeight(authorities);
  return total - (total - 1n) / 3n;
}

/** Throws NODE_MALFORMED. */
export function readAuthorities(reader: ScaleReader): readonly Authority[] {
  const count = reader.length(KEY_BYTES + 8);
  const authorities = Array.from({ length: count }, () => ({
    key: toHex(reader.take(KEY_BYTES)),
    weight: reader.u64(),
  }));
  if (!canDecide(authorities)) throw malformed('authorities');
  return authorities;
}

/** A stored list of keys without weights, as of those who make blocks. Throws NODE_MALFORMED. */
export function readKeys(reader: ScaleReader): readonly Hex[] {
  const count = reader.length(KEY_BYTES);
  if (count === 0 || count > MOST_AUTHORITIES) throw malformed('authors');
  return Array.from({ length: count }, () => toHex(reader.take(KEY_BYTES)));
}

export function isSameList(a: readonly Authority[], b: readonly Authority[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ key, weight }, i) => key === b[i]?.key && weight === b[i].weight)
  );
}

const SCHEDULED_CHANGE = 1;
const FORCED_CHANGE = 2;
/** One that was switched off, a pause, the end of one: voters do nothing on them. */
const LAST_KNOWN = 5;

function readChange(data: Uint8Array): readonly Authority[] | null {
  const reader = new ScaleReader(data);
  const index = reader.u8();
  if (index === FORCED_CHANGE) throw notServed('a forced change of voters');
  if (index === 0 || index > LAST_KNOWN) throw malformed('digest');
  if (index !== SCHEDULED_CHANGE) return null;
  const authorities = readAuthorities(reader);
  const delay = reader.small(32, false);
  reader.end();
  if (delay !== 0) throw notServed('a delayed change of voters');
  return authorities;
}

/**
 * The voters after this block, for which there are votes; null: those before it. Throws PROOF_NOT_SERVED for a change that
 * is forced (voters did not agree to it), delayed (the state after the block would not show it), or one of two: the chain
 * made it, and no node that shows it lies. Throws PROOF_INVALID where the digest was taken apart in another way.
 */
export function nextAuthorities(header: Pick<Header, 'logs'>): readonly Authority[] | null {
  const changes = digestOf(header).flatMap((item) => {
    if (item.kind !== 'consensus' || item.engine !== 'grandpa') return [];
    const change = ifKnown('a change of voters', () => readChange(item.data));
    return change === null ? [] : [change];
  });
  if (changes.length > 1) throw notServed('two changes of voters in a block');
  return changes[0] ?? null;
}
