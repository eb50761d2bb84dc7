// The rule of a form in words, whether it is so today, and how often it would have told by our own record, which is drawn.
import { useMemo } from 'preact/hooks';
import { backTest, isTestable, testedPoints, type BackTest } from '../../alerts/back-test.ts';
import { evaluate, noState } from '../../alerts/evaluate.ts';
import type { AlertRule } from '../../model/alert.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { lazy } from '../ui/lazy.tsx';
import { dateText, percentText } from '../words/format.ts';
import { useAlertWords } from './alert-words.ts';
import { useAlertFacts } from './use-alerts.ts';

/** In a narrow window the line that is set is in sight above the button that saves it. */
const HEIGHT = 300;
const LOW = 104;

const AlertChart = lazy(() => import('./alert-chart.tsx').then((m) => m.AlertChart), null);

function testText(rule: AlertRule, tested: BackTest | null): string {
  if (tested === null) return t(isTestable(rule) ? 'alertTestNotYet' : 'alertTestNone');
  const date = dateText(tested.since);
  return tested.count === 0
    ? t('alertTestedNever', { date })
    : tCount('alertTested', tested.count, { date });
}

/** Of a line: it is told when it is crossed, and no more while that lasts. */
function Again({ rule: { side, hysteresisPpm } }: { rule: AlertRule }) {
  if (hysteresisPpm === 0n || (side !== 'below' && side !== 'above')) return null;
  return (
    <>
      <br />
      <span class="small soft">
        {t(side === 'below' ? 'alertAgainBelow' : 'alertAgainAbove', {
          band: percentText(hysteresisPpm),
        })}
      </span>
    </>
  );
}

type Props = {
  rule: AlertRule;
  /** There is one of this line already: what it told is not told again. */
  isKept: boolean;
};

export function AlertTested({ rule, isKept }: Props) {
  const { store, clock } = usePanel();
  const words = useAlertWords();
  const facts = useAlertFacts();
  const history = store.history.value;
  const coldkeys = store.accounts.value
    .filter(({ isCounted }) => isCounted)
    .map(({ coldkey }) => coldkey);
  const now = clock.now.value;
  const key = JSON.stringify({ ...rule, value: String(rule.value), hysteresisPpm: '' });
  const tested = useMemo(() => backTest(rule, history, { coldkeys, now }), [key, history]);
  const points = useMemo(() => testedPoints(rule, history, { coldkeys, now }), [key, history]);
  const isSo = useMemo(
    () =>
      facts !== null &&
      evaluate([rule], facts, noState(facts.genesisHash), { at: now, minute: 0 }).fired.length > 0,
    [key, facts?.block],
  );
  const isWide = isWideWindow.value;
  const bySpot = tested?.isBySpot === true && <p class="small soft">{t('alertTestBySpot')}</p>;
  return (
    <div class="card stack-s alert-tested">
      {/* The chart is outside: what it says follows the pointer. */}
      <div class="stack-s" aria-live="polite">
        <p>
          <span class="small soft">{t('alertsRulesTitle')}</span>
          <br />
          <span class="strong alert-sentence">{words.rule(rule)}</span>
          <br />
          <span class="small soft">{testText(rule, tested)}</span>
          <Again rule={rule} />
        </p>
        {isWide && bySpot}
        {isSo && !isKept && <p class="small warn">{t('alertTrueAlready')}</p>}
      </div>
      <AlertChart
        rule={rule}
        points={points}
        isBySpot={tested?.isBySpot === true}
        height={isWide ? HEIGHT : LOW}
      />
      {!isWide && bySpot}
    </div>
  );
}
