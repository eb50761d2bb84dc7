// Figures in lists, each opening to what it is and its formula, with the block they were read at and how our emission model
// compares.
import type { ComponentChildren } from 'preact';
import { t, tCount } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { ModelLine, ReadAt } from '../subnets/figure-sources.tsx';
import { hasColumns } from './has-columns.ts';

export type FigureTone = 'good' | 'bad' | 'unknown' | null;

export type FormulaLine = {
  label: string;
  value: ComponentChildren;
  /** What the figure is, in a sentence. */
  about: string;
  /** Its formula and source; null: the sentence is all there is to say. */
  how: string | null;
  /** Whether the figure is good for stakers or asks for a closer look; unknown: it might be either; missing: neither. */
  tone?: FigureTone;
};

export type FormulaGroup = { title: string; lines: readonly FormulaLine[] };

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

type Lines = readonly FormulaLine[];

const counts = [
  { tone: 'good', key: 'toneGoodCount', ...tones.good },
  { tone: 'bad', key: 'toneBadCount', ...tones.bad },
  { tone: 'unknown', key: 'toneUnknownCount', icon: 'question', look: 'quiet' },
] as const;

/** How many of the figures have which mark: a warning sign for none of them would warn of nothing. */
function ToneCounts({ lines }: { lines: Lines }) {
  return (
    <ul class="bar-keys tone-counts small">
      {counts.map(({ tone, key, icon, look }) => {
        const count = lines.filter((line) => line.tone === tone).length;
        if (count === 0 && tone !== 'good') return null;
        return (
          <li key={tone}>
            <span class={count === 0 ? 'quiet' : look} aria-hidden="true">
              <Icon name={icon} small />
            </span>
            {t(key, { count: String(count) })}
          </li>
        );
      })}
    </ul>
  );
}

function Rows({ lines }: { lines: Lines }) {
  return (
    <ul class="fold-rows">
      {lines.map(({ label, value, about, how, tone }) => (
        <li key={label}>
          <details class="fold-row">
            <summary>
              <span class="fold-name">{label}</span>{' '}
              <span class="toned">
                {(tone === 'good' || tone === 'bad') && <Tone tone={tone} />}
                <span>{value}</span>
              </span>
            </summary>
            <p class="small soft">{about}</p>
            {how !== null && <p class="small quiet">{how}</p>}
          </details>
        </li>
      ))}
    </ul>
  );
}

const Groups = ({ groups }: { groups: readonly FormulaGroup[] }) => (
  <>
    {groups.map(({ title, lines }) => (
      <div key={title} class="part">
        <h3 class="label">{title}</h3>
        <Rows lines={lines} />
      </div>
    ))}
  </>
);

/** What says something by itself first, what asks for a look at its head, and what would say something; the rest, where there is little room, when asked for. */
function Judged({ groups }: { groups: readonly FormulaGroup[] }) {
  const lines = groups.flatMap((group) => group.lines);
  const marked = (['bad', 'good', 'unknown'] as const).flatMap((tone) =>
    lines.filter((line) => line.tone === tone),
  );
  const others = groups.flatMap(({ title, lines: all }) => {
    const left = all.filter(({ tone }) => !tone);
    return left.length === 0 ? [] : [{ title, lines: left }];
  });
  const left = lines.length - marked.length;
  return (
    <>
      <div class="part">
        <ToneCounts lines={lines} />
        <Rows lines={marked} />
      </div>
      {hasColumns.value ? (
        <Groups groups={others} />
      ) : (
        left > 0 && (
          <details>
            <summary>{tCount('toneOthers', left)}</summary>
            <div class="stack other-figures">
              <Groups groups={others} />
            </div>
          </details>
        )
      )}
    </>
  );
}

export function Formulas({ groups }: { groups: readonly FormulaGroup[] }) {
  const isMarked = groups.some(({ lines }) =>
    lines.some(({ tone }) => tone === 'good' || tone === 'bad'),
  );
  return (
    <>
      {isMarked ? <Judged groups={groups} /> : <Groups groups={groups} />}
      <div class="formula-foot">
        <ReadAt />
        <ModelLine />
      </div>
    </>
  );
}
