// What a run of proofs costs: bytes of the answers as they come, and time on this computer beside the waiting.
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { isObject } from '../parse.ts';

/** Characters of an answer as text, about. */
function sizeOf(answer: unknown): number {
  if (typeof answer === 'string') return answer.length + 3;
  if (Array.isArray(answer)) return answer.reduce<number>((sum, one) => sum + sizeOf(one), 2);
  if (!isObject(answer)) return 4;
  return Object.entries(answer).reduce(
    (sum, [name, one]) => sum + name.length + 4 + sizeOf(one),
    2,
  );
}

export type Meter = {
  ask: RpcCall;
  cost: () => { bytes: number; ms: number };
};

/** `clock`: milliseconds that only grow. */
export function meterQuestions(ask: RpcCall, clock: () => number): Meter {
  const start = clock();
  let bytes = 0;
  let waiting = 0;
  let waitedMs = 0;
  let since = 0;
  return {
    async ask(method, params, signal) {
      if (waiting === 0) since = clock();
      waiting += 1;
      try {
        const answer = await ask(method, params, signal);
        bytes += sizeOf(answer);
        return answer;
      } finally {
        waiting -= 1;
        if (waiting === 0) waitedMs += clock() - since;
      }
    },
    cost: () => ({ bytes, ms: Math.round(clock() - start - waitedMs) }),
  };
}
