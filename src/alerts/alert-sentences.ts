// Which sentence says a rule, and which one what fired; the figures are filled in by whoever shows it. Pure.
import type { AlertEvent, AlertRule, AlertScope, AlertSide } from '../model/alert.ts';
import type { SentenceTaking } from '../sentences.ts';

type RuleSentence = SentenceTaking<'subnet' | 'value'>;
type FiredSentence = SentenceTaking<
  'subnet' | 'value' | 'figure' | 'account' | 'validator' | 'time'
>;

type Said = Pick<AlertRule, 'kind' | 'side' | 'scope'>;
type OfScope<Sentence> = Readonly<Record<AlertScope['of'], Sentence>>;
type OfSide<Sentence> = Readonly<Record<AlertSide, Sentence>>;

const exits: OfSide<OfScope<RuleSentence>> = {
  below: { subnet: 'ruleExitBelowSubnet', everything: 'ruleExitBelowAll' },
  above: { subnet: 'ruleExitAboveSubnet', everything: 'ruleExitAboveAll' },
  falls: { subnet: 'ruleExitFallsSubnet', everything: 'ruleExitFallsAll' },
  rises: { subnet: 'ruleExitRisesSubnet', everything: 'ruleExitRisesAll' },
};
const prices: OfSide<RuleSentence> = {
  below: 'rulePriceBelow',
  above: 'rulePriceAbove',
  falls: 'rulePriceFalls',
  rises: 'rulePriceRises',
};
const gaps: Readonly<Record<'below' | 'above', OfScope<RuleSentence>>> = {
  below: { subnet: 'ruleGapBelowSubnet', everything: 'ruleGapBelowAll' },
  above: { subnet: 'ruleGapAboveSubnet', everything: 'ruleGapAboveAll' },
};

const events: Readonly<
  Record<
    Exclude<AlertRule['kind'], 'exit-value' | 'spot-price' | 'sellable-gap' | 'emission-share'>,
    OfScope<RuleSentence>
  >
> = {
  'root-dividends': { subnet: 'ruleRoot', everything: 'ruleRoot' },
  'free-tao': { subnet: 'ruleFree', everything: 'ruleFree' },
  'coldkey-swap': { subnet: 'ruleSwap', everything: 'ruleSwap' },
  'hotkey-swap': { subnet: 'ruleHotkey', everything: 'ruleHotkey' },
  'lock-ended': { subnet: 'ruleLockSubnet', everything: 'ruleLockAll' },
  'immunity-ending': { subnet: 'ruleImmunitySubnet', everything: 'ruleImmunityAll' },
  'near-removal': { subnet: 'ruleNearSubnet', everything: 'ruleNearAll' },
  'subnet-gone': { subnet: 'ruleGoneSubnet', everything: 'ruleGoneAll' },
  'take-raised': { subnet: 'ruleTakeSubnet', everything: 'ruleTakeAll' },
  'validator-unregistered': { subnet: 'ruleUnregisteredSubnet', everything: 'ruleUnregisteredAll' },
  'validator-idle': { subnet: 'ruleIdleSubnet', everything: 'ruleIdleAll' },
  'foreign-transfer': { subnet: 'ruleTransfer', everything: 'ruleTransfer' },
  'signed-elsewhere': { subnet: 'ruleElsewhere', everything: 'ruleElsewhere' },
  'request-waits': { subnet: 'ruleWaits', everything: 'ruleWaits' },
  upgrade: { subnet: 'ruleUpgrade', everything: 'ruleUpgrade' },
};

export function ruleSentence({ kind, side, scope }: Said): RuleSentence {
  const which = side ?? 'below';
  const line = which === 'above' ? 'above' : 'below';
  switch (kind) {
    case 'exit-value':
      return exits[which][scope.of];
    case 'spot-price':
      return prices[which];
    case 'sellable-gap':
      return gaps[line][scope.of];
    case 'emission-share':
      return line === 'above' ? 'ruleShareAbove' : 'ruleShareBelow';
    default:
      return events[kind][scope.of];
  }
}

function levelFired({ kind, side, scope }: Said): FiredSentence | null {
  const isSubnet = scope.of === 'subnet';
  const isDay = side === 'falls' || side === 'rises';
  const isAbove = side === 'above';
  switch (kind) {
    case 'exit-value':
      if (isDay) return isSubnet ? 'firedExitDaySubnet' : 'firedExitDayAll';
      if (isAbove) return isSubnet ? 'firedExitAboveSubnet' : 'firedExitAboveAll';
      return isSubnet ? 'firedExitBelowSubnet' : 'firedExitBelowAll';
    case 'spot-price':
      if (isDay) return 'firedPriceDay';
      return isAbove ? 'firedPriceAbove' : 'firedPriceBelow';
    case 'sellable-gap':
      return isSubnet ? 'firedGapSubnet' : 'firedGapAll';
    case 'emission-share':
      return isAbove ? 'firedShareAbove' : 'firedShareBelow';
    default:
      return null;
  }
}

function eventFired({ kind, figure }: AlertEvent): FiredSentence {
  switch (kind) {
    case 'root-dividends':
      return 'firedRoot';
    case 'free-tao':
      return 'firedFree';
    case 'coldkey-swap':
      return 'firedSwap';
    case 'hotkey-swap':
      return 'firedHotkey';
    case 'lock-ended':
      return 'firedLock';
    case 'immunity-ending':
      return 'firedImmunity';
    case 'near-removal':
      return 'firedNear';
    case 'subnet-gone':
      return 'firedGone';
    case 'take-raised':
      return 'firedTake';
    case 'validator-unregistered':
      return 'firedUnregistered';
    case 'validator-idle':
      return 'firedIdle';
    case 'foreign-transfer':
      return (figure ?? 0n) < 0n ? 'firedOut' : 'firedIn';
    case 'signed-elsewhere':
      return 'firedElsewhere';
    case 'request-waits':
      return 'firedWaits';
    default:
      return 'firedUpgrade';
  }
}

export const firedSentence = (event: AlertEvent): FiredSentence =>
  levelFired(event) ?? eventFired(event);

/** The unit in which a value or a figure of that kind is written. */
export type Written = 'tao' | 'percent' | 'take' | 'blocks' | 'minutes' | 'block' | 'number';

/** Of what was found: a change within a day is a percentage whatever the kind. */
export function figureUnit({ kind, side }: Pick<Said, 'kind' | 'side'>): Written {
  const isDay = side === 'falls' || side === 'rises';
  if (kind === 'coldkey-swap') return 'block';
  if (kind === 'take-raised') return 'take';
  return isDay ? 'percent' : lineUnit({ kind, side });
}

/** Of the rule's line. */
export function lineUnit({ kind, side }: Pick<Said, 'kind' | 'side'>): Written {
  const isDay = side === 'falls' || side === 'rises';
  switch (kind) {
    case 'exit-value':
    case 'spot-price':
      return isDay ? 'percent' : 'tao';
    case 'root-dividends':
    case 'free-tao':
    case 'foreign-transfer':
      return 'tao';
    case 'sellable-gap':
    case 'emission-share':
      return 'percent';
    case 'immunity-ending':
      return 'blocks';
    case 'request-waits':
      return 'minutes';
    default:
      return 'number';
  }
}
