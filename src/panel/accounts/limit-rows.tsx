// The user's own limits for an account: the name of each, and what it is set to.
import { isLooser, type AccountLimits } from '../../model/account-limits.ts';
import type { Rao } from '../../units.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { isolated, t, type PlainSentence } from '../core/text.ts';
import { bpsText, shortTimeText } from '../words/format.ts';
import { listText } from '../words/list-text.ts';
import { typedTaoText } from '../words/typed-amount.ts';

/** Exact: the wait is counted, not estimated. */
export const waitText = (hours: number): string =>
  hours >= 48 && hours % 24 === 0
    ? t('limitDays', { days: (hours / 24).toLocaleString() })
    : t('limitHours', { hours: hours.toLocaleString() });

type Names = Panel['names'];

const names: Readonly<Record<keyof AccountLimits, PlainSentence>> = {
  mostPerOrder: 'limitOrderName',
  mostPerDay: 'limitDayName',
  netuids: 'limitSubnetsName',
  hotkeys: 'limitValidatorsName',
  mostImpactBps: 'limitImpactLabel',
  leastFree: 'limitFreeLabel',
  waitHours: 'limitWaitLabel',
};

const taoOrNone = (rao: Rao | null): string =>
  rao === null ? t('limitPlaceholder') : typedTaoText(rao);

/** What each limit is set to; one that is not set says so. */
const values: Readonly<
  Record<keyof AccountLimits, (limits: AccountLimits, names: Names) => string>
> = {
  mostPerOrder: ({ mostPerOrder: most }) => taoOrNone(most),
  mostPerDay: ({ mostPerDay: most }) => taoOrNone(most),
  netuids({ netuids }, { title }) {
    if (netuids === null) return t('limitSubnetsAll');
    return netuids.length === 0 ? t('limitEmpty') : listText(netuids.map(title));
  },
  hotkeys({ hotkeys }, { hotkey }) {
    if (hotkeys === null) return t('limitValidatorsAll');
    return hotkeys.length === 0 ? t('limitEmpty') : listText(hotkeys.map(hotkey));
  },
  mostImpactBps: ({ mostImpactBps: bps }) => (bps === null ? t('limitPlaceholder') : bpsText(bps)),
  leastFree: ({ leastFree: least }) => taoOrNone(least),
  waitHours: ({ waitHours: hours }) => (hours === 0 ? t('limitNoWait') : waitText(hours)),
};

/** In the order of the rows. */
const order = [
  'mostPerOrder',
  'mostPerDay',
  'netuids',
  'hotkeys',
  'mostImpactBps',
  'leastFree',
  'waitHours',
] as const;

export const hasLimits = (limits: AccountLimits): boolean =>
  order.some((name) => name !== 'waitHours' && limits[name] !== null);

type Props = {
  limits: AccountLimits;
  /** What they become; `from`: null while the wait has not begun. null: they stay. */
  next: { limits: AccountLimits; from: number | null } | null;
  /** Only those that wait: what is stricter is in force at once. */
  isOfWaits?: boolean;
};

/** What each is set to; where some become looser, in a column beside it what they become. */
export function LimitRows({ limits, next, isOfWaits = false }: Props) {
  const panel = usePanel();
  const later = next?.limits ?? limits;
  const rows = order
    .filter((name) => limits[name] !== null || later[name] !== null)
    .map((name) => ({
      name,
      now: values[name](limits, panel.names),
      after: values[name](later, panel.names),
    }))
    .filter(({ name }) => !isOfWaits || isLooser({ ...limits, [name]: later[name] }, limits));
  return (
    <table class="limits-table">
      <thead class={next === null ? 'hidden-text' : undefined}>
        <tr>
          <th scope="col">
            <span class="hidden-text">{t('limitColumn')}</span>
          </th>
          <th scope="col">{t('limitToday')}</th>
          {next !== null && (
            <th scope="col">
              {next.from === null
                ? t('limitLater')
                : t('limitFrom', {
                    date: isolated(shortTimeText(next.from, panel.clock.now.value)),
                  })}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, now, after }) => (
          <tr key={name}>
            <th scope="row">{t(names[name])}</th>
            <td class={now === after ? undefined : 'soft'}>{now}</td>
            {next !== null && (
              <td class={now === after ? 'quiet' : 'strong'}>
                {now === after ? t('limitSame') : after}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
