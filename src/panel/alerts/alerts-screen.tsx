// All alerts: what fired, what Taubar tells, and whether the browser may show it.
import { useEffect, useState } from 'preact/hooks';
import { operatorOf, THIS_COMPUTER } from '../../model/operators.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, isolated, t, tCount } from '../core/text.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Screen } from '../ui/screen.tsx';
import { errorText } from '../words/error-text.ts';
import { AlertLog } from './alert-log.tsx';
import { RuleList } from './rule-list.tsx';
import { useAlerts } from './use-alerts.ts';

const intervals = [5, 10, 15, 30, 60] as const;

/** Asked for in a click of the user. */
function Permission() {
  const { deps } = usePanel();
  const [isAllowed, setAllowed] = useState(true);
  useEffect(() => {
    void deps.browser.mayNotify().then(setAllowed);
  }, []);
  if (isAllowed) return null;
  return (
    <Banner tone="notice">
      <div class="line apart alerts-silent">
        <p>{t('alertsSilent')}</p>
        <Button isSmall onPress={() => void deps.browser.askToNotify().then(setAllowed)}>
          {t('alertsAllow')}
        </Button>
      </div>
    </Banner>
  );
}

function Interval() {
  const { store, saveSettings } = usePanel();
  const { alertMinutes } = store.settings.value;
  return (
    <div class="card setting-list">
      <Select
        label={t('alertsEvery')}
        value={String(alertMinutes)}
        options={intervals.map((minutes) => ({
          value: String(minutes),
          text: tCount('alertsEvery', minutes),
        }))}
        onChange={(value) => saveSettings({ alertMinutes: Number(value) })}
        note={t('alertsEveryNote')}
      />
    </div>
  );
}

/** Whose word alerts are. */
function Foot() {
  const { store } = usePanel();
  const network = store.network.value;
  const endpoint = store.node.value?.endpoint ?? null;
  const operator = endpoint === null ? null : operatorOf(network, endpoint);
  return (
    <p class="small quiet">
      {operator === null
        ? t('alertsFootNone')
        : operator === THIS_COMPUTER
          ? t('alertsFootOwn')
          : t('alertsFoot', { operator: isolated(cleanName(operator)) })}{' '}
      {t('alertsFootAbout')}
    </p>
  );
}

export function AlertsScreen() {
  const { deps, router, saving } = usePanel();
  const alerts = useAlerts();
  const log = alerts?.log ?? [];
  const unseen = log.filter(({ seenAt }) => seenAt === null).length;
  // What was new when the screen opened is marked for as long as it is open.
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (unseen === 0) return;
    const ids = log.filter(({ seenAt }) => seenAt === null).map(({ id }) => id);
    setFresh((before) => new Set([...before, ...ids]));
    void deps.call('seeAlerts', null).catch(() => undefined);
  }, [unseen]);
  const isWide = isWideWindow.value;
  const newAlert = (
    <Button
      look="primary"
      icon="plus"
      isSmall={isWide}
      onPress={() => router.go({ name: 'new-alert' })}
    >
      {t('alertsNew')}
    </Button>
  );
  return (
    <Screen
      title={t('alertsTitle')}
      foot={
        !isWide && (
          <footer class="foot">
            <div class="grow" />
            {newAlert}
          </footer>
        )
      }
    >
      <div class="padded stack">
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        <Permission />
        <div class="alerts-parts">
          <section class="stack-s alerts-recent">
            <h2>{t('alertsLogTitle')}</h2>
            <AlertLog log={log} fresh={fresh} isFolded={!isWide} />
          </section>
          <div class="stack">
            {alerts !== null && (
              <section class="stack-s">
                <div class="line apart">
                  <h2>{t('alertsRulesTitle')}</h2>
                  {isWide && newAlert}
                </div>
                <RuleList {...alerts} />
              </section>
            )}
            <Interval />
            <Foot />
          </div>
        </div>
      </div>
    </Screen>
  );
}
