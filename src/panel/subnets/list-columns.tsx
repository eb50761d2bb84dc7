// The columns of the list of subnets: which fit, how wide they are, their headings that order, and one figure of a row.
import { Icon } from '../ui/icon.tsx';
import { PPM, drawnRatio } from '../../units.ts';
import { t } from '../core/text.ts';
import { figureOf, startsSmall, type Column, type SubnetSort } from './figure-columns.ts';
import { columnAbout, columnName, Figure } from './figure.tsx';
import type { SubnetEntry } from './subnet-entry.ts';
import { isSurveyed } from './survey.ts';
import { useSubnets } from './subnets-context.ts';

/** Those that every row shows anyway. */
const everywhere: ReadonlySet<SubnetSort> = new Set(['number', 'name', 'price', 'day']);

/** The figure of a narrow row, below its price. */
export function columnOf(sort: SubnetSort): Column {
  return sort === 'number' || sort === 'name' || everywhere.has(sort) ? 'share' : sort;
}

/** The columns that fit. */
const wideColumns: readonly Column[] = [
  'price',
  'day',
  'week',
  'cap',
  'depth',
  'flow',
  'share',
  'apy',
  'age',
  'removal',
  'held',
];

/** What gives its place to another figure that orders the list: its neighbour, the market cap, says nearly the same. */
const GIVES_WAY = 'depth';

/** In rem: every row and the headings have the same, so that they line up. */
const widths: Partial<Record<Column, number>> = {
  price: 4.75,
  flow: 4.75,
  age: 3,
  removal: 4.75,
  // Its heading, with the arrow of the order.
  largest: 5.25,
};
const WIDTH = 4.125;
/** Left out where the names would have no room; what orders the list stays. */
const spared: ReadonlySet<SubnetSort> = new Set(['flow', 'age', 'removal']);

/** Of the line of the price, close before the change over the same time, and apart from the figure before it. */
const LINE_WIDTH = 3.5;

export const cellStyle = (column: Column, lined: Column) => ({
  inlineSize: `${(widths[column] ?? WIDTH) + (column === lined ? LINE_WIDTH : 0)}rem`,
});

/** Figures of emission on their way are drawn as places for them; in place of those that did not come is a dash. */
export type Unread = 'reading' | 'missing' | null;

/** The column that orders the list is always shown, if need be in place of another. */
export function shownColumns(sort: SubnetSort): readonly Column[] {
  const column = columnOf(sort);
  return wideColumns.includes(column)
    ? wideColumns
    : wideColumns.map((one) => (one === GIVES_WAY ? column : one));
}

/** The column of a change that has the line of the price over the same time beside it: the week's, while anything of it is known. */
export const linedOf = (entries: readonly SubnetEntry[]): 'day' | 'week' =>
  entries.some(({ changes }) => changes.week !== null) ? 'week' : 'day';

/** Root has no pool, so no figure of one; what is held there is shown. */
export const hasFigure = ({ netuid }: Pick<SubnetEntry, 'netuid'>, column: Column): boolean =>
  netuid !== 0 || column === 'held';

/** Root has none of the figures. */
export const isComing = (entry: SubnetEntry, column: Column, unread: Unread): boolean =>
  unread === 'reading' && entry.netuid !== 0 && figureOf(entry, column) === null;

/** It pays out alpha, but the last block gave it no TAO. */
export const isOffWithout = ({ figures }: SubnetEntry): boolean =>
  figures !== null && figures.sharePpm === 0n && figures.perDay === 0n;

export function ListFigure({
  entry,
  column,
  unread,
}: {
  entry: SubnetEntry;
  column: Column;
  unread: Unread;
}) {
  if (isComing(entry, column, unread)) return <span class="bone">{t('readingChain')}</span>;
  const part = figureOf(entry, column);
  const isPart = isSurveyed(column);
  // Why is said once, above the list.
  if (part === null && (unread === 'missing' || isPart)) return <span class="quiet">–</span>;
  if (part === null || !isPart) return <Figure entry={entry} column={column} />;
  return (
    <span class="list-part">
      <Figure entry={entry} column={column} />
      <span class="part-bar" aria-hidden="true">
        <span style={{ inlineSize: `${drawnRatio(part, PPM) * 100}%` }} />
      </span>
    </span>
  );
}

export const isSpared = (column: Column, sort: SubnetSort): boolean =>
  column === GIVES_WAY ? spared.has(sort) : spared.has(column) && column !== sort;

/** Headings of the wide form; each orders by its column. */
export function Headings({ lined }: { lined: Column }) {
  const subnets = useSubnets();
  const { sort, isReversed } = subnets.order.value;
  const isSmallFirst = startsSmall(sort, isReversed);
  // The columns are those of the order that was chosen: the rows may have another until its figures are there.
  const chosen = subnets.sort.value;
  const heading = (key: Column | 'number', about: string) => (
    <button
      key={key}
      type="button"
      class={`subnet-heading ${key !== 'number' && isSpared(key, chosen) ? 'widest-only' : ''}`}
      style={key === 'number' ? undefined : cellStyle(key, lined)}
      aria-pressed={sort === key}
      title={about}
      onClick={() => subnets.setSort(key)}
    >
      {key === 'number' ? t('subnetKind') : columnName(key)}
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
      {shownColumns(chosen).map((column) => heading(column, columnAbout(column)))}
    </div>
  );
}
