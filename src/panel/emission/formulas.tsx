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
};

export type FormulaGroup = { title: string | null; lines: readonly FormulaLine[] };

export function Formulas({ groups }: { groups: readonly FormulaGroup[] }) {
  return (
    <>
      {groups.map(({ title, lines }) => (
        <div key={title} class="part">
          {title !== null && <h3 class="label">{title}</h3>}
          <ul class="fold-rows">
            {lines.map(({ label, value, about, how }) => (
              <li key={label}>
                <details class="fold-row">
                  <summary>
                    <span class="fold-name">{label}</span> <span>{value}</span>
                  </summary>
                  <p class="small soft">{about}</p>
                  {how !== null && <p class="small quiet">{how}</p>}
                </details>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div class="stack-s">
        <ReadAt />
        <ModelLine />
      </div>
    </>
  );
}
