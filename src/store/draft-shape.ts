// The shape of what was typed and not used yet.
import type { DraftContent, DraftRecord, TicketDraft } from '../model/draft.ts';
import { moveKinds } from '../model/move.ts';
import { place } from './request-shapes.ts';
import {
  amount,
  flag,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
} from '../parse.ts';

const fields = recordOf<TicketDraft>({
  kind: oneOf(...moveKinds),
  coldkey: orNull(text),
  hotkey: orNull(text),
  netuid: orNull(number),
  toHotkey: orNull(text),
  toNetuid: orNull(number),
  toColdkey: orNull(text),
  amountText: text,
  amountAs: oneOf('text', 'max', 'most'),
  unit: oneOf('tao', 'alpha', 'percent'),
  route: oneOf('protected', 'one-call'),
  exits: listOf(place),
  sending: oneOf('one-by-one', 'one-batch'),
  unstakes: orMissing(flag),
  accepts: orMissing(flag),
});

const content = variantOf<DraftContent, 'kind'>('kind', {
  ticket: {
    fields,
    allowPartial: flag,
    wallet: text,
    resolved: orNull(amount),
    subnets: listOf(object({ netuid: number, registeredAt: number })),
  },
  form: { values: mapOf(text) },
});

export const isDraft = testOf<DraftRecord>({
  key: text,
  at: number,
  content,
  requestId: orNull(text),
});
