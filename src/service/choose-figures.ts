// Which figures of a snapshot are proven: free TAO of every account, and the pools and positions that make up most of the
// value, the largest first.
import { ENOUGH_BPS } from '../model/enough-proven.ts';
import type { Position, Snapshot, SubnetFacts } from '../model/facts.ts';
import { NEWEST_KNOWN_SPEC } from '../model/known-specs.ts';
import type { ProvenPart } from '../model/proof.ts';
import { raoPerAlpha } from '../pool/spot-price.ts';
import { RAO_PER_TAO, ROOT_NETUID } from '../units.ts';

const ALL_BPS = 10_000n;
/** The last positions of a long list are worth less than their proof. */
const MOST_POSITIONS = 40;
export const MOST_ACCOUNTS = 32;

type ChosenFigures = {
  parts: readonly ProvenPart[];
  /** How many accounts, pools and positions there are. */
  all: number;
  /** Share of the positions' value that these parts are; 10,000 where there are no positions. null: unknown. */
  valueOf: (parts: readonly ProvenPart[]) => number | null;
};

/** null: not read, or no pool that the chain could hold. */
function priceOf(subnet: SubnetFacts | undefined): bigint | null {
  if (subnet === undefined || subnet.pool === null) return null;
  if (subnet.curve === 'stable') return RAO_PER_TAO;
  try {
    return raoPerAlpha(subnet.pool);
  } catch {
    return null;
  }
}

/** Throws nothing: what has no value comes last. */
export function chooseFigures(snapshot: Snapshot): ChosenFigures {
  const { accounts, subnets, positions, runtime } = snapshot;
  // A later runtime may value shares by other rules: its own figure would look like a lie.
  const areValued = runtime.specVersion <= NEWEST_KNOWN_SPEC;
  const prices = new Map(subnets.map((subnet) => [subnet.netuid, priceOf(subnet)]));
  const priceAt = ({ netuid }: Position): bigint | null =>
    netuid === ROOT_NETUID ? RAO_PER_TAO : (prices.get(netuid) ?? null);
  const valueOfPosition = (position: Position): bigint =>
    (position.alpha * (priceAt(position) ?? 0n)) / RAO_PER_TAO;
  const ranked = positions
    .map((position) => ({ position, value: valueOfPosition(position) }))
    .toSorted((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  const total = ranked.reduce((sum, { value }) => sum + value, 0n);
  const isUnknown =
    total === 0n || positions.some((one) => one.alpha > 0n && priceAt(one) === null);
  const parts: ProvenPart[] = accounts
    .slice(0, MOST_ACCOUNTS)
    .map(({ coldkey }) => ({ kind: 'account', coldkey }));
  const pools = new Set<number>();
  let covered = 0n;
  for (const { position, value } of ranked.slice(0, MOST_POSITIONS)) {
    if (total > 0n && covered * ALL_BPS >= total * BigInt(ENOUGH_BPS)) break;
    const { coldkey, hotkey, netuid } = position;
    covered += value;
    // Of root there is no pool to prove.
    const isPool = netuid !== ROOT_NETUID && prices.has(netuid);
    if (isPool && !pools.has(netuid)) parts.push({ kind: 'pool', netuid });
    pools.add(netuid);
    if (areValued) parts.push({ kind: 'position', coldkey, hotkey, netuid });
  }
  const values = new Map(ranked.map(({ position, value }) => [keyOf(position), value]));
  return {
    parts,
    all: accounts.length + positions.length + new Set(positions.map(({ netuid }) => netuid)).size,
    valueOf: (some) => {
      if (positions.length === 0) return Number(ALL_BPS);
      if (isUnknown) return null;
      const sum = some.reduce(
        (so, part) => (part.kind === 'position' ? so + (values.get(keyOf(part)) ?? 0n) : so),
        0n,
      );
      return Number((sum * ALL_BPS) / total);
    },
  };
}

const keyOf = (place: Pick<Position, 'coldkey' | 'hotkey' | 'netuid'>): string =>
  `${place.coldkey} ${place.hotkey} ${place.netuid}`;
