// The model of one ticket: the draft, its live plan, what the user accepted, and whether it may be reviewed.
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { AppError } from '../../errors.ts';
import type { AccountSource } from '../../model/account.ts';
import type { CheckResult } from '../../model/check.ts';
import type { MoveFacts } from '../../model/facts.ts';
import type { MoveTerms } from '../../model/move.ts';
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import { encodeMessage } from '../../protocol.ts';
import { joinQueue } from '../../signing/queue.ts';
import { createAction, type Action } from '../core/action.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import { steady, unchanged } from '../core/steady.ts';
import type { Panel } from '../core/panel-context.ts';
import type { TicketContent } from '../../model/draft.ts';
import type { TicketStart } from '../core/router.ts';
import { createAcceptances } from './acceptances.ts';
import { fillValidator } from './chosen-validator.ts';
import type { ChosenValidator } from './default-validator.ts';
import { openDraft, type KeptSince } from './keep-draft.ts';
import { reviewStateOf, type ReviewState } from './review-state.ts';
import { asksForYes, submitTicket } from './submit-ticket.ts';
import { keepVerified } from './keep-verified.ts';
import type { TicketAmount } from './ticket-amount.ts';
import { choiceOf, missingFrom, needsAmount } from './ticket-draft.ts';
import type { TicketChoice, TicketDraft } from './ticket-draft.ts';
import { createTicketPlan, destinationOf, type Worked } from './ticket-plan.ts';
import { createWhatIf, type WhatIf } from './what-if.ts';

export type TicketModel = {
  /** With the validator that was filled in for the user. */
  draft: ReadonlySignal<TicketDraft>;
  /** All of it but the typed amount: the same object while only that changes. */
  choice: ReadonlySignal<TicketChoice>;
  /** The validator that was filled in; null: the user named one, or is asked. */
  chosenForYou: ReadonlySignal<ChosenValidator | null>;
  edit: (part: Partial<TicketDraft>) => void;
  /** When the draft was typed that the ticket opened with; null: it opened with none. */
  since: ReadonlySignal<KeptSince | null>;
  startOver: () => void;
  /** What is typed, for coming back to it. */
  left: () => TicketContent;
  terms: ReadonlySignal<MoveTerms>;
  setTolerance: (bps: number) => void;
  typingTolerance: Signal<boolean>;
  setPartial: (allowPartial: boolean) => void;
  /** What the plan is made from: the facts read, with what is assumed. */
  facts: ReadonlySignal<MoveFacts | null>;
  whatIf: WhatIf;
  factsError: ReadonlySignal<AppError | null>;
  /** Why no second operator confirmed the pools' depth. */
  depthError: ReadonlySignal<AppError | null>;
  amount: ReadonlySignal<TicketAmount>;
  /** The most the move may take, in its own unit; null: not known. */
  maximum: ReadonlySignal<bigint | null>;
  noMaximum: ReadonlySignal<CheckResult | null>;
  /** The largest order under the user's own impact limit; null where nothing is traded. */
  largest: ReadonlySignal<Quantity | null>;
  worked: ReadonlySignal<Worked | null>;
  review: ReadonlySignal<ReviewState>;
  typed: ReadonlySignal<string>;
  setTyped: (text: string) => void;
  /** Every check that needs a tick, ticked or not. */
  toAccept: ReadonlySignal<readonly CheckResult[]>;
  /** Whether all of them are ticked; a new finding resets it. */
  isAccepted: ReadonlySignal<boolean>;
  accept: (isAccepted: boolean) => void;
  source: ReadonlySignal<AccountSource | null>;
  /** A request of the same account that must be over first: this move would be queued. */
  ahead: ReadonlySignal<SigningRequest | null>;
  /** Unsigned requests that this one replaces. */
  replaced: ReadonlySignal<readonly SigningRequest[]>;
  setWallet: (wallet: string) => void;
  /** Holds the figures still while the button is down, so that what was read is what is requested. */
  freeze: () => void;
  thaw: () => void;
  asking: Action;
  /** Call in the click itself. */
  submit: () => void;
  tryAgain: () => void;
  stop: () => void;
};

export function createTicketModel(
  panel: Pick<Panel, 'store' | 'names' | 'router' | 'drafts' | 'currentPage' | 'dismissNotice'>,
  deps: PanelDeps,
  start: TicketStart,
  isAnyAccount = false,
): TicketModel {
  const { store, drafts, names } = panel;
  const reviewed = start.reviewed ?? null;
  const opened = openDraft({ drafts, store, start, isAnyAccount });
  const { draft: typed, allowPartial, wallet: pickedWallet } = opened;
  const filling = fillValidator({ draft: typed, store, names });
  const draft = filling.filled;
  const choice = steady(() => choiceOf(draft.value));
  const frozen = signal<Worked | null>(null);
  let isShown = true;
  const asking = createAction();
  const whatIf = createWhatIf(choice);
  const { assumption } = whatIf;
  const source = computed(() => {
    const account = store.accounts.value.find(({ coldkey }) => coldkey === choice.value.coldkey);
    const sources = (account?.sources ?? []).toSorted((a, b) => b.seenAt - a.seenAt);
    return sources.find(({ wallet }) => wallet === pickedWallet.value) ?? sources[0] ?? null;
  });
  /** The move that signing would make of one node's word: it wants a yes, which the ticket then asks for. */
  const alone = signal('');
  const planned = createTicketPlan({
    call: deps.call,
    store,
    draft,
    choice,
    allowPartial,
    assumption,
    source,
    reviewed,
    isAlone: computed(() => alone.value === encodeMessage(draft.value)),
  });
  const { terms, facts, factsError, depthError, amount, maximum, noMaximum, largest, live } =
    planned;
  const most = computed(() => largest.value?.amount ?? null);
  const stopFollowing = opened.follow(maximum, most);
  const about = computed(() => encodeMessage([draft.value, terms.value, assumption.value]));
  const verified = keepVerified({ live, about });
  const worked = computed(() => frozen.value ?? verified.shown.value);

  const joining = computed(() => {
    if (worked.value === null) return null;
    const { move, runtime } = worked.value.plan;
    return joinQueue(move, runtime.genesisHash, store.requests.value, deps.now(), reviewed);
  });
  const ahead = computed(() => joining.value?.ahead ?? null);

  const acceptances = createAcceptances({
    about,
    checks: computed(() => worked.value?.checks ?? []),
  });
  const typingTolerance = signal(false);
  const review = unchanged(() =>
    reviewStateOf({
      missing: missingFrom(choice.value),
      amount: needsAmount(choice.value) ? amount.value : null,
      isReceiverUnverified: destinationOf(choice.value, store) === 'unconfirmed',
      hasFacts: planned.hasFacts.value,
      factsError: factsError.value,
      planError: planned.planError.value,
      worked: worked.value,
      accepted: acceptances.accepted.value,
      isWhatIf: assumption.value !== null,
      isOffline: store.node.value?.state === 'offline',
      isTypingTolerance: typingTolerance.value,
    }),
  );

  const keep = (): void => opened.keep(amount.peek());
  return {
    draft,
    choice,
    chosenForYou: filling.chosen,
    since: opened.since,
    left: opened.content,
    terms,
    facts,
    factsError,
    depthError,
    whatIf,
    amount,
    maximum,
    noMaximum,
    largest,
    worked,
    review,
    typed: acceptances.typed,
    toAccept: acceptances.toAccept,
    typingTolerance,
    isAccepted: acceptances.isAccepted,
    source,
    ahead,
    replaced: unchanged(() => joining.value?.replaced ?? []),
    asking,
    setTyped: acceptances.type,
    accept: acceptances.accept,
    tryAgain: planned.tryAgain,

    edit(part) {
      batch(() => {
        // Whatever changes, the text stands for itself, unless it was just worked out.
        typed.value = { ...typed.peek(), amountAs: 'text', ...part };
        acceptances.type('');
      });
      keep();
    },
    startOver: () =>
      batch(() => {
        opened.startOver();
        acceptances.type('');
      }),
    setTolerance(bps) {
      const kept = { ...store.settings.peek().toleranceBps, [draft.peek().kind]: bps };
      void asking.run(() => deps.call('saveSettings', { toleranceBps: kept }));
    },
    setPartial(isAllowed) {
      allowPartial.value = isAllowed;
      keep();
    },
    setWallet(wallet) {
      pickedWallet.value = wallet;
      keep();
    },
    freeze() {
      frozen.value ??= verified.shown.peek();
    },
    thaw() {
      frozen.value = null;
    },

    submit() {
      const plan = worked.peek()?.plan;
      const signer = source.peek();
      if (plan === undefined || signer === null || review.peek().state !== 'ready') return;
      if (assumption.peek() !== null) return;
      // The request is tied to its draft, so that the draft goes with the signature.
      drafts.flush();
      const submitted = submitTicket(panel, deps, asking, {
        plan,
        source: signer,
        accepted: acceptances.accepted.peek(),
        reviewed,
        isQueued: ahead.peek() !== null,
      });
      void submitted?.then((isSubmitted) => {
        if (isSubmitted) return;
        if (asksForYes(asking.error.peek())) alone.value = encodeMessage(draft.peek());
        // The ticket shows why it failed: home need not repeat it.
        if (isShown) panel.dismissNotice();
      });
    },

    stop() {
      isShown = false;
      stopFollowing();
      verified.stop();
      filling.stop();
      planned.stop();
      drafts.flush();
    },
  };
}
