// Concentration of stake, one view per row with the same measures; a row that is being counted shows its progress.
import { Fragment, type ComponentChildren } from 'preact';
import { t } from '../core/text.ts';
import { StackedBar } from '../ui/chart/stacked-bar.tsx';
import { drawnRatio } from '../../units.ts';
import { BarNote, type Bar } from './bar-note.tsx';
import { giniText } from './share-list.tsx';

export type ValidatorStakeRow = {
  key: string;
  label: string;
  /** Without figures: what loading them takes, or why there are none. */
  note: string | null;
  /** Since when it is as it is, where that is not just now. */
  age?: string | null;
  measures: {
    /** How many have how much, and what of all that is. */
    caption: string;
    total: bigint;
    /** With what was not read. */
    whole: bigint;
    needed: string;
    bounds: Bar['needed'];
    giniPpm: bigint;
    /** The largest holders, largest first, in rao. */
    largest: readonly bigint[];
  } | null;
  /** Shown instead of figures, or below them. */
  controls: ComponentChildren;
};

const columns = ['needed', 'gini'] as const;

function cells({ needed, giniPpm }: NonNullable<ValidatorStakeRow['measures']>) {
  const texts = { needed, gini: giniText(giniPpm) };
  // A sign stands before its number, and is not mirrored, in every language.
  return columns.map((column) => (
    <td key={column}>
      <bdi dir="ltr">{texts[column]}</bdi>
    </td>
  ));
}

/** What is being loaded, or could not be. */
function UnreadRow({ row: { label, note, controls } }: { row: ValidatorStakeRow }) {
  return (
    <tr>
      <th scope="row" colSpan={columns.length + 1}>
        <div class="load-row" role="status">
          <span>
            {label} <span class="small quiet table-note">{note}</span>
          </span>
          {controls}
        </div>
      </th>
    </tr>
  );
}

export function ValidatorStakeTable({ rows }: { rows: readonly ValidatorStakeRow[] }) {
  const counted = rows.flatMap(({ measures }) => (measures === null ? [] : [measures]));
  return (
    <>
      {counted.length > 0 && (
        <div>
          <BarNote
            bars={counted.map(({ bounds, whole, total }) => ({
              needed: bounds,
              isWhole: whole === total,
            }))}
          />
          <p class="small quiet">{t('concentrationGini')}</p>
        </div>
      )}
      <table class="figure-table validator-stakes">
        {counted.length > 0 && (
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden-text">{t('validatorStakeWho')}</span>
              </th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`concentrationMeasure_${column}`)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row) => {
            const { key, label, measures, controls } = row;
            if (measures === null) return <UnreadRow key={key} row={row} />;
            return (
              <Fragment key={key}>
                <tr class="measure-open">
                  <th scope="row">{label}</th>
                  {cells(measures)}
                </tr>
                <tr class="measure-open">
                  <td class="measure-note" colSpan={columns.length + 1}>
                    {measures.caption}
                    {row.age && (
                      <span class="unbroken">
                        <span aria-hidden="true"> · </span>
                        {row.age}
                      </span>
                    )}
                  </td>
                </tr>
                <tr class={controls ? 'measure-open' : ''}>
                  <td class="measure-bars" colSpan={columns.length + 1}>
                    <StackedBar
                      parts={measures.largest.map((rao) => drawnRatio(rao, measures.whole))}
                      needed={measures.bounds}
                      unread={drawnRatio(measures.whole - measures.total, measures.whole)}
                    />
                  </td>
                </tr>
                {controls && (
                  <tr>
                    <td class="measure-controls" colSpan={columns.length + 1}>
                      {controls}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
