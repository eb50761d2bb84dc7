// Above the list of subnets: what it is ordered by, and the way it is turned. Where headings say that, only what has no column.
import { startsSmall, subnetSorts } from './figure-columns.ts';
import { t } from '../core/text.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { columnLongName } from './figure.tsx';
import { useSubnets } from './subnets-context.ts';

export function SortMenu() {
  const subnets = useSubnets();
  const { sort, isReversed } = subnets.order.value;
  const isSmallFirst = startsSmall(sort, isReversed);
  const label = t('sortedBy', { order: t(`figureShort_${sort}`) });
  return (
    <span class={`line sort-line ${sort === 'name' ? '' : 'sort-told'}`}>
      <Menu
        label={label}
        isNamedByButton
        look="chip small soft"
        isAtEnd
        button={
          sort === 'name' ? (
            t('figureShort_name')
          ) : (
            <>
              <span class="order-told" aria-hidden="true">
                {t(`figureShort_${sort}`)}
              </span>
              <span class="order-told">
                <span class="hidden-text">{label}</span>
              </span>
              <span class="order-more">{t('sortMore')}</span>
            </>
          )
        }
        items={subnetSorts.map((key) => ({
          key,
          content: columnLongName(key),
          isChosen: key === sort,
          // What is chosen already stays as it is: the button beside it turns the order.
          onPick: () => key !== sort && subnets.setSort(key),
        }))}
      />
      <IconButton
        icon={isSmallFirst ? 'up' : 'fall'}
        label={t(isSmallFirst ? 'sortAscending' : 'sortDescending')}
        onPress={() => subnets.setSort(sort)}
      />
    </span>
  );
}
