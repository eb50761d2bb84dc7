// What a lock binds together with the lock there is, what of the stake is free when, and the account's word on locked alpha.
import { freeAfter } from '../../emission/free-when.ts';
import type { Bound, PlannedLock } from '../../model/planned-lock.ts';
import { BLOCKS_PER_DAY, toAlphaRao } from '../../units.ts';
import { amountParts } from '../words/adding-up.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { LinkButton } from '../ui/button.tsx';
import { LockDecayChart } from '../words/lock-decay-chart.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

const TABLE_DAYS = [0, 30, 90, 180, 365] as const;

const blocksIn = (days: number): bigint => BigInt(days * BLOCKS_PER_DAY);

type Course = Bound & { isPerpetual: boolean; unlockRate: bigint };

/** With this lock; null where a part of it was not read. */
function courseOf({ amount, bound, isPerpetual, unlockRate }: PlannedLock): Course | null {
  if (!bound.known || !isPerpetual.known || !unlockRate.known) return null;
  const locked = toAlphaRao(bound.value.locked + amount);
  return {
    ...bound.value,
    locked,
    isPerpetual: isPerpetual.value,
    unlockRate: unlockRate.value,
  };
}

/** As in the legend of the chart above, so that its lines are found in the table. */
function LineKey({ series }: { series: 1 | 2 }) {
  return (
    <span class={`chart-swatch chart-swatch-inline chart-series-${series}`} aria-hidden="true" />
  );
}

function FreeWhen({ course, lock: { netuid } }: { course: Course; lock: PlannedLock }) {
  return (
    <>
      <LockDecayChart bound={course} netuid={netuid} isTabled />
      <table class="receipt">
        <thead>
          <tr>
            <td />
            <th scope="col">
              <LineKey series={1} /> {t('freeColumn')}
            </th>
            <th scope="col">
              <LineKey series={2} /> {t('lockedColumn')}
            </th>
          </tr>
        </thead>
        <tbody>
          {TABLE_DAYS.map((days) => {
            const at = freeAfter(course, blocksIn(days));
            // Both parts of every row add up to the same total.
            const [free, locked] = amountParts([at.free, at.locked]);
            return (
              <tr key={days}>
                <th scope="row">{days === 0 ? t('freeNow') : tCount('freeInDays', days)}</th>
                <td class="strong">
                  <Alpha alpha={toAlphaRao(at.free)} shown={free} netuid={netuid} decimals={2} />
                </td>
                <td>
                  <Alpha
                    alpha={toAlphaRao(at.locked)}
                    shown={locked}
                    netuid={netuid}
                    decimals={2}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** An earlier lock to another validator: the chain takes a second one only to the same. */
function OtherValidator({ lock }: { lock: PlannedLock }) {
  const { names } = usePanel();
  const ticket = useTicket();
  const { lockedTo, hotkey } = lock;
  if (!lockedTo.known || lockedTo.value === null || lockedTo.value === hotkey) return null;
  const other = lockedTo.value;
  return (
    <LinkButton onPress={() => ticket.edit({ hotkey: other })}>
      {t('lockToSame', { validator: isolated(names.hotkey(other)) })}
    </LinkButton>
  );
}

export function LockCard() {
  const lock = useTicket().worked.value?.plan.lock;
  if (lock === undefined) {
    return (
      <>
        <p class="small soft">{t('lockMeans')}</p>
        <p class="small soft">{t('lockAdds')}</p>
      </>
    );
  }
  const { bound, netuid } = lock;
  const course = courseOf(lock);
  const isTooMuch = course !== null && course.locked > course.total;
  return (
    <section class="stack-s" aria-label={t('freeWhen')}>
      <OtherValidator lock={lock} />
      <p class="label">{t('freeWhen')}</p>
      {bound.known && bound.value.locked > 0n && (
        <p class="small">
          <RichText
            text="lockTogether"
            with={{ locked: <Alpha alpha={bound.value.locked} netuid={netuid} /> }}
          />
        </p>
      )}
      {course === null ? (
        <p class="small warn">{t('freeUnread')}</p>
      ) : (
        !isTooMuch && <FreeWhen course={course} lock={lock} />
      )}
      <p class="small soft">{t('lockMeans')}</p>
      {course?.isPerpetual === true && <p class="small soft">{t('freeNever')}</p>}
      <details>
        <summary>{t('how')}</summary>
        <div class="stack-s small soft">
          <p>{t('lockAdds')}</p>
          {course?.isPerpetual === false && <p>{t('freeEstimate')}</p>}
        </div>
      </details>
    </section>
  );
}

export function AcceptLockedCard() {
  const { accepts = false } = useTicket().choice.value;
  return <p class="small soft">{t(accepts ? 'acceptLockedMeans' : 'refuseLockedMeans')}</p>;
}
