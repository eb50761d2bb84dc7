// The outcome of a plan: expected and minimum amount, costs, proceeds if reversed at once, and exactness.
import { useEffect, useRef } from 'preact/hooks';
import type { CheckResult, Severity } from '../../model/check.ts';
import { promiseOf } from '../../checks/promise.ts';
import type { Plan } from '../../model/plan.ts';
import { checkText, remedyText } from '../words/check-text.ts';
import { signedPercentText } from '../words/format.ts';
import type { Worked } from './ticket-plan.ts';
import { keyPart, t, tCount } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
import { Banner } from '../ui/banner.tsx';
import { ClaimNotes } from './claim-card.tsx';
import { ExactnessLine } from './exactness-line.tsx';
import { IfLessIsHeld } from '../words/minimum-line.tsx';
import { isRootStake } from '../words/plan-prices.ts';
import { WholeInWallet } from '../words/whole-line.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { blockedExits } from './exit-blocks.ts';
import { BeforeAmount } from './before-amount.tsx';
import { DepthChoices } from './depth-choices.tsx';
import { Fiat } from '../words/fiat.tsx';
import { impactBand } from './impact-band.ts';
import { lossAtPricesBefore } from './quote-figures.ts';
import { isRefused } from './review-state.ts';
import { Cost } from './cost-line.tsx';
import { QuoteRows } from './quote-rows.tsx';
import { QuoteSpoken } from './quote-spoken.tsx';
import { SwapPath } from './swap-path.tsx';
import { ValidatorsCompared } from './validators-compared.tsx';
import { useTicket } from './ticket-context.ts';

function ChangeNote({ worked }: { worked: Worked }) {
  const mark = useRef<HTMLSpanElement>(null);
  const { change } = worked;
  useEffect(() => {
    const element = mark.current;
    if (!element) return;
    element.classList.remove('changed');
    // Reading the width restarts the animation.
    if (element.offsetWidth >= 0) element.classList.add('changed');
  }, [change?.block]);
  return (
    <span class="small quiet" ref={mark}>
      {change === null || change.ppm === 0n
        ? ''
        : t('changedBy', { change: signedPercentText(change.ppm) })}
    </span>
  );
}

/** Where some of several exits are blocked: how many go, which the sum is of. */
function exitsGoing(plan: Plan): number | null {
  const blocked = blockedExits(plan).length;
  return blocked === 0 ? null : plan.items.length - blocked;
}

function Receives({ worked, isGrey }: { worked: Worked; isGrey: boolean }) {
  const { names } = usePanel();
  const { plan } = worked;
  const { receives } = plan;
  if (receives === null) return null;
  const isUntraded =
    promiseOf(receives, plan.legs) === 'as-it-is' ||
    // A part of the stake, to another validator of the same subnet.
    (plan.move.kind === 'change-validator' &&
      !plan.legs.some(({ purpose }) => purpose === 'trade'));
  // Alpha has no price of its own: what selling it at once brings, impact and fees taken off.
  const sold = receives.expected.unit === 'rao' ? receives.expected : plan.reversedAtOnce;
  const inTao = sold?.unit === 'rao' ? sold.amount : null;
  const label =
    plan.move.kind === 'transfer'
      ? 'recipientReceives'
      : isUntraded
        ? 'arrivesUntraded'
        : isRootStake(receives.expected)
          ? 'youReceiveOnRoot'
          : 'youReceiveAbout';
  const going = exitsGoing(plan);
  // What each claim pays is of a pool that no other has sold into.
  const together = worked.checks.find(
    ({ id, verdict }) => id === 'claim-together' && verdict === 'warn',
  );
  return (
    <div class="outcome">
      <p class="small soft">{going === null ? t(label) : tCount('youReceiveFrom', going)}</p>
      <p
        class={`outcome-main ${isGrey || worked.exactness.state === 'differs' ? 'outcome-contradicted' : ''}`}
      >
        {together === undefined ? (
          <Amount quantity={receives.expected} isColumn={!isUntraded || undefined} />
        ) : (
          <RichText
            text="receivesUpTo"
            with={{ amount: <Amount quantity={receives.expected} isColumn /> }}
          />
        )}{' '}
        {inTao !== null && <Fiat rao={inTao} />} <ChangeNote worked={worked} />
        {isUntraded && receives.expected.unit === 'alpha' && plan.spotValueAfter !== null && (
          <span class="small quiet">
            <RichText
              text="worthAtSpot"
              with={{ amount: <Tao rao={plan.spotValueAfter} decimals={2} /> }}
            />
          </span>
        )}
      </p>
      {together !== undefined && <p class="small soft">{checkText(together, names)}</p>}
      <IfLessIsHeld plan={plan} />
      <WholeInWallet plan={plan} />
    </div>
  );
}

/** What a check's sentence is headed by; each has its word in _locales. */
type CheckTone = Severity | 'block' | 'unknown';

/** How serious it is. A price impact has one scale of words: that of its row. */
function headOf({ id, values }: CheckResult, tone: CheckTone): string {
  const impact = id === 'price-impact' ? values.impact : undefined;
  return impact?.unit === 'ppm'
    ? t(`impactBand_${keyPart(impactBand(impact.amount).band)}`)
    : t(`gravity_${tone}`);
}

/** The impact itself stands in its row: its warning says what it costs. */
const isImpact = ({ id }: CheckResult): boolean => id === 'price-impact';

function CheckBanner({ check, plan }: { check: CheckResult; plan: Plan }) {
  const { names } = usePanel();
  const lost = isImpact(check) ? lossAtPricesBefore(plan) : null;
  const remedy = remedyText(check, names);
  const tone: CheckTone =
    check.verdict === 'block'
      ? 'block'
      : check.verdict === 'unknown'
        ? 'unknown'
        : (check.severity ?? 'notice');
  return (
    <Banner tone={tone}>
      <p>
        <span class="strong">{headOf(check, tone)}: </span>
        {lost === null ? (
          checkText(check, names)
        ) : (
          <RichText text="lostAtPricesBefore" with={{ loss: <Tao rao={lost} /> }} />
        )}
      </p>
      {remedy !== null && <p class="soft">{remedy}</p>}
    </Banner>
  );
}

const elsewhere: ReadonlySet<string> = new Set([
  'node-agrees',
  'node-answered',
  'signer',
  'minimum-guaranteed',
  'own-impact-limit',
  'destination-typed',
  'claim-together',
]);

/** Each fact is said once: the node has its own line, a typed recipient stands at its address, what several claims are together below their sum, and impact its row with the user's own limit, below high impact. */
function isShownElsewhere({ id, severity, verdict, needsYes }: CheckResult): boolean {
  if (verdict === 'pass' || verdict === 'unknown' || needsYes === true) return true;
  if (elsewhere.has(id)) return true;
  return id === 'price-impact' && (severity === 'notice' || severity === 'warning');
}

export function Outcome() {
  const ticket = useTicket();
  const worked = ticket.worked.value;
  if (worked === null) return <BeforeAmount />;
  const atButton = ticket.review.value.state === 'blocked' ? ticket.review.value.check : null;
  // What cannot be sent brings nothing, and that its figures are verified is no green light.
  const refused = isRefused(ticket.review.value);
  // No node verifies a balance that is made up.
  const isWhatIf = ticket.whatIf.assumption.value !== null;
  const hasFigures = worked.plan.move.kind !== 'accept-locked';
  // One reason at a time: what else stands in the way is told once the one at the button is gone.
  const shown = worked.checks.filter(
    (check) => !(check.verdict === 'block' && atButton !== null) && !isShownElsewhere(check),
  );
  return (
    <>
      <QuoteSpoken plan={worked.plan} />
      <Receives worked={worked} isGrey={refused} />
      {worked.plan.move.kind === 'change-validator' && <ValidatorsCompared plan={worked.plan} />}
      {worked.plan.depthNeeded && <DepthChoices plan={worked.plan} />}
      {worked.plan.move.kind === 'change-subnet' && <SwapPath plan={worked.plan} />}
      <QuoteRows worked={worked} />
      {worked.plan.move.kind === 'claim' && <ClaimNotes />}
      {shown.map((check) => (
        <CheckBanner key={check.id} check={check} plan={worked.plan} />
      ))}
      <Cost plan={worked.plan} isLossTold={shown.some(isImpact)} />
      {!refused && hasFigures && !isWhatIf && <ExactnessLine worked={worked} />}
    </>
  );
}
