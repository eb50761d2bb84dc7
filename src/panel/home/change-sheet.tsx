// Change of value by prices alone: over a day, a week and a month, with their sources, in a sheet.
import type { HorizonChange } from '../core/portfolio-model.ts';
import { blockText, lastsText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';

const labels = { day: 'changeOfDay', week: 'changeOfWeek', month: 'changeOfMonth' } as const;

function Figures({ of: { change } }: { of: HorizonChange }) {
  if (change === null || change.ppm === null) {
    return <span class="quiet">{t('changeNotKnown')}</span>;
  }
  const { ppm } = change;
  const gain = change.now - change.before;
  const tone = ppm < 0n ? 'loss' : ppm > 0n ? 'gain' : 'quiet';
  return (
    <span class={`${tone} strong`}>
      {columnPercentText(ppm, ppm > 0n ? '+' : '')} ·{' '}
      <Tao
        rao={gain < 0n ? -gain : gain}
        decimals={2}
        lead={gain < 0n ? '−' : gain > 0n ? '+' : undefined}
      />
    </span>
  );
}

function sourceText({ earlier, change }: HorizonChange): string {
  if (earlier === null) return t('changeFromNone');
  const key = earlier.from === 'own' ? 'changeFromOwn' : 'changeFromArchive';
  const source = t(key, { age: lastsText(earlier.age), block: blockText(earlier.block) });
  const missing = change?.missing.length ?? 0;
  return missing === 0 ? source : `${source} ${tCount('changeMissing', missing)}`;
}

export function ChangeSheet({ onClose }: { onClose: () => void }) {
  const { portfolio, store, router } = usePanel();
  const changes = portfolio.changes.value;
  const isLonely = changes.some(({ earlier }) => earlier === null);
  return (
    <Sheet title={t('changeTitle')} onClose={onClose}>
      <div class="body padded stack">
        <dl class="change-rows">
          {changes.map((one) => (
            <div key={one.horizon}>
              <dt class="line apart">
                <span>{t(labels[one.horizon])}</span>
                <Figures of={one} />
              </dt>
              <dd class="small quiet">{sourceText(one)}</dd>
            </div>
          ))}
        </dl>
        <p class="small quiet">{t('changeExplained')}</p>
        <p>
          <LinkButton
            onPress={() => {
              onClose();
              router.go({ name: 'performance' });
            }}
          >
            {t('performanceTitle')}
          </LinkButton>
        </p>
        {isLonely && store.network.value.archive === null && (
          <p class="small quiet">{t('changeNoArchive')}</p>
        )}
      </div>
    </Sheet>
  );
}
