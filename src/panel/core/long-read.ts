// Shared by readings of many queries: a run id that ends them at the node, and their cost.
import type { ReadCost } from '../../model/emission-facts.ts';
import type { Call } from './panel-deps.ts';

/** Another panel may be reading at the same time. */
export const newRun = (): string => crypto.randomUUID();

/** Not awaited: if it fails, the node is queried a little longer. */
export function endRun(call: Call, run: string): void {
  void call('stopReading', { run }).catch(() => undefined);
}

export const addedCost = (a: ReadCost, b: ReadCost): ReadCost => ({
  questions: a.questions + b.questions,
  bytes: a.bytes + b.bytes,
});
