// Why a part of the past is not in the books, and what to do about it.
import type { Unread } from '../../model/book.ts';
import { keyPart, t } from '../core/text.ts';

export const unreadText = (why: Unread): string => t(`unread_${keyPart(why)}`);

export const unreadAdvice = (why: Unread): string => t(`unreadDo_${keyPart(why)}`);
