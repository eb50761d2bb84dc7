// Above the list of subnets: the views asked for most, and the user's own filters behind "Custom".
import { useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { Segments } from '../ui/field.tsx';
import { FigureFilters } from './figure-filters.tsx';
import { filtersInForce, subnetFilters, type SubnetFilter } from './subnet-filters.ts';
import { canView, presetKeys, presetOf, viewOf } from './presets.ts';
import { useSubnets } from './subnets-context.ts';

/** Views of their own above: here only while one of them is on with another order, so that it can be taken off. */
const viewFilters: ReadonlySet<SubnetFilter> = new Set(['favourite', 'exposed']);

function Filters() {
  const subnets = useSubnets();
  const chosen = subnets.filtersInForce.value;
  const usable = filtersInForce(subnets.all.value, new Set(subnetFilters));
  return (
    <div class="subnet-filters" role="group" aria-label={t('subnetFilters')}>
      <FigureFilters />
      {subnetFilters
        .filter((filter) => !viewFilters.has(filter) || chosen.has(filter))
        .map((filter) => (
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

/** What cannot be viewed without figures that are not there is grey. */
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
  const shown =
    isCustom || hasLimits ? 'custom' : isThere ? (preset ?? (showsFilters ? 'custom' : '')) : '';
  return (
    <>
      <div class="subnet-presets">
        <Segments
          label={t('subnetPresets')}
          value={shown}
          options={[
            ...presetKeys.map((key) => ({
              value: key,
              text: t(`subnetPreset_${key}`),
              isDisabled: !canView(subnets.all.value, viewOf(key)),
            })),
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
