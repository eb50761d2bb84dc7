// Measures a keystroke: from an amount to the full plan with its checks, for every kind of move.
import process from 'node:process';
import type { Move } from '../../../src/model/move.ts';
import { largestOrder } from '../../../src/moves/max-amount.ts';
import { planMove } from '../../../src/moves/plan-move.ts';
import { toAlphaRao, toRao } from '../../../src/units.ts';
import {
  FRIEND,
  HOTKEY,
  ME,
  OTHER_HOTKEY,
  sampleFacts,
  SN1,
  SN92,
  TERMS,
} from '../../moves/sample-facts.ts';

const KEYSTROKES = 60;
const BUDGET_MS = 16;

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const change = { ...at, kind: 'change-subnet', toNetuid: SN92, toHotkey: HOTKEY } as const;

/** One move a kind, its amount growing with each keystroke so that nothing can be remembered. */
const kinds: readonly { name: string; move: (step: bigint) => Move; hasBudget?: true }[] = [
  {
    name: 'stake',
    move: (step) => ({ kind: 'stake', ...at, amount: toRao(3_000_000_001n * step) }),
    hasBudget: true,
  },
  {
    name: 'unstake',
    move: (step) => ({ kind: 'unstake', ...at, amount: toAlphaRao(100_000_000_007n * step) }),
    hasBudget: true,
  },
  { name: 'unstake all', move: () => ({ kind: 'unstake-all', ...at }), hasBudget: true },
  {
    name: 'change validator',
    move: (step) => ({
      kind: 'change-validator',
      ...at,
      toHotkey: OTHER_HOTKEY,
      amount: toAlphaRao(1_000_000_000n * step),
    }),
  },
  {
    name: 'transfer',
    move: (step) => ({
      kind: 'transfer',
      ...at,
      toColdkey: FRIEND,
      amount: toAlphaRao(1_000_000_000n * step),
    }),
  },
  {
    name: 'change subnet, protected',
    move: (step) => ({
      ...change,
      route: 'protected',
      amount: toAlphaRao(100_000_000_003n * step),
    }),
  },
  {
    name: 'change subnet, one call',
    move: (step) => ({
      ...change,
      route: 'one-call',
      amount: toAlphaRao(100_000_000_003n * step),
    }),
  },
  {
    name: 'exit two, one batch',
    move: () => ({
      kind: 'exit-several',
      coldkey: ME,
      items: [
        { hotkey: HOTKEY, netuid: SN1 },
        { hotkey: HOTKEY, netuid: SN92 },
      ],
      sending: 'one-batch',
    }),
  },
];

function milliseconds(work: (step: bigint) => unknown): { median: number; worst: number } {
  for (let step = 1n; step <= 5n; step += 1n) work(step);
  const times: number[] = [];
  for (let step = 1; step <= KEYSTROKES; step += 1) {
    const start = process.hrtime.bigint();
    work(BigInt(step));
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  times.sort((a, b) => a - b);
  return { median: times[KEYSTROKES >> 1] ?? 0, worst: times.at(-1) ?? 0 };
}

const show = (value: number): string => value.toFixed(2).padStart(7);

export function benchPlan(): Promise<void> {
  const facts = sampleFacts();
  for (const { name, move, hasBudget } of kinds) {
    const { median, worst } = milliseconds((step) => planMove(move(step), TERMS, facts));
    const goal = hasBudget ? `  budget ${BUDGET_MS} ms` : '';
    console.log(`${name.padEnd(28)}p50/max ms ${show(median)} ${show(worst)}${goal}`);
  }
  const { median, worst } = milliseconds((step) =>
    largestOrder({ kind: 'stake', ...at, amount: toRao(step) }, TERMS, facts, 100),
  );
  console.log(`${'largest order under 1 %'.padEnd(28)}p50/max ms ${show(median)} ${show(worst)}`);
  return Promise.resolve();
}
