// What readings of many questions have in common: a name under which they can be ended on the wire, and what they took.
import type { ReadCost } from '../../model/emission-facts.ts';
import type { Call } from './panel-deps.ts';

/** Another panel may be reading at the same time. */
export const newRun = (): string => crypto.randomUUID();

/** The screen has gone on already: where this fails the node is only asked a little longer. */
export function endRun(call: Call, run: string): void {
  void call('stopReading', { run }).catch(() => undefined);
}

export const addedCost = (a: ReadCost, b: ReadCost): ReadCost => ({
  questions: a.questions + b.questions,
  bytes: a.bytes + b.bytes,
});
