// The same money as TAO, or on root, and the return that no deposit changes; what the stake cost, by one of two methods.
import type { Figures, Known, LotMethod } from '../../history/figures.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Segments } from '../ui/field.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Change } from '../words/change.tsx';
import { IfKnown, SumTao, whyNot } from './figure.tsx';
import { returnPpm, shownSums, sumLines } from './sums.ts';

type AgainstProps = {
  end: bigint;
  other: Known<bigint>;
  /** The difference as another card prints it, where it stands there too. */
  shown?: { end: bigint; result: bigint };
};

function Against({ end, other, shown }: AgainstProps) {
  return (
    <IfKnown of={other}>
      {(value) => (
        <RichText
          text="againstValue"
          with={{
            value: <SumTao rao={value} {...(shown && { shown: shown.end - shown.result })} />,
            difference: (
              <SumTao rao={end - value} {...(shown && { shown: shown.result })} isChange isToned />
            ),
          }}
        />
      )}
    </IfKnown>
  );
}

export function AgainstCard({ figures }: { figures: Figures }) {
  const { end, heldTao, onRoot, timeWeighted } = figures;
  return (
    <section class="card stack-s" aria-label={t('againstTitle')}>
      <h2>{t('againstTitle')}</h2>
      <dl class="figures">
        <dt>{t('againstTao')}</dt>
        <dd>
          {/* Against TAO alone, the difference is the result. */}
          <Against
            end={end}
            other={{ known: true, value: heldTao }}
            shown={shownSums(sumLines(figures))}
          />
        </dd>
        <dt>{t('againstRoot')}</dt>
        <dd>
          <Against end={end} other={onRoot} />
        </dd>
        <dt>{t('timeWeighted')}</dt>
        <dd>
          <IfKnown of={timeWeighted}>{(factor) => <Change ppm={returnPpm(factor)} />}</IfKnown>
        </dd>
      </dl>
      {!onRoot.known && <p class="small quiet">{whyNot(onRoot.why)}</p>}
      <p class="small quiet">{t('timeWeightedAbout')}</p>
    </section>
  );
}

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
