// Which owners of validators are listed, the largest of each stake that was counted, each once; and which are mine. Pure.
import type { Concentration } from '../../emission/validator-stake.ts';
import type { ValidatorStake } from '../../model/emission-facts.ts';
import { PPM } from '../../units.ts';

export type OwnerView = { key: 'subnets' | 'root' | 'before'; of: Concentration };

/** The largest of any view, in the order of the first view that has them. */
export function largestOwners(views: readonly OwnerView[], listed: number): readonly string[] {
  const shares = (key: string): bigint[] =>
    views.map(({ of }) => {
      const rao = of.holders.find((one) => one.key === key)?.rao ?? 0n;
      return of.total === 0n ? 0n : (rao * PPM) / of.total;
    });
  const keys = new Set(
    views.flatMap(({ of }) => of.holders.slice(0, listed).map(({ key }) => key)),
  );
  return [...keys].toSorted((a, b) => {
    const [ofA, ofB] = [shares(a), shares(b)];
    const at = ofA.findIndex((share, index) => share !== ofB[index]);
    return at < 0 ? 0 : (ofA[at] ?? 0n) < (ofB[at] ?? 0n) ? 1 : -1;
  });
}

/** Owners of the validators that the counted accounts stake with. */
export function ownersOfMine(
  stakes: readonly Pick<ValidatorStake, 'hotkey' | 'owner'>[],
  positions: readonly { hotkey: string }[],
): ReadonlySet<string> {
  const hotkeys = new Set(positions.map(({ hotkey }) => hotkey));
  return new Set(
    stakes.flatMap(({ hotkey, owner }) => (hotkeys.has(hotkey) ? [owner ?? hotkey] : [])),
  );
}
