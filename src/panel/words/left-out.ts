// Why a part of a holding is beside the exit value and no part of it, as messages.
import type { NotSellable } from '../../portfolio/portfolio-value.ts';
import type { SentenceTaking } from '../core/text.ts';

export const reasonKeys: Readonly<Record<NotSellable, SentenceTaking<'amount'>>> = {
  locked: 'gapLocked',
  held: 'gapHeld',
  halted: 'gapHalted',
  dust: 'gapDust',
  'pool-too-small': 'gapPoolTooSmall',
  'no-local-model': 'gapNoModel',
  unread: 'gapUnread',
};
