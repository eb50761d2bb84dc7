// Stake that earns nothing, and for each position a validator of its subnet that pays: one move, one review.
import { useEffect, useState } from 'preact/hooks';
import { DEFAULT_TAKE_PPM } from '../../checks/hotkey-rules.ts';
import type { ValidatorFacts } from '../../model/facts.ts';
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { exactText, type Netuid, type Rao } from '../../units.ts';
import { yearlyYieldPpm } from '../subnets/validator-order.ts';
import { columnPercentText } from '../words/change.tsx';
import { percentText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
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
import { betterValidator, idlePositions, isWorth, moveFee, yearlyGain } from './fix-model.ts';

/** What moving it would bring and cost. */
type Terms = {
  better: ValidatorFacts | null;
  yieldOf: bigint | null;
  gain: Rao | null;
  fee: Rao | null;
  isWorth: boolean;
};

type RowProps = {
  position: PositionValue;
  isPriced: boolean;
  hasFailed: boolean;
  terms: Terms;
};

function FixRow({ position, isPriced, hasFailed, terms }: RowProps) {
  const { names, router } = usePanel();
  const { coldkey, hotkey, netuid, alpha, sold, spot } = position;
  const { better, yieldOf, gain, fee } = terms;
  const waiting = hasFailed ? 'validatorsNotRead' : 'fixLoading';
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
          <bdi class="one-line strong">{names.hotkey(better.hotkey)}</bdi>
        ) : (
          <span class="quiet">{t(names.validators(netuid) === null ? waiting : 'fixNone')}</span>
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
              {!terms.isWorth ? (
                <RichText text="fixNotWorth" with={{ fee: <Tao rao={fee} isPublic /> }} />
              ) : gain === null || gain === 0n || !isPriced ? (
                <RichText text="fixFeeOnly" with={{ fee: <Tao rao={fee} isPublic /> }} />
              ) : (
                <RichText
                  text="fixFee"
                  with={{ gain: <Tao rao={gain} decimals={2} />, fee: <Tao rao={fee} isPublic /> }}
                />
              )}
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
  const { names, portfolio, store } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const fee = snapshot === undefined ? null : moveFee(snapshot);
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
  const termsOf = (position: PositionValue): Terms => {
    const { netuid, spot } = position;
    const validators = names.validators(netuid);
    const better = validators && betterValidator(position, validators, snapshot?.positions ?? []);
    const yieldOf = better ? yearlyYieldPpm(better, names.details(netuid)?.tempo) : null;
    const gain = yearlyGain(spot, yieldOf);
    const isKnown = fee !== null && !priceless.has(netuid);
    return { better, yieldOf, gain, fee, isWorth: !isKnown || isWorth(spot, fee, gain) };
  };
  const lines = rows.map((position) => ({ position, terms: termsOf(position) }));
  const worth = lines.filter(({ terms }) => terms.isWorth);
  const small = lines.filter(({ terms }) => !terms.isWorth);
  const list = (shown: typeof lines) => (
    <ul class="rows">
      {shown.map(({ position, terms }) => (
        <FixRow
          key={`${position.netuid} ${position.coldkey} ${position.hotkey}`}
          position={position}
          isPriced={!priceless.has(position.netuid)}
          hasFailed={failed.has(position.netuid)}
          terms={terms}
        />
      ))}
    </ul>
  );
  return (
    <Screen title={t('fixTitle')}>
      <div class="padded stack">
        {rows.length === 0 ? (
          <p class="soft">{t('fixEmpty')}</p>
        ) : (
          <>
            <p class="small soft">{t('fixText')}</p>
            <div class="fix-rows">
              <div class="fix-row fix-head" aria-hidden="true">
                <span />
                <span>{t('subnetTab_position')}</span>
                <span>{t('fixHead_move')}</span>
                <span>{t('fixHead_terms')}</span>
                <span class="fix-worth">{t('atSpot')}</span>
              </div>
              {list(worth)}
              {small.length > 0 && (
                <details class="fix-small">
                  <summary class="small soft">{tCount('fixSmall', small.length)}</summary>
                  {list(small)}
                </details>
              )}
            </div>
            <p class="small quiet">{t('fixRule', { take: percentText(DEFAULT_TAKE_PPM) })}</p>
          </>
        )}
      </div>
    </Screen>
  );
}
