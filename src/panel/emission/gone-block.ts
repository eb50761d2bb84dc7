// A load that failed because the node no longer has its block: trying again takes a newer one.
import type { WireError } from '../../errors.ts';
import { t } from '../core/text.ts';
import { errorText } from '../words/error-text.ts';

export const isOfGoneBlock = ({ code }: WireError): boolean => code === 'BLOCK_PRUNED';

export const loadErrorText = (error: WireError): string =>
  isOfGoneBlock(error) ? t('loadBlockGone') : errorText(error);
