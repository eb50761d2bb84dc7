// The shape of what was typed and not used yet.
import type {
  DraftContent,
  DraftRecord,
  FormContent,
  TicketContent,
  TicketDraft,
} from '../model/draft.ts';
import { moveKinds } from '../model/move.ts';
import { named } from './request-shapes.ts';
import {
  isAmount,
  isFlag,
  isNumber,
  isText,
  listOf,
  mapOf,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  variantOf,
} from './shape.ts';

const fields = recordOf<TicketDraft>({
  kind: oneOf(...moveKinds),
  coldkey: orNull(isText),
  hotkey: orNull(isText),
  netuid: orNull(isNumber),
  toHotkey: orNull(isText),
  toNetuid: orNull(isNumber),
  toColdkey: orNull(isText),
  amountText: isText,
  amountAs: oneOf('text', 'max', 'most'),
  unit: oneOf('tao', 'alpha', 'percent'),
  route: oneOf('protected', 'one-call'),
  exits: listOf(named({ hotkey: isText, netuid: isNumber })),
  sending: oneOf('one-by-one', 'one-batch'),
  unstakes: orMissing(isFlag),
  accepts: orMissing(isFlag),
});

const content = variantOf<DraftContent['kind']>('kind', {
  ticket: recordOf<TicketContent>({
    kind: isText,
    fields,
    allowPartial: isFlag,
    wallet: isText,
    resolved: orNull(isAmount),
    subnets: listOf(named({ netuid: isNumber, registeredAt: isNumber })),
  }),
  form: recordOf<FormContent>({ kind: isText, values: mapOf(isText) }),
});

export const isDraft = recordOf<DraftRecord>({
  key: isText,
  at: isNumber,
  content,
  requestId: orNull(isText),
});
