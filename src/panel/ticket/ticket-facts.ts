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
  /** Why no second operator confirmed the pools' depth; null: one did, or was not needed. */
  depthError: ReadonlySignal<AppError | null>;
  /**
   * Reads unless this query was sent at this moment already; a moment is a network, its head and a try. `wantsDepth`: the
   * plan rests on the pools' depth, so a second operator is asked too.
   */
  need: (query: MoveFactsQuery | null, moment: string, wantsDepth: boolean) => Promise<void>;
};

export function keyOf(query: MoveFactsQuery | null): string {
  return query === null ? '' : encodeMessage(query);
}

export function createTicketFacts(call: Call): TicketFacts {
  const facts = signal<MoveFacts | null>(null);
  const coveredKey = signal('');
  const error = signal<AppError | null>(null);
  const depthError = signal<AppError | null>(null);
  let requested = '';
  let turn = 0;

  /** Facts that no second operator confirms are one node's word: the plan made of them and the error say so. */
  async function readFacts(
    query: MoveFactsQuery,
    wantsDepth: boolean,
  ): Promise<{ read: MoveFacts; unconfirmed: AppError | null }> {
    const read = await call('readMoveFacts', query);
    if (!wantsDepth) return { read, unconfirmed: null };
    try {
      const confirmed = await call('confirmDepth', { query, block: read.block });
      return { read: confirmed, unconfirmed: null };
    } catch (thrown) {
      return { read, unconfirmed: toAppError(thrown) };
    }
  }

  return {
    facts,
    coveredKey,
    error,
    depthError,
    async need(query, moment, wantsDepth) {
      const key = keyOf(query);
      const wanted = `${moment} ${key}`;
      const withDepth = `${wanted} depth`;
      if (query === null || requested === withDepth) return;
      if (!wantsDepth && requested === wanted) return;
      requested = wantsDepth ? withDepth : wanted;
      turn += 1;
      const mine = turn;
      try {
        const { read, unconfirmed } = await readFacts(query, wantsDepth);
        if (mine !== turn) return;
        facts.value = read;
        depthError.value = unconfirmed;
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
