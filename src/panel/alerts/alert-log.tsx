// What fired, the newest first: what happened, when, and what can be done about it, which a press on it does.
import { useState } from 'preact/hooks';
import { ageOf } from '../../model/age.ts';
import type { AlertEvent } from '../../model/alert.ts';
import { ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Badge } from '../ui/banner.tsx';
import { Icon } from '../ui/icon.tsx';
import { blockAgeText, blockText } from '../words/format.ts';
import { draftOf, figureNow } from './alert-draft.ts';
import { useAlertWords } from './alert-words.ts';
import { FigureNow } from './figure-now.tsx';
import { offersSale } from './offers-sale.ts';
import { useAlertFacts } from './use-alerts.ts';

const MOST_SHOWN = 50;
/** Where what follows stands below them. */
const FIRST_SHOWN = 2;

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
  const said = (
    <>
      <Icon name={isNews(event) ? 'bell' : 'alert'} small />
      <span class="grow alert-fired-words">
        <span>{words.fired(event)}</span>
        {event.isConfirmed === false && <span class="small warn">{t('alertOneNode')}</span>}
        <span class="line small soft">
          {isNew && <Badge tone="warning">{t('alertIsNew')}</Badge>}
          <span>
            {age}
            <span class="hidden-text"> {t('blockNumber', { block: blockText(event.block) })}</span>
          </span>
          {figure !== null && (
            <span>
              <span aria-hidden="true">· </span>
              <FigureNow kind={event.kind} figure={figure} />
            </span>
          )}
          {act !== null && (
            <span class="alert-act">
              {act.words}
              <Icon name="caret" small />
            </span>
          )}
        </span>
      </span>
    </>
  );
  const classes = `alert-fired ${isNews(event) ? 'alert-news' : ''}`;
  return (
    <li>
      {act === null ? (
        <div class={classes}>{said}</div>
      ) : (
        <button type="button" class={classes} onClick={() => router.go(act.route)}>
          {said}
        </button>
      )}
    </li>
  );
}

type Props = {
  log: readonly AlertEvent[];
  /** Those that were new when the screen opened. */
  fresh: ReadonlySet<string>;
  /** Only the first of them, until asked for all. */
  isFolded: boolean;
};

export function AlertLog({ log, fresh, isFolded }: Props) {
  const [isUnfolded, setUnfolded] = useState(false);
  if (log.length === 0) return <p class="soft">{t('alertsLogNone')}</p>;
  const all = log.slice(0, MOST_SHOWN);
  const shown = isFolded && !isUnfolded && all.length > FIRST_SHOWN + 1 ? FIRST_SHOWN : all.length;
  return (
    <>
      <ul class="rows card alert-log">
        {all.slice(0, shown).map((event) => (
          <FiredLine key={event.id} event={event} isNew={fresh.has(event.id)} />
        ))}
        {shown < all.length && (
          <li>
            <button type="button" class="alert-more" onClick={() => setUnfolded(true)}>
              <Icon name="down" small />
              {tCount('alertsLogAll', all.length - shown)}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}
