// Above the list of subnets: the views asked for most, and the user's own filters behind "Custom".
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
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

/** Which edges cut the row of views, so that they fade; the one chosen is brought into sight. */
function useCut(chosen: string) {
  const box = useRef<HTMLDivElement>(null);
  const [isBefore, setBefore] = useState(false);
  const [isAfter, setAfter] = useState(false);
  useLayoutEffect(() => {
    const row = box.current?.firstElementChild;
    if (!row) return undefined;
    const look = (): void => {
      const before = Math.abs(row.scrollLeft);
      setBefore(before > 1);
      setAfter(row.scrollWidth - row.clientWidth - before > 1);
    };
    look();
    row.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(row);
    return () => {
      row.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const row = box.current?.firstElementChild;
    const segment = row?.querySelector('[aria-checked="true"]');
    if (!row || !segment) return;
    const [at, of] = [segment.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += at.left + at.width / 2 - of.left - of.width / 2;
  }, [chosen]);
  /** Most of a width on; the last is seen again, so that nothing is passed over. */
  const turn = (by: 1 | -1): void => {
    const row = box.current?.firstElementChild;
    const way = document.dir === 'rtl' ? -by : by;
    row?.scrollBy({ left: way * row.clientWidth * 0.7, behavior: 'smooth' });
  };
  return { box, isBefore, isAfter, turn };
}

function More({ at, onPress }: { at: 'start' | 'end'; onPress: () => void }) {
  return (
    <button
      type="button"
      class={`subnet-presets-more ${at === 'start' ? 'subnet-presets-start' : 'subnet-presets-end'}`}
      tabIndex={-1}
      aria-hidden="true"
      onClick={onPress}
    >
      <Icon name="caret" small />
    </button>
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
  const { box, isBefore, isAfter, turn } = useCut(shown);
  return (
    <>
      <div
        ref={box}
        class={`subnet-presets ${isBefore ? 'subnet-presets-before' : ''} ${isAfter ? 'subnet-presets-after' : ''}`}
      >
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
        {/* For the pointer alone: keys move through the views themselves, and bring each into sight. */}
        {isBefore && <More at="start" onPress={() => turn(-1)} />}
        {isAfter && <More at="end" onPress={() => turn(1)} />}
      </div>
      {showsFilters && <Filters />}
    </>
  );
}
