// Above the list of subnets: the views asked for most, and the user's own filters behind "Custom".
import { useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { Segments } from '../ui/field.tsx';
import { FigureFilters } from './figure-filters.tsx';
import { filtersInForce, subnetFilters } from './figure-columns.ts';
import { presetKeys, presetOf, viewOf } from './presets.ts';
import { useSubnets } from './subnets-context.ts';

function Filters() {
  const subnets = useSubnets();
  const chosen = subnets.filtersInForce.value;
  const usable = filtersInForce(subnets.all.value, new Set(subnetFilters));
  return (
    <div class="subnet-filters" role="group" aria-label={t('subnetFilters')}>
      <FigureFilters />
      {subnetFilters.map((filter) => (
        <button
          key={filter}
          type="button"
          class="pill"
          aria-pressed={chosen.has(filter)}
          aria-disabled={!usable.has(filter)}
          title={t(`subnetFilterAbout_${filter}`)}
          onClick={() => usable.has(filter) && subnets.toggleFilter(filter)}
        >
          {t(`subnetFilter_${filter}`)}
        </button>
      ))}
    </div>
  );
}

export function SubnetPresets() {
  const subnets = useSubnets();
  const [isCustom, setCustom] = useState(false);
  const view = {
    sort: subnets.sort.value,
    isReversed: subnets.isReversed.value,
    filters: subnets.filters.value,
  };
  const hasLimits = subnets.limits.value.length > 0;
  // A view is not there while the rows are in another order, or while what it filters by was not read.
  const isThere =
    view.filters.size > 0
      ? subnets.filtersInForce.value.size === view.filters.size
      : subnets.order.value.sort === view.sort;
  const preset = isCustom || hasLimits ? null : presetOf(view);
  // Another order alone needs no filters in sight.
  const showsFilters = isCustom || hasLimits || (preset === null && view.filters.size > 0);
  return (
    <>
      <div class="subnet-presets">
        <Segments
          label={t('subnetPresets')}
          value={isThere || preset === null ? (preset ?? 'custom') : ''}
          options={[
            ...presetKeys.map((key) => ({ value: key, text: t(`subnetPreset_${key}`) })),
            { value: 'custom', text: t('subnetPreset_custom') },
          ]}
          onChange={(value) => {
            const key = presetKeys.find((one) => one === value);
            setCustom(key === undefined);
            if (key !== undefined) subnets.setView(viewOf(key));
          }}
        />
      </div>
      {showsFilters && <Filters />}
    </>
  );
}
