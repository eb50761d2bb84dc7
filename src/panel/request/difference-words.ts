// How far a result is from its quote, in words: the same on the screen and on the picture of a receipt.
import type { ReceiptLine } from '../../model/receipt.ts';
import { t } from '../core/text.ts';
import { percentText } from '../words/format.ts';
import { differencePpm } from './outcome.ts';

/** null: nothing was quoted. */
export function differenceWords(line: ReceiptLine): string | null {
  if (line.expected === null) return null;
  if (line.expected === line.actual) return t('asExpected');
  const ppm = differencePpm(line);
  if (ppm === null || ppm === 0n) return t('outcomeNearly');
  return t(ppm < 0n ? 'outcomeLess' : 'outcomeMore', { share: percentText(ppm < 0n ? -ppm : ppm) });
}
