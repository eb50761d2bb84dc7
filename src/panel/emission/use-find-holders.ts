// Whose holders to look for: the hotkeys of the validators that were found, at their block.
import { useMemo } from 'preact/hooks';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { hotkeysByValue } from '../subnets/validator-stakes-model.ts';
import { isOfGoneBlock } from './gone-block.ts';
import type { Holders } from './holders-card.tsx';
import type { Find } from './holders-model.ts';
import type { Stakes } from './use-stakes.ts';

/** `hasMore`: validators are there whose holders were not looked for. */
export function useFindHolders(
  { model, found, isPast, renew }: Stakes,
  { reading }: Holders,
  facts: EmissionFacts,
): { find: Find; hasMore: boolean } {
  const isGone = reading.state === 'failed' && isOfGoneBlock(reading.error);
  const hasMore = useMemo(
    () =>
      found !== null &&
      reading.state === 'done' &&
      (reading.block.hash !== found.block.hash ||
        hotkeysByValue(found.stakes, facts).length > reading.of),
    [found, facts, reading],
  );
  return {
    hasMore,
    async find() {
      if (isPast || isGone) await renew();
      const [last, stakes] = [model.found.peek(), model.reading.peek()];
      if (stakes.state === 'failed') throw stakes.error;
      if (last === null) throw new RangeError('validators come first');
      return { block: last.block, at: last.at, hotkeys: hotkeysByValue(last.stakes, facts) };
    },
  };
}
