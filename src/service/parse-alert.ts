// The shape of an alert rule that the panel sends. What its kind cannot have is refused: a rule is believed when it runs.
import { alertKinds } from '../alerts/kinds.ts';
import type { AlertKind, AlertRule } from '../model/alert.ts';
import {
  byField,
  convert,
  count,
  flag,
  object,
  oneOf,
  orNull,
  textUpTo,
  type Parser,
} from '../parse.ts';
import { netuid, u64 } from './domain-shapes.ts';

const MINUTES_A_DAY = 1_440;
const LONGEST_COOLDOWN = 30 * MINUTES_A_DAY;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the kinds
const kinds = Object.keys(alertKinds) as AlertKind[];

const kind: Parser<AlertKind> = convert(textUpTo(40, 1), (name): AlertKind => {
  const found = kinds.find((one) => one === name);
  if (found === undefined) throw new RangeError('no such kind');
  return found;
});
const minute = count(MINUTES_A_DAY - 1);

const written = object({
  id: textUpTo(100),
  kind,
  scope: byField('of', { everything: {}, subnet: { netuid } }),
  side: orNull(oneOf('below', 'above', 'falls', 'rises')),
  value: u64,
  hysteresisPpm: u64,
  cooldownMinutes: count(LONGEST_COOLDOWN),
  quiet: orNull(object({ from: minute, to: minute })),
  isEnabled: flag,
  createdAt: count(),
});

export const alertRule: Parser<AlertRule> = convert(written, (rule): AlertRule => {
  const { sides, scopes } = alertKinds[rule.kind];
  const isSideKnown = rule.side === null ? sides.length === 0 : sides.includes(rule.side);
  if (!isSideKnown || !scopes.includes(rule.scope.of)) throw new RangeError('no such rule');
  return rule;
});
