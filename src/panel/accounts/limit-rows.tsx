// The user's own limits for an account: the name of each, and what it is set to.
import type { AccountLimits } from '../../model/account-limits.ts';
import type { Rao } from '../../units.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { isolated, t, type PlainSentence } from '../core/text.ts';
import { bpsText } from '../words/format.ts';
import { typedTaoText } from '../words/typed-amount.ts';

/** Exact: the wait is counted, not estimated. */
export const waitText = (hours: number): string =>
  hours >= 48 && hours % 24 === 0
    ? t('limitDays', { days: (hours / 24).toLocaleString() })
    : t('limitHours', { hours: hours.toLocaleString() });

type Names = Panel['names'];

const listText = (parts: readonly string[]): string =>
  new Intl.ListFormat(undefined, { type: 'conjunction' }).format(parts.map(isolated));

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
  /** Only those that differ from these, each below what these have, unset ones too; missing: all that are set. */
  unlike?: AccountLimits;
};

export function LimitRows({ limits, unlike }: Props) {
  const panel = usePanel();
  const shown = order.filter((name) =>
    unlike === undefined
      ? limits[name] !== null
      : String(limits[name] ?? '-') !== String(unlike[name] ?? '-'),
  );
  return (
    <dl class="figures">
      {shown.map((name) => [
        <dt key={name}>{t(names[name])}</dt>,
        <dd key={`${name} value`}>
          {unlike === undefined ? (
            values[name](limits, panel.names)
          ) : (
            <>
              <span class="soft">
                {t('limitNow', { value: isolated(values[name](unlike, panel.names)) })}
              </span>
              <br />
              {t('limitThen', { value: isolated(values[name](limits, panel.names)) })}
            </>
          )}
        </dd>,
      ])}
    </dl>
  );
}
