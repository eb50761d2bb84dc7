// On a subnet's screen: whether a price lasts. One sentence, prices and share of emission at the horizons, and the figures.
import { useEffect, useState } from 'preact/hooks';
import { lockedPart, type LockedPart } from '../../emission/locked-part.ts';
import type { LocksFacts } from '../../model/emission-facts.ts';
import type { Reading } from '../../model/facts.ts';
import { PPM, drawnRatio, type Netuid } from '../../units.ts';
import { blockText, percentText, taoText } from '../words/format.ts';
import { netFlowOver, netFlowStory, type NetFlowStory } from '../subnets/net-flow-story.ts';
import { priceOf } from '../subnets/figure-columns.ts';
import { horizonRows, storyOf, type HorizonRow, type Story } from '../subnets/horizons.ts';
import { endRun, newRun } from '../core/long-read.ts';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';
import { t, tCount } from '../core/text.ts';
import {
  ColumnTao,
  Figure,
  flowDecimals,
  flowText,
  horizonShort,
  isNarrow,
} from '../subnets/figure.tsx';
import { FigureLines } from './figure-lines.tsx';
import { PriceBars } from './price-bars.tsx';
import { Change } from '../words/change.tsx';
import { columnShareText } from '../words/round-share.ts';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

const daysText = (days: number): string => tCount('horizonDays', days);

const ages = {
  young: {
    most: { rise: 'emissionRiseYoung', fall: 'emissionFallYoung' },
    all: { rise: 'emissionRiseYoungAll', fall: 'emissionFallYoungAll' },
  },
  old: {
    most: { rise: 'emissionRiseOld', fall: 'emissionFallOld' },
    all: { rise: 'emissionRiseOldAll', fall: 'emissionFallOldAll' },
  },
} as const;

function storyText(story: Story): string {
  switch (story.kind) {
    case 'no-past':
      return t('emissionNoPast');
    case 'flat':
      return t('emissionFlat', { duration: daysText(story.days) });
    case 'change':
      return t(story.isRise ? 'emissionUpIn' : 'emissionDownIn', {
        change: percentText(story.ppm < 0n ? -story.ppm : story.ppm),
        duration: daysText(story.days),
      });
    case 'young':
    case 'old': {
      const { rise, fall } = ages[story.kind][story.isAll ? 'all' : 'most'];
      return t(story.isRise ? rise : fall, {
        duration: daysText(story.days),
        span: daysText(story.span),
      });
    }
  }
}

function useLocked(netuid: Netuid): LockedPart | null {
  const { deps } = usePanel();
  const [locks, setLocks] = useState<Reading<LocksFacts> | null>(null);
  useEffect(() => {
    let isUnmounted = false;
    let isHere = false;
    const run = newRun();
    deps.call('readSubnetLocks', { netuid, run }).then(
      (read) => {
        isHere = true;
        if (!isUnmounted) setLocks(read);
      },
      // Shown as not read; the strip shows that the node is unreachable.
      () => undefined,
    );
    return () => {
      isUnmounted = true;
      if (!isHere) endRun(deps.call, run);
    };
  }, [netuid]);
  const [found] = locks?.known === true ? locks.value.subnets : [];
  return found?.netuid === netuid ? lockedPart(found) : null;
}

function PriceTable({ entry, rows }: { entry: SubnetEntry; rows: readonly HorizonRow[] }) {
  return (
    <table class="figure-table horizons">
      <thead>
        <tr>
          <th scope="col">{t('chartTime')}</th>
          <th scope="col">{t('figureShort_price')}</th>
          <th scope="col">{t('horizonChange')}</th>
          <th scope="col">{t('horizonFlow')}</th>
          <th scope="col">{t('figureShort_share')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('horizonNow')}</th>
          <td>
            <Figure entry={entry} column="price" />
          </td>
          <td />
          <td />
          <td>
            <Figure entry={entry} column="share" />
          </td>
        </tr>
        {rows.map(({ days, earlier, changePpm, flow }) => (
          <tr key={days}>
            <th scope="row">
              <span aria-hidden="true">{horizonShort(days)}</span>
              <span class="hidden-text">{t('horizonAgo', { duration: daysText(days) })}</span>
            </th>
            <td>
              <ColumnTao rao={earlier.raoPerAlpha} column="price" />
            </td>
            <td>{changePpm === null ? '–' : <Change ppm={changePpm} />}</td>
            <td class="net-flow">{flow === null ? t('notKnown') : flowText(flow)}</td>
            <td>{earlier.sharePpm === null ? '–' : columnShareText(earlier.sharePpm)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where the prices in the table are from, how its flows were found, and their error. */
function Method({ rows }: { rows: readonly HorizonRow[] }) {
  const flows = rows.flatMap(({ flow }) => (flow === null ? [] : [flow]));
  const counted = flows.filter((flow) => flow.kind === 'recorded');
  const apart = counted.map((flow) => flow.apart ?? 0n).map((rao) => (rao < 0n ? -rao : rao));
  const isHeld = counted.every((flow) => flow.apart !== null);
  const most = apart.reduce((largest, rao) => (rao > largest ? rao : largest), 0n);
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>{t('how')}</summary>
      <p class="small soft">{t('horizonHow')}</p>
      {rows.map(({ days, earlier: { block, from } }) => (
        <p key={days} class="small soft">
          {t(from === 'own' ? 'horizonFromOwn' : 'horizonFrom', {
            when: t('horizonAgo', { duration: daysText(days) }),
            block: blockText(block),
          })}
        </p>
      ))}
      {counted.length > 0 && (
        <p class="small soft">
          {t('netFlowCounted')}{' '}
          {!isHeld
            ? t('netFlowNotHeld')
            : most === 0n
              ? t('netFlowHeldExactly')
              : t('netFlowHeld', { apart: taoText(most) })}
        </p>
      )}
      {counted.length < flows.length && <p class="small soft">{t('netFlowRange')}</p>}
    </details>
  );
}

const sizeText = (rao: bigint): string => taoText(rao, flowDecimals(rao));

function narrowText({ least, most }: { least: bigint; most: bigint }): string | null {
  return isNarrow({ low: least, high: most })
    ? t('emissionAboutFigure', { figure: sizeText((least + most) / 2n) })
    : null;
}

function flowStoryText(story: NetFlowStory): string {
  const days = daysText(story.days);
  switch (story.kind) {
    case 'in':
      return t('netFlowIn', { duration: days, amount: sizeText(story.rao) });
    case 'out':
      return t('netFlowOut', { duration: days, amount: sizeText(story.rao) });
    case 'about-in':
    case 'about-out': {
      const isIn = story.kind === 'about-in';
      const [least, most] = [sizeText(story.least), sizeText(story.most)];
      // As the table below says it: a narrow range is one figure there.
      const one = least === most ? least : narrowText(story);
      return one === null
        ? t(isIn ? 'netFlowAboutIn' : 'netFlowAboutOut', { duration: days, least, most })
        : t(isIn ? 'netFlowIn' : 'netFlowOut', { duration: days, amount: one });
    }
    case 'even':
      return t('netFlowEven', { duration: days });
    case 'unclear':
      return t('netFlowUnclear', { duration: days });
  }
}

export function HorizonCard({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const subnets = useSubnets();
  const locked = useLocked(netuid);
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  const record = store.emission.value;
  if (netuid === 0 || entry === undefined || record === null || entry.figures === null) return null;
  const now = priceOf(entry);
  const subnet = record.facts.subnets.find((one) => one.netuid === netuid);
  const flowOf = (days: number) =>
    subnet === undefined ? null : netFlowOver(store.prices.value, record.facts, subnet, days);
  const rows = horizonRows((days) => subnets.pastPrice(netuid, days), now, flowOf);
  const flow = netFlowStory(flowOf);
  const story = storyText(storyOf(rows, now));
  return (
    <section class="part" aria-label={t('horizonTitle')}>
      <h2>{t('horizonTitle')}</h2>
      <p class="strong">{story}</p>
      <PriceBars rows={rows} now={now} />
      {flow !== null && <p>{flowStoryText(flow)}</p>}
      {locked === null ? (
        <p>{t('lockedUnknown')}</p>
      ) : (
        <div>
          <p>{t('lockedPart', { locked: percentText(locked.ppm) })}</p>
          <span class="share-bar locked-bar" aria-hidden="true">
            <span style={{ inlineSize: `${drawnRatio(locked.ppm, PPM) * 100}%` }} />
          </span>
        </div>
      )}
      <PriceTable entry={entry} rows={rows} />
      <Method rows={rows} />
      {store.network.value.archive === null && <p class="small quiet">{t('emissionNoArchive')}</p>}
      <FigureLines entry={entry} locked={locked} />
    </section>
  );
}
