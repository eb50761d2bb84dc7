// The facts that a ticket plans on: asked once, again when what they must cover changes and with each new
// block. Late answers to older questions are dropped.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { MoveFacts } from '../../model/facts.ts';
import { encodeMessage, type MoveFactsQuery } from '../../protocol.ts';
import type { Call } from '../core/panel-deps.ts';

type TicketFacts = {
  facts: ReadonlySignal<MoveFacts | null>;
  /** What the facts at hand cover; they are of no use to another ask. */
  coveredKey: ReadonlySignal<string>;
  error: ReadonlySignal<AppError | null>;
  /** Asks unless this very thing was asked at this very moment: a network, its head, a try. */
  need: (query: MoveFactsQuery | null, moment: string) => Promise<void>;
};

export function keyOf(query: MoveFactsQuery | null): string {
  return query === null ? '' : encodeMessage(query);
}

export function createTicketFacts(call: Call): TicketFacts {
  const facts = signal<MoveFacts | null>(null);
  const coveredKey = signal('');
  const error = signal<AppError | null>(null);
  let requested = '';
  let turn = 0;
  return {
    facts,
    coveredKey,
    error,
    async need(query, moment) {
      const key = keyOf(query);
      if (query === null || requested === `${moment} ${key}`) return;
      requested = `${moment} ${key}`;
      turn += 1;
      const mine = turn;
      try {
        const read = await call('readMoveFacts', query);
        if (mine !== turn) return;
        facts.value = read;
        coveredKey.value = key;
        error.value = null;
      } catch (thrown) {
        if (mine !== turn) return;
        // Asked again at the next block, or when the user asks.
        requested = '';
        error.value = toAppError(thrown);
      }
    },
  };
}
