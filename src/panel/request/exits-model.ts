// Positions to be unstaked one by one, stored until each one's signature is requested, so that a closed window loses none.
import { computed, type ReadonlySignal } from '@preact/signals';
import type { ExitQueue } from '../../model/request.ts';
import type { Ss58Address } from '../../units.ts';
import { createAction, type Action } from '../core/action.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import type { Router, TicketStart } from '../core/router.ts';
import type { StoreModel } from '../core/store-model.ts';

/** A whole position to be unstaked. */
type ExitItem = ExitQueue['items'][number];

/** The part of a ticket that identifies one of them. */
type ExitTicket = Pick<TicketStart, 'kind' | 'coldkey' | 'hotkey' | 'netuid'>;

export type ExitsModel = {
  /** Tickets still open on this network, the next one first. */
  queue: ReadonlySignal<readonly TicketStart[]>;
  keeping: Action;
  /** Stores them all, then opens the first one's ticket. */
  start: (coldkey: Ss58Address, items: readonly ExitItem[]) => void;
  openNext: () => void;
  /** Drops this one and opens the next; goes home after the last. */
  skip: (ticket: ExitTicket) => void;
  /** Drops the rest of them. */
  stop: () => void;
};

const isSame = (one: ExitItem, other: Pick<ExitTicket, 'hotkey' | 'netuid'>): boolean =>
  one.hotkey === other.hotkey && one.netuid === other.netuid;

/** Whether a ticket is one of those still open. */
export function isQueued(queue: readonly TicketStart[], draft: ExitTicket): boolean {
  return (
    draft.kind === 'unstake-all' &&
    queue.some(
      ({ coldkey, hotkey, netuid }) =>
        coldkey === draft.coldkey && hotkey === draft.hotkey && netuid === draft.netuid,
    )
  );
}

export function createExitsModel(deps: PanelDeps, store: StoreModel, router: Router): ExitsModel {
  const keeping = createAction();
  const queue = computed<readonly TicketStart[]>(() => {
    const kept = store.exits.value;
    const { genesisHash } = store.network.value;
    if (kept === null || kept.genesisHash !== genesisHash) return [];
    // A removed account cannot sign.
    if (!store.accounts.value.some(({ coldkey }) => coldkey === kept.coldkey)) return [];
    const { coldkey } = kept;
    return kept.items.map((item) => ({ kind: 'unstake-all', coldkey, ...item }));
  });

  async function keep(coldkey: Ss58Address, items: readonly ExitItem[]): Promise<void> {
    const { genesisHash } = store.network.peek();
    if (genesisHash === null) return;
    await deps.call('keepExits', { genesisHash, coldkey, items: [...items] });
  }

  function open(start: TicketStart | undefined): void {
    if (start) router.replace({ name: 'ticket', start });
    else router.home();
  }

  return {
    queue,
    keeping,
    start(coldkey, items) {
      const [first] = items;
      if (!first) return;
      void keeping.run(async () => {
        await keep(coldkey, items);
        open({ kind: 'unstake-all', coldkey, ...first });
      });
    },
    openNext() {
      const [next] = queue.peek();
      if (!next) return;
      if (router.route.peek().name === 'home') router.go({ name: 'ticket', start: next });
      else open(next);
    },
    skip(draft) {
      const kept = store.exits.peek();
      if (kept === null) return;
      const left = kept.items.filter((item) => !isSame(item, draft));
      void keeping.run(async () => {
        await keep(kept.coldkey, left);
        const [next] = left;
        open(next && { kind: 'unstake-all', coldkey: kept.coldkey, ...next });
      });
    },
    stop() {
      const kept = store.exits.peek();
      if (kept !== null) void keeping.run(() => keep(kept.coldkey, []));
    },
  };
}
