// The legend of the bars of concentration: only what is drawn is explained.
import { t } from '../core/text.ts';

/** Parts of a bar; further ones would be too thin to see. */
export const DRAWN = 32;

/** `count`: of whom the whole consists; `needed`: how many of the largest pass the half; `isWhole`: all of it was read. */
export type Bar = {
  count: number;
  needed: { least: number; most: number | null };
  isWhole: boolean;
};

export function BarNote({ bars }: { bars: readonly Bar[] }) {
  const isOpen = bars.some(({ needed: { least, most } }) => least !== most);
  const hasRest = bars.some(({ count }) => count > DRAWN);
  const keys = [
    { key: 'first', text: t(isOpen ? 'concentrationBarLeast' : 'concentrationBarDark') },
    ...(isOpen ? [{ key: 'maybe', text: t('concentrationBarMaybe') }] : []),
    { key: 'later', text: t('concentrationBarLater') },
    ...(hasRest
      ? [{ key: 'rest', text: t('concentrationBarRest', { drawn: String(DRAWN) }) }]
      : []),
    ...(bars.every(({ isWhole }) => isWhole) ? [] : [{ key: 'unread', text: t('notRead') }]),
  ];
  return (
    <ul class="bar-keys small quiet">
      {keys.map(({ key, text }) => (
        <li key={key}>
          <span class={`bar-key stacked-${key}`} /> {text}
        </li>
      ))}
      <li>
        <span class="bar-key-half" /> {t('concentrationBarNote')}
      </li>
    </ul>
  );
}
