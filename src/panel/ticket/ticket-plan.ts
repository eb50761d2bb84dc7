// From a draft to facts, a live plan, the node's figures and the checks. Every figure comes from planMove, and none is
// waited for.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Signer } from '../../checks/review-context.ts';
import type { AppError } from '../../errors.ts';
import { isUnconfirmed, type AccountSource } from '../../model/account.ts';
import { mayBeOnDevice } from '../../model/device.ts';
import type { CheckResult } from '../../model/check.ts';
import type { MoveFacts } from '../../model/facts.ts';
import { keptTolerance, type MoveTerms } from '../../model/move.ts';
import type { Exactness, Plan, Quantity } from '../../model/plan.ts';
import { reviewPlan } from '../../moves/review-plan.ts';
import { assume, type Assumption } from '../../moves/what-if.ts';
import { toAlphaRao, toRao } from '../../units.ts';
import type { Call } from '../core/panel-deps.ts';
import { steady } from '../core/steady.ts';
import type { StoreModel } from '../core/store-model.ts';
import { createNodeQuote } from './node-quote.ts';
import { createTicketGuard } from './runtime-guard.ts';
import { trackChange, type PlanChange } from './plan-change.ts';
import type { TicketAmount } from './ticket-amount.ts';
import { withQueued } from './queued-orders.ts';
import {
  canBePartial,
  factsQueryOf,
  moveOf,
  type TicketChoice,
  type TicketDraft,
} from './ticket-draft.ts';
import { createTicketFacts, keyOf } from './ticket-facts.ts';
import { createTicketFigures } from './ticket-figures.ts';

/** Short, because a signature that a page has seen cannot be recalled. */
const ERA_BLOCKS = 32;
/** A device is unlocked, its app opened, each field read and confirmed by buttons: 25 minutes. */
const DEVICE_ERA_BLOCKS = 128;
const OLDEST_BLOCKS = 5;
/** What a move is about does not depend on its amount. */
const LEAST = { rao: toRao(1n), alpha: toAlphaRao(1n) };

export type Worked = {
  plan: Plan;
  exactness: Exactness;
  checks: readonly CheckResult[];
  change: PlanChange | null;
};

type TicketPlanDeps = {
  call: Call;
  store: StoreModel;
  draft: ReadonlySignal<TicketDraft>;
  choice: ReadonlySignal<TicketChoice>;
  allowPartial: ReadonlySignal<boolean>;
  assumption: ReadonlySignal<Assumption | null>;
  /** The wallet that would sign. */
  source: ReadonlySignal<AccountSource | null>;
  /** Id of the unsigned request that is reviewed again. */
  reviewed: string | null;
  /** Signing found that only one node tells what this move is made from. */
  isAlone: ReadonlySignal<boolean>;
};

type TicketPlan = {
  terms: ReadonlySignal<MoveTerms>;
  /** The facts read for this draft, with what is assumed; null: none that fit draft and network. */
  facts: ReadonlySignal<MoveFacts | null>;
  factsError: ReadonlySignal<AppError | null>;
  /** Why no second operator confirmed the pools' depth. */
  depthError: ReadonlySignal<AppError | null>;
  /** Facts are here, and their age is known from a head of their chain. */
  hasFacts: ReadonlySignal<boolean>;
  maximum: ReadonlySignal<bigint | null>;
  noMaximum: ReadonlySignal<CheckResult | null>;
  largest: ReadonlySignal<Quantity | null>;
  amount: ReadonlySignal<TicketAmount>;
  planError: ReadonlySignal<AppError | null>;
  live: ReadonlySignal<Worked | null>;
  tryAgain: () => void;
  stop: () => void;
};

function signerOf(source: AccountSource | null): Signer {
  if (source === null) return { kind: 'nobody' };
  const { wallet: name, keyType, genesisHash } = source;
  return { kind: 'wallet', name, keyType, genesisHash };
}

/** How well the destination of a transfer is known; null: the move has none. */
export function destinationOf({ toColdkey }: TicketChoice, store: StoreModel) {
  if (toColdkey === null) return null;
  const known = store.accounts.value.find(({ coldkey }) => coldkey === toColdkey);
  if (known === undefined) return 'typed';
  if (known.confirmedAt !== null) return 'confirmed';
  return isUnconfirmed(known) ? 'unconfirmed' : 'typed';
}

/** The form of another network in which the destination was typed. */
const destinationFormOf = ({ toColdkey }: TicketChoice, store: StoreModel) =>
  store.accounts.value.find(({ coldkey }) => coldkey === toColdkey)?.typedAs ?? null;

export function createTicketPlan(deps: TicketPlanDeps): TicketPlan {
  const { call, store, draft, choice, allowPartial, assumption, source, reviewed, isAlone } = deps;
  const retries = signal(0);
  const ticketFacts = createTicketFacts(call);
  const nodeQuote = createNodeQuote(call);
  const guard = createTicketGuard(call);

  // Rows may be newer than the snapshot: a quote is no younger for that.
  const head = computed(() => {
    const { number, hash } = store.snapshot.value?.snapshot.block ?? { number: 0, hash: null };
    const rows = store.node.value?.rows;
    return rows !== undefined && rows.of === hash ? Math.max(number, rows.block.number) : number;
  });
  // None of them changes with what is typed as the amount, and the search for the maximum rests on them.
  const factsQuery = steady(() => factsQueryOf(choice.value));
  const about = steady(() => moveOf(choice.value, LEAST));
  const facts = computed(() => {
    if (ticketFacts.coveredKey.value !== keyOf(factsQuery.value)) return null;
    // Another window may have switched the network: facts of the old one do not apply to the new one.
    const { genesisHash } = store.network.value;
    const read = ticketFacts.facts.value;
    if (read === null || read.runtime.genesisHash !== genesisHash) return null;
    const rows = guard.rowsOf(read, store.guards.value);
    const guarded: MoveFacts = {
      ...read,
      ...(rows !== null && { guard: rows }),
      ...(isAlone.value && { inputs: 'one-node' }),
    };
    const move = about.value;
    const counted =
      move === null ? guarded : withQueued(guarded, move, store.requests.value, reviewed);
    return assumption.value === null ? counted : assume(counted, assumption.value);
  });
  /**
   * The age of facts is known only from a head of the same chain that has come as far as they have. A plan is not ready before
   * it is known what was checked of its runtime.
   */
  const hasFacts = computed(() => {
    const read = facts.value;
    const genesisHash = store.snapshot.value?.snapshot.genesisHash;
    return (
      read !== null &&
      read.guard !== undefined &&
      genesisHash === read.runtime.genesisHash &&
      read.block.number - head.value <= OLDEST_BLOCKS
    );
  });
  const toleranceBps = computed(() =>
    keptTolerance(store.settings.value.toleranceBps, choice.value.kind),
  );
  const terms = steady<MoveTerms>(() => ({
    toleranceBps: toleranceBps.value,
    allowPartial: allowPartial.value && canBePartial(choice.value),
    eraBlocks:
      source.value !== null && mayBeOnDevice(source.value) ? DEVICE_ERA_BLOCKS : ERA_BLOCKS,
  }));
  const impactLimitBps = computed(() => store.settings.value.impactLimitBps);
  const figures = createTicketFigures({ draft, choice, facts, terms, impactLimitBps });
  const plan = computed(() => figures.planned.value.plan);
  const wantsDepth = computed(() => plan.value?.depthNeeded === true);
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
      impactLimitBps: impactLimitBps.value,
      signer: signerOf(source.value),
      destination: destinationOf(choice.value, store),
      destinationForm: destinationFormOf(choice.value, store),
    });
    return { plan: plan.value, exactness, checks, change: tracker.change.value };
  });

  const stops = [
    effect(() => {
      const moment = head.value + retries.value / 1_000;
      const at = `${store.network.value.genesisHash} ${moment}`;
      // With whatever is typed: a question that failed is asked again.
      void draft.value;
      void ticketFacts.need(factsQuery.value, at, wantsDepth.value);
    }),
    effect(() => nodeQuote.need(live.value?.plan ?? null)),
    effect(() => void guard.need(ticketFacts.facts.value)),
  ];

  return {
    terms,
    facts,
    factsError: ticketFacts.error,
    depthError: ticketFacts.depthError,
    hasFacts,
    maximum: figures.maximum,
    noMaximum: figures.noMaximum,
    largest: figures.largest,
    amount: figures.amount,
    planError: computed(() => figures.planned.value.error),
    live,
    tryAgain() {
      retries.value += 1;
    },
    stop() {
      for (const stop of stops) stop();
      tracker.stop();
      nodeQuote.stop();
    },
  };
}
