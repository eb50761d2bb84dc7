// The filters above the list of what happened: the usual ones as chips, the rest unfolded by the last of them.
import { useState } from 'preact/hooks';
import { toNetuid } from '../../units.ts';
import { t, tCount, type PlainSentence } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/field.tsx';
import { activityKinds, noFilter, type ActivityFilter, type ActivityState } from './activity.ts';

const states: readonly (readonly [ActivityState, PlainSentence])[] = [
  ['open', 'activityOpen'],
  ['done', 'activityDone'],
  ['failed', 'activityFailed'],
  ['ended', 'activityEnded'],
];

type Chip = Pick<ActivityFilter, 'kind' | 'state'> & {
  words: PlainSentence;
  /** Where there is room for it. */
  isExtra?: true;
};

const chips: readonly Chip[] = [
  { kind: null, state: null, words: 'activityAll_status' },
  { kind: 'stake', state: null, words: 'activityChip_stake' },
  { kind: 'unstake', state: null, words: 'activityChip_unstake', isExtra: true },
  { kind: 'transfer', state: null, words: 'activityKind_transfer' },
  { kind: 'claim', state: null, words: 'activityRewards', isExtra: true },
  { kind: null, state: 'failed', words: 'activityChip_failed' },
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
  const [isOpen, setOpen] = useState(false);
  const chosen = chips.find((chip) => chip.kind === filter.kind && chip.state === filter.state);
  const others = [
    filter.netuid,
    filter.coldkey,
    filter.year,
    ...(chosen === undefined ? [filter.kind, filter.state] : []),
  ];
  const count = others.filter((value) => value !== null).length;
  const isAny = count > 0 || filter.kind !== null || filter.state !== null;
  return (
    <div class="activity-filters">
      <div class="activity-chips" role="group" aria-label={t('activityFilter')}>
        {chips.map((chip) => (
          <button
            key={chip.words}
            type="button"
            class={`pill ${chip.isExtra === true && chip !== chosen ? 'activity-chip-extra' : ''}`}
            aria-pressed={chip === chosen}
            onClick={() => onChoose({ kind: chip.kind, state: chip.state })}
          >
            {t(chip.words)}
          </button>
        ))}
        <button
          type="button"
          class={`pill ${count > 0 ? 'pill-on' : ''}`}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {count === 0 ? t('activityMore') : tCount('activityMoreOn', count)}
          <Icon name="down" small />
        </button>
      </div>
      {isOpen && (
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
            onChange={(value) =>
              onChoose({ netuid: value === '' ? null : toNetuid(Number(value)) })
            }
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
      )}
      {isOpen && isAny && (
        <LinkButton onPress={() => onChoose(noFilter)}>{t('activityReset')}</LinkButton>
      )}
    </div>
  );
}
