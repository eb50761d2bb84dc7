// Rules about a claim of root rewards: what it finds is known and believed, pays out, is admitted, and is worth its fee.
// Anything unread blocks: a claim has no minimum that the chain would keep.
import type { Reading } from '../model/facts.ts';
import type { PlannedClaim } from '../model/root-claims.ts';
import { plannedClaims, MOST_CLAIM_WORK, type ClaimMove } from './planned-claims.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, needsYes, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

const claimOf = ({ plan: { move } }: PlanSubject): ClaimMove | null =>
  move.kind === 'claim' ? move : null;

const applies = (subject: PlanSubject): boolean => claimOf(subject) !== null;

function found(subject: PlanSubject): readonly PlannedClaim[] {
  const move = claimOf(subject);
  return move === null ? [] : plannedClaims(subject.facts, move);
}

type Known = PlannedClaim & { redeemable: bigint; forfeited: bigint; rows: number };

const isKnown = (claim: PlannedClaim): claim is Known =>
  claim.redeemable !== null && claim.forfeited !== null && claim.rows !== null;

/** null unless everything about every validator of a claim is known. */
function allKnown(subject: PlanSubject): readonly Known[] | null {
  const claims = found(subject);
  if (claims.length === 0) return null;
  return claims.every(isKnown) ? claims : null;
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
const at = (hotkey: string) => ({ validator: { unit: 'address', text: hotkey } }) as const;
const rao = (amount: bigint) => ({ unit: 'rao', amount }) as const;

const ruleOf = <T>(
  { facts: { claims } }: PlanSubject,
  of: (rules: Extract<NonNullable<typeof claims>, { known: true }>['value']) => Reading<T>,
): T | null => {
  const reading = claims?.known === true ? of(claims.value) : null;
  return reading?.known === true ? reading.value : null;
};

const thresholdOf = (subject: PlanSubject): bigint | null =>
  ruleOf(subject, ({ threshold }) => threshold);
const intervalOf = (subject: PlanSubject): number | null =>
  ruleOf(subject, ({ unlockInterval }) => unlockInterval);

const claimBelieved = rule<'claim-believed', PlanSubject, null>({
  id: 'claim-believed',
  verdicts: ['pass', 'block'],
  applies,
  needs: nothingNeeded,
  judge: (subject) => {
    const doubted = found(subject).find(({ doubt }) => doubt !== null);
    return doubted === undefined ? pass() : block(at(doubted.hotkey));
  },
  remedyKeys: { block: 'remedyAnotherNode' },
});

const claimKnown = rule<'claim-known', PlanSubject, null>({
  id: 'claim-known',
  verdicts: ['pass', 'block'],
  applies: (subject) => found(subject).some(({ doubt }) => doubt === null),
  needs: nothingNeeded,
  judge: (subject) => {
    const unread = found(subject).find((claim) => claim.doubt === null && !isKnown(claim));
    if (unread !== undefined) return block(at(unread.hotkey));
    const [first] = found(subject);
    const lacksRule = thresholdOf(subject) === null || intervalOf(subject) === null;
    return lacksRule && first !== undefined ? block(at(first.hotkey)) : pass();
  },
  remedyKeys: { block: 'remedyTryAgain' },
});

const claimOwed = rule<'claim-owed', PlanSubject, null>({
  id: 'claim-owed',
  verdicts: ['pass', 'block'],
  applies: (subject) => found(subject).some(isKnown),
  needs: nothingNeeded,
  judge: (subject) => {
    const empty = found(subject).find((claim) => isKnown(claim) && claim.redeemable === 0n);
    return empty === undefined ? pass() : block(at(empty.hotkey));
  },
  remedyKeys: { block: 'remedyClaimedAlready' },
});

const claimThreshold = rule<'claim-threshold', PlanSubject, null>({
  id: 'claim-threshold',
  verdicts: ['pass', 'block'],
  applies: (subject) =>
    thresholdOf(subject) !== null &&
    found(subject).some((claim) => isKnown(claim) && claim.redeemable > 0n),
  needs: nothingNeeded,
  judge: (subject) => {
    const threshold = thresholdOf(subject) ?? 0n;
    for (const claim of found(subject)) {
      if (!isKnown(claim) || claim.redeemable === 0n || claim.redeemable >= threshold) continue;
      return block({
        ...at(claim.hotkey),
        redeemable: rao(claim.redeemable),
        threshold: rao(threshold),
        missing: rao(threshold - claim.redeemable),
      });
    }
    return pass({ threshold: rao(threshold) });
  },
  remedyKeys: { block: 'remedyWaitForMore' },
});

const claimAdmitted = rule<'claim-admitted', PlanSubject, null>({
  id: 'claim-admitted',
  verdicts: ['pass', 'block'],
  applies: (subject) => allKnown(subject) !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const heavy = allKnown(subject)?.find(({ rows }) => 1 + rows > MOST_CLAIM_WORK);
    return heavy === undefined
      ? pass()
      : block(at(heavy.hotkey), 'SubtensorModule.RootClaimTooHeavy');
  },
});

/** Several claims in one transaction must fit a block. */
const claimFits = rule<'claim-fits', PlanSubject, null>({
  id: 'claim-fits',
  verdicts: ['pass', 'block'],
  applies: (subject) => (claimOf(subject)?.hotkeys.length ?? 0) > 1,
  needs: nothingNeeded,
  judge: (subject) => (ruleOf(subject, ({ batchFits }) => batchFits) === true ? pass() : block()),
  remedyKeys: { block: 'remedyClaimInTurn' },
});

const claimHold = rule<'claim-hold', PlanSubject, null>({
  id: 'claim-hold',
  verdicts: ['pass', 'warn', 'block'],
  applies: (subject) => applies(subject) && intervalOf(subject) !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const interval = intervalOf(subject) ?? 0;
    if (interval === 0) return pass();
    const move = claimOf(subject);
    const values = { interval: { unit: 'blocks', amount: interval } } as const;
    if (move === null || !move.unstakes) return warn('notice', values);
    const free = freeFrom(subject, move, interval);
    return free === null
      ? warn('notice', values)
      : block({ from: { unit: 'block', amount: free } }, 'SubtensorModule.RootStakeLocked');
  },
});

/** First block in which the root stake may leave; null: it may now. An age that is not known holds for the whole interval. */
function freeFrom(
  { facts: { block: now, claims } }: PlanSubject,
  { hotkeys, coldkey }: ClaimMove,
  interval: number,
): number | null {
  const own =
    claims?.known === true ? claims.value.of.find((one) => one.coldkey === coldkey) : null;
  const ends = hotkeys.map((hotkey) => {
    const claim = own?.claims.known
      ? own.claims.value.find((one) => one.hotkey === hotkey)
      : undefined;
    if (claim === undefined || !claim.heldSince.known) return now.number + interval;
    return claim.heldSince.value === null ? 0 : claim.heldSince.value + interval;
  });
  const last = Math.max(0, ...ends);
  // The call runs in the next block at the earliest.
  return last > now.number + 1 ? last : null;
}

const claimForfeits = rule<'claim-forfeits', PlanSubject, null>({
  id: 'claim-forfeits',
  verdicts: ['pass', 'warn'],
  applies: (subject) => allKnown(subject) !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const lost = sum((allKnown(subject) ?? []).map(({ forfeited }) => forfeited));
    return lost === 0n ? pass() : warn('warning', { lost: rao(lost) });
  },
  remedyKeys: { warn: 'remedyForfeit' },
});

const claimAnyPrice = rule<'claim-any-price', PlanSubject, null>({
  id: 'claim-any-price',
  verdicts: ['warn'],
  applies,
  needs: nothingNeeded,
  judge: () => needsYes('warning'),
});

const claimTogether = rule<'claim-together', PlanSubject, null>({
  id: 'claim-together',
  verdicts: ['warn'],
  applies: (subject) => (claimOf(subject)?.hotkeys.length ?? 0) > 1,
  needs: nothingNeeded,
  judge: (subject) =>
    warn('notice', {
      validators: { unit: 'count', amount: claimOf(subject)?.hotkeys.length ?? 0 },
    }),
});

/** From this part of what is paid on, fee and forfeit together are named: a later claim loses less of more. */
const DEAR = 4n;

function paysAll(subject: PlanSubject): boolean {
  const threshold = thresholdOf(subject) ?? 0n;
  return allKnown(subject)?.every(({ redeemable }) => redeemable >= threshold) === true;
}

const claimWorth = rule<'claim-worth', PlanSubject, null>({
  id: 'claim-worth',
  verdicts: ['pass', 'warn', 'unknown'],
  // A claim that pays nothing is stopped elsewhere: it is worth nothing, whatever it is owed.
  applies: (subject) => subject.plan.call !== null && paysAll(subject),
  needs: nothingNeeded,
  judge: (subject) => {
    const claims = allKnown(subject) ?? [];
    const { networkFee } = subject.plan;
    if (!networkFee.known) return notKnown;
    const { fee } = networkFee.value;
    const brings = sum(claims.map(({ redeemable }) => redeemable));
    const lost = sum(claims.map(({ forfeited }) => forfeited));
    const values = { brings: rao(brings), fee: rao(fee), lost: rao(lost) };
    if (fee >= brings) return needsYes('red', values);
    return (fee + lost) * DEAR >= brings ? warn('warning', values) : pass(values);
  },
  remedyKeys: { warn: 'remedyWaitForMore' },
});

export const claimRules = [
  claimBelieved,
  claimKnown,
  claimOwed,
  claimThreshold,
  claimAdmitted,
  claimFits,
  claimHold,
  claimForfeits,
  claimAnyPrice,
  claimTogether,
  claimWorth,
] as const;
