// Parses a draft of a ticket or of a form, as the panel sends it.
import { moveKinds } from '../model/move.ts';
import { coldkey, kind, LONGEST_LIST, many, netuid, u64, words } from './domain-shapes.ts';
import {
  boolean,
  byKind,
  count,
  list,
  nullable,
  object,
  oneOf,
  record,
  text,
  type Parser,
} from './shapes.ts';

const moveKind = oneOf(...moveKinds);
const flagIfThere: Parser<boolean> = (value) => (value === undefined ? false : boolean(value));
export const draftKey = text(300, 1);
export const draftContent = byKind({
  ticket: object({
    kind: kind('ticket'),
    fields: object({
      kind: moveKind,
      coldkey: nullable(coldkey),
      hotkey: nullable(coldkey),
      netuid: nullable(netuid),
      toHotkey: nullable(coldkey),
      toNetuid: nullable(netuid),
      toColdkey: nullable(coldkey),
      amountText: words,
      amountAs: oneOf('text', 'max', 'most'),
      unit: oneOf('tao', 'alpha', 'percent'),
      route: oneOf('protected', 'one-call'),
      exits: many(object({ hotkey: coldkey, netuid })),
      sending: oneOf('one-by-one', 'one-batch'),
      unstakes: flagIfThere,
      accepts: flagIfThere,
    }),
    allowPartial: boolean,
    wallet: words,
    resolved: nullable(u64),
    subnets: list(object({ netuid, registeredAt: count() }), 2 + LONGEST_LIST),
  }),
  form: object({ kind: kind('form'), values: record(text(2000), 40) }),
});
