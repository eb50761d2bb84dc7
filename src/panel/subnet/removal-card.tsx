// On the screen of a subnet that is among the next to be deregistered, or soon may be: its place, what would keep it, and
// what my stake would get.
import { removalLadder } from '../../emission/removal-ladder.ts';
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { distanceText, price, SafeLine } from '../subnets/removal-ladder.tsx';
import { Payout, PayoutControls, usePayouts } from '../subnets/payout-estimate.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { Badge } from '../ui/banner.tsx';
import { blockText, durationText } from '../words/format.ts';

export function RemovalCard({ netuid }: { netuid: Netuid }) {
  const { portfolio, store } = usePanel();
  const payouts = usePayouts();
  const facts = store.emission.value?.facts;
  const ladder = facts && removalLadder(facts);
  if (facts === undefined || ladder === undefined || !ladder.known) return null;
  const { rungs, joiners } = ladder.value;
  const rung = rungs.find((one) => one.netuid === netuid);
  const joiner = joiners.find((one) => one.netuid === netuid);
  if (rung === undefined && joiner === undefined) return null;
  const held = new Set<number>((portfolio.value.value?.subnets ?? []).map((one) => one.netuid));
  const isMine = held.has(netuid);
  return (
    <section class="part" aria-label={t('ladderTitle')}>
      <h2>{t('ladderTitle')}</h2>
      {rung !== undefined && (
        <>
          <p>
            {[
              t('ladderPlace', { place: String(rung.place) }),
              distanceText(rung, ladder.value, 'ladderRiseLong'),
            ]
              .filter((text) => text !== null)
              .join(' · ')}
          </p>
          <p class="small soft">
            {t('ladderImmunityOverLong', { block: blockText(rung.protectedUntil) })}
          </p>
        </>
      )}
      {joiner !== undefined && (
        <p>
          {t('ladderJoinsLong', {
            time: durationText(joiner.protectedUntil - facts.block.number),
            block: blockText(joiner.protectedUntil),
            place: String(joiner.place),
          })}
        </p>
      )}
      <p class="line apart small quiet">
        <span>{t('ladderFirst')}</span>
        <span>{t('ladderAverageHead')}</span>
      </p>
      <ol class="ladder-steps small">
        {rungs.map(({ netuid: step, place, average }) => (
          <li key={step} aria-current={step === netuid ? 'true' : undefined}>
            <span class="quiet">{place}</span> <SubnetName netuid={step} />
            {held.has(step) && <Badge tone="warning">{t('ladderYours')}</Badge>}
            <span class="ladder-average">{price(average)}</span>
          </li>
        ))}
      </ol>
      <SafeLine ladder={ladder.value} />
      {isMine && (
        <>
          <Payout model={payouts} netuid={netuid} netuids={[netuid]} />
          <PayoutControls model={payouts} netuids={[netuid]} />
        </>
      )}
    </section>
  );
}
