// One emission figure as text with its unit: the same in the list, side by side and on a subnet's screen.
import type { SubnetFigures } from '../../emission/subnet-figures.ts';
import { flowMiddle, type NetFlow } from '../../emission/net-flow.ts';
import { LADDER_PLACES } from '../../emission/removal-ladder.ts';
import { exactAmountText, signedTaoText, TAO_SIGN } from '../words/format.ts';
import { Change, columnPercentText } from '../words/change.tsx';
import { columnShareText } from '../words/round-share.ts';
import { figureOf, type Column, type SubnetSort } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import { t } from '../core/text.ts';
import { ValuePart } from '../words/value-pair.tsx';
import { BLOCKS_PER_DAY, formatAmount } from '../../units.ts';

/** Columns in TAO with their decimals: always as many, so that they line up. */
const taoColumns = { price: 6, cap: 0, yield: 3, depth: 0 } as const;
type TaoColumn = keyof typeof taoColumns;
type ChangeColumn = 'day' | 'week' | 'shareWeek';

const NOTHING = '–';
const orNothing = <T,>(value: T | null | undefined, text: (value: T) => string): string =>
  value === null || value === undefined ? NOTHING : text(value);

const daysShort = (blocks: number): string =>
  t('emissionDaysShort', { days: Math.floor(blocks / BLOCKS_PER_DAY).toLocaleString() });

/** A horizon as short as can be, for the axis of a chart and for a table. */
export const horizonShort = (days: number): string =>
  days === 365 ? t('horizonYear') : t('emissionDaysShort', { days: String(days) });

function removalText({ figures }: SubnetEntry): string {
  const removal = figures?.removal;
  if (removal === null || removal === undefined) return NOTHING;
  const { place, of } = removal;
  if (place === null) return t('emissionProtected');
  return t('emissionPlaceOf', { place: String(place), of: String(of) });
}

const FAR = Number.POSITIVE_INFINITY;

/** What two decimals of a per cent can show. */
const LEAST_SHARE = 100n;

function shareText({ sharePpm, perDay, isEmissionOff }: SubnetFigures): string {
  // What the root key switched off is told from what gets none by itself.
  if (isEmissionOff && perDay === 0n) return t('emissionOff');
  // None at all is told from what is too little to print.
  if (sharePpm === 0n && perDay === 0n) return t('emissionNoShare');
  // A share too small to print is shown as "under", not as zero.
  if (sharePpm !== null && sharePpm < LEAST_SHARE && perDay !== null && perDay > 0n)
    return t('emissionUnder', { limit: columnPercentText(LEAST_SHARE) });
  return orNothing(sharePpm, columnShareText);
}

const LARGE_FLOW = 10_000_000_000n;

/** Large flows are shown in whole TAO. */
export function flowDecimals(rao: bigint): number {
  return rao > -LARGE_FLOW && rao < LARGE_FLOW ? 2 : 0;
}

const flowPart = (rao: bigint): string => signedTaoText(rao, flowDecimals(rao));

/** Ends that are no further apart than this part of themselves are said as one figure. */
const NARROW = 50n;
const sizeOf = (rao: bigint): bigint => (rao < 0n ? -rao : rao);

export const isNarrow = ({ low, high }: { low: bigint; high: bigint }): boolean =>
  low < 0n === high < 0n && (high - low) * NARROW <= sizeOf(low + high) / 2n;

/** One figure, the middle of a narrow range, or a range. */
export function flowText(flow: NetFlow): string {
  if (flow.kind === 'recorded') return flowPart(flow.rao);
  const [low, high] = [flowPart(flow.low), flowPart(flow.high)];
  // After rounding the two may be the same.
  if (low === high) return low;
  return isNarrow(flow)
    ? t('emissionAboutFigure', { figure: flowPart(flowMiddle(flow)) })
    : t('emissionRange', { least: low, most: high });
}

/** Plain text of a column; TAO amounts are drawn by `Tao`, holdings by `Alpha`. */
function textOf(
  entry: SubnetEntry,
  column: Exclude<Column, 'held' | TaoColumn | ChangeColumn>,
): string {
  const { figures } = entry;
  switch (column) {
    case 'flow':
      return orNothing(entry.flow, flowText);
    case 'momentum':
      return orNothing(figures?.momentumPpm, (ppm) => columnPercentText(ppm, ppm > 0n ? '+' : ''));
    case 'share':
      return orNothing(figures, shareText);
    case 'apy':
      return orNothing(entry.apyPpm, (ppm) => columnPercentText(ppm));
    case 'rank':
      return orNothing(figures?.rank, String);
    case 'locked':
    case 'owner':
    case 'largest':
      return placeText(entry, column);
    case 'room':
      return orNothing(figures?.removal?.roomPpm, (ppm) => columnPercentText(ppm));
    case 'age':
      return orNothing(figures, ({ age }) => daysShort(age));
    case 'immunity':
      return orNothing(figures?.protectedFor, (left) =>
        left === 0 ? t('emissionNone') : daysShort(left),
      );
    case 'removal':
      return removalText(entry);
  }
}

/** Shows "not read" instead of a dash until the figure was read. */
function placeText(entry: SubnetEntry, column: 'locked' | 'owner' | 'largest'): string {
  const ppm = figureOf(entry, column);
  if (ppm !== null) return columnPercentText(ppm);
  return entry.netuid === 0 ? NOTHING : t('emissionNotReadShort');
}

/** TAO as all figures of its column are written. */
export function ColumnTao({ rao, column }: { rao: bigint; column: TaoColumn }) {
  return (
    <span class="amount" title={exactAmountText(rao, TAO_SIGN)}>
      <bdi class="unit">{TAO_SIGN}</bdi>
      {'\u202f'}
      {formatAmount(rao, { decimals: taoColumns[column], isFixed: true })}
    </span>
  );
}

const isTaoColumn = (column: Column): column is TaoColumn => Object.hasOwn(taoColumns, column);

export function Figure({ entry, column }: { entry: SubnetEntry; column: Column }) {
  if (column === 'held') {
    const { held, worth } = entry;
    return held === 0n || worth === null ? <>{NOTHING}</> : <ValuePart {...worth} />;
  }
  if (isTaoColumn(column)) {
    const rao = figureOf(entry, column);
    if (rao === null) return <>{NOTHING}</>;
    return <ColumnTao rao={rao} column={column} />;
  }
  if (column === 'day' || column === 'week' || column === 'shareWeek') {
    const change = entry.changes[column];
    return change === null ? <>{NOTHING}</> : <Change ppm={change} />;
  }
  const isNext = column === 'removal' && (entry.figures?.removal?.place ?? FAR) <= LADDER_PLACES;
  return <span class={isNext ? 'amount loss' : 'amount'}>{textOf(entry, column)}</span>;
}

/** What the figure is, in a sentence. */
export function columnAbout(column: Column): string {
  return t(`figureAbout_${column}`);
}

/** Its formula and its source; null: the sentence says it all. */
export function columnHow(column: Column): string | null {
  if (column === 'depth') return null;
  if (column === 'day' || column === 'week') {
    const blocks = BLOCKS_PER_DAY * (column === 'day' ? 1 : 7);
    return t('figureHow_change', { blocks: blocks.toLocaleString() });
  }
  return t(`figureHow_${column}`);
}

export function columnName(column: Column | 'number'): string {
  return t(`figureShort_${column}`);
}

/** The name in full, for where there is room. */
export function columnLongName(column: SubnetSort): string {
  if (column === 'name') return t('figureShort_name');
  const isShort = column === 'price' || column === 'cap' || column === 'age';
  return isShort ? columnName(column) : t(`figureLong_${column}`);
}
