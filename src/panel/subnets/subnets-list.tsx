// The rows of the subnets screen: narrow with the price and the figure they are ordered by; wide with a column for each
// figure and headings that order.
import { RAO_PER_ALPHA, type Netuid } from '../../units.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import type { Column } from './figure-columns.ts';
import { hasWidth } from '../core/has-width.ts';
import { t } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { columnName, Figure } from './figure.tsx';
import {
  cellStyle,
  columnOf,
  hasFigure,
  Headings,
  isComing,
  isSpared,
  linedOf,
  ListFigure,
  ownColumns,
  shownColumns,
  type Unread,
} from './list-columns.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { useSubnets } from './subnets-context.ts';
import { PlainChange } from '../words/change.tsx';
import { PriceSparkline } from '../words/price-sparkline.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { WindowedList } from '../ui/windowed-list.tsx';

const ROW = 56;
/** From a hundred thousand alpha on, two decimals would not fit beside the words. */
const WHOLE_FROM = 100_000n * RAO_PER_ALPHA;

function Name({ entry }: { entry: SubnetEntry }) {
  return (
    <span class="row-name">
      <SubnetName netuid={entry.netuid} />
      {entry.isFavourite && (
        <span class="small soft pinned-mark">
          <Icon name="star-full" small /> <span class="pinned-word">{t('isPinned')}</span>
          <span class="hidden-text">{t('isFavourite')}</span>
        </span>
      )}
    </span>
  );
}

/** The line under the name: own stake, else a note or the depth of the pool. */
function Below({ entry, unread }: { entry: SubnetEntry; unread: Unread }) {
  const { netuid, held, figures } = entry;
  const hasColumn = shownColumns(useSubnets().sort.value, unread).includes('held');
  if (held > 0n) {
    return (
      <span class={`row-sub ${hasColumn ? 'narrow-only' : ''}`}>
        <span>
          <RichText
            text="youHold"
            with={{
              amount: <Alpha alpha={held} netuid={netuid} decimals={held < WHOLE_FROM ? 2 : 0} />,
            }}
          />
        </span>
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
        {columnName('depth')} <ListFigure entry={entry} column="depth" unread={unread} />
      </span>
    </span>
  );
}

/** Whether a row has a figure below its price. */
const hasSecond = (column: Column, unread: Unread): boolean =>
  unread !== 'missing' || ownColumns.has(column);

type HeadsProps = { column: Column; unread: Unread; isPicking: boolean };

/** What the columns of the narrow form are; each row tells it to screen readers itself. */
function NarrowHeads({ column, unread, isPicking }: HeadsProps) {
  return (
    <p class="narrow-heads" aria-hidden="true">
      <span>{t('subnetKind')}</span>
      {!isPicking && <span>{columnName('day')}</span>}
      <span>
        {hasSecond(column, unread)
          ? t('listHeadPrice', { figure: columnName(column) })
          : columnName('price')}
      </span>
    </p>
  );
}

type NarrowProps = { entry: SubnetEntry; column: Column; unread: Unread };

function Narrow({ entry, column, unread }: NarrowProps) {
  if (entry.netuid === 0) return <span class="row-end narrow-only" />;
  return (
    <span class="row-end narrow-only">
      {isComing(entry, 'price', unread) ? (
        <ListFigure entry={entry} column="price" unread={unread} />
      ) : (
        <span>
          <span class="hidden-text">{columnName('price')} </span>
          <Figure entry={entry} column="price" />
        </span>
      )}
      {hasSecond(column, unread) && (
        <span class="minor">
          <span class="hidden-text">{columnName(column)} </span>
          <ListFigure entry={entry} column={column} unread={unread} />
        </span>
      )}
    </span>
  );
}

/** Columns appear from this width of the list on (subnets.css): in a narrower window none of their figures is drawn. */
const mayHaveColumns = hasWidth('53rem');

function Wide({ entry, unread }: { entry: SubnetEntry; unread: Unread }) {
  const sort = useSubnets().sort.value;
  const lined = linedOf(sort, unread);
  return (
    <>
      {shownColumns(sort, unread).map((column) => (
        <span
          key={column}
          class={`subnet-cell ${isSpared(column, sort) ? 'widest-only' : 'wide-only'} ${column === lined ? 'lined-cell' : ''}`}
          style={cellStyle(column, lined)}
        >
          {hasFigure(entry, column) && (
            <>
              {column === lined && (
                <PriceSparkline
                  netuid={entry.netuid}
                  days={column === 'week' ? 7 : 1}
                  changePpm={entry.changes[column]}
                />
              )}
              <span class="hidden-text">{columnName(column)} </span>
              <ListFigure entry={entry} column={column} unread={unread} />
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
  unread: Unread;
  tabIndex: 0 | -1;
  /** null: a press opens the row; else whether the row is picked. */
  isPicked: boolean | null;
  onPress: (netuid: Netuid) => void;
};

function Row({ entry, column, unread, tabIndex, isPicked, onPress }: RowProps) {
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
          <Below entry={entry} unread={unread} />
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
      <Narrow entry={entry} column={column} unread={unread} />
      {mayHaveColumns.value && <Wide entry={entry} unread={unread} />}
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
  const column = columnOf(subnets.sort.value);
  const picked = subnets.picked.value;
  return (
    <div class="subnets-list">
      <Headings unread={unread} />
      <NarrowHeads column={column} unread={unread} isPicking={picked !== null} />
      <WindowedList
        label={t('subnetsTitle')}
        rows={entries.map((entry) => ({
          key: String(entry.netuid),
          height: ROW,
          content: (tabIndex) => (
            <Row
              entry={entry}
              column={column}
              unread={unread}
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
