// What became of a request that did nothing, and what a change took, as rows of a list say it.
import type { GonePosition, HoldingChange } from '../../model/change.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { Rao } from '../../units.ts';
import { keyPart, t, type PlainSentence } from '../core/text.ts';
import { reasonText } from '../words/error-text.ts';
import { activityStateOf } from './activity.ts';

/** What became of one that did nothing, in a line; null: it did what was wanted, or may yet. */
export function endOf(request: SigningRequest): string | null {
  const { state, error, askedAt } = request;
  if (activityStateOf(request) === 'failed') return error === null ? null : reasonText(error);
  switch (state) {
    case 'rejected':
      return t(askedAt === null ? 'ended_canceled' : 'ended_rejected');
    case 'expired':
      return t(askedAt === null ? 'ended_unsigned' : 'ended_expired');
    case 'dropped':
      return t('ended_dropped');
    case 'superseded':
      return t('ended_superseded');
    default:
      return null;
  }
}

/** What a narrow window has room for of the same; its own screen tells the rest. */
export function endTitleKey({ state, askedAt }: SigningRequest): PlainSentence {
  if (state === 'rejected' && askedAt === null) return 'requestBeforeWallet';
  return `requestState_${keyPart(state)}`;
}

/** What went, and what was paid out for it. */
export function lossOf({ event }: HoldingChange): {
  gone: readonly GonePosition[];
  paid: Rao | null;
} {
  if (event.kind === 'positions-gone') return { gone: event.positions, paid: null };
  if (event.kind !== 'subnet-dissolved') return { gone: [], paid: null };
  return { gone: event.held, paid: event.payout.state === 'read' ? event.payout.paid : null };
}
