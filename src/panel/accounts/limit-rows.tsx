// The user's own limits for an account as sentences.
import type { AccountLimits } from '../../model/account-limits.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { bpsText, taoText } from '../words/format.ts';

/** Exact: the wait is counted, not estimated. */
export const waitText = (hours: number): string =>
  hours >= 48 && hours % 24 === 0
    ? t('limitDays', { days: (hours / 24).toLocaleString() })
    : t('limitHours', { hours: hours.toLocaleString() });

type Names = Panel['names'];

const listText = (parts: readonly string[]): string =>
  new Intl.ListFormat(undefined, { type: 'conjunction' }).format(parts.map(isolated));

/** The sentence of each limit; that of one that is not set says so. */
const sentences: Readonly<
  Record<keyof AccountLimits, (limits: AccountLimits, names: Names) => string>
> = {
  mostPerOrder: ({ mostPerOrder: most }) =>
    most === null ? t('limitNoOrder') : t('limitOrder', { most: taoText(most) }),
  mostPerDay: ({ mostPerDay: most }) =>
    most === null ? t('limitNoDay') : t('limitDay', { most: taoText(most) }),
  netuids({ netuids }, names) {
    if (netuids === null) return t('limitNoSubnets');
    if (netuids.length === 0) return t('limitEmpty');
    return t('limitSubnets', { subnets: listText(netuids.map(names.title)) });
  },
  hotkeys({ hotkeys }, names) {
    if (hotkeys === null) return t('limitNoValidators');
    if (hotkeys.length === 0) return t('limitEmpty');
    return t('limitValidators', { validators: listText(hotkeys.map(names.hotkey)) });
  },
  mostImpactBps: ({ mostImpactBps: bps }) =>
    bps === null ? t('limitNoImpact') : t('limitImpact', { impact: bpsText(bps) }),
  leastFree: ({ leastFree: least }) =>
    least === null ? t('limitNoFree') : t('limitFree', { least: taoText(least) }),
  waitHours: ({ waitHours: hours }) =>
    hours === 0 ? t('limitNoWait') : t('limitWait', { length: waitText(hours) }),
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
  /** Only those that differ from these, unset ones too; missing: all that are set. */
  unlike?: AccountLimits;
};

export function LimitRows({ limits, unlike }: Props) {
  const { names } = usePanel();
  const shown = order.filter((name) =>
    unlike === undefined
      ? limits[name] !== null
      : String(limits[name] ?? '-') !== String(unlike[name] ?? '-'),
  );
  return (
    <ul class="stack-s small">
      {shown.map((name) => (
        <li key={name}>{sentences[name](limits, names)}</li>
      ))}
    </ul>
  );
}
