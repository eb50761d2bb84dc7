// One emission figure as text with its unit: the same in the list, side by side and on a subnet's screen.
import type { SubnetFigures } from '../../emission/subnet-figures.ts';
import type { NetFlow } from '../../emission/net-flow.ts';
import { percentText, signedPercentText, signedTaoText } from '../words/format.ts';
import { figureOf, type Column, type SubnetSort } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { BLOCKS_PER_DAY } from '../../units.ts';

/** Columns in TAO with their decimals; undefined: as many as the amount needs. */
const taoColumns = { price: undefined, yield: 3, depth: 0 } as const;
type TaoColumn = keyof typeof taoColumns;

const NOTHING = '–';
const orNothing = <T,>(value: T | null | undefined, text: (value: T) => string): string =>
  value === null || value === undefined ? NOTHING : text(value);

const daysShort = (blocks: number): string =>
  t('emissionDaysShort', { days: Math.floor(blocks / BLOCKS_PER_DAY).toLocaleString() });

function removalText({ figures }: SubnetEntry): string {
  const removal = figures?.removal;
  if (removal === null || removal === undefined) return NOTHING;
  const { place, of } = removal;
  if (place === null) return t('emissionProtected');
  return place === 1
    ? t('emissionNext')
    : t('emissionPlaceOf', { place: String(place), of: String(of) });
}

function shareText({ sharePpm, perDay }: SubnetFigures): string {
  // A share too small to print is shown as "under", not as zero.
  if (sharePpm === 0n && perDay !== null && perDay > 0n)
    return t('emissionUnder', { limit: percentText(1n) });
  return orNothing(sharePpm, percentText);
}

const LARGE_FLOW = 100_000_000_000n;

/** Large flows are shown in whole TAO. */
export function flowDecimals(rao: bigint): number {
  return rao > -LARGE_FLOW && rao < LARGE_FLOW ? 2 : 0;
}

const flowPart = (rao: bigint): string => signedTaoText(rao, flowDecimals(rao));

/** One figure, or its range. */
export function flowText(flow: NetFlow): string {
  if (flow.kind === 'recorded') return flowPart(flow.rao);
  const [low, high] = [flowPart(flow.low), flowPart(flow.high)];
  // After rounding the two may be the same.
  return low === high ? low : t('emissionRange', { least: low, most: high });
}

/** Plain text of a column; TAO amounts are drawn by `Tao`, holdings by `Alpha`. */
function textOf(entry: SubnetEntry, column: Exclude<Column, 'held' | TaoColumn>): string {
  const { figures, changes } = entry;
  switch (column) {
    case 'day':
      return orNothing(changes.day, signedPercentText);
    case 'week':
      return orNothing(changes.week, signedPercentText);
    case 'flow':
      return orNothing(entry.flow, flowText);
    case 'momentum':
      return orNothing(figures?.momentumPpm, signedPercentText);
    case 'share':
      return orNothing(figures, shareText);
    case 'shareWeek':
      return orNothing(changes.shareWeek, signedPercentText);
    case 'rank':
      return orNothing(figures?.rank, String);
    case 'locked':
    case 'owner':
    case 'largest':
      return placeText(entry, column);
    case 'room':
      return orNothing(figures?.removal?.roomPpm, percentText);
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
  if (ppm !== null) return percentText(ppm);
  return entry.netuid === 0 ? NOTHING : t('emissionNotReadShort');
}

const tones = { up: 'good', down: 'bad', flat: '' } as const;

function toneOf({ changes }: SubnetEntry, column: Column): string {
  const change =
    column === 'day' || column === 'week' || column === 'shareWeek' ? changes[column] : null;
  if (change === null || change === 0n) return tones.flat;
  return change > 0n ? tones.up : tones.down;
}

export function Figure({ entry, column }: { entry: SubnetEntry; column: Column }) {
  if (column === 'held') {
    return entry.held === 0n ? (
      <>{NOTHING}</>
    ) : (
      <Alpha alpha={entry.held} netuid={entry.netuid} decimals={2} />
    );
  }
  if (column === 'price' || column === 'yield' || column === 'depth') {
    const rao = figureOf(entry, column);
    const decimals = taoColumns[column];
    if (rao === null) return <>{NOTHING}</>;
    return <Tao rao={rao} isPublic {...(decimals === undefined ? {} : { decimals })} />;
  }
  return <span class={`amount ${toneOf(entry, column)}`}>{textOf(entry, column)}</span>;
}

/** What the figure is, its formula and its source. */
export function columnAbout(column: Column): string {
  return t(`figureAbout_${column}`);
}

export function columnName(column: Column): string {
  return t(`figureShort_${column}`);
}

/** The name in full, for where there is room. */
export function columnLongName(column: SubnetSort): string {
  return t(`figureLong_${column}`);
}
