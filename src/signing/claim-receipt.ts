// The lines of a receipt that a claim of root rewards makes: what each fund paid beside what its preview said, and why one
// paid nothing. Pure.
import type { Plan } from '../model/plan.ts';
import type { EmptyClaim, ReceiptLabel, ReceiptLine } from '../model/receipt.ts';
import type { PlannedClaim } from '../model/root-claims.ts';
import { ROOT_NETUID } from '../units.ts';
import type { ExtrinsicOutcome } from './stake-events.ts';

type Paid = Pick<ExtrinsicOutcome, 'paidByFunds'>;

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

const inRoot = (labelKey: ReceiptLabel, expected: bigint | null, actual: bigint): ReceiptLine => ({
  labelKey,
  unit: 'rao',
  netuid: ROOT_NETUID,
  expected,
  actual,
});

function paidTo(
  { paidByFunds }: Paid,
  { hotkey }: PlannedClaim,
): { tao: bigint; forfeited: bigint } {
  const own = paidByFunds.filter((one) => one.hotkey === hotkey);
  return { tao: sum(own.map(({ tao }) => tao)), forfeited: sum(own.map((one) => one.forfeited)) };
}

/** Of all funds together where there are several, then of each, then what was forfeited. Rao. */
export function claimLines({ claims = [] }: Pick<Plan, 'claims'>, outcome: Paid): ReceiptLine[] {
  if (claims.length === 0) return [];
  const each = claims.map((claim) => ({
    ...inRoot('receiptClaimed', claim.redeemable, paidTo(outcome, claim).tao),
    hotkey: claim.hotkey,
  }));
  const lost = claims.map((claim) => paidTo(outcome, claim).forfeited);
  const expectedLost = sum(claims.map(({ forfeited }) => forfeited ?? 0n));
  const all = inRoot(
    'receiptClaimedAll',
    sum(claims.map(({ redeemable }) => redeemable ?? 0n)),
    sum(each.map(({ actual }) => actual)),
  );
  const forfeit =
    expectedLost > 0n || sum(lost) > 0n
      ? [inRoot('receiptForfeited', expectedLost, sum(lost))]
      : [];
  return [...(each.length > 1 ? [all] : []), ...each, ...forfeit];
}

function whyEmpty(before: PlannedClaim | undefined, paysNothing: boolean): EmptyClaim['why'] {
  if (before === undefined || before.redeemable === null) return 'unknown';
  if (before.accrued === 0n) return 'nothing-owed';
  return paysNothing ? 'under-threshold' : 'unknown';
}

/** `atParent`: the same claim planned on the state right before the block; null: that state was not read. */
export function emptyClaims(
  { claims = [] }: Pick<Plan, 'claims'>,
  atParent: Pick<Plan, 'claims' | 'checks'> | null,
  outcome: Paid,
): EmptyClaim[] {
  const belowLeast = new Set(
    (atParent?.checks ?? []).flatMap(({ id, verdict, values }) => {
      const validator = values['validator'];
      const isLittle = ['claim-threshold', 'claim-owed'].includes(id) && verdict === 'block';
      return isLittle && validator?.unit === 'address' ? validator.text : [];
    }),
  );
  return claims
    .filter((claim) => paidTo(outcome, claim).tao === 0n)
    .map(({ hotkey }) => ({
      hotkey,
      why: whyEmpty(
        atParent?.claims?.find((one) => one.hotkey === hotkey),
        belowLeast.has(hotkey),
      ),
    }));
}
