// What the stake cost, by one of two methods, and what of it is realized.
import type { Figures, LotMethod } from '../../history/figures.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Segments } from '../ui/field.tsx';
import { SumTao } from './figure.tsx';

const methods: readonly LotMethod[] = ['fifo', 'average'];

export function BasisCard({ figures: { lots } }: { figures: Figures }) {
  const { store, saveSettings } = usePanel();
  const { lotMethod } = store.settings.value;
  return (
    <section class="card stack-s" aria-label={t('basisTitle')}>
      <div class="line apart line-wrap">
        <h2>{t('basisTitle')}</h2>
        <Segments
          label={t('basisMethod')}
          value={lotMethod}
          options={methods.map((one) => ({ value: one, text: t(`basisMethod_${one}`) }))}
          onChange={(text) =>
            saveSettings({ lotMethod: methods.find((one) => one === text) ?? 'fifo' })
          }
        />
      </div>
      <dl class="figures">
        <dt>{t('basisLeft')}</dt>
        <dd>
          <SumTao rao={lots.left} />
        </dd>
        <dt>{t('basisUnrealised')}</dt>
        <dd>
          <SumTao rao={lots.unrealised} isChange isToned />
        </dd>
        <dt>{t('basisRealisedThen')}</dt>
        <dd>
          <SumTao rao={lots.realisedThen} isChange isToned />
        </dd>
        <dt>{t('basisRealised')}</dt>
        <dd>
          <SumTao rao={lots.realised} isChange isToned />
        </dd>
      </dl>
      <p class="small quiet">{t(lots.bases.opening > 0n ? 'basisOpening' : 'basisAbout')}</p>
    </section>
  );
}
