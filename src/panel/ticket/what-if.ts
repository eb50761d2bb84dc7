// "What if I had …": what the user supposes the account holds, on one ticket, forgotten with it. What cannot be read
// as an amount is not supposed.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Supposition } from '../../moves/what-if.ts';
import { parseAmount, toAlphaRao, toRao, U64_MAX } from '../../units.ts';
import type { TicketDraft } from './ticket-draft.ts';

export type Supposed = { isOn: boolean; free: string; alpha: string };

export type TicketSuppose = {
  supposed: ReadonlySignal<Supposed>;
  /** null: nothing is supposed; with both parts null it is a simulation all the same. */
  supposition: ReadonlySignal<Supposition | null>;
  change: (part: Partial<Supposed>) => void;
};

/** What an empty or unreadable text supposes: nothing. */
export function supposedAmount(text: string): bigint | null {
  const parsed = parseAmount(text);
  return parsed.ok && parsed.amount <= U64_MAX ? parsed.amount : null;
}

/** Whether the move takes stake out of a position that was chosen. */
export function takesStake({ kind, netuid, hotkey }: TicketDraft): boolean {
  return kind !== 'stake' && kind !== 'exit-many' && netuid !== null && hotkey !== null;
}

export function createTicketSuppose(draft: ReadonlySignal<TicketDraft>): TicketSuppose {
  const supposed = signal<Supposed>({ isOn: false, free: '', alpha: '' });
  return {
    supposed,
    supposition: computed(() => {
      if (!supposed.value.isOn) return null;
      const free = supposedAmount(supposed.value.free);
      const alpha = supposedAmount(supposed.value.alpha);
      const { netuid, hotkey } = draft.value;
      const hasStake =
        takesStake(draft.value) && alpha !== null && netuid !== null && hotkey !== null;
      return {
        free: free === null ? null : toRao(free),
        stake: hasStake ? { netuid, hotkey, alpha: toAlphaRao(alpha) } : null,
      };
    }),
    change(part) {
      supposed.value = { ...supposed.peek(), ...part };
    },
  };
}
