// Why a part of the past is not in the books, or why its loading stopped, and what to do about it.
import type { StopReason } from '../../model/book.ts';
import { keyPart, t } from '../core/text.ts';

export const unreadText = (why: StopReason): string => t(`unread_${keyPart(why)}`);

export const unreadAdvice = (why: StopReason): string => t(`unreadDo_${keyPart(why)}`);
