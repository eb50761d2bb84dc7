// Parses a draft of a ticket or of a form, as the panel sends it.
import { moveKinds } from '../model/move.ts';
import { coldkey, LONGEST_LIST, many, netuid, u64, words } from './domain-shapes.ts';
import {
  byField,
  count,
  flag,
  listUpTo,
  mapUpTo,
  object,
  oneOf,
  orNull,
  textUpTo,
  convert,
  orMissing,
} from '../parse.ts';

const moveKind = oneOf(...moveKinds);
const flagIfThere = convert(orMissing(flag), (value) => value ?? false);
export const draftKey = textUpTo(300, 1);
export const draftContent = byField('kind', {
  ticket: {
    fields: object({
      kind: moveKind,
      coldkey: orNull(coldkey),
      hotkey: orNull(coldkey),
      netuid: orNull(netuid),
      toHotkey: orNull(coldkey),
      toNetuid: orNull(netuid),
      toColdkey: orNull(coldkey),
      amountText: words,
      amountAs: oneOf('text', 'max', 'most'),
      unit: oneOf('tao', 'alpha', 'percent'),
      route: oneOf('protected', 'one-call'),
      exits: many(object({ hotkey: coldkey, netuid })),
      sending: oneOf('one-by-one', 'one-batch'),
      unstakes: flagIfThere,
      accepts: flagIfThere,
    }),
    allowPartial: flag,
    wallet: words,
    resolved: orNull(u64),
    subnets: listUpTo(2 + LONGEST_LIST, object({ netuid, registeredAt: count() })),
  },
  form: { values: mapUpTo(40, textUpTo(2000)) },
});
