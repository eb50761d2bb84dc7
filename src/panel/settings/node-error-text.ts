// The sentence of a node's error where endpoints are chosen: the way to Settings is not said in Settings.
import type { ErrorDetail, WireError } from '../../errors.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { errorText } from '../words/error-text.ts';

const LONGEST = 120;

const partOf = (part: ErrorDetail[string] | undefined): string | null =>
  part === undefined ? null : isolated(cleanName(String(part), LONGEST));

export function nodeErrorText(error: WireError): string {
  const { code, detail } = error;
  const endpoint = partOf(detail['endpoint'] ?? detail['what']);
  const text = partOf(detail['text']);
  if (code === 'NODE_UNREACHABLE') {
    return endpoint === null
      ? t('hereNodeUnreachableUnnamed')
      : t('hereNodeUnreachable', { endpoint });
  }
  if (code === 'NODE_TIMEOUT') {
    return endpoint === null ? t('hereNodeTimeoutUnnamed') : t('hereNodeTimeout', { endpoint });
  }
  if (code === 'NODE_REFUSED' && text !== null) return t('hereNodeRefused', { text });
  if (code === 'NODE_BUSY' && endpoint !== null) return t('hereNodeBusy', { endpoint });
  if (code === 'NODE_BEHIND' && endpoint !== null) return t('hereNodeBehind', { endpoint });
  return errorText(error);
}
