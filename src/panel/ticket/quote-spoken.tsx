// Says the quote to a screen reader, once typing rests. New blocks change the figures and are not said: the user did not act.
import { useEffect, useState } from 'preact/hooks';
import type { Plan } from '../../model/plan.ts';
import { encodeMessage } from '../../protocol.ts';
import { t } from '../core/text.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { percentText } from '../words/format.ts';
import { valueText } from '../words/check-text.ts';
import { tradeImpact } from './impact-band.ts';
import { minimumOf } from './quote-figures.ts';

/** Milliseconds without a change of the order. */
const REST = 900;

function sentenceOf(plan: Plan, { names, store }: Pick<Panel, 'names' | 'store'>): string {
  const { receives, legs } = plan;
  const impact = tradeImpact(legs);
  if (receives === null || impact === null || store.settings.peek().hidesAmounts) return '';
  const amount = valueText(receives.expected, names);
  const minimum = minimumOf(plan);
  const figures = { amount, impact: percentText(impact) };
  return minimum === null
    ? t('quoteSpoken', figures)
    : t('quoteSpokenMinimum', { ...figures, minimum: valueText(minimum, names) });
}

export function QuoteSpoken({ plan }: { plan: Plan }) {
  const panel = usePanel();
  const [said, setSaid] = useState('');
  const about = encodeMessage([plan.move, plan.terms]);
  useEffect(() => {
    const timer = setTimeout(() => setSaid(sentenceOf(plan, panel)), REST);
    return () => clearTimeout(timer);
  }, [about]);
  return (
    <p class="hidden-text" aria-live="polite">
      {said}
    </p>
  );
}
