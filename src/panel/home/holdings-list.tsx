// What I hold: a row for each subnet and for free TAO, opening to coldkey → validator; the small ones folded together.
import { signal } from '@preact/signals';
import {
  isAllRead,
  isFreeOnly,
  type PortfolioSums,
  type PositionValue,
} from '../../portfolio/portfolio-value.ts';
import { ROOT_NETUID, type Netuid } from '../../units.ts';
import { sortKeys, toSortKey, type SubnetRow } from '../core/portfolio-model.ts';
import { t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { Menu } from '../ui/menu.tsx';
import { usePanel } from '../core/panel-context.ts';
import { AtLeast } from '../words/value-pair.tsx';
import { WindowedList, type ListRow } from '../ui/windowed-list.tsx';
import { canUnfold, FreeLine, isUnfolded, PositionLine, SubnetLine } from './holding-rows.tsx';
import { useWatchedRows } from './watch-rows.ts';

const NoStake = lazy(() => import('./home-later.tsx').then((m) => m.NoStake), null);

const ROW = 52;
const INNER_ROW = 48;
const FOLD_ROW = 40;

const showsSmall = signal(false);

type PositionsOf = (netuid: Netuid) => readonly PositionValue[];

function rowsOf(rows: readonly SubnetRow[], positionsOf: PositionsOf): ListRow[] {
  return rows.flatMap((row): ListRow[] => {
    const { netuid } = row.value;
    const line: ListRow = {
      key: `${netuid}`,
      height: ROW,
      content: (tabIndex) => <SubnetLine row={row} tabIndex={tabIndex} />,
    };
    if (!isUnfolded(row.value)) return [line];
    return [
      line,
      ...positionsOf(netuid).map((position) => ({
        key: `${netuid}:${position.coldkey}:${position.hotkey}`,
        height: INNER_ROW,
        content: (tabIndex: 0 | -1) => (
          <PositionLine
            position={position}
            isPriced={row.value.price !== null}
            tabIndex={tabIndex}
          />
        ),
      })),
    ];
  });
}

type SmallProps = { rows: readonly SubnetRow[]; isRead: boolean; tabIndex: 0 | -1 };

function SmallLine({ rows, isRead, tabIndex }: SmallProps) {
  let total = 0n;
  for (const { value } of rows) total += value.spot;
  return (
    <button
      type="button"
      class="fold row-flush"
      tabIndex={tabIndex}
      aria-expanded={showsSmall.value}
      onClick={() => {
        showsSmall.value = !showsSmall.peek();
      }}
    >
      <span class="caret">
        <Icon name="caret" small />
      </span>
      <span>
        {tCount('smallResults', rows.length)} ·{' '}
        <AtLeast isWhole={isRead}>
          <Tao rao={total} />
        </AtLeast>
      </span>
    </button>
  );
}

/** With free TAO in its place by value; where the order is another one, at the end. */
function withFree(
  rows: readonly SubnetRow[],
  value: PortfolioSums,
  isByValue: boolean,
  positionsOf: PositionsOf,
): ListRow[] {
  const free = value.free + value.reserved;
  if (free === 0n) return rowsOf(rows, positionsOf);
  const line: ListRow = {
    key: 'free',
    height: ROW,
    content: (tabIndex) => <FreeLine value={value} tabIndex={tabIndex} />,
  };
  const found = rows.findIndex((row) => row.value.spot < free);
  const at = isByValue && found >= 0 ? found : rows.length;
  const before = rowsOf(rows.slice(0, at), positionsOf);
  return [...before, line, ...rowsOf(rows.slice(at), positionsOf)];
}

/** Where the rows will be, before anything was loaded. */
function Bones() {
  return (
    <ul class="bones" aria-hidden="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <li key={row} class="row">
          <span class="bone" />
          <span class="bone" />
          <span class="bone" />
        </li>
      ))}
    </ul>
  );
}

export function HoldingsList() {
  const { portfolio, saveSettings } = usePanel();
  const value = portfolio.sums.value;
  useWatchedRows(portfolio.rows.value.map((row) => row.value.netuid).join());
  if (value === null) return <Bones />;
  // Empty is said only of what was read.
  if (value.subnets.length === 0) {
    const free = withFree([], value, true, () => []);
    return isAllRead(value) ? (
      <>
        {free.length > 0 && !isFreeOnly(value) && (
          <WindowedList label={t('allocationFree')} rows={free} />
        )}
        <NoStake />
      </>
    ) : null;
  }
  // Root has no pool and is none of them.
  const count = value.subnets.filter(({ netuid }) => netuid !== ROOT_NETUID).length;
  const sort = portfolio.sort.value;
  const small = portfolio.smallRows.value;
  // Asked for an unfolded row alone: else no position is looked at.
  const positionsOf: PositionsOf = (netuid) =>
    portfolio.value.value?.subnets.find((one) => one.netuid === netuid)?.positions ?? [];
  const isByValue = sort === 'sellable' || sort === 'spot';
  const hasPrices = portfolio.rows.value.some(({ changePpm }) => changePpm !== null);
  // By the heading of the column that the rows are ordered by.
  const isTold = sort === 'sellable' || (sort === 'change' && hasPrices);
  const canUnfoldAny = value.subnets.some(canUnfold);
  const list = withFree(portfolio.rows.value, value, isByValue, positionsOf);
  if (small.length > 0) {
    list.push({
      key: 'small',
      height: FOLD_ROW,
      content: (tabIndex) => (
        <SmallLine rows={small} isRead={isAllRead(value)} tabIndex={tabIndex} />
      ),
    });
    if (showsSmall.value) list.push(...rowsOf(small, positionsOf));
  }
  return (
    <section
      class={`holdings ${canUnfoldAny ? 'holdings-unfold' : ''}`}
      aria-label={t('subnetsTitle')}
    >
      <div class="list-head">
        <h2>
          {count === 0
            ? t('rootName')
            : isAllRead(value)
              ? tCount('subnetCount', count)
              : tCount('subnetCountLoaded', count)}
        </h2>
        <Menu
          label={t('sortedHome', { order: t(`sort_${sort}`) })}
          look="chip small soft"
          button={t(isTold ? 'sortHome' : `sort_${sort}`)}
          items={sortKeys.map((key) => ({
            key,
            content: t(`sort_${key}`),
            isChosen: key === sort,
            onPick: () => saveSettings({ sort: toSortKey(key) }),
          }))}
        />
        <span class="column-head">
          {hasPrices && (
            <span class="day-head">
              {t('sparkDay')}
              {sort === 'change' && isTold && <Icon name="fall" small />}
            </span>
          )}
          <span class="value-head">
            {t('sellableNow')}
            {sort === 'sellable' && <Icon name="fall" small />}
          </span>
        </span>
      </div>
      <WindowedList label={t('subnetsTitle')} rows={list} />
    </section>
  );
}
