// A validator's yearly yield: its basis is named once, at the head of the column; each row has the figure.
import { t } from '../core/text.ts';
import { columnPercentText } from './change.tsx';

/** The head of a list of validators: how it is ordered, and what its figures at the end are measured on. */
export function YieldHead({ hasMine = false }: { hasMine?: boolean }) {
  return (
    <p class="line apart small quiet">
      <span>{t(hasMine ? 'validatorsMineFirst' : 'validatorsBestFirst')}</span>
      <span>{t('comparedYield')}</span>
    </p>
  );
}

export function YearlyYield({ ppm }: { ppm: bigint }) {
  const figure = columnPercentText(ppm);
  return (
    <>
      <span aria-hidden="true">{figure}</span>
      <span class="hidden-text">{t('perYear', { apy: figure })}</span>
    </>
  );
}
