// The node's own figures for the plan on the ticket: asked a moment after the last change, kept for the
// very question they answer.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Reading, SimQuery, SimSwap } from '../../model/facts.ts';
import { compareWithNode, simQueries } from '../../moves/compare-with-node.ts';
import type { Exactness, Plan } from '../../model/plan.ts';
import { encodeMessage } from '../../protocol.ts';
import type { Hex } from '../../units.ts';
import type { Call } from '../core/panel-deps.ts';

/** Long enough not to ask at every keystroke. */
export const SIM_DELAY = 250;

type Answer = { key: string; sims: readonly Reading<SimSwap>[] };

type TicketSim = {
  exactnessOf: (plan: Plan) => Exactness;
  /** Asks about this plan soon, unless its answer is here. */
  need: (plan: Plan | null) => void;
  answers: ReadonlySignal<Answer | null>;
  stop: () => void;
};

const keyOf = (blockHash: Hex, asks: readonly SimQuery[]): string =>
  `${blockHash} ${encodeMessage(asks)}`;

export function createTicketSim(call: Call): TicketSim {
  const answers = signal<Answer | null>(null);
  let wanted = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(blockHash: Hex, asks: SimQuery[], key: string): Promise<void> {
    let sims: readonly Reading<SimSwap>[];
    try {
      sims = await call('simulate', { blockHash, asks });
    } catch {
      // No answer is an answer: the plan reads "your node did not answer" and cannot be signed.
      sims = asks.map(() => ({ known: false, reason: 'unreadable' }));
    }
    if (wanted === key) answers.value = { key, sims };
  }

  return {
    answers,
    exactnessOf(plan) {
      const asks = simQueries(plan);
      const answer = answers.value;
      if (asks.length === 0) return compareWithNode(plan, []);
      return answer?.key === keyOf(plan.block.hash, asks)
        ? compareWithNode(plan, answer.sims)
        : { state: 'checking' };
    },
    need(plan) {
      const asks = plan === null ? [] : simQueries(plan);
      if (plan === null || asks.length === 0) return;
      const key = keyOf(plan.block.hash, asks);
      if (key === wanted) return;
      wanted = key;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(plan.block.hash, asks, key), SIM_DELAY);
    },
    stop() {
      clearTimeout(timer);
      wanted = '';
    },
  };
}
