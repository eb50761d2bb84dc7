// What the form of a new alert holds, and the rule that it makes. Pure.
import { alertKinds, type AlertUnit } from '../../alerts/kinds.ts';
import { figureOf } from '../../alerts/look-at-levels.ts';
import { lineUnit } from '../../alerts/alert-sentences.ts';
import type { AlertEvent, AlertFacts, AlertKind, AlertRule, AlertSide } from '../../model/alert.ts';
import {
  BLOCKS_PER_DAY,
  exactText,
  mulDivDown,
  mulDivUp,
  parseAmount,
  PPM,
  RAO_PER_TAO,
  type Netuid,
} from '../../units.ts';

export type AlertDraft = {
  kind: AlertKind;
  /** null: everything. */
  netuid: Netuid | null;
  side: AlertSide | null;
  /** As typed. */
  text: string;
  quiet: { from: number; to: number } | null;
};

/** How the value is typed: in TAO, in per cent, in days, or as a plain number; none: there is no value. */
export type Typed = 'tao' | 'percent' | 'days' | 'number' | 'none';

export function typedAs({ kind, side }: Pick<AlertDraft, 'kind' | 'side'>): Typed {
  const unit: AlertUnit = alertKinds[kind].unit;
  if (unit === 'none') return 'none';
  const line = lineUnit({ kind, side });
  if (line === 'tao' || line === 'percent') return line;
  return line === 'blocks' ? 'days' : 'number';
}

const DAY = BigInt(BLOCKS_PER_DAY);

const blocksIn = (days: bigint): bigint => mulDivDown(days, DAY, RAO_PER_TAO);

/** With the fewest decimals that are read as the same blocks again. */
function daysText(blocks: bigint): string {
  for (let grain = RAO_PER_TAO; grain > 1n; grain /= 10n) {
    const days = mulDivUp(blocks, RAO_PER_TAO / grain, DAY) * grain;
    if (blocksIn(days) === blocks) return exactText(days);
  }
  return exactText(mulDivUp(blocks, RAO_PER_TAO, DAY));
}

/** Parts per million of one per cent, for a figure with nine decimals. */
const PERCENT = 10_000n;

function textOf(value: bigint, typed: Typed): string {
  switch (typed) {
    case 'tao':
      return exactText(value);
    case 'percent':
      return exactText(mulDivDown(value, RAO_PER_TAO, PERCENT));
    case 'days':
      return daysText(value);
    default:
      return String(value);
  }
}

/** null: no number above zero. */
function valueOf(text: string, typed: Typed): bigint | null {
  if (typed === 'none') return 0n;
  const parsed = parseAmount(text);
  if (!parsed.ok || parsed.amount <= 0n) return null;
  const { amount } = parsed;
  if (typed === 'tao') return amount;
  if (typed === 'percent') return mulDivDown(amount, PERCENT, RAO_PER_TAO) || null;
  if (typed === 'days') return blocksIn(amount) || null;
  return amount % RAO_PER_TAO === 0n ? amount / RAO_PER_TAO : null;
}

/** What its figure is of. */
export const draftOf = ({ kind, side, scope }: AlertRule | AlertEvent) => ({
  kind,
  side,
  netuid: scope.of === 'subnet' ? scope.netuid : null,
});

/** The form of a rule that there is already. */
export function draftFrom(rule: AlertRule): AlertDraft {
  const of = draftOf(rule);
  return { ...of, text: textOf(rule.value, typedAs(of)), quiet: rule.quiet };
}

const TENTH_PPM = PPM / 10n;

/** What the rule's figure is today, an amount of TAO; null: not known, or the line is of no figure. */
export function figureNow(
  { kind, netuid, side }: Pick<AlertDraft, 'kind' | 'netuid' | 'side'>,
  facts: AlertFacts | null,
): bigint | null {
  const isOfLevel = kind === 'exit-value' || kind === 'spot-price' || kind === 'root-dividends';
  const isOfDay = side === 'falls' || side === 'rises';
  if (facts === null || !isOfLevel || isOfDay) return null;
  const scope =
    netuid === null ? ({ of: 'everything' } as const) : ({ of: 'subnet', netuid } as const);
  const figure = figureOf({ kind, scope }, facts);
  return figure.known ? figure.value : null;
}

/** So many per cent away from a figure, cut to so many digits. */
export function aimedAt(figure: bigint, percent: bigint, digits = 5): bigint {
  const aimed = (figure * (100n + percent)) / 100n;
  const grain = 10n ** BigInt(Math.max(0, String(aimed).length - digits));
  return (aimed / grain) * grain;
}

/** A tenth away from where it is today, so that the form starts with a line that says something. */
function presetOf(draft: Omit<AlertDraft, 'text'>, facts: AlertFacts | null): bigint {
  const { kind, side } = draft;
  const { value } = alertKinds[kind];
  if (side === 'falls' || side === 'rises') return TENTH_PPM;
  const figure = figureNow(draft, facts);
  if (figure === null || figure === 0n) return value;
  // Three digits say enough.
  return aimedAt(figure, side === 'above' ? 10n : -10n, 3) || value;
}

/** The same kind of draft with what belongs to another choice put right. */
export function fitted(
  draft: Omit<AlertDraft, 'text' | 'side'> & { side: AlertSide | null },
  facts: AlertFacts | null,
  first: Netuid | null,
): AlertDraft {
  const { kind, quiet } = draft;
  const { sides, scopes } = alertKinds[kind];
  const side = draft.side !== null && sides.includes(draft.side) ? draft.side : (sides[0] ?? null);
  const netuid = !scopes.includes('subnet')
    ? null
    : scopes.includes('everything')
      ? draft.netuid
      : (draft.netuid ?? first);
  const whole = { kind, netuid, side, quiet };
  return { ...whole, text: textOf(presetOf(whole, facts), typedAs(whole)) };
}

/** null: what was typed is no value. */
export function ruleOf(draft: AlertDraft): AlertRule | null {
  const { kind, netuid, side, text, quiet } = draft;
  const { hysteresisPpm, cooldownMinutes, scopes } = alertKinds[kind];
  const value = valueOf(text, typedAs(draft));
  if (value === null || (netuid === null && !scopes.includes('everything'))) return null;
  return {
    id: '',
    kind,
    scope: netuid === null ? { of: 'everything' } : { of: 'subnet', netuid },
    side,
    value,
    hysteresisPpm,
    cooldownMinutes,
    quiet,
    isEnabled: true,
    createdAt: 0,
  };
}

/** A rule as it is saved again: what was told of its old line does not stand in the way of the new one, so that it is a new rule. */
export function changedRule(before: AlertRule, after: AlertRule): AlertRule {
  const { id, isEnabled, createdAt } = before;
  const lineOf = ({ kind, scope, side, value }: AlertRule): string =>
    [kind, scope.of === 'subnet' ? scope.netuid : '', side, value].join(' ');
  return lineOf(before) === lineOf(after)
    ? { ...after, id, isEnabled, createdAt }
    : { ...after, isEnabled };
}
