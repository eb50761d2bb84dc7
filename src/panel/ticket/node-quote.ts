// The node's own figures for the plan on the ticket: queried a moment after the last change, and valid only for that query.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Reading, SimQuery, SimSwap } from '../../model/facts.ts';
import { compareWithNode, simQueries } from '../../moves/compare-with-node.ts';
import type { Exactness, Plan } from '../../model/plan.ts';
import { encodeMessage } from '../../protocol.ts';
import type { Hex } from '../../units.ts';
import type { Call } from '../core/panel-deps.ts';

/** Milliseconds; long enough not to query at every keystroke. */
export const SIM_DELAY = 250;

type Answer = { key: string; sims: readonly Reading<SimSwap>[] };

type NodeQuote = {
  exactnessOf: (plan: Plan) => Exactness;
  /** Queries the node about this plan after the delay, unless it was queried already. */
  need: (plan: Plan | null) => void;
  answers: ReadonlySignal<Answer | null>;
  stop: () => void;
};

const keyOf = (blockHash: Hex, queries: readonly SimQuery[]): string =>
  `${blockHash} ${encodeMessage(queries)}`;

export function createNodeQuote(call: Call): NodeQuote {
  const answers = signal<Answer | null>(null);
  let wanted = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function simulate(blockHash: Hex, queries: SimQuery[], key: string): Promise<void> {
    let sims: readonly Reading<SimSwap>[];
    try {
      sims = await call('simulate', { blockHash, queries });
    } catch {
      // Without an answer the plan shows "your node did not answer" and cannot be signed.
      sims = queries.map(() => ({ known: false, reason: 'unreadable' }));
    }
    if (wanted === key) answers.value = { key, sims };
  }

  return {
    answers,
    exactnessOf(plan) {
      const queries = simQueries(plan);
      const answer = answers.value;
      if (queries.length === 0) return compareWithNode(plan, []);
      return answer?.key === keyOf(plan.block.hash, queries)
        ? compareWithNode(plan, answer.sims)
        : { state: 'checking' };
    },
    need(plan) {
      const queries = plan === null ? [] : simQueries(plan);
      if (plan === null || queries.length === 0) return;
      const key = keyOf(plan.block.hash, queries);
      if (key === wanted) return;
      wanted = key;
      clearTimeout(timer);
      timer = setTimeout(() => void simulate(plan.block.hash, queries, key), SIM_DELAY);
    },
    stop() {
      clearTimeout(timer);
      wanted = '';
    },
  };
}
