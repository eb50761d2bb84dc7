// What the parts of bars of concentration are: only what is drawn is explained.
import { t } from '../core/text.ts';

/** Parts of a bar; further ones would be too thin to see. */
export const DRAWN = 32;

/** `count`: of whom the whole consists; `needed`: how many of the largest pass the half. */
export type Bar = { count: number; needed: { least: number; most: number | null } };

export function BarNote({ bars }: { bars: readonly Bar[] }) {
  const isSome = (is: (bar: Bar) => boolean): boolean => bars.some(is);
  return (
    <p class="small quiet">
      {t('concentrationBarNote')}{' '}
      {isSome(({ needed }) => needed.least === needed.most) && <>{t('concentrationBarDark')} </>}
      {isSome(({ needed: { least, most } }) => most !== null && least !== most) && (
        <>{t('concentrationBarRange')} </>
      )}
      {isSome(({ count }) => count > DRAWN) && t('concentrationBarRest', { drawn: String(DRAWN) })}
    </p>
  );
}
