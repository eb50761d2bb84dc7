// The texts of a form, kept as a draft until it is sent or put away.
import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { formDraftKey } from '../../model/draft.ts';
import { usePanel } from './panel-context.ts';

type Values = Readonly<Record<string, string>>;

type KeptForm<V extends Values> = {
  values: V;
  set: (part: Partial<V>) => void;
  /** When it was typed, if it was typed before this screen opened; epoch milliseconds. */
  since: number | null;
  /** Sent or put away: back to how it was empty. */
  clear: () => void;
};

/** `name`: of the form and its subject; what was not typed is as in `empty`. */
export function useKeptForm<V extends Values>(name: string, empty: V): KeptForm<V> {
  const { drafts } = usePanel();
  const key = formDraftKey(name);
  const { typed, since } = useMemo(() => {
    const draft = drafts.find((one) => one === key);
    const kept = draft?.content.kind === 'form' ? draft.content.values : null;
    // What this form has no field for is of another version of it.
    const known = Object.entries(kept ?? {}).filter(([field]) => field in empty);
    return {
      typed: signal<Values | null>(kept === null ? null : Object.fromEntries(known)),
      since: signal(draft === null ? null : draft.at),
    };
  }, [key]);
  useEffect(() => drafts.flush, []);
  return {
    values: { ...empty, ...typed.value },
    since: since.value,
    set(part) {
      const next: Values = { ...empty, ...typed.peek(), ...part };
      const isEmpty = Object.entries(empty).every(([field, text]) => next[field] === text);
      typed.value = isEmpty ? null : next;
      if (isEmpty) drafts.drop(key);
      else drafts.keep(key, { kind: 'form', values: { ...next } });
    },
    clear() {
      typed.value = null;
      since.value = null;
      drafts.drop(key);
    },
  };
}
