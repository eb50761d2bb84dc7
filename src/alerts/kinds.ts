// Each kind of alert: what its value means, what it can be about, what a new one starts with. One table for the form, the
// parser of messages and the sentences. Pure.
import type { AlertKind, AlertRule, AlertScope, AlertSide } from '../model/alert.ts';
import { RAO_PER_TAO } from '../units.ts';

/** Rao; parts per million; a plain number; or no value at all. */
export type AlertUnit = 'rao' | 'ppm' | 'count' | 'none';

type Kind = {
  unit: AlertUnit;
  sides: readonly AlertSide[];
  scopes: readonly AlertScope['of'][];
  /** Parts per million of the line. */
  hysteresisPpm: bigint;
  cooldownMinutes: number;
  /** What a new one starts with. */
  value: bigint;
};

const HOUR = 60;
const DAY = 24 * HOUR;
const level = { hysteresisPpm: 20_000n, cooldownMinutes: HOUR } as const;
const event = { sides: [], hysteresisPpm: 0n, cooldownMinutes: 0 } as const;
const both = ['everything', 'subnet'] as const;

export const alertKinds: Readonly<Record<AlertKind, Kind>> = {
  'exit-value': {
    ...level,
    unit: 'rao',
    sides: ['below', 'above', 'falls', 'rises'],
    scopes: ['subnet', 'everything'],
    value: 100n * RAO_PER_TAO,
  },
  'spot-price': {
    ...level,
    unit: 'rao',
    sides: ['below', 'above', 'falls', 'rises'],
    scopes: ['subnet'],
    value: RAO_PER_TAO / 10n,
  },
  'sellable-gap': {
    ...level,
    unit: 'ppm',
    sides: ['above', 'below'],
    scopes: ['subnet', 'everything'],
    hysteresisPpm: 50_000n,
    value: 50_000n,
  },
  'emission-share': {
    ...level,
    unit: 'ppm',
    sides: ['below', 'above'],
    scopes: ['subnet'],
    value: 10_000n,
  },
  'root-dividends': {
    ...level,
    unit: 'rao',
    sides: ['above'],
    scopes: ['everything'],
    cooldownMinutes: DAY,
    value: RAO_PER_TAO,
  },
  'free-tao': {
    ...level,
    unit: 'rao',
    sides: ['below'],
    scopes: ['everything'],
    hysteresisPpm: 200_000n,
    cooldownMinutes: DAY,
    value: RAO_PER_TAO / 100n,
  },
  'coldkey-swap': { ...event, unit: 'none', scopes: ['everything'], value: 0n },
  'hotkey-swap': { ...event, unit: 'none', scopes: ['everything'], value: 0n },
  'lock-ended': { ...event, unit: 'none', scopes: both, value: 0n },
  'immunity-ending': { ...event, unit: 'count', scopes: both, value: 3n * 7_200n },
  'near-removal': { ...event, unit: 'count', scopes: both, cooldownMinutes: DAY, value: 3n },
  'subnet-gone': { ...event, unit: 'none', scopes: both, value: 0n },
  'take-raised': { ...event, unit: 'none', scopes: both, value: 0n },
  'validator-unregistered': { ...event, unit: 'none', scopes: both, value: 0n },
  'validator-idle': { ...event, unit: 'count', scopes: both, value: 3n },
  'foreign-transfer': {
    ...event,
    unit: 'rao',
    scopes: ['everything'],
    value: RAO_PER_TAO / 1_000n,
  },
  'signed-elsewhere': { ...event, unit: 'none', scopes: ['everything'], value: 0n },
  'request-waits': { ...event, unit: 'count', scopes: ['everything'], value: 30n },
  upgrade: { ...event, unit: 'none', scopes: ['everything'], value: 0n },
};

/** On from the start: whoever takes an account over announces it first. */
export const SWAP_RULE: AlertRule = {
  id: 'coldkey-swap',
  kind: 'coldkey-swap',
  scope: { of: 'everything' },
  side: null,
  value: 0n,
  hysteresisPpm: 0n,
  cooldownMinutes: 0,
  quiet: null,
  isEnabled: true,
  createdAt: 0,
};

/** Those of the user, and the one that is on until they say otherwise. */
export const withSwapRule = (rules: readonly AlertRule[]): AlertRule[] =>
  rules.some(({ id }) => id === SWAP_RULE.id) ? [...rules] : [SWAP_RULE, ...rules];
