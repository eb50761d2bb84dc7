// Holders of alpha by coldkey, counted on demand: button with cost, progress, result; and the card on a subnet's screen.
import { useEffect, useMemo } from 'preact/hooks';
import { TOP } from '../../emission/validator-stake.ts';
import {
  holderConcentrationOf,
  type HolderConcentration,
} from '../../emission/holder-concentration.ts';
import { PPM, drawnRatio, type Netuid } from '../../units.ts';
import { StackedBar } from '../ui/chart/stacked-bar.tsx';
import { BarNote, DRAWN } from './bar-note.tsx';
import { isOfGoneBlock, loadErrorText } from './gone-block.ts';
import { blockText, megabytesText } from '../words/format.ts';
import {
  ALLOWANCE,
  createHoldersModel,
  type Find,
  type HoldersCost,
  type HoldersModel,
  type HoldersReading,
} from './holders-model.ts';
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import {
  giniText,
  LISTED,
  scaleOf,
  ShareList,
  showsNeeded,
  useHolderParts,
} from './share-list.tsx';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';

/** Megabytes with one decimal, rounded up. */
const costText = ({ questions, bytes, listed }: HoldersCost): string =>
  t('holdersCost', {
    positions: listed.toLocaleString(),
    questions: questions.toLocaleString(),
    megabytes: megabytesText(bytes),
  });

/** What a press loads: too much to be loaded without one. */
function LoadingCost() {
  return (
    <details class="quiet-details">
      <summary>{t('how')}</summary>
      <p class="small soft">{t('holdersHow', { megabytes: megabytesText(ALLOWANCE.bytes) })}</p>
    </details>
  );
}

/** The button, progress, and the button to continue; nothing once all is read. */
export function HoldersControls({ model, find }: { model: HoldersModel; find: Find }) {
  const reading = model.reading.value;
  const begin = () => void model.start(find);
  const readOn = () => void model.readOn();
  switch (reading.state) {
    case 'idle':
      return (
        <div class="load-line">
          <Button isSmall onPress={begin}>
            {t('holdersCount')}
          </Button>
          <LoadingCost />
        </div>
      );
    case 'finding':
    case 'reading': {
      const [read, of] = reading.state === 'reading' ? [reading.read, reading.of] : [0, 1];
      return (
        <div class="stack-s" role="status">
          <progress class="progress" max={of} value={read} aria-label={t('holdersTitle')} />
          {reading.state === 'reading' && (
            <p class="small soft">
              {t('holdersProgress', { read: String(read), of: String(of) })}{' '}
              {costText(reading.cost)}
            </p>
          )}
          <div>
            <Button isSmall onPress={model.stop}>
              {t('stopReading')}
            </Button>
          </div>
        </div>
      );
    }
    case 'failed':
      return (
        <>
          <Banner tone="warning" isAlert>
            {loadErrorText(reading.error)}
          </Banner>
          <div>
            <Button
              isSmall
              onPress={reading.isBegun && !isOfGoneBlock(reading.error) ? readOn : begin}
            >
              {t('askAgain')}
            </Button>
          </div>
        </>
      );
    case 'done':
      return reading.left === 0 ? null : (
        <div class="load-line">
          <Button isSmall onPress={readOn}>
            {t('holdersReadOn')}
          </Button>
          <LoadingCost />
        </div>
      );
  }
}

/** What was counted, how, and what the figures leave out. */
export function HoldersMethod({
  reading: { block, of, left, cost },
}: {
  reading: Extract<HoldersReading, { state: 'done' }>;
}) {
  return (
    <>
      <p>
        {t('holdersMethod', {
          block: blockText(block.number),
          read: String(of - left),
          of: String(of),
        })}{' '}
        {costText(cost)}
      </p>
      <p>{t('holdersCaveat')}</p>
    </>
  );
}

export function sentenceOf({ of, needed }: Pick<HolderConcentration, 'of' | 'needed'>): string {
  const found = of.holders.length.toLocaleString();
  if (needed.least === needed.most) {
    return t('holdersSentence', { needed: needed.least.toLocaleString(), found });
  }
  if (needed.most !== null) {
    const [least, most] = [needed.least.toLocaleString(), needed.most.toLocaleString()];
    return t('holdersSentenceRange', { least, most, found });
  }
  return showsNeeded(needed)
    ? tCount('holdersSentenceOpen', needed.least, { found })
    : t('holdersTooFew', { found });
}

export function useHolders(netuid: Netuid | null) {
  const { deps, store } = usePanel();
  const model = useMemo(() => createHoldersModel(deps.call, netuid), [netuid]);
  useEffect(() => model.stop, [model]);
  const reading = model.reading.value;
  const facts = store.emission.value?.facts ?? null;
  const concentration = useMemo(
    () =>
      reading.state === 'done' && facts !== null
        ? holderConcentrationOf(reading.holdings, facts, netuid)
        : null,
    [reading, facts, netuid],
  );
  return { model, reading, concentration };
}

export type Holders = ReturnType<typeof useHolders>;

export function HoldersCard({ netuid }: { netuid: Netuid }) {
  const { deps, store, names } = usePanel();
  const { model, reading, concentration } = useHolders(netuid);
  const partsOf = useHolderParts();
  if (netuid === 0 || store.emission.value === null) return null;
  const ownerColdkey = names.details(netuid)?.ownerColdkey;
  const owned = concentration?.of.holders.find(({ coldkey }) => coldkey === ownerColdkey)?.rao;
  const owner =
    owned === undefined || !concentration ? undefined : (owned * PPM) / concentration.of.total;
  const largest = concentration && {
    title: t('largestHolders'),
    parts: partsOf(concentration.of.holders.slice(0, LISTED)),
    total: concentration.of.total,
  };
  const find: Find = async (run) => {
    const { block, stakes } = await deps.call('readValidatorStake', {
      netuids: [netuid],
      block: null,
      isWhole: true,
      run,
    });
    const largestFirst = stakes.toSorted((a, b) =>
      a.alpha < b.alpha ? 1 : a.alpha > b.alpha ? -1 : 0,
    );
    return { block, at: deps.now(), hotkeys: largestFirst.map(({ hotkey }) => hotkey) };
  };
  return (
    <section class="part" aria-label={t('holdersTitle')}>
      <h2>{t('holdersTitle')}</h2>
      {reading.state === 'idle' && (
        <p class="small soft">{t('holdersAsk', { subnet: names.number(netuid) })}</p>
      )}
      {reading.state === 'done' && concentration !== null && largest !== null && (
        <>
          <p>{sentenceOf(concentration)}</p>
          <StackedBar
            parts={concentration.of.holders
              .slice(0, DRAWN)
              .map(({ rao }) => drawnRatio(rao, concentration.whole))}
            needed={concentration.needed}
            unread={drawnRatio(concentration.whole - concentration.of.total, concentration.whole)}
          />
          <BarNote
            bars={[
              {
                needed: concentration.needed,
                isWhole: concentration.whole === concentration.of.total,
              },
            ]}
          />
          <dl class="figures">
            <dt>{t('holdersCovered')}</dt>
            <dd>{columnPercentText(concentration.coveredPpm)}</dd>
            {owner !== undefined && (
              <>
                <dt>{t('holdersOwner')}</dt>
                <dd>{columnPercentText(owner)}</dd>
              </>
            )}
            <dt>{t('holdersTop', { top: String(TOP) })}</dt>
            <dd>{columnPercentText(concentration.of.topPpm)}</dd>
            <dt>{t('holdersGini')}</dt>
            <dd>{giniText(concentration.of.giniPpm)}</dd>
          </dl>
          <ShareList {...largest} scale={scaleOf([largest])} />
          <details>
            <summary>{t('validatorStakeHow')}</summary>
            <div class="stack-s small soft">
              <HoldersMethod reading={reading} />
            </div>
          </details>
        </>
      )}
      <HoldersControls model={model} find={find} />
    </section>
  );
}
