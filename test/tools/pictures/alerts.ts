// Alert rules of several kinds and what they told, for pictures.
import type { AlertEvent, AlertRule, Alerts } from '../../../src/model/alert.ts';
import { toNetuid } from '../../../src/units.ts';
import { genesisHash, HEAD, TAO } from './chain.ts';
import { savings } from './stored.ts';

const chutes = { of: 'subnet', netuid: toNetuid(64) } as const;

const rule = (id: string, part: Partial<AlertRule>): AlertRule => ({
  id,
  kind: 'exit-value',
  scope: { of: 'everything' },
  side: null,
  value: 0n,
  hysteresisPpm: 20_000n,
  cooldownMinutes: 60,
  quiet: null,
  isEnabled: true,
  createdAt: 1,
  ...part,
});

const rules: AlertRule[] = [
  rule('a', { scope: chutes, side: 'below', value: 160n * TAO }),
  rule('b', { side: 'falls', value: 100_000n, isEnabled: false }),
  rule('c', { kind: 'near-removal', value: 3n }),
  rule('d', { kind: 'root-dividends', side: 'above', value: (24n * TAO) / 10n }),
  rule('e', { kind: 'signed-elsewhere' }),
];

const event = (id: string, ago: number, part: Partial<AlertEvent>): AlertEvent => ({
  genesisHash,
  id,
  ruleId: id,
  kind: 'exit-value',
  side: null,
  scope: { of: 'everything' },
  value: 0n,
  netuid: null,
  coldkey: null,
  hotkey: null,
  figure: null,
  block: HEAD - ago * 5,
  at: Date.now() - ago * 60_000,
  notifiedAt: 1,
  seenAt: null,
  ...part,
});

export const firedAlerts = (): Alerts => ({
  rules,
  log: [
    event('a', 12, {
      scope: chutes,
      netuid: toNetuid(64),
      side: 'below',
      value: 160n * TAO,
      figure: (159_412n * TAO) / 1_000n,
      isConfirmed: false,
    }),
    // No coldkey swap: it would still be pending, and home would say so.
    event('e', 50, { kind: 'signed-elsewhere', coldkey: savings, isConfirmed: true }),
    event('c', 900, {
      kind: 'near-removal',
      // The first of the order, as the list of subnets has it.
      netuid: toNetuid(19),
      value: 3n,
      figure: 1n,
      seenAt: 1,
    }),
    // What 120 TAO on root earn in two days later is claimable now.
    event('d', 3_000, {
      kind: 'root-dividends',
      side: 'above',
      value: (24n * TAO) / 10n,
      figure: (241n * TAO) / 100n,
      seenAt: 1,
    }),
  ],
});
