// Values one portfolio again and again, block after block: a subnet of which nothing changed since is not sold anew, and the same
// picture is valued once for all who ask. Pure but for what it remembers of the last time.
import type { Snapshot, SubnetFacts } from '../model/facts.ts';
import type { Netuid, Ss58Address } from '../units.ts';
import type { PortfolioValue, SubnetValue } from './portfolio-value.ts';
import { heldIn, valuePortfolio, valueSubnet, type Held } from './value-portfolio.ts';

/** Of all that a subnet's value depends on, what a newer row may bring. */
type Seen = { facts: SubnetFacts; value: SubnetValue };

/** `held` and `seen`: of the positions, locks and rules of the snapshot. */
type Last = {
  snapshot: Snapshot;
  whose: string;
  held: Held;
  seen: ReadonlyMap<Netuid, Seen>;
  value: PortfolioValue;
};

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

export type ValuePortfolio = (
  snapshot: Snapshot,
  counted: readonly Ss58Address[],
) => PortfolioValue;

export function createValuer(): ValuePortfolio {
  let last: Last | null = null;
  return (snapshot, counted) => {
    const whose = counted.join();
    if (last?.snapshot === snapshot && last.whose === whose) return last.value;
    const of = last?.snapshot;
    const isSamePicture =
      of?.positions === snapshot.positions &&
      of.availability === snapshot.availability &&
      of.rules === snapshot.rules &&
      last?.whose === whose;
    const before = isSamePicture ? last?.seen : undefined;
    const held = (isSamePicture ? last?.held : undefined) ?? heldIn(snapshot, counted);
    const seen = new Map<Netuid, Seen>();
    const valueOf: typeof valueSubnet = (facts, ...rest) => {
      const known = before?.get(facts.netuid);
      const isKnown = known !== undefined && isSameFacts(known.facts, facts);
      const one = isKnown ? known.value : valueSubnet(facts, ...rest);
      seen.set(facts.netuid, { facts, value: one });
      return one;
    };
    const value = valuePortfolio(snapshot, counted, valueOf, held);
    last = { snapshot, whose, held, seen, value };
    return value;
  };
}
