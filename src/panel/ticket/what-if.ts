// What the user assumes the account holds, on one ticket and as long as it is open. Unreadable amounts are not assumed.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Assumption } from '../../moves/what-if.ts';
import { parseAmount, toAlphaRao, toRao, U64_MAX } from '../../units.ts';
import type { TicketChoice } from './ticket-draft.ts';

type Assumed = { isOn: boolean; free: string; alpha: string };

export type WhatIf = {
  assumed: ReadonlySignal<Assumed>;
  /** null: switched off. With both parts null the ticket is still a simulation. */
  assumption: ReadonlySignal<Assumption | null>;
  change: (part: Partial<Assumed>) => void;
};

/** null: an empty or unreadable text, which assumes nothing. */
export function assumedAmount(text: string): bigint | null {
  const parsed = parseAmount(text);
  return parsed.ok && parsed.amount <= U64_MAX ? parsed.amount : null;
}

/** Whether the move takes stake out of a chosen position. */
export function takesStake({ kind, netuid, hotkey }: TicketChoice): boolean {
  return kind !== 'stake' && kind !== 'exit-several' && netuid !== null && hotkey !== null;
}

export function createWhatIf(choice: ReadonlySignal<TicketChoice>): WhatIf {
  const assumed = signal<Assumed>({ isOn: false, free: '', alpha: '' });
  return {
    assumed,
    assumption: computed(() => {
      if (!assumed.value.isOn) return null;
      const free = assumedAmount(assumed.value.free);
      const alpha = assumedAmount(assumed.value.alpha);
      const { netuid, hotkey } = choice.value;
      const hasStake =
        takesStake(choice.value) && alpha !== null && netuid !== null && hotkey !== null;
      return {
        free: free === null ? null : toRao(free),
        stake: hasStake ? { netuid, hotkey, alpha: toAlphaRao(alpha) } : null,
      };
    }),
    change(part) {
      assumed.value = { ...assumed.peek(), ...part };
    },
  };
}
