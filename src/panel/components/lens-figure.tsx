// One figure of the lens as text with its unit: the same in the list, side by side and on a subnet's own screen.
import { durationText, percentText, signedPercentText, taoText } from '../models/format.ts';
import { priceOf, type SubnetSort } from '../models/lens-columns.ts';
import type { SubnetEntry } from '../models/subnets-model.ts';
import { t } from '../text.ts';
import { Alpha } from './amount.tsx';

export type Column = Exclude<SubnetSort, 'number' | 'name'>;
export const columns: readonly Column[] = [
  'price',
  'day',
  'week',
  'share',
  'rank',
  'yield',
  'depth',
  'held',
  'age',
  'removal',
];

const NOTHING = '–';
const orNothing = <T,>(value: T | null | undefined, text: (value: T) => string): string =>
  value === null || value === undefined ? NOTHING : text(value);

function removalText({ figures }: SubnetEntry): string {
  const removal = figures?.removal;
  if (removal === null || removal === undefined) return NOTHING;
  return removal.place === null
    ? t('lensProtected')
    : t('lensPlaceOf', String(removal.place), String(removal.of));
}

/** Plain text; what is held is an amount of the user's own and is drawn by `Figure`. */
function textOf(entry: SubnetEntry, column: Exclude<Column, 'held'>): string {
  const { figures, changes } = entry;
  switch (column) {
    case 'price':
      return orNothing(priceOf(entry), (price) => taoText(price));
    case 'day':
      return orNothing(changes.day, signedPercentText);
    case 'week':
      return orNothing(changes.week, signedPercentText);
    case 'share':
      return orNothing(figures?.sharePpm, percentText);
    case 'rank':
      return orNothing(figures?.rank, String);
    case 'yield':
      return orNothing(figures?.perDayPerThousand, (rao) => taoText(rao, 3));
    case 'depth':
      return orNothing(entry.depth, (rao) => taoText(rao, 0));
    case 'age':
      return orNothing(figures?.age, durationText);
    case 'removal':
      return removalText(entry);
  }
}

const tones = { up: 'good', down: 'bad', flat: '' } as const;

function toneOf({ changes }: SubnetEntry, column: Column): string {
  const change = column === 'day' ? changes.day : column === 'week' ? changes.week : null;
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
  return <span class={`amount ${toneOf(entry, column)}`}>{textOf(entry, column)}</span>;
}

/** What the figure is, how it is worked out and from what. */
export function columnAbout(column: Column): string {
  return t(`lensAbout_${column}`);
}

export function columnName(column: Column): string {
  return t(`lensColumn_${column}`);
}
