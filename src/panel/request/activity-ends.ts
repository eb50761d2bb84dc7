// Why a request failed, what became of one that did nothing, and what a change took, as rows of a list say it.
import type { GonePosition, HoldingChange } from '../../model/change.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { Rao } from '../../units.ts';
import { keyPart, type PlainSentence } from '../core/text.ts';
import { reasonText } from '../words/error-text.ts';
import { activityStateOf } from './activity.ts';

/** Why it failed, in a line; null: it did not. */
export function failureOf(request: SigningRequest): string | null {
  if (activityStateOf(request) !== 'failed' || request.error === null) return null;
  return reasonText(request.error);
}

/** What became of one that did nothing, in a word or two; its own screen tells the rest. */
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
