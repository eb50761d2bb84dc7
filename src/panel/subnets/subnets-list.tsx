// The rows of the subnets screen: narrow with the price and the figure they are ordered by; wide with a column for each
// figure and headings that order.
import type { Netuid } from '../../units.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import { startsSmall, type Column, type SubnetSort } from './figure-columns.ts';
import { t } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { columnAbout, columnName, Figure } from './figure.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from './subnets-context.ts';
import { Change } from '../words/change.tsx';
import { PriceSparkline } from '../words/price-sparkline.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { WindowedList } from '../ui/windowed-list.tsx';

const ROW = 56;
function columnOf(sort: SubnetSort): Column {
  return sort === 'number' || sort === 'name' || sort === 'price' ? 'share' : sort;
}

/** The columns that fit. */
const wideColumns: readonly Column[] = [
  'price',
  'day',
  'week',
  'flow',
  'share',
  'rank',
  'yield',
  'depth',
  'age',
  'removal',
];

/** In rem: every row and the headings have the same, so that they line up. */
const widths: Partial<Record<Column, number>> = {
  price: 5.25,
  flow: 5,
  share: 4,
  rank: 2.5,
  age: 3,
  removal: 5.25,
};
const WIDTH = 4.25;
/** Left out where the names would have no room; what orders the list stays. */
const spared: ReadonlySet<Column> = new Set(['rank', 'yield', 'age']);

const cellStyle = (column: Column) => ({ inlineSize: `${widths[column] ?? WIDTH}rem` });

/** The column that orders the list is always shown, if need be in place of the last. */
function shownColumns(sort: SubnetSort): readonly Column[] {
  const column = columnOf(sort);
  return wideColumns.includes(column) ? wideColumns : [...wideColumns.slice(0, -1), column];
}

function Name({ entry }: { entry: SubnetEntry }) {
  return (
    <span class="row-name">
      <SubnetName netuid={entry.netuid} />
      {entry.isFavourite && (
        <span class="small soft pinned-mark">
          <Icon name="star-full" small /> {t('isPinned')}
          <span class="hidden-text">{t('isFavourite')}</span>
        </span>
      )}
    </span>
  );
}

const isSpared = (column: Column, sort: SubnetSort): boolean =>
  spared.has(column) && column !== sort;

/** The line under the name: own stake, else a note or the depth of the pool. */
function Below({ entry }: { entry: SubnetEntry }) {
  const { netuid, held, figures } = entry;
  if (held > 0n) {
    return (
      <span class="row-sub">
        <RichText
          text="youHold"
          with={{ amount: <Alpha alpha={held} netuid={netuid} decimals={2} /> }}
        />
      </span>
    );
  }
  if (netuid === 0) return <span class="row-sub quiet">{t('rootNote')}</span>;
  if (figures?.isEmissionOff === true) {
    return <span class="row-sub quiet">{t('emissionEmissionOff')}</span>;
  }
  return (
    <span class="row-sub quiet">
      <span class="narrow-only">
        {columnName('depth')} <Figure entry={entry} column="depth" />
      </span>
    </span>
  );
}

function Narrow({ entry, column }: { entry: SubnetEntry; column: Column }) {
  const { names } = usePanel();
  if (entry.netuid === 0) return <span class="row-end narrow-only" />;
  return (
    <span class="row-end narrow-only">
      <span>
        <RichText
          text="pricePerAlpha"
          with={{
            price: <Figure entry={entry} column="price" />,
            alpha: <span class="small quiet">{names.symbol(entry.netuid)}</span>,
          }}
        />
      </span>
      <span class="minor">
        {columnName(column)} <Figure entry={entry} column={column} />
      </span>
    </span>
  );
}

function Wide({ entry }: { entry: SubnetEntry }) {
  const sort = useSubnets().sort.value;
  return (
    <>
      {shownColumns(sort).map((column) => (
        <span
          key={column}
          class={`subnet-cell ${isSpared(column, sort) ? 'widest-only' : 'wide-only'}`}
          style={cellStyle(column)}
        >
          <span class="hidden-text">{columnName(column)} </span>
          <Figure entry={entry} column={column} />
        </span>
      ))}
    </>
  );
}

type RowProps = {
  entry: SubnetEntry;
  column: Column;
  tabIndex: 0 | -1;
  /** null: a press opens the row; else whether the row is picked. */
  isPicked: boolean | null;
  onPress: (netuid: Netuid) => void;
};

function Row({ entry, column, tabIndex, isPicked, onPress }: RowProps) {
  return (
    <button
      type="button"
      class="row subnet-row"
      tabIndex={tabIndex}
      aria-pressed={isPicked ?? undefined}
      onClick={() => onPress(entry.netuid)}
    >
      <span class="line subnet-start">
        {isPicked !== null && (
          <span class={`check compare-check ${isPicked ? 'compare-check-on' : ''}`}>
            <Icon name="check" small />
          </span>
        )}
        <SubnetBadge netuid={entry.netuid} />
        <span class="grow">
          <Name entry={entry} />
          <Below entry={entry} />
        </span>
        <span class="spark-cell">
          <PriceSparkline netuid={entry.netuid} />
          {entry.changes.day !== null && (
            <span class="narrow-only small-change">
              <span class="hidden-text">{t('figureShort_day')} </span>
              <Change ppm={entry.changes.day} />
            </span>
          )}
        </span>
      </span>
      <Narrow entry={entry} column={column} />
      <Wide entry={entry} />
    </button>
  );
}

/** Headings of the wide form; each orders by its column. */
function Headings() {
  const subnets = useSubnets();
  const sort = subnets.sort.value;
  const isSmallFirst = startsSmall(sort, subnets.isReversed.value);
  const heading = (key: Column | 'number', about: string) => (
    <button
      key={key}
      type="button"
      class={`subnet-heading ${key !== 'number' && isSpared(key, sort) ? 'widest-only' : ''}`}
      style={key === 'number' ? undefined : cellStyle(key)}
      aria-pressed={sort === key}
      title={about}
      onClick={() => subnets.setSort(key)}
    >
      {columnName(key)}
      {sort === key && (
        <>
          <Icon name={isSmallFirst ? 'up' : 'fall'} small />
          <span class="hidden-text">{t(isSmallFirst ? 'sortAscending' : 'sortDescending')}</span>
        </>
      )}
    </button>
  );
  return (
    <div
      class="subnet-row subnet-headings wide-only"
      role="group"
      aria-label={t('emissionOrderBy')}
    >
      {heading('number', t('figureAboutNumber'))}
      {shownColumns(sort).map((column) => heading(column, columnAbout(column)))}
    </div>
  );
}

type ListProps = { entries: readonly SubnetEntry[]; onPress: (netuid: Netuid) => void };

export function SubnetsList({ entries, onPress }: ListProps) {
  const subnets = useSubnets();
  const column = columnOf(subnets.sort.value);
  const picked = subnets.picked.value;
  return (
    <div class="subnets-list">
      <Headings />
      <WindowedList
        label={t('subnetsTitle')}
        rows={entries.map((entry) => ({
          key: String(entry.netuid),
          height: ROW,
          content: (tabIndex) => (
            <Row
              entry={entry}
              column={column}
              tabIndex={tabIndex}
              isPicked={picked === null ? null : picked.includes(entry.netuid)}
              onPress={onPress}
            />
          ),
        }))}
      />
    </div>
  );
}
