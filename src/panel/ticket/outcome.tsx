// The outcome of a plan: expected and minimum amount, costs, proceeds if reversed at once, and exactness.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CheckResult, Severity } from '../../model/check.ts';
import { promiseOf } from '../../checks/promise.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import { checkText, remedyText } from '../words/check-text.ts';
import { percentText, signedPercentText, TAO_SIGN } from '../words/format.ts';
import type { Worked } from './ticket-plan.ts';
import { t } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
import { Badge, Banner } from '../ui/banner.tsx';
import { ExactnessLine } from './exactness-line.tsx';
import { IfLessIsHeld, MinimumLine } from '../words/minimum-line.tsx';
import { WholeInWallet } from '../words/whole-line.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { DepthChoices } from './depth-choices.tsx';
import { Details } from './details.tsx';
import { ToleranceMenu } from './tolerance-menu.tsx';
import { useTicket } from './ticket-context.ts';
import { EmissionEffectLines } from './emission-effect-lines.tsx';

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

function Receives({ worked }: { worked: Worked }) {
  const { plan } = worked;
  const { receives } = plan;
  if (receives === null) return null;
  const isUntraded = promiseOf(receives, plan.legs) === 'as-it-is';
  return (
    <div class="outcome">
      <p class="small soft">{t(isUntraded ? 'arrivesUntraded' : 'youReceiveAbout')}</p>
      <p class="outcome-main">
        <Amount quantity={receives.expected} /> <ChangeNote worked={worked} />
      </p>
      {!isUntraded && (
        <div class="line line-wrap apart small">
          <MinimumLine plan={plan} />
          {(receives.isGuaranteed || worked.plan.depthNeeded) && <ToleranceMenu />}
        </div>
      )}
      <IfLessIsHeld plan={plan} />
      <WholeInWallet plan={plan} />
    </div>
  );
}

function impactOf(plan: Plan): bigint | null {
  const trades = plan.legs.filter(({ purpose }) => purpose === 'trade');
  if (trades.length === 0) return null;
  return trades.reduce(
    (most, { priceImpactPpm }) => (priceImpactPpm > most ? priceImpactPpm : most),
    0n,
  );
}

/** What a check's sentence is headed by; each has its word in _locales. */
type CheckTone = Severity | 'block' | 'unknown';

/** The word and colour of the impact, from its check. */
function impactTone(checks: readonly CheckResult[]): CheckTone | null {
  return checks.find(({ id }) => id === 'price-impact')?.severity ?? null;
}

const toneClass = (tone: CheckTone): string => (tone === 'warning' ? 'warn' : 'bad');

/** The node states the most it charges in TAO; the same fee in alpha depends on the price. */
function feeLabel({ networkFee }: Plan) {
  if (!networkFee.known) return 'networkFee';
  return networkFee.value.paidIn === 'tao' ? 'networkFeeAtMost' : 'networkFeeAbout';
}

function NetworkFee({ plan }: { plan: Plan }) {
  const fee = plan.networkFee;
  if (!fee.known) return <span class="warn">{t('notKnown')}</span>;
  const quantity: Quantity =
    fee.value.paidIn === 'tao'
      ? { unit: 'rao', amount: fee.value.fee }
      : { unit: 'alpha', netuid: fee.value.netuid, amount: fee.value.fee };
  return <Amount quantity={quantity} isPublic />;
}

function Cost({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Costs({ worked }: { worked: Worked }) {
  const { plan, checks } = worked;
  const impact = impactOf(plan);
  const tone = impactTone(checks);
  const fees = plan.legs.filter(
    ({ purpose, swapFee }) => purpose === 'trade' && swapFee.amount > 0n,
  );
  return (
    <dl class="costs">
      {impact !== null && (
        <Cost label={t('priceImpact')}>
          <span class={tone === null || tone === 'notice' ? '' : toneClass(tone)}>
            {percentText(impact)}
          </span>
          {tone !== null && (
            <>
              {' '}
              <Badge tone={tone}>{t(`gravity_${tone}`)}</Badge>
            </>
          )}
        </Cost>
      )}
      {fees.map(({ swapFee, netuid }, index) => (
        <Cost key={`${netuid}-${index}`} label={t('poolFee')}>
          <Amount quantity={swapFee} />
        </Cost>
      ))}
      <Cost label={t(feeLabel(plan))}>
        <NetworkFee plan={plan} />
      </Cost>
    </dl>
  );
}

function SoldBack({ plan }: { plan: Plan }) {
  const { reversedAtOnce, spotValueAfter, move } = plan;
  if (reversedAtOnce === null) return null;
  const back = <Amount quantity={reversedAtOnce} />;
  if (move.kind !== 'stake' || spotValueAfter === null) {
    // TAO: the arrived alpha sold again; alpha: the arrived TAO staked again.
    const text = reversedAtOnce.unit === 'rao' ? 'soldBackAtOnce' : 'boughtBackAtOnce';
    return (
      <p class="small soft">
        <RichText text={text} with={{ amount: back }} />
      </p>
    );
  }
  return (
    <p class="small soft">
      <RichText
        text="soldBackAtOnceAndSpot"
        with={{ amount: back, spot: <Tao rao={spotValueAfter} /> }}
      />
    </p>
  );
}

function CheckBanner({ check, isAlert = false }: { check: CheckResult; isAlert?: boolean }) {
  const { names } = usePanel();
  const remedy = remedyText(check, names);
  const tone: CheckTone =
    check.verdict === 'block'
      ? 'block'
      : check.verdict === 'unknown'
        ? 'unknown'
        : (check.severity ?? 'notice');
  return (
    <Banner tone={tone} isAlert={isAlert}>
      <p>
        <span class="strong">{t(`gravity_${tone}`)}: </span>
        {checkText(check, names)}
      </p>
      {remedy !== null && <p class="soft">{remedy}</p>}
    </Banner>
  );
}

/** Impact has its own row, the node its own line, and what blocks the review is shown at the button. */
function isShownElsewhere({ id, severity, verdict, needsYes }: CheckResult): boolean {
  if (verdict === 'pass' || verdict === 'unknown' || needsYes === true) return true;
  if (['node-agrees', 'node-answered', 'signer', 'minimum-guaranteed'].includes(id)) return true;
  return id === 'price-impact' && (severity === 'notice' || severity === 'warning');
}

export function Outcome() {
  const ticket = useTicket();
  const worked = ticket.worked.value;
  if (worked === null) return <p class="small quiet">{t('nothingPlanned', { unit: TAO_SIGN })}</p>;
  const atButton = ticket.review.value.state === 'blocked' ? ticket.review.value.check : null;
  const shown = worked.checks.filter((check) => check !== atButton && !isShownElsewhere(check));
  return (
    <>
      <Receives worked={worked} />
      <DepthChoices plan={worked.plan} />
      <Costs worked={worked} />
      {shown.map((check) => (
        <CheckBanner key={check.id} check={check} />
      ))}
      <SoldBack plan={worked.plan} />
      <EmissionEffectLines plan={worked.plan} />
      <ExactnessLine worked={worked} />
      <Details worked={worked} />
    </>
  );
}
