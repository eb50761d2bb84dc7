// The rows of the subnets screen: narrow with the price and the figure they are ordered by; wide with a column for each
// figure and headings that order.
import type { Netuid } from '../../units.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import { isByAverage, type Column, type SubnetSort } from './figure-columns.ts';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { columnLongName, columnName, Figure } from './figure.tsx';
import {
  cellStyle,
  columnOf,
  hasFigure,
  Headings,
  isComing,
  isSpared,
  linedOf,
  ListFigure,
  shownColumns,
  type Unread,
} from './list-columns.tsx';
import { mayHaveColumns, useWide } from './list-width.ts';
import { RowNote } from './row-note.tsx';
import { isSurveyed } from './survey.ts';
import { useSubnets } from './subnets-context.ts';
import { PlainChange } from '../words/change.tsx';
import { PriceSparkline } from '../words/price-sparkline.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { WindowedList } from '../ui/windowed-list.tsx';

/** Two lines; beside columns a row has less to say. */
const ROW = 52;
const COLUMNS_ROW = 44;

function Name({ entry }: { entry: SubnetEntry }) {
  return (
    <span class="row-name">
      <SubnetName netuid={entry.netuid} />
      {entry.isFavourite && (
        <span class="small soft pinned-mark">
          <Icon name="star-full" small />
          <span class="hidden-text">{t('isFavourite')}</span>
        </span>
      )}
      {entry.netuid !== 0 && entry.held > 0n && entry.worth !== null && (
        <span class="mine-mark narrow-only" title={columnLongName('held')}>
          <span class="hidden-text">{columnLongName('held')} </span>
          <Icon name="wallet" small />
          <ValuePart {...entry.worth} />
        </span>
      )}
    </span>
  );
}

type HeadsProps = { column: Column; sort: SubnetSort; isFirst: boolean; isPicking: boolean };

/** What the columns of the narrow form are, line by line; each row tells it to screen readers itself. */
function NarrowHeads({ column, sort, isFirst, isPicking }: HeadsProps) {
  const ends = [columnName('price'), columnName(column)];
  return (
    <p class="narrow-heads" aria-hidden="true">
      <span>
        <span>{t('subnetKind')}</span>
        <span>
          {isByAverage(sort)
            ? t('averageShort')
            : t('listHeadBelow', { first: columnName('apy'), second: columnName('cap') })}
        </span>
      </span>
      {!isPicking && <span>{columnName('day')}</span>}
      <span>
        {(isFirst ? ends.toReversed() : ends).map((name) => (
          <span key={name}>{name}</span>
        ))}
      </span>
    </p>
  );
}

/** `isFirst`: what was loaded to be seen stands above the price, with its bar. */
type NarrowProps = { entry: SubnetEntry; column: Column; isFirst: boolean; unread: Unread };

function Narrow({ entry, column, isFirst, unread }: NarrowProps) {
  if (entry.netuid === 0) return <span class="row-end narrow-only" />;
  const price = isComing(entry, 'price', unread) ? (
    <ListFigure entry={entry} column="price" unread={unread} />
  ) : (
    <>
      <span class="hidden-text">{columnName('price')} </span>
      <Figure entry={entry} column="price" />
    </>
  );
  const figure = (
    <>
      <span class="hidden-text">{columnName(column)} </span>
      <ListFigure entry={entry} column={column} unread={unread} />
    </>
  );
  return (
    <span class={`row-end narrow-only ${isFirst ? 'list-part-first' : ''}`}>
      <span>{isFirst ? figure : price}</span>
      <span class="minor">{isFirst ? price : figure}</span>
    </span>
  );
}

type WideProps = { entry: SubnetEntry; unread: Unread; lined: 'day' | 'week' };

function Wide({ entry, unread, lined }: WideProps) {
  const sort = useSubnets().sort.value;
  return (
    <>
      {shownColumns(sort).map((column) => (
        <span
          key={column}
          class={`subnet-cell ${isSpared(column, sort) ? 'widest-only' : 'wide-only'} ${column === lined ? 'lined-cell' : ''}`}
          style={cellStyle(column, lined)}
        >
          {!hasFigure(entry, column) ? (
            <span class="quiet">–</span>
          ) : (
            <>
              {column === lined && (
                <PriceSparkline
                  netuid={entry.netuid}
                  days={column === 'week' ? 7 : 1}
                  changePpm={entry.changes[column]}
                />
              )}
              <span class="hidden-text">{columnName(column)} </span>
              <span class="cell-figure">
                <ListFigure entry={entry} column={column} unread={unread} />
              </span>
            </>
          )}
        </span>
      ))}
    </>
  );
}

type RowProps = {
  entry: SubnetEntry;
  column: Column;
  isFirst: boolean;
  sort: SubnetSort;
  unread: Unread;
  lined: 'day' | 'week';
  tabIndex: 0 | -1;
  /** null: a press opens the row; else whether the row is picked. */
  isPicked: boolean | null;
  onPress: (netuid: Netuid) => void;
};

function Row(props: RowProps) {
  const { entry, column, isFirst, sort, unread, lined, tabIndex, isPicked, onPress } = props;
  const { day } = entry.changes;
  return (
    <button
      type="button"
      class={`row subnet-row ${entry.isFavourite ? 'subnet-row-pinned' : ''}`}
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
          <RowNote entry={entry} sort={sort} unread={unread} />
        </span>
        {/* Names are what is picked by. */}
        {isPicked === null && (
          <span class="spark-cell narrow-only">
            <PriceSparkline netuid={entry.netuid} days={1} changePpm={day} />
            {day !== null && (
              <span class="small-change">
                <span class="hidden-text">{columnName('day')} </span>
                <PlainChange ppm={day} />
              </span>
            )}
          </span>
        )}
      </span>
      <Narrow entry={entry} column={column} isFirst={isFirst} unread={unread} />
      {mayHaveColumns.value && <Wide entry={entry} unread={unread} lined={lined} />}
    </button>
  );
}

type ListProps = {
  entries: readonly SubnetEntry[];
  unread: Unread;
  onPress: (netuid: Netuid) => void;
};

export function SubnetsList({ entries, unread, onPress }: ListProps) {
  const subnets = useSubnets();
  const sort = subnets.sort.value;
  const column = columnOf(sort);
  // Until it is loaded the list has another order.
  const isFirst = isSurveyed(column) && subnets.order.value.sort === column;
  const picked = subnets.picked.value;
  const lined = linedOf(entries);
  const { box, isWide } = useWide();
  return (
    <div class="subnets-list" ref={box}>
      <Headings lined={lined} />
      <NarrowHeads column={column} sort={sort} isFirst={isFirst} isPicking={picked !== null} />
      <WindowedList
        label={t('subnetsTitle')}
        rows={entries.map((entry) => ({
          key: String(entry.netuid),
          height: isWide ? COLUMNS_ROW : ROW,
          content: (tabIndex) => (
            <Row
              entry={entry}
              column={column}
              isFirst={isFirst}
              sort={sort}
              unread={unread}
              lined={lined}
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
