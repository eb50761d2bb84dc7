// What a validator takes, in words.
import { DEFAULT_TAKE_PPM } from '../../checks/hotkey-rules.ts';
import { t } from '../core/text.ts';
import { percentText, takeText } from './format.ts';

/** Of a hotkey that set none (null), what the chain takes for it. */
export function takeWords(take: number | null): string {
  return take === null
    ? t('takeDefault', { take: percentText(DEFAULT_TAKE_PPM) })
    : t('takeOf', { take: takeText(take) });
}
