// The legend of the bars of concentration: only what is drawn is explained.
import { t } from '../core/text.ts';

/** Parts of a bar; further ones would be too thin to see. */
export const DRAWN = 32;

/** `count`: of whom the whole consists; `needed`: how many of the largest pass the half. */
export type Bar = { count: number; needed: { least: number; most: number | null } };

const isExact = ({ needed: { least, most } }: Bar): boolean => least === most;

export function BarNote({ bars }: { bars: readonly Bar[] }) {
  const isDark = bars.some(({ needed }) => needed.most !== null);
  const hasRest = bars.some(({ count }) => count > DRAWN);
  return (
    <>
      <ul class="bar-keys small quiet">
        {isDark && (
          <li>
            <span class="bar-key stacked-first" /> {t('concentrationBarDark')}
          </li>
        )}
        <li>
          <span class="bar-key stacked-later" /> {t('concentrationBarLater')}
        </li>
        {hasRest && (
          <li>
            <span class="bar-key stacked-rest" />{' '}
            {t('concentrationBarRest', { drawn: String(DRAWN) })}
          </li>
        )}
        <li>
          <span class="bar-key-half" /> {t('concentrationBarNote')}
        </li>
      </ul>
      {isDark && !bars.every(isExact) && <p class="small quiet">{t('concentrationBarRange')}</p>}
    </>
  );
}
