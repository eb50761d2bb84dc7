// Whether the review button works, and if not why, as one thing to say. Pure.
import type { CheckResult } from '../../checks/check.ts';
import { readinessOf } from '../../checks/run-checks.ts';
import type { AppError } from '../../errors.ts';
import type { Exactness, Plan } from '../../moves/plan.ts';
import type { TicketAmount, TicketAmountProblem } from './ticket-amount.ts';

export type ReviewState =
  | { state: 'ready' }
  /** Something is still to be chosen, read or compared. */
  | { state: 'not-yet'; textKey: string }
  | { state: 'amount'; problem: TicketAmountProblem }
  | { state: 'error'; error: AppError }
  | { state: 'blocked'; check: CheckResult }
  | { state: 'needs-typing'; number: string }
  | { state: 'needs-yes'; checks: readonly CheckResult[] }
  /** Everything is right but nobody here can sign: watched only. */
  | { state: 'simulation' };

type Asked = {
  missing: string | null;
  amount: TicketAmount | null;
  hasFacts: boolean;
  factsError: AppError | null;
  worked: { plan: Plan; exactness: Exactness; checks: readonly CheckResult[] } | null;
  typed: string;
  isAccepted: boolean;
};

const PPM_PER_PERCENT = 10_000n;

/** The whole per cent of price impact that has to be typed; null when nothing has. */
export function numberToType(checks: readonly CheckResult[]): string | null {
  const grave = checks.find(({ gravity }) => gravity === 'typed');
  if (grave === undefined) return null;
  for (const value of Object.values(grave.values)) {
    if (value.unit === 'ppm') return (value.amount / PPM_PER_PERCENT).toString();
  }
  throw new RangeError(`check ${grave.id} names no share to type`);
}

export function needYes(checks: readonly CheckResult[]): readonly CheckResult[] {
  return checks.filter(({ verdict, needsYes }) => verdict === 'unknown' || needsYes === true);
}

export function reviewStateOf(asked: Asked): ReviewState {
  const { missing, amount, worked, factsError } = asked;
  if (missing !== null) return { state: 'not-yet', textKey: missing };
  if (factsError !== null && !asked.hasFacts) return { state: 'error', error: factsError };
  if (amount !== null && !amount.ok && amount.problem === 'empty') {
    return { state: 'not-yet', textKey: 'enterAmount' };
  }
  if (!asked.hasFacts) return { state: 'not-yet', textKey: 'readingFacts' };
  if (amount !== null && !amount.ok) return { state: 'amount', problem: amount.problem };
  if (worked === null) return { state: 'not-yet', textKey: 'readingFacts' };
  return stateOfChecks(worked, asked);
}

function stateOfChecks(
  { exactness, checks }: { exactness: Exactness; checks: readonly CheckResult[] },
  { typed, isAccepted }: Pick<Asked, 'typed' | 'isAccepted'>,
): ReviewState {
  const blocks = checks.filter(({ verdict }) => verdict === 'block');
  const isComparing = exactness.state === 'checking';
  const grave = blocks.find(
    ({ id }) => id !== 'signer' && !(isComparing && id === 'node-answered'),
  );
  if (grave) return { state: 'blocked', check: grave };
  if (isComparing) return { state: 'not-yet', textKey: 'comparingWithNode' };
  if (blocks.length > 0) return { state: 'simulation' };
  const number = numberToType(checks);
  if (number !== null && typed.trim() !== number) return { state: 'needs-typing', number };
  if (readinessOf(checks) !== 'blocked' && needYes(checks).length > 0 && !isAccepted) {
    return { state: 'needs-yes', checks: needYes(checks) };
  }
  return { state: 'ready' };
}
