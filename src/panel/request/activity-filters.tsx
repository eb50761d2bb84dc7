// The filters above the list of what happened, folded to one line.
import { toNetuid } from '../../units.ts';
import { t, tCount, type PlainSentence } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { LinkButton } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { activityKinds, noFilter, type ActivityFilter, type ActivityState } from './activity.ts';

const states: readonly (readonly [ActivityState, PlainSentence])[] = [
  ['open', 'activityOpen'],
  ['done', 'activityDone'],
  ['failed', 'activityFailed'],
  ['ended', 'activityEnded'],
];

type FiltersProps = {
  filter: ActivityFilter;
  /** Of what is loaded so far. */
  netuids: readonly number[];
  /** From the first one that anything is known of. */
  years: readonly number[];
  onChoose: (part: Partial<ActivityFilter>) => void;
};

export function ActivityFilters({ filter, netuids, years, onChoose }: FiltersProps) {
  const { store, names } = usePanel();
  const accounts = store.accounts.value;
  const count = Object.values(filter).filter((value) => value !== null).length;
  return (
    <details>
      <summary>{count === 0 ? t('activityFilter') : tCount('activityFilterOn', count)}</summary>
      <div class="activity-choices">
        <Select
          label={t('activityType')}
          value={filter.kind ?? ''}
          options={[
            { value: '', text: t('activityAll_type') },
            ...activityKinds.map((kind) => ({ value: kind, text: t(`activityKind_${kind}`) })),
          ]}
          onChange={(value) =>
            onChoose({ kind: activityKinds.find((kind) => kind === value) ?? null })
          }
        />
        <Select
          label={t('activityStatus')}
          value={filter.state ?? ''}
          options={[
            { value: '', text: t('activityAll_status') },
            ...states.map(([value, key]) => ({ value, text: t(key) })),
          ]}
          onChange={(value) =>
            onChoose({ state: states.find(([state]) => state === value)?.[0] ?? null })
          }
        />
        <Select
          label={t('activitySubnet')}
          value={filter.netuid === null ? '' : String(filter.netuid)}
          options={[
            { value: '', text: t('activityAll_subnet') },
            ...netuids.map((netuid) => ({ value: String(netuid), text: names.title(netuid) })),
          ]}
          onChange={(value) => onChoose({ netuid: value === '' ? null : toNetuid(Number(value)) })}
        />
        <Select
          label={t('activityAccount')}
          value={filter.coldkey ?? ''}
          options={[
            { value: '', text: t('activityAll_account') },
            ...accounts.map(({ coldkey }) => ({ value: coldkey, text: names.coldkey(coldkey) })),
          ]}
          onChange={(value) =>
            onChoose({ coldkey: accounts.find((one) => one.coldkey === value)?.coldkey ?? null })
          }
        />
        {years.length > 1 && (
          <Select
            label={t('activityYear')}
            value={filter.year === null ? '' : String(filter.year)}
            options={[
              { value: '', text: t('activityAll_year') },
              ...years.map((year) => ({ value: String(year), text: String(year) })),
            ]}
            onChange={(value) =>
              onChoose({ year: years.find((year) => String(year) === value) ?? null })
            }
          />
        )}
      </div>
      {count > 0 && (
        <LinkButton onPress={() => onChoose(noFilter)}>{t('activityReset')}</LinkButton>
      )}
    </details>
  );
}
