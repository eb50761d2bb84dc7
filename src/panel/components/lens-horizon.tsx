// On a subnet's screen: whether what one sees lasts. Prices and share of new TAO at the horizons, locks, momentum,
// who holds it, how near it is to removal; each with its formula and block on demand.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { nakamotoCoefficient, topSharePpm } from '../../emission/concentration.ts';
import type { Reading, SubnetLocks } from '../../facts.ts';
import type { Netuid } from '../../units.ts';
import {
  blockText,
  durationText,
  percentText,
  signedPercentText,
  taoText,
} from '../models/format.ts';
import { priceOf } from '../models/lens-columns.ts';
import { heldSince } from '../models/lens-history.ts';
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
import { columnAbout, columnName, Figure, type Column } from './lens-figure.tsx';
import { LensGoes } from './lens-goes.tsx';
import { LensPricePlot } from './lens-price-plot.tsx';
import { ModelLine, ReadAt } from './lens-sources.tsx';
import { usePanel } from './panel-context.ts';

const DAY = 24 * 3_600_000;
const PPM = 1_000_000n;

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

type Line = { label: string; value: ComponentChildren; about: string };

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <>
      <dl class="figures lens-figures">
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{t('lensFormulas')}</summary>
        <dl class="stack-s lens-about">
          {lines.map(({ label, about }) => (
            <div key={label}>
              <dt class="small strong">{label}</dt>
              <dd class="small soft">{about}</dd>
            </div>
          ))}
        </dl>
        <ReadAt />
        <ModelLine />
      </details>
    </>
  );
}

function removalValue(entry: SubnetEntry, head: number): string {
  const removal = entry.figures?.removal;
  if (removal === null || removal === undefined) return t('lensNotReadShort');
  const { place, of, protectedUntil, roomPpm } = removal;
  if (place === null) return t('lensProtectedUntil', durationText(protectedUntil - head));
  if (place === 1) return t('lensNextToGo');
  const at = t('lensPlaceOf', String(place), String(of));
  return roomPpm === null ? at : `${at}: ${t('lensRoom', percentText(roomPpm))}`;
}

function HeldFor({ netuid }: { netuid: Netuid }) {
  const { store, clock } = usePanel();
  const since = heldSince(store.history.value, netuid);
  if (since === null) return <>{t('lensNotReadShort')}</>;
  const days = Math.floor((clock.now.value - since.at) / DAY);
  if (days < 1) return <>{t('lensHeldShort')}</>;
  return <>{since.isOpen ? t('lensHeldAtLeast', daysText(days)) : daysText(days)}</>;
}

function linesOf(
  entry: SubnetEntry,
  panel: ReturnType<typeof usePanel>,
  locked: LockedPart | null,
): Line[] {
  const { names, subnets, store } = panel;
  const { netuid, figures, held } = entry;
  const validators = names.validators(netuid);
  const stakes = (validators ?? []).map(({ alphaStake }) => BigInt(alphaStake));
  const owner = validators?.find(({ hotkey }) => hotkey === names.details(netuid)?.ownerHotkey);
  const alphaOut =
    store.emission.value?.facts.subnets.find((one) => one.netuid === netuid)?.alphaOut ??
    subnets.facts(netuid)?.alphaOut ??
    0n;
  const head = store.emission.value?.facts.block.number ?? 0;
  const notRead = t('lensNotReadShort');
  const momentum = figures?.momentumPpm ?? null;
  const column = (key: Column): Line => ({
    label: columnName(key),
    value: <Figure entry={entry} column={key} />,
    about: columnAbout(key),
  });
  const lines: Line[] = [
    {
      label: t('lensMomentum'),
      value: momentum === null ? notRead : signedPercentText(momentum),
      about: t('lensMomentumAbout'),
    },
    {
      label: t('lensLocked'),
      value:
        locked === null
          ? notRead
          : locked.leftPpm === null
            ? percentText(locked.ppm)
            : t('lensLockedLeft', percentText(locked.ppm), percentText(locked.leftPpm)),
      about: t('lensLockedAbout', locked === null ? '–' : blockText(locked.block)),
    },
    {
      label: t('lensConcentration'),
      value: stakes.length === 0 ? notRead : percentText(topSharePpm(stakes, 1)),
      about: t(
        'lensConcentrationAbout',
        String(stakes.length),
        String(nakamotoCoefficient(stakes)),
      ),
    },
    {
      label: t('lensOwnerPart'),
      value:
        owner === undefined || alphaOut === 0n
          ? notRead
          : percentText((owner.alphaStake * PPM) / alphaOut),
      about: t('lensOwnerPartAbout'),
    },
    column('rank'),
    column('yield'),
    column('depth'),
    column('age'),
    {
      label: columnName('removal'),
      value: removalValue(entry, head),
      about: columnAbout('removal'),
    },
  ];
  if (held === 0n) return lines;
  const mine = {
    label: t('lensHeldFor'),
    value: <HeldFor netuid={netuid} />,
    about: t('lensHeldAbout'),
  };
  return [mine, ...lines];
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
      <Lines lines={linesOf(entry, panel, locked)} />
      <LensGoes netuid={netuid} />
    </section>
  );
}
