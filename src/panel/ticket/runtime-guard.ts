// What is known of the runtime that a ticket's facts are of: asked for at the first review on it, and kept from then on.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { MoveFacts } from '../../model/facts.ts';
import type { GuardRecord } from '../../model/guard-record.ts';
import type { GuardRow } from '../../model/guard.ts';
import { rowsFor } from '../../model/guard-rows.ts';
import type { Call } from '../core/panel-deps.ts';

/** `runtime`: whose rows these are; empty rows: the background could not read anything of it. */
type Answer = { runtime: string; block: number; rows: readonly GuardRow[] };

type TicketGuard = {
  answer: ReadonlySignal<Answer | null>;
  /** null: not answered yet. Once it is, what is stored of that runtime counts: it may have been compared again since. */
  rowsOf: (facts: MoveFacts, stored: readonly GuardRecord[]) => readonly GuardRow[] | null;
  /** Asks unless that runtime's answer is here; after a failure again with the next block. */
  need: (facts: MoveFacts | null) => Promise<void>;
};

const keyOf = ({ runtime }: MoveFacts): string => `${runtime.genesisHash} ${runtime.specVersion}`;

export function createTicketGuard(call: Call): TicketGuard {
  const answer = signal<Answer | null>(null);
  let asked = '';
  return {
    answer,
    rowsOf(facts, stored) {
      const given = answer.value;
      if (given?.runtime !== keyOf(facts)) return null;
      const newest = stored.find(({ specVersion }) => specVersion === facts.runtime.specVersion);
      const rows = rowsFor(newest ?? null, facts.runtime);
      return rows.length > 0 ? rows : given.rows;
    },
    async need(facts) {
      if (facts === null) return;
      const { number: block } = facts.block;
      const runtime = keyOf(facts);
      const given = answer.peek();
      if (given?.runtime === runtime && (given.rows.length > 0 || given.block === block)) return;
      const question = `${runtime} ${block}`;
      if (asked === question) return;
      asked = question;
      let rows: readonly GuardRow[] = [];
      try {
        const { specVersion } = facts.runtime;
        rows = rowsFor(await call('checkRuntime', { specVersion, isAgain: false }), facts.runtime);
      } catch {
        // Nothing was checked: the plan says so, and asks for a yes.
      }
      if (asked === question) answer.value = { runtime, block, rows };
    },
  };
}
