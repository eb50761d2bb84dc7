// Why the chain failed a call, in plain words: its own name for the error stands below them, for whoever looks it up.
import { refusalCodeOf } from '../../model/refusals.ts';
import { t } from '../core/text.ts';
import { reasonText } from '../words/error-text.ts';

/** `error`: `Pallet.Error`; null: not known. */
export function chainErrorText(error: string | null): string {
  const code = error === null ? null : refusalCodeOf(error);
  return code === null ? t('failedUnnamed') : reasonText({ code, detail: {} });
}
