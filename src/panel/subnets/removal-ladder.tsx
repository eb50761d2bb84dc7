// The five subnets next to be deregistered, what would keep each, who joins them, and what my stake there would get.
import type { ComponentChildren } from 'preact';
import { removalLadder, type Ladder, type Rung } from '../../emission/removal-ladder.ts';
import type { Snapshot } from '../../model/facts.ts';
import { drawnRatio, type Netuid, type Ss58Address } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Badge, Banner } from '../ui/banner.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Tao } from '../words/amount.tsx';
import { blockText, durationText, percentText } from '../words/format.ts';
import { SubnetName } from '../words/subnet-name.tsx';
import { ReadAt } from './figure-sources.tsx';
import { Payout, PayoutControls, raised, usePayouts } from './payout-estimate.tsx';

/** A tenth of a per cent. */
const RISE_GRAIN = 1_000n;

/** Prices below each other: as many decimals in all of them. */
const PRICE_DECIMALS = 6;
export const price = (rao: bigint) => (
  <Tao key="price" rao={rao} decimals={PRICE_DECIMALS} isColumn isPublic />
);

/** The least that does it, up to the last digit shown: at the average of the sixth itself nothing would be passed. */
export const holdingPriceShown = (rao: bigint): bigint => raised(rao, PRICE_DECIMALS);

/** How far one of the five is from leaving them; null: there is nobody to pass. */
export function distanceText(
  { risePpm }: Rung,
  { safe }: Ladder,
  key: 'ladderRise' | 'ladderRiseLong' = 'ladderRise',
): string | null {
  if (safe === null) return null;
  if (risePpm === null) return t('ladderNoAverage');
  // Up to the last digit shown: a smaller rise would not do.
  const rise = ((risePpm + RISE_GRAIN - 1n) / RISE_GRAIN) * RISE_GRAIN;
  return t(key, { rise: percentText(rise) });
}

/** What an average must pass, and the price that does it. */
export function SafeLine({ ladder: { safe, holdingPrice } }: { ladder: Ladder }) {
  const { names } = usePanel();
  if (safe === null) return <p class="small soft">{t('ladderNobodySafe')}</p>;
  return (
    <p class="small soft">
      <RichText
        text="ladderSafe"
        with={{ subnet: <bdi>{names.title(safe.netuid)}</bdi>, price: price(safe.average) }}
      />{' '}
      {holdingPrice === null ? (
        t('ladderNoPriceHolds')
      ) : (
        <RichText text="ladderHolds" with={{ price: price(holdingPriceShown(holdingPrice)) }} />
      )}
    </p>
  );
}

function Row({
  netuid,
  place,
  isMine,
  average,
  distance,
  go,
  children,
}: {
  netuid: Netuid;
  /** null: it has none yet. */
  place: number | null;
  isMine: boolean;
  average: bigint;
  distance: string | null;
  go: (netuid: Netuid) => void;
  children: ComponentChildren;
}) {
  return (
    <button type="button" class="row" onClick={() => go(netuid)}>
      <span>
        <span class="row-name">
          {place !== null && <span class="quiet">{place}</span>} <SubnetName netuid={netuid} />
          {isMine && <Badge tone="warning">{t('ladderYours')}</Badge>}
        </span>
        <span class="row-sub">{children}</span>
      </span>
      <span class="row-end">
        <span>
          {price(average)} <span class="small quiet">{t('ladderAverage')}</span>
        </span>
        {distance !== null && <span class="minor">{distance}</span>}
      </span>
    </button>
  );
}

/**
 * Which of them hold stake of these accounts; null: not all of their holdings were read, so that none would be said of what
 * is not known.
 */
export function mineOf(
  rungs: readonly Pick<Rung, 'netuid'>[],
  coldkeys: readonly Ss58Address[],
  snapshot: Pick<Snapshot, 'accounts' | 'positions' | 'unread'> | null,
): readonly Netuid[] | null {
  const isRead = (coldkey: Ss58Address): boolean =>
    snapshot?.accounts.some((one) => one.coldkey === coldkey) === true &&
    !snapshot.unread.includes(coldkey);
  if (!coldkeys.every(isRead)) return null;
  return rungs
    .map(({ netuid }) => netuid)
    .filter((netuid) =>
      snapshot?.positions.some(
        (one) => one.netuid === netuid && one.alpha > 0n && coldkeys.includes(one.coldkey),
      ),
    );
}

/** All accounts that count, whichever of them is looked at. */
function Mine({ rungs }: Pick<Ladder, 'rungs'>) {
  const { portfolio, store } = usePanel();
  const coldkeys = portfolio.counted.value.map(({ coldkey }) => coldkey);
  const mine = mineOf(rungs, coldkeys, store.snapshot.value?.snapshot ?? null);
  if (mine === null) return <p class="soft">{t('accountNotRead')}</p>;
  return (
    <p class="strong">
      {mine.length === 0 ? t('ladderMineNone') : tCount('ladderMine', mine.length)}
    </p>
  );
}

function Rungs({ ladder, onGo }: { ladder: Ladder; onGo: () => void }) {
  const { portfolio, router, store } = usePanel();
  const payouts = usePayouts();
  const head = store.emission.value?.facts.block.number ?? 0;
  const held = new Set(
    (portfolio.value.value?.subnets ?? [])
      .filter(({ alpha }) => alpha > 0n)
      .map(({ netuid }) => netuid),
  );
  const go = (netuid: Netuid) => {
    onGo();
    router.go({ name: 'subnet', netuid });
  };
  const { rungs, joiners } = ladder;
  const mine = rungs.map(({ netuid }) => netuid).filter((netuid) => held.has(netuid));
  return (
    <>
      <Mine rungs={rungs} />
      <SafeLine ladder={ladder} />
      {ladder.safe !== null && (
        <p class="small soft">
          <RichText text="ladderBars" with={{ price: price(ladder.safe.average) }} />
        </p>
      )}
      <ol class="rows">
        {rungs.map((rung) => (
          <li key={rung.netuid} class="stack-s">
            <Row
              {...rung}
              isMine={held.has(rung.netuid)}
              distance={distanceText(rung, ladder)}
              go={go}
            >
              {t('ladderImmunityOver', { time: durationText(head - rung.protectedUntil) })}
            </Row>
            {ladder.safe !== null && (
              <span class="ladder-bar" aria-hidden="true">
                <span
                  class={held.has(rung.netuid) ? 'ladder-own' : ''}
                  style={{
                    inlineSize: `${drawnRatio(rung.average, ladder.safe.average) * 100}%`,
                  }}
                />
              </span>
            )}
            {held.has(rung.netuid) && (
              <div class="small ladder-mine">
                <Payout model={payouts} netuid={rung.netuid} netuids={mine} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <PayoutControls model={payouts} netuids={mine} />
      {joiners.length > 0 && (
        <section class="part">
          <h2>{t('ladderJoiners')}</h2>
          <ul class="rows">
            {joiners.map((joiner) => (
              <li key={joiner.netuid}>
                <Row
                  {...joiner}
                  place={null}
                  isMine={held.has(joiner.netuid)}
                  distance={t('ladderThen', { place: String(joiner.place) })}
                  go={go}
                >
                  {t('ladderJoins', {
                    time: durationText(joiner.protectedUntil - head),
                    block: blockText(joiner.protectedUntil),
                  })}
                </Row>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Content({ onGo }: { onGo: () => void }) {
  const { names, store } = usePanel();
  const facts = store.emission.value?.facts;
  if (facts === undefined) return null;
  const ladder = removalLadder(facts);
  if (ladder.known) return <Rungs ladder={ladder.value} onGo={onGo} />;
  const named = (netuid: Netuid | null) =>
    netuid === null ? t('ladderNone') : names.number(netuid);
  return (
    <Banner tone="unknown">
      {ladder.reason === 'differs'
        ? t('ladderDiffers', { chain: named(ladder.chain), ours: named(ladder.ours) })
        : t('ladderUnread')}
    </Banner>
  );
}

export function RemovalLadder({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t('ladderTitle')} onClose={onClose} isTall>
      <div class="body" tabIndex={0}>
        <div class="padded stack ladder">
          <Content onGo={onClose} />
          <details>
            <summary class="small strong">{t('how')}</summary>
            <div class="stack-s">
              <p class="small">{t('ladderIntroduction')}</p>
              <ReadAt />
            </div>
          </details>
        </div>
      </div>
    </Sheet>
  );
}
