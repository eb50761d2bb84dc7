// Concentration of stake, one view per row with the same measures; a row that was not counted has the button to count it.
import { Fragment, type ComponentChildren } from 'preact';
import { TOP } from '../../emission/validator-stake.ts';
import { taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { StackedBar, UnreadBar } from '../ui/chart/stacked-bar.tsx';
import { drawnRatio } from '../../units.ts';
import { BarNote, type Bar } from './bar-note.tsx';
import { giniText } from './share-list.tsx';
import { columnPercentText } from '../words/change.tsx';

export type ValidatorStakeRow = {
  key: string;
  label: string;
  /** What the row's figures are. */
  note: string;
  measures: {
    holders: number;
    total: bigint;
    /** With what was not read. */
    whole: bigint;
    needed: string;
    bounds: Bar['needed'];
    topPpm: bigint;
    giniPpm: bigint;
    /** The largest holders, largest first, in rao. */
    largest: readonly bigint[];
  } | null;
  /** Shown instead of figures, or below them. */
  controls: ComponentChildren;
};

const allColumns = ['holders', 'needed', 'top', 'gini'] as const;
type Column = (typeof allColumns)[number];

function cells(
  { holders, needed, topPpm, giniPpm }: NonNullable<ValidatorStakeRow['measures']>,
  columns: readonly Column[],
) {
  const texts = {
    holders: holders.toLocaleString(),
    needed,
    top: columnPercentText(topPpm),
    gini: giniText(giniPpm),
  };
  return columns.map((column) => <td key={column}>{texts[column]}</td>);
}

/** Before anything is counted: what can be, and what that takes. */
function Asked({ rows }: { rows: readonly ValidatorStakeRow[] }) {
  return (
    <ul class="load-cards">
      {rows.map(({ key, label, note, controls }) => (
        <li key={key} class="card stack-s">
          <h3 class="strong">{label}</h3>
          <p class="small quiet">{note}</p>
          {controls}
        </li>
      ))}
    </ul>
  );
}

export function ValidatorStakeTable({ rows }: { rows: readonly ValidatorStakeRow[] }) {
  const hasMeasures = rows.some(({ measures }) => measures !== null);
  // Where no row has more than the top, they hold all of it in each.
  const hasTop = rows.some(({ measures }) => measures !== null && measures.holders > TOP);
  const columns = allColumns.filter((column) => column !== 'top' || hasTop);
  if (!hasMeasures) return <Asked rows={rows} />;
  return (
    <>
      <BarNote
        bars={rows.map(({ measures }) =>
          measures === null
            ? { count: 0, needed: { least: 0, most: 0 }, isWhole: false }
            : {
                count: measures.holders,
                needed: measures.bounds,
                isWhole: measures.whole === measures.total,
              },
        )}
      />
      <table class="figure-table validator-stakes">
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden-text">{t('validatorStakeWho')}</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`concentrationMeasure_${column}`, { top: String(TOP) })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, note, measures, controls }) => (
            <Fragment key={key}>
              <tr class="measure-open">
                <th scope="row" colSpan={measures === null ? columns.length + 1 : 1}>
                  {label}
                  {measures === null && <span class="small quiet table-note">{note}</span>}
                </th>
                {measures !== null && cells(measures, columns)}
              </tr>
              {measures !== null && (
                <tr class="measure-open">
                  <td class="measure-note" colSpan={columns.length + 1}>
                    <span>{note}</span>
                    <span>{t('validatorStakeTotal', { stake: taoText(measures.total, 0) })}</span>
                  </td>
                </tr>
              )}
              {measures !== null && (
                <tr class={controls ? 'measure-open' : ''}>
                  <td class="measure-bars" colSpan={columns.length + 1}>
                    <StackedBar
                      parts={measures.largest.map((rao) => drawnRatio(rao, measures.whole))}
                      needed={measures.bounds}
                      unread={drawnRatio(measures.whole - measures.total, measures.whole)}
                    />
                  </td>
                </tr>
              )}
              {measures === null && (
                <tr class={controls ? 'measure-open' : ''}>
                  <td class="measure-bars" colSpan={columns.length + 1}>
                    <UnreadBar />
                  </td>
                </tr>
              )}
              {controls && (
                <tr>
                  <td class="measure-controls" colSpan={columns.length + 1}>
                    {controls}
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p class="small quiet">{t('concentrationTerms')}</p>
    </>
  );
}
