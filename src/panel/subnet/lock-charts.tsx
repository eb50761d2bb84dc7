// How my locks in one subnet decay, a chart for each account whose lock does; the others' locks are named beside them.
import { boundOf, stakeOf } from '../../model/available.ts';
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Alpha } from '../words/amount.tsx';
import { courseText } from '../words/lock-lines.tsx';
import { LockDecayChart } from '../words/lock-decay-chart.tsx';

export function LockCharts({ netuid }: { netuid: Netuid }) {
  const { store, portfolio, names } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  if (snapshot?.locks.known !== true) return null;
  const mine = new Set<string>(portfolio.coldkeys.value);
  const isOne = mine.size === 1;
  const locks = snapshot.locks.value.filter(
    ({ coldkey, locked, ...lock }) => lock.netuid === netuid && mine.has(coldkey) && locked > 0n,
  );
  const rows = locks.map((lock) => {
    const { coldkey, isPerpetual, unlockRate } = lock;
    // A lock that stays is a level line, which a sentence says better.
    if (!isPerpetual.known || isPerpetual.value || !unlockRate.known) return { lock, bound: null };
    // What is free is the runtime's own figure: without it there is no line to draw.
    const { availability } = snapshot;
    const held =
      availability.known &&
      availability.value.find((one) => one.coldkey === coldkey && one.netuid === netuid);
    if (!held) return { lock, bound: null };
    const bound = { ...boundOf(stakeOf(held)), isPerpetual: false, unlockRate: unlockRate.value };
    return { lock, bound };
  });
  // Without a chart the sentences at the top of the screen are all there is to say.
  if (!rows.some(({ bound }) => bound !== null)) return null;
  return (
    <section class="part" aria-label={t('freeWhen')}>
      <h2>{t('freeWhen')}</h2>
      {rows.map(({ lock, bound }) => (
        <div key={lock.coldkey} class="stack-s">
          {!isOne && <h3 class="label">{names.coldkey(lock.coldkey)}</h3>}
          {bound === null ? (
            <>
              <p class="line apart small">
                <span class="soft">{t('lockedColumn')}</span>
                <span class="strong">
                  <Alpha alpha={lock.locked} netuid={netuid} decimals={2} />
                </span>
              </p>
              <p class="small soft">{courseText(lock)}</p>
            </>
          ) : (
            <LockDecayChart bound={bound} netuid={netuid} />
          )}
        </div>
      ))}
      <p class="small quiet">{t('freeEstimate')}</p>
    </section>
  );
}
