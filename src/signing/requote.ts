// Judges a stored request again at a newer block: would the prepared call still do what the user agreed to?
// Changes nothing.
import type { BlockRef, MoveFacts } from '../model/facts.ts';
import type { WireError } from '../errors.ts';
import { factsQueryOf } from '../moves/facts-query.ts';
import { openTicks } from '../checks/acceptance.ts';
import type { CheckResult } from '../model/check.ts';
import { blockedBy, firstBlock } from '../checks/run-checks.ts';
import type { Plan } from '../model/plan.ts';
import type {
  DraftRequest,
  SignedRequest,
  SubmittedRequest,
  WaitingRequest,
} from '../model/request.ts';
import { chainRefusal } from './chain-refusal.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/**
 * The first check that forbids sending: one that blocks, or one that needs a yes that was not given. A price impact
 * that would have to be typed does not forbid it, nor who told the pools' depth: the call keeps its own limit, however
 * close the price is to it, and that limit was judged when it was made.
 */
function forbidding(
  checks: readonly CheckResult[],
  accepted: readonly string[],
): CheckResult | null {
  const others = checks.filter(({ id }) => id !== 'depth-one-source');
  return firstBlock(others) ?? openTicks(checks, accepted)[0] ?? null;
}

/** An error where the new outcome is under the accepted minimum; only for a call that trades all or nothing. */
function isUnderMinimum(agreed: Plan, fresh: Plan): WireError | null {
  // The call's own argument counts: not every call can fill in part, whatever the terms allow.
  if (agreed.call?.args['allow_partial'] === true || agreed.receives === null) return null;
  const { minimum } = agreed.receives;
  const now = fresh.receives?.expected ?? null;
  if (now !== null && now.unit === minimum.unit && now.amount >= minimum.amount) return null;
  return {
    code: 'PRICE_LIMIT_EXCEEDED',
    detail: { minimum: minimum.amount, ...(now === null ? {} : { now: now.amount }) },
  };
}

/** With a call that may still be sent. */
type SendableRequest = DraftRequest | WaitingRequest | SignedRequest | SubmittedRequest;

/** Why sending the prepared call would be wrong at these facts; null: it may be sent. */
function problemOf(
  request: SendableRequest,
  deps: Pick<SigningDeps, 'model'>,
  facts: MoveFacts,
): WireError | null {
  const { plan, prepared, accepted } = request;
  if (plan.call === null) return { code: 'INTERNAL', detail: {} };
  if (facts.runtime.specVersion !== prepared.specVersion) {
    return { code: 'RUNTIME_CHANGED', detail: { specVersion: facts.runtime.specVersion } };
  }
  if (facts.coldkey.nonce > prepared.nonce) return { code: 'NONCE_USED', detail: {} };
  const refusal = deps.model.rerunCall(facts, plan.move, plan.call);
  if (!refusal.known) return { code: 'NOT_ON_THIS_RUNTIME', detail: { what: 'pool' } };
  if (refusal.value !== null) return chainRefusal(refusal.value);
  const fresh = deps.model.planMove(plan.move, plan.terms, facts);
  const check = forbidding(fresh.checks, accepted);
  return check === null ? isUnderMinimum(plan, fresh) : blockedBy(check);
}

/** Throws what the chain client throws when the facts cannot be read. */
export async function requote(
  deps: Pick<SigningDeps, 'model'>,
  chain: SigningChain,
  request: SendableRequest,
  head: BlockRef,
  /** What else the request is judged by; without it, a signed one is sent as the limits were when the wallet was asked. */
  meet: (facts: MoveFacts) => Promise<MoveFacts> = async (facts) => facts,
): Promise<WireError | null> {
  const facts = await chain.readMoveFacts(factsQueryOf(request.plan.move), head);
  return problemOf(request, deps, await meet(facts));
}
