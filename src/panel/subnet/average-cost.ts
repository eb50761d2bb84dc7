// What the alpha that is held in one subnet cost on average, out of the books: the bases of the lots that are left. Pure.
import type { HoldingFigures, SubnetThen } from '../../history/figures.ts';
import { RAO_PER_ALPHA, mulDivDown } from '../../units.ts';

/** Rao per whole alpha, rounded down; null: of one holding or more the lots are not known, or nothing is left. */
export function averageCost(
  holdings: readonly HoldingFigures[],
  { netuid, registeredAt }: SubnetThen,
): bigint | null {
  let alpha = 0n;
  let basis = 0n;
  for (const { holding, lots, open } of holdings) {
    if (holding.netuid !== netuid || holding.registeredAt !== registeredAt) continue;
    if (!lots.known) return null;
    for (const lot of open) {
      alpha += lot.alpha;
      basis += lot.basis;
    }
  }
  return alpha === 0n ? null : mulDivDown(basis, RAO_PER_ALPHA, alpha);
}
