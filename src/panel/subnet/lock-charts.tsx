// How my locks in one subnet decay, one chart for each account that has one.
import { boundOf, stakeOf } from '../../model/available.ts';
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { LockDecayChart } from '../words/lock-decay-chart.tsx';

export function LockCharts({ netuid }: { netuid: Netuid }) {
  const { store, portfolio, names } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  if (snapshot?.locks.known !== true) return null;
  const mine = new Set<string>(portfolio.coldkeys.value);
  const isOne = mine.size === 1;
  const charts = snapshot.locks.value.flatMap(({ coldkey, locked, ...lock }) => {
    const { isPerpetual, unlockRate } = lock;
    if (lock.netuid !== netuid || !mine.has(coldkey) || locked === 0n) return [];
    // A lock that stays is a level line, which the sentence above says better.
    if (!isPerpetual.known || isPerpetual.value || !unlockRate.known) return [];
    // What is free is the runtime's own figure: without it there is no line to draw.
    const { availability } = snapshot;
    const held =
      availability.known &&
      availability.value.find((one) => one.coldkey === coldkey && one.netuid === netuid);
    if (!held) return [];
    const bound = { ...boundOf(stakeOf(held)), isPerpetual: false, unlockRate: unlockRate.value };
    return [{ coldkey, bound }];
  });
  if (charts.length === 0) return null;
  return (
    <section class="part" aria-label={t('freeWhen')}>
      <h2>{t('freeWhen')}</h2>
      {charts.map(({ coldkey, bound }) => (
        <div key={coldkey} class="stack-s">
          {!isOne && <h3 class="label">{names.coldkey(coldkey)}</h3>}
          <LockDecayChart bound={bound} netuid={netuid} />
        </div>
      ))}
      <p class="small quiet">{t('freeEstimate')}</p>
    </section>
  );
}
