// Fills in a validator where the user named none, once the node has told that subnet's validators. It stays as it was
// filled in for as long as the ticket is open.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Netuid, Ss58Address } from '../../units.ts';
import type { NamesModel } from '../core/names-model.ts';
import type { StoreModel } from '../core/store-model.ts';
import { defaultValidator, type ChosenValidator } from './default-validator.ts';
import type { TicketDraft } from './ticket-draft.ts';

type ChosenDeps = {
  draft: ReadonlySignal<TicketDraft>;
  store: StoreModel;
  names: Pick<NamesModel, 'validators' | 'needValidators'>;
};

type Chosen = {
  /** The draft with the validator that was filled in. */
  filled: ReadonlySignal<TicketDraft>;
  /** null: the user named one, or is asked. */
  chosen: ReadonlySignal<ChosenValidator | null>;
  stop: () => void;
};

/** `from`: the validator that the stake is moved away from. */
type Place = { coldkey: Ss58Address; netuid: Netuid; from: Ss58Address | null };

/** Where a validator is to be filled in; a lock is asked for. */
function placeOf({ kind, coldkey, netuid, hotkey, toNetuid, toHotkey }: TicketDraft): Place | null {
  if (coldkey === null) return null;
  if (kind === 'stake')
    return netuid === null || hotkey !== null ? null : { coldkey, netuid, from: null };
  if (toHotkey !== null) return null;
  if (kind === 'change-validator') {
    return netuid === null || hotkey === null ? null : { coldkey, netuid, from: hotkey };
  }
  if (kind !== 'change-subnet' || toNetuid === null) return null;
  return { coldkey, netuid: toNetuid, from: null };
}

export function fillValidator({ draft, store, names }: ChosenDeps): Chosen {
  const kept = signal<ReadonlyMap<string, ChosenValidator>>(new Map());
  const place = computed(() => placeOf(draft.value));
  const keyOf = ({ coldkey, netuid, from }: Place): string =>
    `${store.network.value.genesisHash} ${netuid} ${coldkey} ${from}`;
  const chosen = computed(() =>
    place.value === null ? null : (kept.value.get(keyOf(place.value)) ?? null),
  );

  function choose(where: Place, key: string): void {
    const validators = names.validators(where.netuid);
    const snapshot = store.snapshot.peek()?.snapshot;
    // Whose own validators are not known is asked.
    if (validators === null || snapshot === undefined) return;
    if (snapshot.unread.includes(where.coldkey) || kept.peek().has(key)) return;
    const others = validators.filter(({ hotkey }) => hotkey !== where.from);
    const { validator } = store.settings.peek();
    const found = defaultValidator(where, others, snapshot.positions, validator);
    if (found !== null) kept.value = new Map(kept.peek()).set(key, found);
  }

  const stop = effect(() => {
    const where = place.value;
    if (where === null) return;
    const key = keyOf(where);
    if (kept.peek().has(key)) return;
    // Stored ones may be old: what they paid last says nothing of now. Where the node tells none, the user is asked.
    names.needValidators(where.netuid).then(
      () => {
        const now = place.peek();
        if (now !== null && keyOf(now) === key) choose(where, key);
      },
      () => undefined,
    );
  });

  return {
    filled: computed(() => {
      const { value } = draft;
      if (chosen.value === null) return value;
      const { hotkey } = chosen.value;
      return value.kind === 'stake' ? { ...value, hotkey } : { ...value, toHotkey: hotkey };
    }),
    chosen,
    stop,
  };
}
