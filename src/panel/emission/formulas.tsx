// Figures in lists, with each one's formula, the block it was read at, and how our emission model compares.
import type { ComponentChildren } from 'preact';
import { t } from '../core/text.ts';
import { ModelLine, ReadAt } from '../subnets/figure-sources.tsx';

export type FormulaLine = {
  label: string;
  /** null: it stands in a sentence already, and is only explained. */
  value: ComponentChildren;
  /** null: explained with other lines of its kind. */
  about: string | null;
};

export type FormulaGroup = { title: string | null; lines: readonly FormulaLine[] };

type FormulasProps = {
  groups: readonly FormulaGroup[];
  /** What they are together, above the formulas. */
  introduction?: string;
};

export function Formulas({ groups, introduction }: FormulasProps) {
  return (
    <>
      {groups.map(({ title, lines }) => (
        <div key={title} class="part">
          {title !== null && <h3 class="label">{title}</h3>}
          <dl class="figures formula-figures">
            {lines
              .filter(({ value }) => value !== null)
              .map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
      <details>
        <summary>{t('emissionFormulas')}</summary>
        {introduction !== undefined && <p class="small soft">{introduction}</p>}
        <dl class="stack-s definitions">
          {groups
            .flatMap(({ lines }) => lines)
            .filter(({ about }) => about !== null)
            .map(({ label, about }) => (
              <div key={label}>
                <dt class="small strong">{label}</dt>
                <dd class="small soft">{about}</dd>
              </div>
            ))}
        </dl>
        <div class="formula-sources stack-s">
          <ReadAt />
          <ModelLine />
        </div>
      </details>
    </>
  );
}
