// What the move votes for, in one plain sentence; nothing where the chain's rule cannot be reproduced.
import type { Plan } from '../../moves/plan.ts';
import { voteOf } from '../../emission/vote.ts';
import { durationText, percentText } from '../models/format.ts';
import { t } from '../text.ts';
import { usePanel } from './panel-context.ts';

export function TicketVote({ plan }: { plan: Plan }) {
  const { store, names } = usePanel();
  const record = store.emission.value;
  const leg =
    plan.legs.find(({ purpose, side }) => purpose === 'trade' && side === 'buy') ??
    plan.legs.find(({ purpose }) => purpose === 'trade');
  if (record === null || leg === undefined) return null;
  const { priceBefore: before, priceAfter: after } = leg.fill;
  const vote = voteOf(record.facts, [{ netuid: leg.netuid, before, after }], []);
  const effect = vote.known ? vote.value.effects[0] : undefined;
  if (effect === undefined) return null;
  return (
    <p class="small soft">
      {effect.halfLifeBlocks === null
        ? t(
            'voteSentence',
            names.number(effect.netuid),
            percentText(effect.sharePpmWithout),
            percentText(effect.sharePpmAfter),
          )
        : t(
            'voteSentenceHalf',
            names.number(effect.netuid),
            percentText(effect.sharePpmWithout),
            percentText(effect.sharePpmAfter),
            durationText(effect.halfLifeBlocks),
          )}
    </p>
  );
}
