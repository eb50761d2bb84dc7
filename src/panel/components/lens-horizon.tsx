// On a subnet's screen: whether what one sees lasts. One sentence, prices and share of new TAO at the horizons, and the
// figures behind it.
import { useEffect, useState } from 'preact/hooks';
import type { Reading, SubnetLocks } from '../../facts.ts';
import type { Netuid } from '../../units.ts';
import { blockText, percentText, signedPercentText, taoText } from '../models/format.ts';
import { priceOf } from '../models/lens-columns.ts';
import {
  horizonRows,
  lockedPart,
  storyOf,
  type HorizonRow,
  type LockedPart,
  type Story,
} from '../models/lens-horizon.ts';
import { horizons, needEarlierPrices, needEmission } from '../models/lens-reading.ts';
import type { SubnetEntry } from '../models/subnets-model.ts';
import { t, tCount } from '../text.ts';
import { Figure } from './lens-figure.tsx';
import { LensGoes } from './lens-goes.tsx';
import { LensLines } from './lens-lines.tsx';
import { LensPricePlot } from './lens-price-plot.tsx';
import { usePanel } from './panel-context.ts';

const daysText = (days: number): string => tCount('lensDays', days);

function storyText(story: Story): string {
  switch (story.kind) {
    case 'no-past':
      return t('lensNoPast');
    case 'flat':
      return t('lensFlat', daysText(story.days));
    case 'change':
      return t(
        story.isRise ? 'lensUpIn' : 'lensDownIn',
        percentText(story.ppm < 0n ? -story.ppm : story.ppm),
        daysText(story.days),
      );
    case 'young':
      return t(story.isRise ? 'lensRiseYoung' : 'lensFallYoung', daysText(story.days));
    case 'old':
      return t(story.isRise ? 'lensRiseOld' : 'lensFallOld', daysText(story.days));
  }
}

function useLocked(netuid: Netuid): LockedPart | null {
  const { deps } = usePanel();
  const [locks, setLocks] = useState<Reading<SubnetLocks> | null>(null);
  useEffect(() => {
    let isGone = false;
    deps.call('readSubnetLocks', { netuid }).then(
      (read) => {
        if (!isGone) setLocks(read);
      },
      // Shown as not read; the strip says when the node cannot be reached.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [netuid]);
  return locks?.known === true ? lockedPart(locks.value) : null;
}

function PriceTable({ entry, rows }: { entry: SubnetEntry; rows: readonly HorizonRow[] }) {
  return (
    <table class="lens-table lens-horizon">
      <thead>
        <tr>
          <th scope="col">{t('lensHorizonWhen')}</th>
          <th scope="col">{t('lensHorizonPrice')}</th>
          <th scope="col">{t('lensHorizonChange')}</th>
          <th scope="col">{t('lensColumn_share')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('lensHorizonNow')}</th>
          <td>
            <Figure entry={entry} column="price" />
          </td>
          <td />
          <td>
            <Figure entry={entry} column="share" />
          </td>
        </tr>
        {rows.map(({ days, earlier, changePpm }) => (
          <tr key={days}>
            <th scope="row">
              {t('lensHorizonAgo', daysText(days))}
              <span class="quiet lens-note">
                {t('blockNumber', blockText(earlier.block))}
                {earlier.from === 'own' && ` · ${t('lensFromOwn')}`}
              </span>
            </th>
            <td>{taoText(earlier.raoPerAlpha)}</td>
            <td>{changePpm === null ? '–' : signedPercentText(changePpm)}</td>
            <td>{earlier.sharePpm === null ? '–' : percentText(earlier.sharePpm)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BelowBar({ entry: { netuid, figures } }: { entry: SubnetEntry }) {
  const { store, names } = usePanel();
  const gate = store.emission.value?.facts.gate;
  const rank = figures?.rank ?? null;
  if (gate === undefined || !gate.known || gate.value.barRank === 0 || rank === null) return null;
  const { barRank } = gate.value;
  if (rank <= barRank) return null;
  return <p>{t('lensBelowBar', names.number(netuid), String(rank), String(barRank))}</p>;
}

export function LensHorizon({ netuid }: { netuid: Netuid }) {
  const panel = usePanel();
  const { store, subnets } = panel;
  const locked = useLocked(netuid);
  useEffect(() => {
    void needEmission(panel).then(() => needEarlierPrices(panel, horizons));
  }, [netuid]);
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  const record = store.emission.value;
  if (netuid === 0 || entry === undefined || record === null || entry.figures === null) return null;
  const now = priceOf(entry);
  const sources = {
    prices: store.prices.value,
    history: store.history.value,
    head: record.facts.block.number,
  };
  const rows = horizonRows(sources, netuid, entry.figures.registeredAt, now);
  const story = storyText(storyOf(rows, now));
  return (
    <section class="stack-s" aria-label={t('lensHorizonTitle')}>
      <h2>{t('lensHorizonTitle')}</h2>
      <p>
        {locked === null
          ? t('lensLockedUnknown', story)
          : t('lensLockedPart', story, percentText(locked.ppm))}
      </p>
      <BelowBar entry={entry} />
      <LensPricePlot entry={entry} height={72} />
      <PriceTable entry={entry} rows={rows} />
      {store.network.value.archive === null && <p class="small quiet">{t('lensNoArchive')}</p>}
      <LensLines entry={entry} locked={locked} />
      <LensGoes netuid={netuid} />
    </section>
  );
}
