// Keeps what is typed on a ticket until it is used or put away, and opens the ticket with it again.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { ticketDraftKey, type TicketContent } from '../../model/draft.ts';
import { exactText, type Netuid } from '../../units.ts';
import type { DraftsModel } from '../core/drafts-model.ts';
import type { TicketStart } from '../core/router.ts';
import type { StoreModel } from '../core/store-model.ts';
import { isKeyFor, restoredFrom, subnetsOf } from './kept-draft.ts';
import type { TicketAmount } from './ticket-amount.ts';
import { draftFrom, type TicketDraft } from './ticket-draft.ts';

/** Where a restored draft comes from; `amountThen`: what its text stood for, null: nothing. */
export type KeptSince = { at: number; amountThen: bigint | null };

type Opening = {
  drafts: DraftsModel;
  store: StoreModel;
  start: TicketStart;
  /** Nobody chose the account: the newest draft of any account opens. */
  isAnyAccount: boolean;
};

type OpenedDraft = {
  draft: Signal<TicketDraft>;
  allowPartial: Signal<boolean>;
  wallet: Signal<string>;
  /** null: nothing was restored from before this window opened. */
  since: ReadonlySignal<KeptSince | null>;
  /** Everything typed and chosen, without what was ticked. */
  content: () => TicketContent;
  /** Call after each change, with what the amount stands for. */
  keep: (amount: TicketAmount) => void;
  startOver: () => void;
  /** Finds the amount anew where the restored text stands for one; returns its end. */
  follow: (
    maximum: ReadonlySignal<bigint | null>,
    most: ReadonlySignal<bigint | null>,
  ) => () => void;
};

export function openDraft({ drafts, store, start, isAnyAccount }: Opening): OpenedDraft {
  // Another window may choose another network: what is typed here is for this one.
  const { genesisHash } = store.network.peek();
  const registeredAt = (netuid: Netuid): number | null => {
    const subnets = store.snapshot.peek()?.snapshot.subnets ?? [];
    const names = store.names.peek()?.names ?? [];
    return [...subnets, ...names].find((one) => one.netuid === netuid)?.registeredAt ?? null;
  };
  const found = start.left ? null : drafts.find(isKeyFor(genesisHash, start, isAnyAccount));
  const restored = restoredFrom(found, start, registeredAt);
  const content = start.left ?? restored?.content ?? null;
  const draft = signal(start.left?.fields ?? restored?.fields ?? draftFrom(start));
  const allowPartial = signal(content?.allowPartial ?? false);
  const wallet = signal(content?.wallet ?? '');
  const since = signal<KeptSince | null>(
    restored && { at: restored.at, amountThen: restored.content.resolved },
  );
  const isStale = signal(restored !== null && restored.fields.amountAs !== 'text');

  const keyNow = (): string => {
    const { kind, coldkey } = draft.peek();
    return ticketDraftKey(genesisHash, kind, coldkey);
  };
  let key = keyNow();

  const contentOf = (resolved: bigint | null): TicketContent => ({
    kind: 'ticket',
    fields: draft.peek(),
    allowPartial: allowPartial.peek(),
    wallet: wallet.peek(),
    resolved,
    subnets: subnetsOf(draft.peek(), registeredAt),
  });

  const isUntouched = (): boolean =>
    !allowPartial.peek() &&
    wallet.peek() === '' &&
    JSON.stringify(draft.peek()) === JSON.stringify(draftFrom(start));

  return {
    draft,
    allowPartial,
    wallet,
    since: computed(() => since.value),
    content: () => contentOf(null),
    keep(amount) {
      isStale.value = false;
      const next = keyNow();
      if (next !== key) drafts.drop(key);
      key = next;
      const isStake = draft.peek().kind === 'stake';
      const resolved = amount.ok ? (isStake ? amount.rao : amount.alpha) : null;
      if (isUntouched()) drafts.drop(key);
      else drafts.keep(key, contentOf(resolved));
    },
    startOver() {
      drafts.drop(key);
      draft.value = draftFrom(start);
      allowPartial.value = false;
      wallet.value = '';
      since.value = null;
      isStale.value = false;
    },
    follow: (maximum, most) =>
      effect(() => {
        if (!isStale.value) return;
        const amount = draft.peek().amountAs === 'max' ? maximum.value : most.value;
        if (amount === null) return;
        isStale.value = false;
        const unit = draft.peek().kind === 'stake' ? 'tao' : 'alpha';
        draft.value = { ...draft.peek(), amountText: exactText(amount), unit };
      }),
  };
}
