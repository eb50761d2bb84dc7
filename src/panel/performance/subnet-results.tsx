// One line for each subnet: what went in and out, what it is worth and can be sold for, and the result in its parts.
import type { Figures, Known, SubnetThen } from '../../history/figures.ts';
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { SumTao, whyNot } from './figure.tsx';
import { costsOf, roundedParts } from './sums.ts';

const sumOf = ({ tao, moved, others }: Figures['putIn']): bigint => tao + moved + others;

/** What is held there now; another generation of the number is another subnet. */
function heldNow(
  { netuid, registeredAt }: SubnetThen,
  subnets: readonly SubnetValue[],
): SubnetValue | null {
  const held = subnets.find((one) => one.netuid === netuid);
  return held !== undefined && (netuid === 0 || held.registeredAt === registeredAt) ? held : null;
}

/** `Put in τ 120.00 · out τ 30.00 · value τ 94.00 (exit τ 93.10)` */
export function SubnetMoney({ subnet, figures }: { subnet: SubnetThen; figures: Figures }) {
  const { portfolio } = usePanel();
  const held = heldNow(subnet, portfolio.value.value?.subnets ?? []);
  const { start, end, putIn, takenOut } = figures;
  const money = {
    start: <SumTao rao={start} />,
    in: <SumTao rao={sumOf(putIn)} />,
    out: <SumTao rao={sumOf(takenOut)} />,
    value: <SumTao rao={end} />,
  };
  return (
    <span class="line-wrap">
      <span>
        {start === 0n ? (
          <RichText
            text="subnetMoney"
            with={{ in: money.in, out: money.out, value: money.value }}
          />
        ) : (
          <RichText text="subnetMoneyFrom" with={money} />
        )}
      </span>
      {held !== null && end > 0n && held.netuid !== 0 && (
        <span>
          <RichText
            text="subnetExit"
            with={{ amount: <ValuePart rao={held.sellable} isWhole={held.isSellableWhole} /> }}
          />
        </span>
      )}
    </span>
  );
}

/** `price −τ 11.20 · rewards +τ 15.20 · costs −τ 0.10` */
export function SubnetParts({ figures: { parts } }: { figures: Figures }) {
  const costs = costsOf(parts);
  const [price, rewards, cost] = roundedParts([parts.price, parts.earned, costs]);
  return (
    <RichText
      text="subnetParts"
      with={{
        price: <SumTao rao={parts.price} shown={price ?? 0n} isChange />,
        rewards: <SumTao rao={parts.earned} shown={rewards ?? 0n} isChange />,
        costs: <SumTao rao={costs} shown={cost ?? 0n} isChange />,
      }}
    />
  );
}

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
        <span class="grow stack-s">
          <span class="row-name">
            {isEarlier ? (
              <>
                <span>{names.number(netuid)}</span>
                <span class="small quiet">{t('subnetEarlier')}</span>
              </>
            ) : (
              <SubnetName netuid={netuid} />
            )}
          </span>
          {figures.known ? (
            <span class="small soft">
              <SubnetMoney subnet={subnet} figures={figures.value} />
              <SubnetParts figures={figures.value} />
            </span>
          ) : (
            <span class="small soft">{whyNot(figures.why)}</span>
          )}
        </span>
        <span class="row-end strong">
          {figures.known ? (
            <SumTao rao={figures.value.result} isChange isToned />
          ) : (
            <span class="quiet">{t('notKnown')}</span>
          )}
        </span>
      </button>
    </li>
  );
}

type Results = readonly { subnet: SubnetThen; figures: Known<Figures> }[];

/** The largest gain or loss first; what is not known last. */
export function sortedSubnets(results: Results): Results {
  const sizeOf = ({ figures }: Results[number]): bigint => {
    if (!figures.known) return -1n;
    const { result } = figures.value;
    return result < 0n ? -result : result;
  };
  return results.toSorted((a, b) => (sizeOf(a) === sizeOf(b) ? 0 : sizeOf(a) < sizeOf(b) ? 1 : -1));
}

export function SubnetResults({ results }: { results: Results }) {
  if (results.length === 0) return null;
  const newest = new Map<number, number>();
  for (const { subnet } of results) {
    newest.set(subnet.netuid, Math.max(newest.get(subnet.netuid) ?? 0, subnet.registeredAt));
  }
  return (
    <section class="stack-s" aria-label={t('subnetResults')}>
      <h2>{t('subnetResults')}</h2>
      <ul class="rows subnet-results">
        {sortedSubnets(results).map(({ subnet, figures }) => (
          <Row
            key={`${subnet.netuid} ${subnet.registeredAt}`}
            subnet={subnet}
            figures={figures}
            isEarlier={subnet.registeredAt < (newest.get(subnet.netuid) ?? 0)}
          />
        ))}
      </ul>
    </section>
  );
}
