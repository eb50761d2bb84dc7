// That amounts are cut, where rows print less than their sum does.
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { loseByCutting } from './adding-up.ts';

type Sum = { parts: readonly bigint[]; whole: bigint };

export const areCut = (sums: readonly Sum[]): boolean =>
  sums.some(({ parts, whole }) => loseByCutting(parts, whole));

/** Nobody adds up amounts that are hidden. */
export function CutNote({ sums }: { sums: readonly Sum[] }) {
  const isHidden = usePanel().store.settings.value.hidesAmounts;
  if (isHidden || !areCut(sums)) return null;
  return <p class="small quiet cut-note">{t('partsAreCut')}</p>;
}
