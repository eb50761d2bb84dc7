// Shapes of alert rules, their state and their log. The rules are the user's: one that does not fit is set aside.
import type {
  AlertEvent,
  AlertKind,
  AlertRule,
  AlertScope,
  AlertState,
  QuietTime,
  SubjectState,
} from '../model/alert.ts';
import {
  amount,
  flag,
  hex,
  mapOf,
  number,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
  type Parser,
} from '../parse.ts';

const kind: Parser<AlertKind> = oneOf(
  'exit-value',
  'spot-price',
  'sellable-gap',
  'emission-share',
  'root-dividends',
  'free-tao',
  'coldkey-swap',
  'hotkey-swap',
  'lock-ended',
  'immunity-ending',
  'near-removal',
  'subnet-gone',
  'take-raised',
  'validator-unregistered',
  'validator-idle',
  'foreign-transfer',
  'signed-elsewhere',
  'request-waits',
  'upgrade',
);
const scope = variantOf<AlertScope, 'of'>('of', { everything: {}, subnet: { netuid: number } });
const side = orNull(oneOf('below', 'above', 'falls', 'rises'));

export const isAlertRule = testOf<AlertRule>({
  id: text,
  kind,
  scope,
  side,
  value: amount,
  hysteresisPpm: amount,
  cooldownMinutes: number,
  quiet: orNull(recordOf<QuietTime>({ from: number, to: number })),
  isEnabled: flag,
  createdAt: number,
});

export const isAlertState = testOf<AlertState>({
  genesisHash: hex,
  block: number,
  askedAt: number,
  slowAskedAt: number,
  dailyAskedAt: number,
  subjects: mapOf(
    recordOf<SubjectState>({ isNotified: flag, notifiedAt: orNull(number), memory: orNull(text) }),
  ),
  feeRates: mapOf(number),
});

export const isAlertEvent = testOf<AlertEvent>({
  genesisHash: hex,
  id: text,
  ruleId: text,
  kind,
  side,
  scope,
  value: amount,
  netuid: orNull(number),
  coldkey: orNull(text),
  hotkey: orNull(text),
  figure: orNull(amount),
  isConfirmed: orMissing(flag),
  block: number,
  at: number,
  notifiedAt: orNull(number),
  seenAt: orNull(number),
});
