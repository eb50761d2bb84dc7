// Change of value by prices alone: over a day, a week and a month, with their sources on tap.
import type { HorizonChange } from '../core/portfolio-model.ts';
import { blockText, lastsText, signedPercentText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';

const sentences = {
  day: 'changeOverDay',
  week: 'changeOverWeek',
  month: 'changeOverMonth',
} as const;
const labels = { day: 'changeOfDay', week: 'changeOfWeek', month: 'changeOfMonth' } as const;

function Ppm({ of: { change } }: { of: HorizonChange }) {
  const ppm = change?.ppm ?? null;
  if (ppm === null) return <span class="quiet">{t('changeNotKnown')}</span>;
  const tone = ppm < 0n ? 'bad' : ppm > 0n ? 'good' : 'quiet';
  return <span class={`${tone} strong`}>{signedPercentText(ppm)}</span>;
}

function sourceText({ earlier, change }: HorizonChange): string {
  if (earlier === null) return t('changeFromNone');
  const key = earlier.from === 'own' ? 'changeFromOwn' : 'changeFromArchive';
  const source = t(key, { age: lastsText(earlier.age), block: blockText(earlier.block) });
  const missing = change?.missing.length ?? 0;
  return missing === 0 ? source : `${source} ${tCount('changeMissing', missing)}`;
}

export function ChangeLine() {
  const { portfolio, store } = usePanel();
  const changes = portfolio.changes.value;
  const hasAlpha = portfolio.value.value?.subnets.some(({ netuid }) => netuid !== 0) ?? false;
  if (!hasAlpha) return null;
  // Unknown changes are shown once in the summary; the rest on tap.
  const known = changes.filter(({ change }) => change !== null && change.ppm !== null);
  const upFront = known.length > 0 ? known : changes.slice(0, 1);
  const isLonely = changes.some(({ earlier }) => earlier === null);
  return (
    <details class="change-line">
      <summary>
        {upFront.map((one) => (
          <span key={one.horizon} class="change-part">
            <RichText text={sentences[one.horizon]} with={{ change: <Ppm of={one} /> }} />
          </span>
        ))}
        <Icon name="caret" small />
      </summary>
      <dl class="small quiet change-sources">
        {changes.map((one) => (
          <div key={one.horizon}>
            <dt>{t(labels[one.horizon])}</dt>
            <dd>{sourceText(one)}</dd>
          </div>
        ))}
      </dl>
      <p class="small quiet">{t('changeExplained')}</p>
      {isLonely && store.network.value.archive === null && (
        <p class="small quiet">{t('changeNoArchive')}</p>
      )}
    </details>
  );
}
