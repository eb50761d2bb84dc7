// What is behind the sentence on emission: the share drawn, its path, who gains or loses it, the user's own part of it.
import { Fragment, type ComponentChildren } from 'preact';
import type { PartChange } from '../../emission/own-vote.ts';
import type { Vote, VoteEffect } from '../../emission/vote.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import type { Plan } from '../../model/plan.ts';
import { decimalsFor, BLOCKS_PER_DAY, drawnRatio } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { ModelLine } from '../subnets/figure-sources.tsx';
import { durationText, finePercentText, signedTaoText } from '../words/format.ts';
import { nearShareText } from '../words/round-share.ts';
import {
  ownPartChange,
  printedRest,
  type EmissionEffect,
  type OwnPartChange,
} from './emission-effect.ts';

const MOST_LOSERS = 3;

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

const change = (from: bigint, to: bigint): string =>
  t('emissionFromTo', { from: nearShareText(from), to: nearShareText(to) });

function Losers({ vote, effect, isBuy }: { vote: Vote; effect: VoteEffect; isBuy: boolean }) {
  const { names } = usePanel();
  const named = isBuy ? vote.losers : vote.winners;
  if (named.length === 0) return null;
  const rest = named.slice(MOST_LOSERS);
  const decimals = decimalsFor(effect.raoPerDay);
  const others = printedRest(
    {
      total: effect.raoPerDay,
      named: named.slice(0, MOST_LOSERS).map(({ raoPerDay }) => raoPerDay),
      rest: rest.reduce((sum, { raoPerDay }) => sum + raoPerDay, 0n),
    },
    10n ** BigInt(9 - decimals),
  );
  const aDay = (rao: bigint): string =>
    t('emissionPerDay', { amount: signedTaoText(rao, decimals, true) });
  return (
    <>
      <p class="label">{t(isBuy ? 'emissionComesFrom' : 'emissionGoesTo')}</p>
      <dl class="figures">
        {named.slice(0, MOST_LOSERS).map(({ netuid, raoPerDay }) => (
          <Row key={netuid} label={isolated(names.title(netuid))}>
            {aDay(raoPerDay)}
          </Row>
        ))}
        {rest.length > 0 && <Row label={tCount('emissionOthers', rest.length)}>{aDay(others)}</Row>}
      </dl>
    </>
  );
}

/** The share now, and where it goes without the order and with it, on one scale from zero. */
export function ShareBars({ effect }: { effect: VoteEffect }) {
  const bars = [
    { key: 'emissionShareNow', ppm: effect.sharePpmNow },
    { key: 'emissionShareGoes', ppm: effect.sharePpmWithout },
    { key: 'emissionShareEnd', ppm: effect.sharePpmAfter },
  ] as const;
  const most = bars.reduce((largest, { ppm }) => (ppm > largest ? ppm : largest), 0n);
  return (
    <dl class="figures">
      {bars.map(({ key, ppm }) => (
        <Fragment key={key}>
          <Row label={t(key)}>{finePercentText(ppm)}</Row>
          <dd class="effect-bar" aria-hidden="true">
            <span
              class={key === 'emissionShareEnd' ? 'effect-end' : ''}
              style={{ inlineSize: `${drawnRatio(ppm, most) * 100}%` }}
            />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Detail({
  of,
  own,
  hasBars,
}: {
  of: Extract<EmissionEffect, { state: 'vote' }>;
  own: OwnPartChange | null;
  hasBars: boolean;
}) {
  const { names } = usePanel();
  const { effect, vote, isBuy } = of;
  // Once it prints as where it is heading to, it has arrived.
  const end = finePercentText(effect.sharePpmAfter);
  const onTheWay = effect.path.filter(({ sharePpm }) => finePercentText(sharePpm) !== end);
  const part = ({ beforePpm, afterPpm }: PartChange) => change(beforePpm, afterPpm);
  return (
    <div class="stack-s">
      {hasBars && <ShareBars effect={effect} />}
      <dl class="figures">
        {onTheWay.map(({ blocks, sharePpm }) => (
          <Row
            key={blocks}
            label={t('emissionShareAfter', {
              duration: tCount('horizonDays', blocks / BLOCKS_PER_DAY),
            })}
          >
            {finePercentText(sharePpm)}
          </Row>
        ))}
        {effect.halfLifeBlocks !== null && (
          <Row label={t('emissionHalfAfter')}>{durationText(effect.halfLifeBlocks)}</Row>
        )}
        <Row label={t('emissionRedirected')}>
          {t('emissionPerDay', {
            amount: signedTaoText(effect.raoPerDay, decimalsFor(effect.raoPerDay), true),
          })}
        </Row>
      </dl>
      <Losers vote={vote} effect={effect} isBuy={isBuy} />
      {own !== null && (
        <>
          <p class="label">
            {t('emissionEffectOwnTitle', { account: isolated(names.coldkey(own.coldkey)) })}
          </p>
          <dl class="figures">
            <Row label={t('emissionEffectOwnAlpha', { subnet: names.number(effect.netuid) })}>
              {part(own.ofAlpha)}
            </Row>
            <Row label={t('ownPartStakeAt', { validator: isolated(names.hotkey(own.hotkey)) })}>
              {own.ofStake === null ? t('notKnown') : part(own.ofStake)}
            </Row>
          </dl>
        </>
      )}
      <details>
        <summary>{t('how')}</summary>
        <p class="small soft">{t('emissionHowVote')}</p>
        <ModelLine />
      </details>
    </div>
  );
}

type VoteDetail = {
  plan: Plan;
  of: Extract<EmissionEffect, { state: 'vote' }>;
  facts: EmissionFacts;
  /** The shares are not drawn beside it. */
  hasBars: boolean;
};

/** Made when it is opened. */
export function OwnDetail({ plan, of, facts, hasBars }: VoteDetail) {
  const { store, names } = usePanel();
  const held = store.snapshot.value?.snapshot.positions ?? [];
  const own = ownPartChange(plan, facts, held, names.validators(of.effect.netuid));
  return <Detail of={of} own={own} hasBars={hasBars} />;
}
