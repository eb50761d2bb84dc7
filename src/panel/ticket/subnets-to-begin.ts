// Which subnets a ticket without one offers to begin with. Pure.
import { ROOT_NETUID, type Netuid } from '../../units.ts';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';

export const OFFERED = 4;

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? 1 : -1);

/** So near in line for deregistration a subnet is not offered to somebody who begins. */
export const NEAR = 10;

/** Near deregistration, or without emission. What is not known is not held against it. */
const isRisky = ({ figures }: SubnetEntry): boolean =>
  figures !== null &&
  ((figures.removal?.place ?? Infinity) <= NEAR || figures.isEmissionOff || figures.perDay === 0n);

/** That it is not near deregistration and has emission was looked at, not assumed. */
const isKnown = ({ figures }: SubnetEntry): boolean =>
  figures !== null && figures.removal !== null && figures.perDay !== null;

/** The user's own, most money first; of somebody who has none those with the most TAO in their pools, without the risky ones. */
export function firstSubnets(
  all: readonly SubnetEntry[],
  valueOf: (netuid: Netuid) => bigint,
  most = OFFERED,
): { areOwn: boolean; isSafer: boolean; entries: readonly SubnetEntry[] } {
  const own = all.filter(({ held }) => held > 0n);
  const sorted =
    own.length > 0
      ? own.toSorted((a, b) => compare(valueOf(a.netuid), valueOf(b.netuid)))
      : all
          .filter((one) => one.netuid !== ROOT_NETUID && one.depth !== null && !isRisky(one))
          .toSorted((a, b) => compare(a.depth ?? 0n, b.depth ?? 0n));
  const isOrderRead = all.some(({ figures }) => (figures?.removal?.place ?? null) !== null);
  const entries = sorted.slice(0, most);
  return {
    areOwn: own.length > 0,
    isSafer: own.length === 0 && isOrderRead && entries.every(isKnown),
    entries,
  };
}
