// Figures in lists, each opening to what it is and its formula, with the block they were read at and how our emission model
// compares.
import type { ComponentChildren } from 'preact';
import { ModelLine, ReadAt } from '../subnets/figure-sources.tsx';

export type FormulaLine = {
  label: string;
  value: ComponentChildren;
  /** What the figure is, in a sentence. */
  about: string;
  /** Its formula and source; null: the sentence is all there is to say. */
  how: string | null;
  /** From 0 to 1: a bar below the row. */
  bar?: number;
};

export type FormulaGroup = { title: string | null; lines: readonly FormulaLine[] };

/** `note`: what the bars are, below them. */
export function Formulas({ groups, note }: { groups: readonly FormulaGroup[]; note?: string }) {
  return (
    <>
      {groups.map(({ title, lines }) => (
        <div key={title} class="part">
          {title !== null && <h3 class="label">{title}</h3>}
          <ul class="fold-rows">
            {lines.map(({ label, value, about, how, bar }) => (
              <li key={label}>
                <details class="fold-row">
                  <summary>
                    <span class="fold-name">{label}</span> <span>{value}</span>
                  </summary>
                  <p class="small soft">{about}</p>
                  {how !== null && <p class="small quiet">{how}</p>}
                </details>
                {bar !== undefined && (
                  <span class="share-bar" aria-hidden="true">
                    <span style={{ inlineSize: `${bar * 100}%` }} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div class="stack-s">
        {note !== undefined && <p class="small quiet">{note}</p>}
        <ReadAt />
        <ModelLine />
      </div>
    </>
  );
}
