// Stake that earns nothing, and for each position a validator of its subnet that pays: one move, one review.
import { useEffect, useState } from 'preact/hooks';
import { DEFAULT_TAKE_PPM } from '../../checks/hotkey-rules.ts';
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { exactText, type Netuid } from '../../units.ts';
import { yearlyYieldPpm } from '../ticket/validator-order.ts';
import { columnPercentText } from '../words/change.tsx';
import { percentText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { takeWords } from '../words/take-text.ts';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Screen } from '../ui/screen.tsx';
import { usePanel } from '../core/panel-context.ts';
import { betterValidator, idlePositions, isWorth, moveFee } from './fix-model.ts';

type RowProps = {
  position: PositionValue;
  isPriced: boolean;
  hasFailed: boolean;
};

function FixRow({ position, isPriced, hasFailed }: RowProps) {
  const { names, router, store } = usePanel();
  const { coldkey, hotkey, netuid, alpha, sold, spot } = position;
  const validators = names.validators(netuid);
  const snapshot = store.snapshot.value?.snapshot;
  const held = snapshot?.positions ?? [];
  const fee = snapshot === undefined ? null : moveFee(snapshot);
  const waiting = hasFailed ? 'validatorsNotRead' : 'fixLoading';
  const better = validators && betterValidator(position, validators, held);
  const yieldOf = better ? yearlyYieldPpm(better, names.details(netuid)?.tempo) : null;
  const move = () =>
    router.go({
      name: 'ticket',
      start: {
        kind: 'change-validator',
        coldkey,
        hotkey,
        netuid,
        ...(better && { toHotkey: better.hotkey }),
        // What is locked stays where it is.
        amountText: exactText(sold > 0n ? sold : alpha),
      },
    });
  return (
    <li class="fix-row">
      <SubnetBadge netuid={netuid} />
      <div>
        <p class="row-name">
          <SubnetName netuid={netuid} />
        </p>
        <p class="small soft">
          <Alpha alpha={alpha} netuid={netuid} decimals={2} /> · <bdi>{names.coldkey(coldkey)}</bdi>
        </p>
      </div>
      <p class="fix-worth">
        <ValuePart rao={spot} isWhole={isPriced} />{' '}
        <span class="small quiet">{t('spotShort')}</span>
      </p>
      <p class="small fix-move">
        <bdi class="one-line quiet">{names.hotkey(hotkey)}</bdi>
        <Icon name="to" small />
        <span class="hidden-text">{t('fixTo')}</span>
        {better ? (
          <>
            <bdi class="one-line strong">{names.hotkey(better.hotkey)}</bdi>
          </>
        ) : (
          <span class="quiet">{t(validators === null ? waiting : 'fixNone')}</span>
        )}
      </p>
      {better && (
        <p class="small soft fix-terms">
          {yieldOf !== null && yieldOf > 0n && (
            <>
              <span class="strong">{t('perYear', { apy: columnPercentText(yieldOf) })}</span> ·{' '}
            </>
          )}
          {takeWords(better.take)}
          {fee !== null && (
            <span class="fix-fee">
              <RichText
                text={isPriced && !isWorth(spot, fee) ? 'fixNotWorth' : 'fixFee'}
                with={{ fee: <Tao rao={fee} isPublic /> }}
              />
            </span>
          )}
        </p>
      )}
      <Button isSmall onPress={move}>
        {t('fixMove')}
      </Button>
    </li>
  );
}

export function FixScreen() {
  const { names, portfolio } = usePanel();
  const needs = portfolio.needs.value;
  const value = portfolio.value.value;
  const rows = value === null ? [] : idlePositions(needs, value);
  const [failed, setFailed] = useState<ReadonlySet<number>>(new Set());
  const priceless = new Set<number>(
    value?.subnets.filter(({ price }) => price === null).map(({ netuid }) => netuid),
  );
  const wanted = [...new Set(rows.map(({ netuid }) => netuid))].join(' ');
  useEffect(() => {
    let isShown = true;
    async function readOneByOne(netuids: readonly Netuid[]): Promise<void> {
      for (const netuid of netuids) {
        if (!isShown) return;
        // Without an answer the row says so, and still leads to its ticket.
        await names
          .needValidators(netuid)
          .catch(() => setFailed((before) => new Set([...before, netuid])));
      }
    }
    void readOneByOne([...new Set(rows.map(({ netuid }) => netuid))]);
    return () => {
      isShown = false;
    };
  }, [wanted]);
  return (
    <Screen title={t('fixTitle')}>
      <div class="padded stack">
        {rows.length === 0 ? (
          <p class="soft">{t('fixEmpty')}</p>
        ) : (
          <>
            <p class="small soft">{t('fixText')}</p>
            <ul class="rows fix-rows">
              {rows.map((position) => (
                <FixRow
                  key={`${position.netuid} ${position.coldkey} ${position.hotkey}`}
                  position={position}
                  isPriced={!priceless.has(position.netuid)}
                  hasFailed={failed.has(position.netuid)}
                />
              ))}
            </ul>
            <p class="small quiet">{t('fixRule', { take: percentText(DEFAULT_TAKE_PPM) })}</p>
          </>
        )}
      </div>
    </Screen>
  );
}
