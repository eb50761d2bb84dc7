// The findings that the user accepted on a ticket, for this move and these terms. Another move or other terms reset them;
// a later finding needs its own tick.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { openTicks, tickOf, typingOf } from '../../checks/acceptance.ts';
import type { CheckResult } from '../../model/check.ts';
import { unchanged } from '../core/steady.ts';

type AcceptancesDeps = {
  /** The move and its terms, as one text. */
  about: ReadonlySignal<string>;
  checks: ReadonlySignal<readonly CheckResult[]>;
};

type Acceptances = {
  /** By the names of checks/acceptance.ts. */
  accepted: ReadonlySignal<readonly string[]>;
  /** Every check that needs a tick, ticked or not. */
  toAccept: ReadonlySignal<readonly CheckResult[]>;
  isAccepted: ReadonlySignal<boolean>;
  typed: ReadonlySignal<string>;
  accept: (isYes: boolean) => void;
  type: (text: string) => void;
};

type Accepted = { about: string; names: readonly string[] };

export function createAcceptances({ about, checks }: AcceptancesDeps): Acceptances {
  const ticked = signal<Accepted>({ about: '', names: [] });
  const typedFor = signal<Accepted>({ about: '', names: [] });
  const typed = signal('');

  const stillValid = (kept: Accepted): readonly string[] =>
    kept.about === about.value ? kept.names : [];
  const accepted = computed(() => [...stillValid(ticked.value), ...stillValid(typedFor.value)]);
  // None stays the same none.
  const toAccept = unchanged(() => checks.value.filter((check) => tickOf(check) !== null));

  return {
    accepted,
    toAccept,
    isAccepted: computed(
      () => toAccept.value.length > 0 && openTicks(toAccept.value, accepted.value).length === 0,
    ),
    typed,

    accept(isYes) {
      const names = isYes ? toAccept.peek().flatMap((check) => tickOf(check) ?? []) : [];
      ticked.value = { about: about.peek(), names };
    },

    type(text) {
      typed.value = text;
      // Only exactly what is on the screen: a larger figure typed ahead would accept one not shown yet.
      const typing = typingOf(checks.peek());
      const isIt = typing !== null && text.trim() === typing.text;
      typedFor.value = { about: about.peek(), names: isIt ? typing.yeses : [] };
    },
  };
}
