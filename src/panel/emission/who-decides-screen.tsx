// Who decides which subnet gets how much: how concentrated the stake in subnets is, by validator and by holder, beside root's
// as it would be if root still decided and as it was when it did, and what is decided in one place today.
import { useEffect, useMemo } from 'preact/hooks';
import { sayOf, type Concentration, type Say } from '../../emission/say.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { errorText } from '../words/error-text.ts';
import { blockText, percentText } from '../words/format.ts';
import { needEmission } from '../subnets/figures-reading.ts';
import {
  createSayModel,
  hotkeysByValue,
  type SayModel,
} from '../subnets/validator-stakes-model.ts';
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { EarlyControls, EarlyMethod, earlyNote, useEarlySay } from './before-dtao.tsx';
import { HoldersControls, HoldersMethod, useHolders, type Find } from './holders-card.tsx';
import { SayTable, type SayRow } from './validator-stake-table.tsx';
import { LISTED, neededText, ShareList, useHolderParts, useOwnerParts } from './share-list.tsx';
import { ReadAt } from '../subnets/figure-sources.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';

const measuresOf = (
  of: Concentration | Concentration<{ rao: bigint }>,
  needed = of.nakamoto.toLocaleString(),
): SayRow['measures'] => ({
  holders: of.holders.length,
  total: of.total,
  needed,
  topPpm: of.topPpm,
  giniPpm: of.giniPpm,
});

function CountControls({ facts, model }: { facts: EmissionFacts; model: SayModel }) {
  const reading = model.reading.value;
  const start = () => {
    void model.read(facts.subnets.map(({ netuid }) => netuid));
  };
  switch (reading.state) {
    case 'idle':
      return (
        <div class="stack-s">
          <p class="small soft">{t('lensSayAsk', String(facts.subnets.length))}</p>
          <div>
            <Button isSmall look="primary" onPress={start}>
              {t('lensSayCount')}
            </Button>
          </div>
        </div>
      );
    case 'reading':
      return (
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
      );
    case 'failed':
      return (
        <>
          <Banner tone="warning" isAlert>
            {errorText(reading.error)}
          </Banner>
          <div>
            <Button isSmall onPress={start}>
              {t('lensSayAgain')}
            </Button>
          </div>
        </>
      );
    case 'done':
      return null;
  }
}

function sentenceOf(say: Say, early: Concentration | null): string {
  const now = t('lensSaySentence', String(say.emission.nakamoto), String(say.root.nakamoto));
  return early === null ? now : `${now} ${t('lensSayEarly', String(early.nakamoto))}`;
}

function Count({ facts }: { facts: EmissionFacts }) {
  const { deps, store } = usePanel();
  const model = useMemo(() => createSayModel(deps.call), []);
  useEffect(() => model.stop, []);
  const holders = useHolders(null);
  const early = useEarlySay();
  const ownersOf = useOwnerParts();
  const holdersOf = useHolderParts();
  const reading = model.reading.value;
  const say = useMemo(
    () => (reading.state === 'done' ? sayOf(reading.stakes, facts) : null),
    [reading, facts],
  );
  const find: Find = async () => {
    if (reading.state !== 'done') throw new RangeError('validators come first');
    return { block: reading.block, hotkeys: hotkeysByValue(reading.stakes, facts) };
  };
  const lists: { title: string; of: Concentration }[] = [
    ...(say === null
      ? []
      : [
          { title: t('lensLargestNow'), of: say.emission },
          { title: t('lensLargestRoot'), of: say.root },
        ]),
    ...(early.found === null ? [] : [{ title: t('lensLargestEarly'), of: early.found.of }]),
  ];
  const rows: SayRow[] = [
    {
      key: 'validators',
      label: t('lensSayNow'),
      note: t('lensSayNowNote'),
      measures: say && measuresOf(say.emission),
      controls: say === null && <CountControls facts={facts} model={model} />,
    },
    {
      key: 'holders',
      label: t('lensSayHolders'),
      note:
        holders.say === null
          ? t('lensSayHoldersNote')
          : t('lensSayHoldersFound', percentText(holders.say.coveredPpm)),
      measures: holders.say && measuresOf(holders.say.of, neededText(holders.say.needed)),
      controls:
        say === null ? (
          <p class="small quiet">{t('lensSayAfter')}</p>
        ) : (
          <HoldersControls model={holders.model} find={find} />
        ),
    },
    {
      key: 'root',
      label: t('lensSayRoot'),
      note: t('lensSayRootNote'),
      measures: say && measuresOf(say.root),
      controls: say === null && <p class="small quiet">{t('lensSayAfter')}</p>,
    },
    {
      key: 'early',
      label: t('lensSayBefore'),
      note: earlyNote(early),
      measures: early.found && measuresOf(early.found.of),
      controls: early.found === null && (
        <EarlyControls early={early} hasArchive={store.network.value.archive !== null} />
      ),
    },
  ];
  return (
    <section class="stack" aria-label={t('lensSayTitle')}>
      <h2>{t('lensSayTitle')}</h2>
      {say !== null && <p>{sentenceOf(say, early.found?.of ?? null)}</p>}
      <SayTable rows={rows} />
      {(lists.length > 0 || holders.say !== null) && (
        <div class="lens-pair">
          {lists.map(({ title, of }) => (
            <ShareList key={title} title={title} parts={ownersOf(of)} total={of.total} />
          ))}
          {holders.say !== null && (
            <ShareList
              title={t('lensLargestHolders')}
              parts={holdersOf(holders.say.of.holders.slice(0, LISTED))}
              total={holders.say.of.total}
            />
          )}
        </div>
      )}
      {reading.state === 'done' && say !== null && (
        <details>
          <summary>{t('lensSayHow')}</summary>
          <div class="stack-s small soft">
            <p>
              {t('lensSayMethod', blockText(reading.block.number), percentText(say.coveredPpm))}
            </p>
            {holders.reading.state === 'done' && <HoldersMethod reading={holders.reading} />}
            <EarlyMethod early={early} />
          </div>
        </details>
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
  useEffect(() => {
    void needEmission(panel);
  }, []);
  return (
    <Screen title={t('lensWhoDecides')}>
      <div class="padded stack">
        <p>{t('lensDecidesIntroduction')}</p>
        {facts === null ? (
          <p class="soft">{t('lensNotRead')}</p>
        ) : (
          <>
            <Count facts={facts} />
            <Central facts={facts} />
          </>
        )}
        <ReadAt />
      </div>
    </Screen>
  );
}
