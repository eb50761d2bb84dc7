// What an order leaves: the positions and the free TAO, each beside what it is now where that is known.
import type { ComponentChildren } from 'preact';
import type { Plan, Quantity } from '../../model/plan.ts';
import { toAlphaRao, toRao, type Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Icon } from '../ui/icon.tsx';
import { Alpha, Tao } from './amount.tsx';

/** As the details of a ticket have them. */
const DECIMALS = 4;

const withAmount = (quantity: Quantity, amount: bigint): Quantity =>
  quantity.unit === 'rao'
    ? { unit: 'rao', amount: toRao(amount) }
    : { ...quantity, amount: toAlphaRao(amount) };

type RowProps = { label: ComponentChildren; after: Quantity; before: bigint | null };

/** Without the subnet, which the row's label names. */
function Figure({ quantity }: { quantity: Quantity }) {
  return quantity.unit === 'rao' ? (
    <Tao rao={quantity.amount} decimals={DECIMALS} />
  ) : (
    <Alpha alpha={quantity.amount} netuid={quantity.netuid} decimals={DECIMALS} />
  );
}

function Row({ label, after, before }: RowProps) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span class="line">
          {before !== null && (
            <>
              <Figure quantity={withAmount(after, before)} />
              <Icon name="to" small />
              <span class="hidden-text">{t('fixTo')}</span>
            </>
          )}
          <span class="strong">
            <Figure quantity={after} />
          </span>
        </span>
      </dd>
    </>
  );
}

type Props = {
  plan: Plan;
  /** What is held now; null: not known, or the order has changed it already. */
  now: { held: bigint | null; heldThere: bigint | null; free: bigint | null } | null;
};

export function AfterOrder({ plan, now }: Props) {
  const { names } = usePanel();
  const { move, positionAfter, destinationAfter, freeAfter } = plan;
  // What the chain would refuse changes nothing: no balance is after it.
  if (plan.wouldFailWith !== null || (positionAfter === null && destinationAfter === null)) {
    return null;
  }
  const own = 'hotkey' in move ? move.hotkey : null;
  const there = 'toHotkey' in move ? move.toHotkey : own;
  /** One position: others of its subnet are with other validators. */
  const placeOf = (quantity: Quantity, hotkey: Ss58Address | null) => (
    <span class="line">
      {quantity.unit === 'alpha' && <bdi class="unbroken">{names.number(quantity.netuid)}</bdi>}
      {hotkey !== null && <bdi class="one-line quiet">{names.hotkey(hotkey)}</bdi>}
    </span>
  );
  const isTransfer = move.kind === 'transfer';
  return (
    <section class="part" aria-label={t('afterOrderTitle')}>
      <h2>{t('afterOrderTitle')}</h2>
      <dl class="figures">
        {positionAfter !== null && (
          <Row
            label={placeOf(positionAfter, own)}
            after={positionAfter}
            before={now?.held ?? null}
          />
        )}
        {destinationAfter !== null && !isTransfer && (
          <Row
            label={placeOf(destinationAfter, there)}
            after={destinationAfter}
            before={now?.heldThere ?? null}
          />
        )}
        {freeAfter.known && (
          <Row
            label={t('freeTao')}
            after={{ unit: 'rao', amount: freeAfter.value }}
            before={now?.free ?? null}
          />
        )}
      </dl>
    </section>
  );
}
