// Whether the review button works, and if not, the one reason to show. Pure.
import { openTicks, typingOf, openYeses, type Typing } from '../../checks/acceptance.ts';
import type { CheckId, CheckResult } from '../../model/check.ts';
import type { AppError } from '../../errors.ts';
import type { Exactness, Plan } from '../../model/plan.ts';
import { keyPart, type PlainSentence } from '../core/text.ts';
import type { TicketAmount, TicketAmountProblem } from './ticket-amount.ts';

export type ReviewState =
  | { state: 'ready' }
  /** A choice, a reading or a comparison is missing. */
  | { state: 'not-yet'; textKey: PlainSentence }
  | { state: 'amount'; problem: TicketAmountProblem }
  | { state: 'error'; error: AppError }
  | { state: 'blocked'; check: CheckResult }
  | { state: 'needs-typing'; typing: Typing }
  | { state: 'needs-yes'; checks: readonly CheckResult[] }
  /** Valid, but it cannot be signed: the account is only watched, or a balance is assumed. */
  | { state: 'simulation' };

type ReviewInput = {
  missing: PlainSentence | null;
  amount: TicketAmount | null;
  /** The receiver is only what a page reported. */
  isReceiverUnverified: boolean;
  hasFacts: boolean;
  factsError: AppError | null;
  planError: AppError | null;
  worked: { plan: Plan; exactness: Exactness; checks: readonly CheckResult[] } | null;
  /** The accepted findings, by the names of checks/acceptance.ts. */
  accepted: readonly string[];
  /** Planned on assumed balances: never to be signed. */
  isWhatIf: boolean;
  /** The node does not answer: nothing that is shown is verified now. */
  isOffline: boolean;
  /** Another slippage tolerance is typed and not set. */
  isTypingTolerance: boolean;
};

/** Checks that another amount may pass: they mark the field. */
const aboutAmount: ReadonlySet<string> = new Set<CheckId>([
  'account-limit-day',
  'account-limit-free',
  'account-limit-impact',
  'account-limit-order',
  'dust-exit',
  'enough-balance',
  'enough-stake',
  'keeps-deposit',
  'lock-amount',
  'lock-stake',
  'locked-transfer',
  'minimum-stake',
  'pool-can-fill',
  'residue',
  'stake-available',
  'whole-fill',
]);

export const isAmountRefused = (review: ReviewState): boolean =>
  review.state === 'blocked' && aboutAmount.has(review.check.id);

/** Refused as it stands; a node that does not answer is waited for. */
export const isRefused = (review: ReviewState): boolean =>
  review.state === 'blocked' && review.check.id !== 'node-answered';

/** What is said of an amount that is none. There is no largest amount before it is chosen of what. */
export function amountProblemKey(
  problem: Exclude<TicketAmountProblem, 'ambiguous'>,
  missing: PlainSentence | null,
): PlainSentence {
  return problem === 'no-maximum' && missing !== null ? missing : `amount_${keyPart(problem)}`;
}

export function reviewStateOf(input: ReviewInput): ReviewState {
  const { missing, amount, worked, factsError } = input;
  if (missing !== null) return { state: 'not-yet', textKey: missing };
  if (factsError !== null && !input.hasFacts) return { state: 'error', error: factsError };
  if (amount !== null && !amount.ok && amount.problem === 'empty') {
    const textKey = input.isReceiverUnverified ? 'verifyReceiverFirst' : 'enterAmount';
    return { state: 'not-yet', textKey };
  }
  if (input.isOffline) return { state: 'not-yet', textKey: 'offlineNoReview' };
  if (!input.hasFacts) return { state: 'not-yet', textKey: 'readingFacts' };
  if (amount !== null && !amount.ok) return { state: 'amount', problem: amount.problem };
  if (input.planError !== null) return { state: 'error', error: input.planError };
  if (worked === null) return { state: 'not-yet', textKey: 'readingFacts' };
  if (input.isTypingTolerance) return { state: 'not-yet', textKey: 'setToleranceFirst' };
  return stateOfChecks(worked, input);
}

function stateOfChecks(
  { exactness, checks }: { exactness: Exactness; checks: readonly CheckResult[] },
  { accepted, isWhatIf }: Pick<ReviewInput, 'accepted' | 'isWhatIf'>,
): ReviewState {
  const blocks = checks.filter(({ verdict }) => verdict === 'block');
  const isComparing = exactness.state === 'checking';
  const grave = blocks.find(
    ({ id }) => id !== 'signer' && !(isComparing && id === 'node-answered'),
  );
  if (grave) return { state: 'blocked', check: grave };
  if (isComparing) return { state: 'not-yet', textKey: 'comparingWithNode' };
  if (blocks.length > 0 || isWhatIf) return { state: 'simulation' };
  const typing = typingOf(checks);
  if (typing !== null && openYeses(typing.yeses, accepted).length > 0) {
    return { state: 'needs-typing', typing };
  }
  const open = openTicks(checks, accepted);
  return open.length > 0 ? { state: 'needs-yes', checks: open } : { state: 'ready' };
}
