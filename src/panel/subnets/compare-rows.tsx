// The rows of the comparison in their groups: every figure of the lists, and what is worked out for the compared ones alone.
import type { ComponentChildren } from 'preact';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import type { Panel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';
import { bestYield, saleCost, SALE_TAO } from './compare-model.ts';
import { columnAbout, columnHow, columnLongName, ColumnTao, Figure } from './figure.tsx';
import { bestOf, bestOfValues } from './best-of.ts';
import { figureOf, type Column } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import type { SubnetsModel } from './subnets-model.ts';

type CompareRow = {
  key: string;
  label: string;
  /** What the figure is, in a sentence. */
  about: string;
  /** Its formula and source; null: the sentence says it all. */
  how: string | null;
  best: ReadonlySet<Netuid>;
  cell: (entry: SubnetEntry) => ComponentChildren;
};

type CompareGroup = { title: string; rows: readonly CompareRow[] };

const groups = [
  { title: 'compareGroupYield', columns: ['apy', 'held'] },
  { title: 'compareGroupPrice', columns: ['price', 'day', 'week', 'momentum', 'cap'] },
  { title: 'compareGroupEmission', columns: ['share', 'shareWeek', 'rank', 'yield'] },
  { title: 'compareGroupLiquidity', columns: ['depth', 'flow'] },
  {
    title: 'compareGroupRisk',
    columns: ['removal', 'room', 'immunity', 'age', 'largest', 'owner', 'locked'],
  },
] as const satisfies readonly { title: string; columns: readonly Column[] }[];

/** A rank is worth nothing without how many there are; of the last one is said that this is the safe end. */
function Place({
  entry,
  column,
  of,
  isBest,
}: {
  entry: SubnetEntry;
  column: 'rank' | 'removal';
  of: number;
  isBest: boolean;
}) {
  const rank = entry.figures?.rank ?? null;
  return (
    <span class="compare-place">
      {column === 'rank' && rank !== null ? (
        <span class="amount">{t('emissionPlaceOf', { place: String(rank), of: String(of) })}</span>
      ) : (
        <Figure entry={entry} column={column} />
      )}
      {column === 'removal' && isBest && <span class="table-note">{t('compareSafest')}</span>}
    </span>
  );
}

function yieldRow({ names }: Panel, entries: readonly SubnetEntry[]): CompareRow {
  const found = new Map(
    entries.map(({ netuid }) => {
      const validators = names.validators(netuid);
      return [netuid, validators && bestYield(validators, names.details(netuid)?.tempo)] as const;
    }),
  );
  return {
    key: 'best-apy',
    label: t('compareYield'),
    about: t('compareYieldAbout'),
    how: t('compareYieldHow'),
    best: bestOfValues(
      entries.map(({ netuid }) => ({ netuid, value: found.get(netuid)?.ppm ?? null })),
      'most',
    ),
    cell: ({ netuid }) => {
      const best = found.get(netuid);
      if (best) return columnPercentText(best.ppm);
      return names.validators(netuid) === null ? t('emissionNotReadShort') : '–';
    },
  };
}

function saleRow(subnets: SubnetsModel, entries: readonly SubnetEntry[]): CompareRow {
  const costs = new Map(
    entries.map(({ netuid }) => {
      const facts = subnets.facts(netuid);
      const price = facts && valuationPrice(facts);
      const pool = facts?.pool ?? null;
      return [netuid, pool !== null && price ? saleCost(pool, price, SALE_TAO) : null] as const;
    }),
  );
  return {
    key: 'sale',
    label: t('compareSale', { size: SALE_TAO.toString() }),
    about: t('compareSaleAbout', { size: SALE_TAO.toString() }),
    how: t('compareSaleHow'),
    best: bestOfValues(
      entries.map(({ netuid }) => ({ netuid, value: costs.get(netuid) ?? null })),
      'least',
    ),
    cell: ({ netuid }) => {
      const cost = costs.get(netuid) ?? null;
      return cost === null ? '–' : <ColumnTao rao={cost} column="yield" />;
    },
  };
}

export function compareGroups(
  panel: Panel,
  subnets: SubnetsModel,
  entries: readonly SubnetEntry[],
): CompareGroup[] {
  const ranked = subnets.all.value.filter(({ figures }) => (figures?.rank ?? null) !== null).length;
  const rowOf = (column: Column): CompareRow => {
    const best = bestOf(entries, column);
    return {
      key: column,
      label: columnLongName(column),
      about: columnAbout(column),
      how: columnHow(column),
      best,
      cell: (entry) =>
        column === 'rank' || column === 'removal' ? (
          <Place entry={entry} column={column} of={ranked} isBest={best.has(entry.netuid)} />
        ) : (
          <Figure entry={entry} column={column} />
        ),
    };
  };
  const own: Partial<Record<string, CompareRow>> = {
    compareGroupYield: yieldRow(panel, entries),
    compareGroupLiquidity: saleRow(subnets, entries),
  };
  const isHeld = entries.some((entry) => figureOf(entry, 'held') !== 0n);
  return groups.map(({ title, columns }) => {
    const first = own[title];
    // Where none of them is held, the row of the own stake would be dashes alone.
    const shown = columns.filter((column) => column !== 'held' || isHeld);
    return { title: t(title), rows: [...(first ? [first] : []), ...shown.map(rowOf)] };
  });
}
