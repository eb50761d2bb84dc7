// The legend of the bars of concentration: only what is drawn is explained.
import { t } from '../core/text.ts';

/** Parts of a bar; further ones would be too thin to see. */
export const DRAWN = 32;

/** `needed`: how many of the largest pass the half; `isWhole`: all of it was read. */
export type Bar = {
  needed: { least: number; most: number | null };
  isWhole: boolean;
};

export function BarNote({ bars }: { bars: readonly Bar[] }) {
  const isOpen = bars.some(({ needed: { least, most } }) => least !== most);
  const keys = [
    { key: 'first', text: t('concentrationBarDark') },
    ...(isOpen ? [{ key: 'maybe', text: t('concentrationBarMaybe') }] : []),
    { key: 'later', text: t('concentrationBarLater') },
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
