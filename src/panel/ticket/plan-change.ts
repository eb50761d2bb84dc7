// How the newest block changed the expected amount: "now α 45,088, −0.03 %".
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { encodeMessage } from '../../protocol.ts';
import type { Plan } from '../../model/plan.ts';
import { PPM } from '../../units.ts';

export type PlanChange = {
  /** Parts per million, towards zero. */
  ppm: bigint;
  block: number;
};

/** Only between two plans of the same move at two blocks, and only if the amount changed. */
function changeBetween(before: Plan | null, after: Plan | null): PlanChange | null {
  const was = before?.receives?.expected.amount ?? 0n;
  const is = after?.receives?.expected.amount;
  if (before === null || after === null || is === undefined || was === 0n || was === is)
    return null;
  if (before.block.number === after.block.number) return null;
  if (encodeMessage([before.move, before.terms]) !== encodeMessage([after.move, after.terms])) {
    return null;
  }
  return { ppm: ((is - was) * PPM) / was, block: after.block.number };
}

type ChangeTracker = { change: ReadonlySignal<PlanChange | null>; stop(): void };

export function trackChange(plan: ReadonlySignal<Plan | null>): ChangeTracker {
  const change = signal<PlanChange | null>(null);
  let before: Plan | null = null;
  const stop = effect(() => {
    change.value = changeBetween(before, plan.value);
    before = plan.value;
  });
  return { change, stop };
}
