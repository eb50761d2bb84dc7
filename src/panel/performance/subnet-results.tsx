// A row for each subnet: what went in and out, its value at the start and the end, and the result in its parts; in columns where
// there is room.
import { useState } from 'preact/hooks';
import type { Figures, Known, SubnetThen } from '../../history/figures.ts';
import { ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { Menu } from '../ui/menu.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { SumTao, whyNot } from './figure.tsx';
import { cellLabels, cellsOf, sumOf } from './subnet-cells.tsx';
import { shownResult } from './sums.ts';

type RowProps = {
  subnet: SubnetThen;
  figures: Known<Figures>;
  /** The number and its name are another subnet's by now. */
  isEarlier: boolean;
};

function Row({ subnet, figures, isEarlier }: RowProps) {
  const { router, names } = usePanel();
  const { netuid } = subnet;
  return (
    <li>
      <button
        type="button"
        class="subnet-result"
        onClick={() => router.go({ name: 'performance', subnet })}
      >
        <SubnetBadge netuid={netuid} />
        <span class="stack-s result-name">
          <span class={`row-name ${isEarlier ? 'line-wrap' : ''}`}>
            {isEarlier ? (
              <>
                <span>{names.number(netuid)}</span>
                <span class="small quiet result-earlier">{t('subnetEarlier')}</span>
              </>
            ) : (
              <SubnetName netuid={netuid} />
            )}
          </span>
          {!figures.known && <span class="small soft">{whyNot(figures.why)}</span>}
        </span>
        {figures.known && (
          <span class="result-cells">
            {cellsOf(figures.value).map(({ label, figure, isNone }) => (
              <span key={label} class={`result-cell ${isNone ? 'result-none' : ''}`}>
                <span class="result-label">{t(label)} </span>
                {isNone ? <span class="quiet">–</span> : figure}
              </span>
            ))}
          </span>
        )}
        <span class="row-end strong result-end">
          {figures.known ? (
            <SumTao
              rao={figures.value.result}
              shown={shownResult(figures.value)}
              isChange
              isToned
            />
          ) : (
            <span class="quiet">{t('notKnown')}</span>
          )}
        </span>
      </button>
    </li>
  );
}

type Results = readonly { subnet: SubnetThen; figures: Known<Figures> }[];

/** Whatever came of it, the best, the most rewards, or the most that is there now. */
const orders = ['size', 'result', 'rewards', 'value'] as const;
type Order = (typeof orders)[number];

/** Ordered by; of what is not known there is none. */
function orderKey({ figures }: Results[number], order: Order): bigint | null {
  if (!figures.known) return null;
  const { result, parts, end } = figures.value;
  switch (order) {
    case 'size':
      return result < 0n ? -result : result;
    case 'result':
      return result;
    case 'rewards':
      return parts.earned;
    case 'value':
      return end;
  }
}

/** The most first; what is not known last. */
export function sortedSubnets(results: Results, order: Order = 'size'): Results {
  return results.toSorted((a, b) => {
    const [of, than] = [orderKey(a, order), orderKey(b, order)];
    if (of === than) return 0;
    if (of === null || than === null) return of === null ? 1 : -1;
    return of < than ? 1 : -1;
  });
}

/** When the subnet that has each number now, as far as is known, was registered: others of the number are gone. */
export function newestGenerations(
  held: readonly SubnetThen[],
  now: readonly Pick<SubnetThen, 'netuid' | 'registeredAt'>[],
): ReadonlyMap<number, number> {
  const newest = new Map<number, number>();
  for (const { netuid, registeredAt } of [...held, ...now]) {
    // Root is the only one of its number.
    if (netuid === ROOT_NETUID) continue;
    newest.set(netuid, Math.max(newest.get(netuid) ?? 0, registeredAt));
  }
  return newest;
}

/** Nothing that was ever there comes to the user's dust threshold. */
function isSmall({ figures }: Results[number], below: bigint): boolean {
  if (!figures.known) return false;
  const { start, end, putIn, takenOut } = figures.value;
  return [start, end, sumOf(putIn), sumOf(takenOut)].every((rao) => rao < below);
}

function Headings() {
  return (
    <li class="subnet-result result-headings" aria-hidden="true">
      <span class="result-name" />
      <span class="result-cells">
        {cellLabels.map((label) => (
          <span key={label} class="result-cell">
            {t(label)}
          </span>
        ))}
      </span>
      <span class="row-end result-end">{t('cellResult')}</span>
    </li>
  );
}

export function SubnetResults({ results }: { results: Results }) {
  const { store } = usePanel();
  const { smallUnderRao } = store.settings.value;
  const [order, setOrder] = useState<Order>('size');
  if (results.length === 0) return null;
  const newest = newestGenerations(
    results.map(({ subnet }) => subnet),
    store.snapshot.value?.snapshot.subnets.filter(({ exists }) => exists) ?? [],
  );
  const sorted = sortedSubnets(results, order);
  const small = sorted.filter((one) => isSmall(one, smallUnderRao));
  const large = sorted.filter((one) => !small.includes(one));
  const row = ({ subnet, figures }: Results[number]) => (
    <Row
      key={`${subnet.netuid} ${subnet.registeredAt}`}
      subnet={subnet}
      figures={figures}
      isEarlier={subnet.registeredAt < (newest.get(subnet.netuid) ?? 0)}
    />
  );
  return (
    <section class="stack-s" aria-label={t('subnetResults')}>
      <div class="line apart line-wrap">
        <h2>{t('subnetResults')}</h2>
        <Menu
          label={t('subnetResultsOrder', { order: t(`resultOrder_${order}`) })}
          look="chip small soft"
          isAtEnd
          button={t(`resultOrder_${order}`)}
          items={orders.map((key) => ({
            key,
            content: t(`resultOrder_${key}`),
            isChosen: key === order,
            onPick: () => setOrder(key),
          }))}
        />
      </div>
      <ul class="rows subnet-results">
        <Headings />
        {large.map(row)}
      </ul>
      {small.length > 0 && (
        <details class="quiet-details">
          <summary>{tCount('smallResults', small.length)}</summary>
          <ul class="rows subnet-results">{small.map(row)}</ul>
        </details>
      )}
    </section>
  );
}
