// Figures in lists, each opening to what it is and its formula, with the block they were read at and how our emission model
// compares.
import type { ComponentChildren } from 'preact';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { ModelLine, ReadAt } from '../subnets/figure-sources.tsx';

export type FigureTone = 'good' | 'bad' | null;

export type FormulaLine = {
  label: string;
  value: ComponentChildren;
  /** What the figure is, in a sentence. */
  about: string;
  /** Its formula and source; null: the sentence is all there is to say. */
  how: string | null;
  /** Whether the figure is good for stakers or asks for a closer look; missing: neither. */
  tone?: FigureTone;
  /** From 0 to 1: a bar below the row. */
  bar?: number;
};

export type FormulaGroup = { title: string | null; lines: readonly FormulaLine[] };

const tones = {
  good: { icon: 'check', look: 'gain', word: 'toneGood' },
  bad: { icon: 'alert', look: 'warn', word: 'toneBad' },
} as const;

function Tone({ tone }: { tone: 'good' | 'bad' }) {
  const { icon, look, word } = tones[tone];
  return (
    <>
      <span class={look} title={t(word)}>
        <Icon name={icon} small />
      </span>
      <span class="hidden-text">{t(word)}</span>
    </>
  );
}

/** In the place of a mark, so that none was forgotten. */
const NoTone = () => <span class="no-tone" aria-hidden="true" />;

/** What the marks mean. */
function ToneKeys() {
  return (
    <ul class="bar-keys small quiet" aria-hidden="true">
      {(['good', 'bad'] as const).map((tone) => (
        <li key={tone}>
          <span class={tones[tone].look}>
            <Icon name={tones[tone].icon} small />
          </span>
          {t(tones[tone].word)}
        </li>
      ))}
      <li>
        <NoTone />
        {t('toneNone')}
      </li>
    </ul>
  );
}

/** `note`: what the bars are, above them. */
export function Formulas({ groups, note }: { groups: readonly FormulaGroup[]; note?: string }) {
  const isMarked = groups.some(({ lines }) => lines.some(({ tone }) => tone));
  return (
    <>
      {isMarked && <ToneKeys />}
      {groups.map(({ title, lines }, index) => (
        <div key={title} class="part">
          {title !== null && <h3 class="label">{title}</h3>}
          {index === 0 && note !== undefined && <p class="small quiet">{note}</p>}
          <ul class="fold-rows">
            {lines.map(({ label, value, about, how, bar, tone }) => (
              <li key={label}>
                <details class="fold-row">
                  <summary>
                    <span class="fold-name">{label}</span>{' '}
                    <span class="toned">
                      {tone ? <Tone tone={tone} /> : isMarked && <NoTone />}
                      <span>{value}</span>
                    </span>
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
        <ReadAt />
        <ModelLine />
      </div>
    </>
  );
}
