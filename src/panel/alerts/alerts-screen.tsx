// All alerts: what Taubar tells, what fired, and whether the browser may show it.
import { useEffect, useState } from 'preact/hooks';
import { SWAP_RULE } from '../../alerts/kinds.ts';
import type { AlertEvent, AlertRule } from '../../model/alert.ts';
import { ageOf } from '../../model/age.ts';
import { operatorOf, THIS_COMPUTER } from '../../model/operators.ts';
import { ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { cleanName, isolated, t, tCount } from '../core/text.ts';
import { Badge, Banner } from '../ui/banner.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Select, Toggle } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import { errorText } from '../words/error-text.ts';
import { blockAgeText, blockText } from '../words/format.ts';
import { figureNow } from './alert-draft.ts';
import { useAlertWords } from './alert-words.ts';
import { FigureNow } from './figure-now.tsx';
import { offersSale } from './offers-sale.ts';
import { useAlertFacts, useAlerts } from './use-alerts.ts';

const intervals = [5, 10, 15, 30, 60] as const;
const MOST_SHOWN = 50;

const draftOf = ({ kind, side, scope }: AlertRule | AlertEvent) => ({
  kind,
  side,
  netuid: scope.of === 'subnet' ? scope.netuid : null,
});

function RuleLine({ rule }: { rule: AlertRule }) {
  const { deps, saving } = usePanel();
  const words = useAlertWords();
  const { id, isEnabled, kind, side, value } = rule;
  const figure = figureNow(draftOf(rule), useAlertFacts());
  const isTrue = figure !== null && (side === 'above' ? figure > value : figure < value);
  return (
    <li class="line alert-rule">
      <div class="grow">
        <Toggle
          label={words.rule(rule)}
          {...(figure !== null && {
            note: <FigureNow kind={kind} figure={figure} isTrue={isEnabled && isTrue} />,
          })}
          isOn={isEnabled}
          onChange={(isOn) =>
            void saving.run(() => deps.call('saveAlert', { rule: { ...rule, isEnabled: isOn } }))
          }
        />
      </div>
      {id !== SWAP_RULE.id && (
        <IconButton
          icon="close"
          label={t('alertDelete')}
          onPress={() => void saving.run(() => deps.call('removeAlert', { id }))}
        />
      )}
    </li>
  );
}

type Act = { words: string; route: Route };

/** What can be done about it: the ticket of the largest position there, or where it is shown. */
function useActOf(): (event: AlertEvent) => Act | null {
  const { portfolio, names } = usePanel();
  return (event) => {
    const { kind, netuid, coldkey } = event;
    if (kind === 'coldkey-swap')
      return { words: t('swapWhatToDo'), route: { name: 'swap-advice' } };
    if (kind === 'root-dividends')
      return { words: t('alertClaim'), route: { name: 'subnet', netuid: ROOT_NETUID } };
    if (kind === 'request-waits') return { words: t('activityTitle'), route: { name: 'activity' } };
    if (netuid === null)
      return coldkey === null
        ? null
        : {
            words: t('openAccount', { account: isolated(names.coldkey(coldkey)) }),
            route: { name: 'account', coldkey },
          };
    const held = portfolio.value.value?.subnets.find((one) => one.netuid === netuid)?.positions;
    const [largest] = (held ?? []).toSorted((a, b) => (a.alpha < b.alpha ? 1 : -1));
    if (offersSale(event) && largest !== undefined) {
      const { hotkey } = largest;
      const start = { kind: 'unstake-all', coldkey: largest.coldkey, hotkey, netuid } as const;
      return { words: t('alertSell'), route: { name: 'ticket', start } };
    }
    return {
      words: t('alertAct', { subnet: names.number(netuid) }),
      route: { name: 'subnet', netuid },
    };
  };
}

/** What can be had or may be done: no warning. */
const news: ReadonlySet<AlertEvent['kind']> = new Set(['root-dividends', 'lock-ended']);
const isNews = ({ kind, side }: AlertEvent): boolean =>
  news.has(kind) || (kind !== 'sellable-gap' && (side === 'above' || side === 'rises'));

function FiredLine({ event, isNew }: { event: AlertEvent; isNew: boolean }) {
  const { clock, router } = usePanel();
  const words = useAlertWords();
  const act = useActOf()(event);
  const figure = figureNow(draftOf(event), useAlertFacts());
  const age = blockAgeText(ageOf(event.at, clock.now.value));
  return (
    <li class={`alert-fired stack-s ${isNews(event) ? 'alert-news' : ''}`}>
      <p class="line">
        <Icon name={isNews(event) ? 'bell' : 'alert'} small />
        <span class="grow">{words.fired(event)}</span>
      </p>
      {figure !== null && (
        <p class="small soft">
          <FigureNow kind={event.kind} figure={figure} />
        </p>
      )}
      {event.isConfirmed === false && <p class="small warn">{t('alertOneNode')}</p>}
      <p class="line apart small soft">
        <span class="line">
          {isNew && <Badge tone="warning">{t('alertIsNew')}</Badge>}
          {t('alertAtBlock', { block: blockText(event.block), age })}
        </span>
        {act !== null && (
          <Button isSmall onPress={() => router.go(act.route)}>
            {act.words}
          </Button>
        )}
      </p>
    </li>
  );
}

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
      <p>{t('alertsSilent')}</p>
      <p>
        <Button isSmall onPress={() => void deps.browser.askToNotify().then(setAllowed)}>
          {t('alertsAllow')}
        </Button>
      </p>
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
  const operator = operatorOf(network, store.node.value?.endpoint ?? network.endpoints[0] ?? '');
  return (
    <p class="small quiet">
      {operator === THIS_COMPUTER
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
  return (
    <Screen
      title={t('alertsTitle')}
      foot={
        <footer class="foot">
          <div class="grow" />
          <Button look="primary" icon="plus" onPress={() => router.go({ name: 'new-alert' })}>
            {t('alertsNew')}
          </Button>
        </footer>
      }
    >
      <div class="padded stack">
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        <Permission />
        {alerts !== null && (
          <section class="stack-s">
            <h2>{t('alertsRulesTitle')}</h2>
            <ul class="rows card alert-rules">
              {alerts.rules.map((rule) => (
                <RuleLine key={rule.id} rule={rule} />
              ))}
            </ul>
          </section>
        )}
        <section class="stack-s">
          <h2>{t('alertsLogTitle')}</h2>
          {log.length === 0 ? (
            <p class="soft">{t('alertsLogNone')}</p>
          ) : (
            <ul class="rows card alert-log">
              {log.slice(0, MOST_SHOWN).map((event) => (
                <FiredLine key={event.id} event={event} isNew={fresh.has(event.id)} />
              ))}
            </ul>
          )}
        </section>
        <Interval />
        <Foot />
      </div>
    </Screen>
  );
}
