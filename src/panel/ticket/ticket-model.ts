// A move being worked out: the draft, its live plan, how exact that is, whether it may be reviewed, and the
// click that asks for the signature. Figures come from planMove alone; nothing here waits for a figure.
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { CheckResult } from '../../model/check.ts';
import type { Signer } from '../../checks/review-context.ts';
import type { AppError } from '../../errors.ts';
import type { MoveFacts } from '../../model/facts.ts';
import { assume } from '../../moves/what-if.ts';
import { reviewPlan } from '../../moves/review-plan.ts';
import { isTolerance, type MoveTerms } from '../../model/move.ts';
import type { Exactness, Plan, Quantity } from '../../model/plan.ts';
import { encodeMessage } from '../../protocol.ts';
import type { AccountSource } from '../../model/account.ts';
import type { SigningRequest } from '../../model/request.ts';
import { joinQueue } from '../../signing/queue.ts';
import { createAction, type Action } from '../core/action.ts';
import { openSidePanelFor } from '../core/open-side-panel.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import type { Panel } from '../core/panel-context.ts';
import type { TicketStart } from '../core/router.ts';
import type { TicketAmount } from './ticket-amount.ts';
import {
  canBePartial,
  draftFrom,
  factsQueryOf,
  missingFrom,
  needsAmount,
  type TicketDraft,
} from './ticket-draft.ts';
import { createTicketFigures } from './ticket-figures.ts';
import { createTicketFacts, keyOf } from './ticket-facts.ts';
import { createNodeQuote } from './node-quote.ts';
import { createWhatIf, type WhatIf } from './what-if.ts';
import { createAcceptances } from './acceptances.ts';
import { reviewStateOf, type ReviewState } from './review-state.ts';
import { trackChange, type PlanChange } from './plan-change.ts';

export const DEFAULT_TOLERANCE_BPS = 50;
/** Short, because a signature that a page has seen cannot be recalled. */
const ERA_BLOCKS = 32;
const OLDEST_BLOCKS = 5;

export type Worked = {
  plan: Plan;
  exactness: Exactness;
  checks: readonly CheckResult[];
  change: PlanChange | null;
};

export type TicketModel = {
  draft: ReadonlySignal<TicketDraft>;
  edit: (part: Partial<TicketDraft>) => void;
  terms: ReadonlySignal<MoveTerms>;
  setTolerance: (bps: number) => void;
  setPartial: (allowPartial: boolean) => void;
  /** What is planned on: what was read, or that with what is assumed. */
  facts: ReadonlySignal<MoveFacts | null>;
  whatIf: WhatIf;
  factsError: ReadonlySignal<AppError | null>;
  amount: ReadonlySignal<TicketAmount>;
  /** The most the move may take, in its own unit; null: not known. */
  maximum: ReadonlySignal<bigint | null>;
  /** The largest order under the user's own impact limit; null where nothing is traded. */
  largest: ReadonlySignal<Quantity | null>;
  worked: ReadonlySignal<Worked | null>;
  review: ReadonlySignal<ReviewState>;
  typed: ReadonlySignal<string>;
  setTyped: (text: string) => void;
  /** Every check that asks for a yes, answered or not. */
  toAccept: ReadonlySignal<readonly CheckResult[]>;
  /** Whether all of them were said yes to; something new takes it back. */
  isAccepted: ReadonlySignal<boolean>;
  accept: (isAccepted: boolean) => void;
  source: ReadonlySignal<AccountSource | null>;
  /** Of the same account, and to be over first: this move would stand in line. */
  ahead: ReadonlySignal<SigningRequest | null>;
  /** Not signed yet, and gone once this one is reviewed. */
  replaced: ReadonlySignal<readonly SigningRequest[]>;
  setWallet: (wallet: string) => void;
  /** While the button is held down nothing moves: what was read is what is asked for. */
  freeze: () => void;
  thaw: () => void;
  asking: Action;
  /** In the click. */
  submit: () => void;
  tryAgain: () => void;
  stop: () => void;
};

export function createTicketModel(
  panel: Pick<Panel, 'store' | 'router' | 'currentPage' | 'dismissNotice'>,
  deps: PanelDeps,
  start: TicketStart,
): TicketModel {
  const { store, router, currentPage } = panel;
  const draft = signal<TicketDraft>(draftFrom(start));
  const allowPartial = signal(false);
  const pickedWallet = signal('');
  const frozen = signal<Worked | null>(null);
  const retries = signal(0);
  let isShown = true;
  const asking = createAction();
  const ticketFacts = createTicketFacts(deps.call);
  const nodeQuote = createNodeQuote(deps.call);
  const whatIf = createWhatIf(draft);

  const head = computed(() => store.snapshot.value?.snapshot.block.number ?? 0);
  const factsQuery = computed(() => factsQueryOf(draft.value));
  const facts = computed(() => {
    if (ticketFacts.coveredKey.value !== keyOf(factsQuery.value)) return null;
    // Another window may have switched the network: the old one's facts are of no use on the new one.
    const { genesisHash } = store.network.value;
    const read = ticketFacts.facts.value;
    if (read === null || read.runtime.genesisHash !== genesisHash) return null;
    const assumption = whatIf.assumption.value;
    return assumption === null ? read : assume(read, assumption);
  });
  /** How old the facts are can only be told by a head of the same chain that has come as far as they have. */
  const isHeadKnown = computed(() => {
    const read = facts.value;
    const genesisHash = store.snapshot.value?.snapshot.genesisHash;
    return (
      read !== null &&
      genesisHash === read.runtime.genesisHash &&
      read.block.number - head.value <= OLDEST_BLOCKS
    );
  });
  const toleranceBps = computed(() => {
    const kept = store.settings.value.toleranceBps[draft.value.kind] ?? DEFAULT_TOLERANCE_BPS;
    return isTolerance(kept) ? kept : DEFAULT_TOLERANCE_BPS;
  });
  const terms = computed<MoveTerms>(() => ({
    toleranceBps: toleranceBps.value,
    allowPartial: allowPartial.value && canBePartial(draft.value),
    eraBlocks: ERA_BLOCKS,
  }));
  const { maximum, largest, amount, planned } = createTicketFigures({
    draft,
    facts,
    terms,
    impactLimitBps: computed(() => store.settings.value.impactLimitBps),
  });
  const account = computed(
    () => store.accounts.value.find(({ coldkey }) => coldkey === draft.value.coldkey) ?? null,
  );
  const source = computed(() => {
    const sources = (account.value?.sources ?? []).toSorted((a, b) => b.seenAt - a.seenAt);
    return sources.find(({ wallet }) => wallet === pickedWallet.value) ?? sources[0] ?? null;
  });
  const signer = computed<Signer>(() =>
    source.value === null
      ? { kind: 'nobody' }
      : {
          kind: 'wallet',
          name: source.value.wallet,
          keyType: source.value.keyType,
          genesisHash: source.value.genesisHash,
        },
  );
  const plan = computed(() => planned.value.plan);
  const tracker = trackChange(plan);
  const live = computed<Worked | null>(() => {
    if (plan.value === null) return null;
    const exactness = nodeQuote.exactnessOf(plan.value);
    const checks = reviewPlan({
      plan: plan.value,
      exactness,
      proof: store.snapshot.value?.proof ?? { state: 'untested' },
      head: { known: true, value: head.value },
      oldestBlocks: OLDEST_BLOCKS,
      impactLimitBps: store.settings.value.impactLimitBps,
      signer: signer.value,
      destination: destinationOf(draft.value),
    });
    return { plan: plan.value, exactness, checks, change: tracker.change.value };
  });
  const worked = computed(() => frozen.value ?? live.value);

  function destinationOf({ toColdkey }: TicketDraft) {
    if (toColdkey === null) return null;
    const known = store.accounts.value.find(({ coldkey }) => coldkey === toColdkey);
    if (known === undefined) return 'typed';
    if (known.confirmedAt !== null) return 'confirmed';
    return known.sources.length > 0 ? 'unconfirmed' : 'typed';
  }

  const joining = computed(() => {
    if (worked.value === null) return null;
    const { move, runtime } = worked.value.plan;
    const { genesisHash } = runtime;
    return joinQueue(move, genesisHash, store.requests.value, deps.now(), start.reviewed ?? null);
  });
  const ahead = computed(() => joining.value?.ahead ?? null);

  const acceptances = createAcceptances({
    about: computed(() => encodeMessage([draft.value, terms.value, whatIf.assumption.value])),
    checks: computed(() => worked.value?.checks ?? []),
  });
  const review = computed(() =>
    reviewStateOf({
      missing: missingFrom(draft.value),
      amount: needsAmount(draft.value) ? amount.value : null,
      hasFacts: facts.value !== null && isHeadKnown.value,
      factsError: ticketFacts.error.value,
      planError: planned.value.error,
      worked: worked.value,
      accepted: acceptances.accepted.value,
      isWhatIf: whatIf.assumption.value !== null,
    }),
  );

  const stops = [
    effect(() => {
      const againAt = head.value + retries.value / 1_000;
      void ticketFacts.need(factsQuery.value, `${store.network.value.genesisHash} ${againAt}`);
    }),
    effect(() => nodeQuote.need(live.value?.plan ?? null)),
  ];

  return {
    draft,
    terms,
    facts,
    factsError: ticketFacts.error,
    whatIf,
    amount,
    maximum,
    largest,
    worked,
    review,
    typed: acceptances.typed,
    toAccept: acceptances.toAccept,
    isAccepted: acceptances.isAccepted,
    source,
    ahead,
    replaced: computed(() => joining.value?.replaced ?? []),
    asking,

    edit(part) {
      batch(() => {
        draft.value = { ...draft.peek(), ...part };
        acceptances.type('');
      });
    },
    setTolerance(bps) {
      const kept = { ...store.settings.peek().toleranceBps, [draft.peek().kind]: bps };
      void asking.run(() => deps.call('saveSettings', { toleranceBps: kept }));
    },
    setPartial(isAllowed) {
      allowPartial.value = isAllowed;
    },
    setTyped: acceptances.type,
    accept: acceptances.accept,
    setWallet(wallet) {
      pickedWallet.value = wallet;
    },
    freeze() {
      frozen.value ??= live.peek();
    },
    thaw() {
      frozen.value = null;
    },
    tryAgain() {
      retries.value += 1;
    },

    submit() {
      const seen = worked.peek();
      const from = source.peek();
      if (seen === null || from === null || review.peek().state !== 'ready') return;
      if (whatIf.assumption.peek() !== null) return;
      const { receives, call } = seen.plan;
      // Several exits one by one have no call of their own: each position has its own ticket.
      if (receives === null || call === null) return;
      // In the click, before anything is awaited: the browser asks only in a click.
      const page = currentPage.page.peek();
      // What stands in line asks no wallet now, and needs no page.
      const waits = ahead.peek() !== null;
      const isOnPage = page !== null && page.origin === from.origin;
      const askOnTab = isOnPage && !waits ? page.tabId : null;
      const reach =
        askOnTab === null && !waits
          ? deps.browser.askForOrigin(from.origin)
          : Promise.resolve(true);
      const submitted = asking.run(async () => {
        const requested = deps.call('requestSignature', {
          move: seen.plan.move,
          terms: seen.plan.terms,
          wallet: from.wallet,
          genesisHash: seen.plan.runtime.genesisHash,
          minimum: receives.minimum,
          worstPrice: receives.worstPrice,
          accepted: [...acceptances.accepted.peek()],
          reviewed: start.reviewed ?? null,
          askOnTab,
        });
        const goOn = async (): Promise<void> => {
          const { id, isQueued } = await requested;
          router.replace({ name: 'request', id });
          if (askOnTab !== null || waits || isQueued) return;
          await reach;
          await deps.call('askWallet', { id, tabId: null, isAgain: false });
        };
        const done = goOn();
        if (!waits) openSidePanelFor(deps, requested, done);
        await done;
      });
      void submitted.then((isSubmitted) => {
        // Why it failed is read here: home need not say it again.
        if (!isSubmitted && isShown) panel.dismissNotice();
      });
    },

    stop() {
      isShown = false;
      for (const stop of stops) stop();
      tracker.stop();
      nodeQuote.stop();
    },
  };
}
