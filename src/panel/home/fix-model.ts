// Stake that earns nothing, position by position, and the validator that each could be moved to. Pure.
import type { Position, ValidatorFacts } from '../../model/facts.ts';
import type { PortfolioValue, PositionValue } from '../../portfolio/portfolio-value.ts';
import { defaultValidator } from '../ticket/default-validator.ts';
import { isIdle, type AttentionItem } from '../../alerts/attention-item.ts';

/** Most money first. */
export function idlePositions(
  needs: readonly AttentionItem[],
  value: PortfolioValue,
): readonly PositionValue[] {
  const keyOf = (netuid: number, hotkey: string): string => `${netuid} ${hotkey}`;
  const idle = new Set(needs.filter(isIdle).map(({ netuid, hotkey }) => keyOf(netuid, hotkey)));
  return value.subnets
    .flatMap(({ positions }) => positions)
    .filter(({ netuid, hotkey }) => idle.has(keyOf(netuid, hotkey)))
    .toSorted((a, b) => (a.spot === b.spot ? 0 : a.spot < b.spot ? 1 : -1));
}

/** By the same rule as that of new stake; null: none passes it. */
export function betterValidator(
  position: Pick<PositionValue, 'coldkey' | 'hotkey' | 'netuid'>,
  validators: readonly ValidatorFacts[],
  positions: readonly Position[],
): ValidatorFacts | null {
  const others = validators.filter(({ hotkey }) => hotkey !== position.hotkey);
  const found = defaultValidator(position, others, positions)?.hotkey;
  return others.find(({ hotkey }) => hotkey === found) ?? null;
}
