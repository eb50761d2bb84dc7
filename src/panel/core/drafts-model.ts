// What was typed and not used yet, as the panel keeps it: at once for its own screens, a moment later in the store, and
// without waiting when the window is hidden, which may be its end.
import { effect } from '@preact/signals';
import type { DraftContent, DraftRecord } from '../../model/draft.ts';
import type { PanelDeps } from './panel-deps.ts';
import type { StoreModel } from './store-model.ts';

export type DraftsModel = {
  /** The newest draft whose key the test accepts. */
  find: (isIt: (key: string) => boolean) => DraftRecord | null;
  keep: (key: string, content: DraftContent) => void;
  drop: (key: string) => void;
  /** Sends what is not sent yet, without waiting for an answer. */
  flush: () => void;
};

/** One message for the letters typed within it. */
const DELAY_MS = 250;

/** null: dropped here. */
type Own = DraftRecord | null;

export function createDraftsModel(
  { call, now }: Pick<PanelDeps, 'call' | 'now'>,
  store: Pick<StoreModel, 'drafts'>,
): DraftsModel {
  /** Newer than what the store showed last. */
  const own = new Map<string, Own>();
  const unsent = new Set<string>();
  const stored = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  // What the store has by now is read from there: it may have been used or dropped since.
  effect(() => {
    void store.drafts.value;
    for (const key of stored) own.delete(key);
    stored.clear();
  });

  async function send(key: string, draft: Own): Promise<void> {
    try {
      if (draft === null) await call('dropDraft', { key });
      else await call('keepDraft', { key, at: draft.at, content: draft.content });
      if (own.get(key) === draft) stored.add(key);
    } catch {
      // It stays in this window, and goes with what is typed next.
      if (own.get(key) === draft) unsent.add(key);
    }
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const key of unsent) void send(key, own.get(key) ?? null);
    unsent.clear();
  }

  function put(key: string, draft: Own): void {
    own.set(key, draft);
    stored.delete(key);
    unsent.add(key);
    timer ??= setTimeout(flush, DELAY_MS);
  }

  return {
    flush,
    find(isIt) {
      const others = store.drafts.peek().filter(({ key }) => !own.has(key));
      const mine = [...own.values()].filter((draft) => draft !== null);
      const found = [...others, ...mine].filter(({ key }) => isIt(key));
      return found.toSorted((a, b) => b.at - a.at)[0] ?? null;
    },
    keep(key, content) {
      put(key, { key, at: now(), content, requestId: null });
    },
    drop(key) {
      const isKept = store.drafts.peek().some((draft) => draft.key === key);
      if (isKept || own.has(key)) put(key, null);
    },
  };
}
