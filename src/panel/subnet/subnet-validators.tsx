// The validators of one subnet, yours first, then in the order that is chosen; each opens the ticket that stakes with it.
import { useState } from 'preact/hooks';
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import type { ValidatorFacts } from '../../model/facts.ts';
import { ROOT_NETUID, type Netuid } from '../../units.ts';
import { columnPercentText } from '../words/change.tsx';
import { takeWords } from '../words/take-text.ts';
import { YearlyYield } from '../words/yearly-yield.tsx';
import {
  byStake,
  validatorOrders,
  yearlyYieldPpm,
  type ValidatorOrder,
} from '../subnets/validator-order.ts';
import { t, type PlainSentence } from '../core/text.ts';
import { AddressMark } from '../words/address-chip.tsx';
import { Alpha } from '../words/amount.tsx';
import { Badge } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { hasWidth } from '../core/has-width.ts';
import { usePanel } from '../core/panel-context.ts';
import { useRootRates, type RatesState } from './use-root-rates.ts';

const SHOWN = 8;
/** As many as stand in a wide window without scrolling; of root’s the rates of the first ones alone are read. */
const SHOWN_WIDE = 15;
const isWide = hasWidth('100rem');

const orders = ['apy', 'stake', 'take'] as const satisfies readonly ValidatorOrder[];

type RowProps = {
  validator: ValidatorFacts;
  netuid: Netuid;
  isMine: boolean;
  /** Parts per million a year; null: not known. */
  earned: bigint | null;
};

function ValidatorRow({ validator, netuid, isMine, earned }: RowProps) {
  const { names, portfolio, router, store } = usePanel();
  const { hotkey, take, isRegistered, alphaStake } = validator;
  const tookText = takeWords(take);
  const stake = () => {
    if (store.accounts.peek().length === 0) return router.go({ name: 'connect' });
    const coldkey = portfolio.chosen.peek();
    return router.go({ name: 'ticket', start: { kind: 'stake', coldkey, hotkey, netuid } });
  };
  return (
    <li>
      <button type="button" class="row validator-row" onClick={stake}>
        <AddressMark address={hotkey} />
        <span>
          <span class="row-name">
            <span class="hidden-text">{t('stakeWith')} </span>
            <bdi class="one-line">{names.hotkey(hotkey)}</bdi>
            {isMine && <Badge tone="ok">{t('ladderYours')}</Badge>}
          </span>
          <span class="row-sub">
            {isTakeOver(take) ? <Badge tone="warning">{tookText}</Badge> : tookText}
            {!isRegistered && <Badge tone="warning">{t('notRegistered')}</Badge>}
          </span>
        </span>
        <span class="row-end">
          <span class="validator-rate">
            {netuid === ROOT_NETUID && earned === null ? (
              <span class="quiet">–</span>
            ) : !isRegistered || earned === null ? (
              <span class="quiet">{t('earnedUnknown')}</span>
            ) : earned === 0n ? (
              <span class="warn">{t('earnedNothing')}</span>
            ) : netuid === ROOT_NETUID ? (
              columnPercentText(earned)
            ) : (
              <YearlyYield ppm={earned} />
            )}
          </span>
          <span class="minor">
            <RichText
              text="validatorStake"
              with={{ stake: <Alpha alpha={alphaStake} netuid={netuid} decimals={0} isPublic /> }}
            />
          </span>
        </span>
        <Icon name="caret" small />
      </button>
    </li>
  );
}

/** The order, where those of the stake here stand before the others. */
const mineFirst = {
  apy: 'validatorsMineFirst',
  stake: 'validatorsMineStake',
  take: 'validatorsMineTake',
} as const satisfies Record<ValidatorOrder, PlainSentence>;

type OrderProps = {
  value: ValidatorOrder;
  hasMine: boolean;
  onPick: (order: ValidatorOrder) => void;
};

function OrderMenu({ value, hasMine, onPick }: OrderProps) {
  const order = t(hasMine ? mineFirst[value] : `validatorsBy_${value}`);
  return (
    <Menu
      label={t('sortedBy', { order })}
      look="chip small soft"
      button={order}
      items={orders.map((key) => ({
        key,
        content: t(`validatorsBy_${key}`),
        isChosen: key === value,
        onPick: () => onPick(key),
      }))}
    />
  );
}

type ListProps = {
  netuid: Netuid;
  rateOf: (validator: ValidatorFacts) => bigint | null;
  rates: RatesState;
};

const ratesHeads = {
  known: 'validatorsRootRate',
  reading: 'yieldReadingShort',
  failed: 'validatorsRateFailed',
  none: 'validatorsNoRate',
} as const satisfies Record<RatesState, PlainSentence>;

function ValidatorList({ netuid, rateOf, rates }: ListProps) {
  const { names, portfolio } = usePanel();
  const isRoot = netuid === ROOT_NETUID;
  const [isWhole, setWhole] = useState(false);
  const [order, setOrder] = useState<ValidatorOrder>('apy');
  const all = names.validators(netuid);
  const held = portfolio.value.value?.subnets.find((subnet) => subnet.netuid === netuid);
  const mine = new Set<string>((held?.positions ?? []).map(({ hotkey }) => hotkey));
  // Those of the stake here first: they are what others are compared with.
  const notMine = ({ hotkey }: ValidatorFacts): number => Number(!mine.has(hotkey));
  // On root the rates of the largest alone are known.
  const by = isRoot ? byStake : validatorOrders[order];
  const ordered = all?.toSorted((a, b) => notMine(a) - notMine(b) || by(a, b)) ?? [];
  const some = isWide.value && !isRoot ? SHOWN_WIDE : SHOWN;
  const shown = ordered.slice(0, isWhole ? undefined : some);
  return (
    <section class="part" aria-label={t('validatorsTitle')}>
      <div class="line-wrap apart">
        <h2>{t('validatorsTitle')}</h2>
        {all !== null && <span class="small quiet">{t('validatorTap')}</span>}
      </div>
      {all === null ? (
        <p class="small quiet">{t('validatorsNotRead')}</p>
      ) : (
        <>
          {!isRoot && (
            <details class="quiet-details">
              <summary>{t('validatorYieldHow')}</summary>
              <p class="small soft">{t('validatorOrder')}</p>
              <p class="small soft">{t('validatorAverage')}</p>
            </details>
          )}
          {isRoot ? (
            <p class="line apart small quiet">
              <span>{t('validatorsByStake')}</span>
              <span>{t(ratesHeads[rates])}</span>
            </p>
          ) : (
            <div class="line apart small quiet validators-order">
              <OrderMenu
                value={order}
                hasMine={ordered.some((one) => notMine(one) === 0)}
                onPick={setOrder}
              />
              <span>{t('comparedYield')}</span>
            </div>
          )}
          <ul class={`validator-rows ${rates === 'known' ? '' : 'validator-rows-bare'}`}>
            {shown.map((validator) => (
              <ValidatorRow
                key={validator.hotkey}
                validator={validator}
                netuid={netuid}
                isMine={mine.has(validator.hotkey)}
                earned={rateOf(validator)}
              />
            ))}
          </ul>
          {shown.length < all.length && (
            <div>
              <Button isSmall onPress={() => setWhole(true)}>
                {t('validatorsAll', { count: String(all.length) })}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** Root’s dividends are in other alphas: what they come to is in the record of what validators paid. */
function RootValidators() {
  const { rates, state } = useRootRates();
  return (
    <ValidatorList
      netuid={ROOT_NETUID}
      rateOf={({ hotkey }) => rates.get(hotkey) ?? null}
      rates={state}
    />
  );
}

export function SubnetValidators({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  if (netuid === ROOT_NETUID) return <RootValidators />;
  const tempo = names.details(netuid)?.tempo;
  return (
    <ValidatorList netuid={netuid} rateOf={(one) => yearlyYieldPpm(one, tempo)} rates="known" />
  );
}
