// Values one portfolio again and again, block after block: a subnet of which nothing changed since is not sold anew. Pure but for
// what it remembers of the last time.
import type { Snapshot, SubnetFacts } from '../model/facts.ts';
import type { Netuid, Ss58Address } from '../units.ts';
import type { PortfolioValue, SubnetValue } from './portfolio-value.ts';
import { valuePortfolio, valueSubnet } from './value-portfolio.ts';

/** Of all that a subnet's value depends on, what a newer row may bring. */
type Seen = { facts: SubnetFacts; value: SubnetValue };

/** By their fields: the same pool may have been read again from the store. */
function isSame(a: object | null, b: object | null): boolean {
  if (a === null || b === null || a === b) return a === b;
  const fields = Object.entries(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every(([name, value]) => Object.is(Reflect.get(b, name), value))
  );
}

const isSameFacts = (a: SubnetFacts, b: SubnetFacts): boolean =>
  a.registeredAt === b.registeredAt &&
  a.exists === b.exists &&
  isSame(a.pool, b.pool) &&
  isSame(a.nodePrice, b.nodePrice) &&
  isSame(a.isSubtokenEnabled, b.isSubtokenEnabled);

export function createValuer(): (
  snapshot: Snapshot,
  counted: readonly Ss58Address[],
) => PortfolioValue {
  let of: Pick<Snapshot, 'positions' | 'availability' | 'rules'> | null = null;
  let whose = '';
  let seen = new Map<Netuid, Seen>();
  return (snapshot, counted) => {
    const isSamePicture =
      of?.positions === snapshot.positions &&
      of.availability === snapshot.availability &&
      of.rules === snapshot.rules &&
      whose === counted.join();
    const before = isSamePicture ? seen : new Map<Netuid, Seen>();
    const now = new Map<Netuid, Seen>();
    const value = valuePortfolio(snapshot, counted, (facts, ...rest) => {
      const known = before.get(facts.netuid);
      const isKnown = known !== undefined && isSameFacts(known.facts, facts);
      const one = isKnown ? known.value : valueSubnet(facts, ...rest);
      now.set(facts.netuid, { facts, value: one });
      return one;
    });
    of = snapshot;
    whose = counted.join();
    seen = now;
    return value;
  };
}
