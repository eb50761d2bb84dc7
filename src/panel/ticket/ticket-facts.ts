// The facts that a ticket plans on: read again when the query changes and with each new block. Late answers to older
// queries are dropped.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { MoveFacts } from '../../model/facts.ts';
import type { MoveFactsQuery } from '../../messages.ts';
import { encodeMessage } from '../../protocol.ts';
import type { Call } from '../core/panel-deps.ts';

type TicketFacts = {
  facts: ReadonlySignal<MoveFacts | null>;
  /** Key of the query that the facts answer; they do not serve another query. */
  coveredKey: ReadonlySignal<string>;
  error: ReadonlySignal<AppError | null>;
  /** Reads unless this query was sent at this moment already; a moment is a network, its head and a try. */
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
        // Read again at the next block, or when the user retries.
        requested = '';
        error.value = toAppError(thrown);
      }
    },
  };
}
