// A list of figures, with each one's formula, the block it was read at, and how our emission model compares.
import type { ComponentChildren } from 'preact';
import { t } from '../core/text.ts';
import { ModelLine, ReadAt } from '../subnets/figure-sources.tsx';

export type FormulaLine = { label: string; value: ComponentChildren; about: string };

type FormulasProps = {
  lines: readonly FormulaLine[];
  /** What they are together, above the formulas. */
  introduction?: string;
};

export function Formulas({ lines, introduction }: FormulasProps) {
  return (
    <>
      <dl class="figures formula-figures">
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{t('emissionFormulas')}</summary>
        {introduction !== undefined && <p class="small soft">{introduction}</p>}
        <dl class="stack-s definitions">
          {lines.map(({ label, about }) => (
            <div key={label}>
              <dt class="small strong">{label}</dt>
              <dd class="small soft">{about}</dd>
            </div>
          ))}
        </dl>
        <ReadAt />
        <ModelLine />
      </details>
    </>
  );
}
