// Who decides which subnet gets how much: how concentrated the stake in subnets is, beside root's as it would be if
// root still decided, and what is decided in one place today.
import { useEffect, useMemo } from 'preact/hooks';
import { sayOf, TOP, type Concentration, type Say } from '../../emission/say.ts';
import type { EmissionFacts } from '../../facts.ts';
import { drawnRatio, exactText } from '../../units.ts';
import { errorText } from '../models/error-text.ts';
import { blockText, percentText, taoText } from '../models/format.ts';
import { needEmission } from '../models/lens-reading.ts';
import { createSayModel, type SayModel } from '../models/lens-say.ts';
import { cleanName, t, tCount } from '../text.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { ReadAt } from './lens-sources.tsx';
import { usePanel } from './panel-context.ts';
import { Screen } from './screen.tsx';

const LISTED = 5;
const PPM = 1_000_000n;

function ShareList({ of, label }: { of: Concentration; label: string }) {
  const { names } = usePanel();
  const largest = of.holders[0]?.rao ?? 0n;
  return (
    <ol class="lens-shares" aria-label={label}>
      {of.holders.slice(0, LISTED).map(({ key, hotkey, name, rao }) => (
        <li key={key}>
          <span class="line apart small">
            <bdi class="one-line">{cleanName(name ?? '', 24) || names.hotkey(hotkey)}</bdi>
            <span>{percentText(of.total === 0n ? 0n : (rao * PPM) / of.total)}</span>
          </span>
          <span class="share-bar" aria-hidden="true">
            <span style={{ inlineSize: `${drawnRatio(rao, largest) * 100}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Gini as people quote it: 0.83. Two decimals, cut. */
const giniText = (ppm: bigint): string => exactText((ppm / 10_000n) * 10_000_000n);

function Measures({ say }: { say: Say }) {
  const rows: readonly { key: string; text: (of: Concentration) => string }[] = [
    { key: 'owners', text: ({ holders }) => holders.length.toLocaleString() },
    { key: 'total', text: ({ total }) => taoText(total, 0) },
    { key: 'nakamoto', text: ({ nakamoto }) => String(nakamoto) },
    { key: 'top', text: ({ topPpm }) => percentText(topPpm) },
    { key: 'gini', text: (of) => giniText(of.giniPpm) },
  ];
  return (
    <table class="lens-table">
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden-text">{t('lensFigure')}</span>
          </th>
          <th scope="col">{t('lensSayNow')}</th>
          <th scope="col">{t('lensSayRoot')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, text }) => (
          <tr key={key}>
            <th scope="row">
              {t(`lensMeasure_${key}`, String(TOP))}
              <span class="small quiet lens-note">{t(`lensMeasureAbout_${key}`)}</span>
            </th>
            <td>{text(say.emission)}</td>
            <td>{text(say.root)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Counted({ say, block }: { say: Say; block: number }) {
  return (
    <>
      <p>{t('lensSaySentence', String(say.emission.nakamoto), String(say.root.nakamoto))}</p>
      <Measures say={say} />
      <div class="lens-pair">
        <section class="stack-s">
          <h3 class="small strong">{t('lensLargestNow')}</h3>
          <ShareList of={say.emission} label={t('lensLargestNow')} />
        </section>
        <section class="stack-s">
          <h3 class="small strong">{t('lensLargestRoot')}</h3>
          <ShareList of={say.root} label={t('lensLargestRoot')} />
        </section>
      </div>
      <p class="small quiet">{t('lensSayMethod', blockText(block), percentText(say.coveredPpm))}</p>
    </>
  );
}

function Count({ facts, model }: { facts: EmissionFacts; model: SayModel }) {
  const reading = model.reading.value;
  const say = useMemo(
    () => (reading.state === 'done' ? sayOf(reading.stakes, facts) : null),
    [reading, facts],
  );
  const start = () => {
    void model.read(facts.subnets.map(({ netuid }) => netuid));
  };
  return (
    <section class="stack" aria-label={t('lensSayTitle')}>
      <h2>{t('lensSayTitle')}</h2>
      {reading.state === 'idle' && (
        <>
          <p class="small soft">{t('lensSayAsk', String(facts.subnets.length))}</p>
          <div>
            <Button look="primary" onPress={start}>
              {t('lensSayCount')}
            </Button>
          </div>
        </>
      )}
      {reading.state === 'reading' && (
        <div class="stack-s" role="status">
          <progress
            class="lens-progress"
            max={reading.of}
            value={reading.done}
            aria-label={t('lensSayTitle')}
          />
          <p class="small soft">{t('lensSayProgress', String(reading.done), String(reading.of))}</p>
          <div>
            <Button isSmall onPress={model.stop}>
              {t('lensCancel')}
            </Button>
          </div>
        </div>
      )}
      {reading.state === 'failed' && (
        <>
          <Banner tone="warning" isAlert>
            {errorText(reading.error)}
          </Banner>
          <div>
            <Button onPress={start}>{t('lensSayAgain')}</Button>
          </div>
        </>
      )}
      {reading.state === 'done' && say !== null && (
        <>
          <Counted say={say} block={reading.block.number} />
          <div>
            <Button isSmall onPress={start}>
              {t('lensSayCountAgain')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Central({ facts }: { facts: EmissionFacts }) {
  const off = facts.subnets.filter(
    ({ isEmissionEnabled, netuid }) =>
      netuid !== 0 && isEmissionEnabled.known && !isEmissionEnabled.value,
  ).length;
  const hasSwitch = facts.subnets.some(({ isEmissionEnabled }) => isEmissionEnabled.known);
  const { gate } = facts;
  return (
    <section class="stack-s" aria-label={t('lensCentralTitle')}>
      <h2>{t('lensCentralTitle')}</h2>
      <ul class="lens-points small">
        {hasSwitch && <li>{tCount('lensCentralSwitch', off)}</li>}
        {gate.known && gate.value.barBits > 0n && (
          <li>
            {t(
              gate.value.barRank > 0 ? 'lensCentralGate' : 'lensCentralGateMass',
              String(gate.value.barRank),
            )}
          </li>
        )}
        <li>{t('lensCentralOwner')}</li>
        <li>{t('lensCentralRuntime')}</li>
      </ul>
    </section>
  );
}

export function LensDecidesScreen() {
  const panel = usePanel();
  const facts = panel.store.emission.value?.facts ?? null;
  const model = useMemo(() => createSayModel(panel.deps.call), []);
  useEffect(() => {
    void needEmission(panel);
    return model.stop;
  }, []);
  return (
    <Screen title={t('lensWhoDecides')}>
      <div class="padded stack">
        <p>{t('lensDecidesIntroduction')}</p>
        {facts === null ? (
          <p class="soft">{t('lensNotRead')}</p>
        ) : (
          <>
            <Count facts={facts} model={model} />
            <Central facts={facts} />
          </>
        )}
        <ReadAt />
      </div>
    </Screen>
  );
}
