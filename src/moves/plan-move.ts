// The one entry to plans: a move, its terms and the facts of one block, computed to the rao.
// Pure: the same arguments give the same plan.
import type { MoveFacts } from '../model/facts.ts';
import { chainStateOf } from './run/chain-state.ts';
import { plannedClaims, type ClaimMove } from '../checks/planned-claims.ts';
import { draftClaim } from './draft/draft-claim.ts';
import { draftAcceptLocked, draftLock } from './draft/draft-lock.ts';
import { draftOneCall } from './draft/draft-one-call.ts';
import { draftProtected } from './draft/draft-protected.ts';
import { draftStake } from './draft/draft-stake.ts';
import { draftUnstake } from './draft/draft-unstake.ts';
import { draftWithin } from './draft/draft-within.ts';
import { makePlan } from './draft/make-plan.ts';
import { isTolerance, type Move, type MoveTerms } from '../model/move.ts';
import { planExit } from './plan-exit.ts';
import type { Plan } from '../model/plan.ts';
import type { Drafted, Planned, Scene } from './draft/planning.ts';

function draft(scene: Scene, move: Exclude<Move, { kind: 'exit-several' }>): Drafted {
  switch (move.kind) {
    case 'stake':
      return draftStake(scene, move);
    case 'unstake':
    case 'unstake-all':
      return draftUnstake(scene, move);
    case 'change-validator':
    case 'transfer':
      return draftWithin(scene, move);
    case 'change-subnet':
      return move.route === 'protected' ? draftProtected(scene, move) : draftOneCall(scene, move);
    case 'claim':
      return draftClaim(scene, move);
    case 'lock':
      return draftLock(scene, move);
    case 'accept-locked':
      return draftAcceptLocked(scene, move);
  }
}

function sceneOf(move: Move, terms: MoveTerms, facts: MoveFacts): Scene {
  const { toleranceBps } = terms;
  if (!isTolerance(toleranceBps)) {
    throw new RangeError(`no tolerance: ${toleranceBps} basis points`);
  }
  if (move.coldkey !== facts.coldkey.coldkey) {
    throw new RangeError(`facts of ${facts.coldkey.coldkey}, not of ${move.coldkey}`);
  }
  return { facts, terms, coldkey: move.coldkey, state: chainStateOf(facts) };
}

/** What each fund pays; nothing is given for it, and nothing of several positions is one position. */
function asClaim(planned: Planned, move: ClaimMove, facts: MoveFacts): Planned {
  const { plan } = planned;
  const isOne = move.hotkeys.length === 1;
  const claims = plannedClaims(facts, move);
  return {
    ...planned,
    plan: {
      ...plan,
      claims,
      gives: move.unstakes ? plan.gives : null,
      reversedAtOnce: null,
      positionAfter: isOne ? plan.positionAfter : null,
    },
  };
}

/** A call about no position: none is shown as what it leaves. */
const withoutPlace = (planned: Planned): Planned => ({
  ...planned,
  plan: { ...planned.plan, positionAfter: null },
});

/** The plan of one move with what its checks judged. Throws as `planMove`. */
export function planOne(
  move: Exclude<Move, { kind: 'exit-several' }>,
  terms: MoveTerms,
  facts: MoveFacts,
): Planned {
  const scene = sceneOf(move, terms, facts);
  const planned = makePlan(scene, move, draft(scene, move));
  switch (move.kind) {
    case 'claim':
      return asClaim(planned, move, facts);
    case 'lock':
    case 'accept-locked':
      return withoutPlace(planned);
    default:
      return planned;
  }
}

/** Plans a move at the facts' block. Throws RangeError for an invalid tolerance and for facts of another coldkey. */
export function planMove(move: Move, terms: MoveTerms, facts: MoveFacts): Plan {
  return move.kind === 'exit-several'
    ? planExit(sceneOf(move, terms, facts), move)
    : planOne(move, terms, facts).plan;
}
