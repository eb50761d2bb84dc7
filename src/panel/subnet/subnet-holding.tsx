// My position in one subnet: both values, why they differ, and each coldkey and validator.
import {
  isSaleKnown,
  type PositionValue,
  type SubnetValue,
} from '../../portfolio/portfolio-value.ts';
import { soldAlone } from '../../portfolio/sell-together.ts';
import { exactText, ROOT_NETUID, type Netuid } from '../../units.ts';
import { isolated, t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { Badge } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { ExitGap } from './exit-gap.tsx';
import { PositionResults } from './position-results.tsx';
import { LockLines } from '../words/lock-lines.tsx';
import { Menu } from '../ui/menu.tsx';
import { ValueHero, ValuePart } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { reasonKeys } from '../words/left-out.ts';
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import { takeText } from '../words/format.ts';
import { cut } from '../words/adding-up.ts';
import { useEarnings, type Earned } from './use-earnings.ts';
import { sharedSpan, YieldFigure, YieldLine } from './yield-line.tsx';

function Alone({ position }: { position: PositionValue }) {
  const { store } = usePanel();
  const subnets = useSubnets();
  const facts = subnets.facts(position.netuid);
  const minimum = store.snapshot.value?.snapshot.rules.minimumStake ?? null;
  if (facts === null || minimum === null || position.sold === 0n || position.netuid === 0)
    return null;
  const alone = soldAlone(facts, position.sold, position.sold < position.alpha, minimum);
  // What prints alike says nothing.
  if (alone === null || cut(alone) === cut(position.sellable)) return null;
  return (
    <p>
      <RichText text="ifSoldAlone" with={{ amount: <Tao rao={alone} decimals={2} /> }} />
    </p>
  );
}

/** On root an exit brings what is staked, where nothing holds it back. */
const isStakeAlone = (position: PositionValue): boolean =>
  position.netuid === ROOT_NETUID &&
  isSaleKnown(position) &&
  BigInt(position.alpha) === position.sellable;

type CardProps = {
  position: PositionValue;
  registeredAt: number;
  earned: Earned;
  isSpanSaid: boolean;
};

function PositionCard({ position, registeredAt, earned, isSpanSaid }: CardProps) {
  const { names, router } = usePanel();
  const { coldkey, hotkey, netuid } = position;
  const start = { coldkey, hotkey, netuid };
  const go = (kind: 'unstake' | 'unstake-all' | 'change-subnet' | 'transfer' | 'lock') =>
    router.go({ name: 'ticket', start: { kind, ...start } });
  const changeValidator = () => {
    // All of it is the usual wish; what is locked stays where it is.
    const amountText = exactText(position.sold > 0n ? position.sold : position.alpha);
    router.go({ name: 'ticket', start: { kind: 'change-validator', ...start, amountText } });
  };
  const anywhere = [
    'unstake',
    'unstake-all',
    'change-validator',
    'change-subnet',
    'transfer',
  ] as const;
  // Conviction decides who owns a subnet; root has no such owner.
  const acts = netuid === ROOT_NETUID ? anywhere : ([...anywhere, 'lock'] as const);
  const keys = {
    unstake: 'kindUnstake',
    'unstake-all': 'kindUnstakeAll',
    'change-validator': 'kindChangeValidator',
    'change-subnet': 'kindChangeSubnet',
    transfer: 'kindTransfer',
    lock: 'kindLockMenu',
  } as const;
  const isWhatIsStaked = isStakeAlone(position);
  const take = names.validators(netuid)?.find((one) => one.hotkey === hotkey)?.take ?? null;
  return (
    <li class="position">
      <div class="position-name">
        <span class="row-name">
          <bdi class="one-line">{names.hotkey(hotkey)}</bdi>
          {!position.isRegistered && netuid !== ROOT_NETUID && (
            <Badge tone="warning">{t('notRegistered')}</Badge>
          )}
          {take !== null && isTakeOver(take) && (
            <Badge tone="warning">{t('takeOf', { take: takeText(take) })}</Badge>
          )}
          <LinkButton
            label={t('changeValidatorOf', { validator: isolated(names.hotkey(hotkey)) })}
            onPress={changeValidator}
          >
            {t('changeValidator')}
          </LinkButton>
        </span>
        <span class="row-sub">
          <bdi class="one-line">{names.coldkey(coldkey)}</bdi>
        </span>
      </div>
      <dl class="position-figures">
        <YieldFigure {...{ position, registeredAt, earned, isSpanSaid }} />
        <div class="position-worth">
          <dt class="hidden-text">{t(isWhatIsStaked ? 'positionStake' : 'sellableNow')}</dt>
          <dd>
            {isWhatIsStaked ? (
              <Alpha alpha={position.alpha} netuid={netuid} decimals={2} />
            ) : (
              <ValuePart rao={position.sellable} isWhole={isSaleKnown(position)} />
            )}
          </dd>
          {!isWhatIsStaked && (
            <>
              <dt class="hidden-text">
                {t(netuid === ROOT_NETUID ? 'positionStake' : 'positionAlpha')}
              </dt>
              <dd>
                <Alpha alpha={position.alpha} netuid={netuid} decimals={2} />
              </dd>
            </>
          )}
        </div>
      </dl>
      <Menu
        label={t('moreFor', { validator: isolated(names.hotkey(hotkey)) })}
        look="icon-button"
        mark="more"
        isAtEnd
        button={<span class="hidden-text">{t('actions')}</span>}
        items={acts.map((kind) => ({
          key: kind,
          content: t(keys[kind]),
          onPick: () => (kind === 'change-validator' ? changeValidator() : go(kind)),
        }))}
      />
      <div class="position-notes">
        <YieldLine position={position} registeredAt={registeredAt} earned={earned}>
          <Alone position={position} />
        </YieldLine>
        <p class="small quiet position-why">
          {position.leftOut.map(({ reason, spot }) => (
            <span key={reason}>
              <RichText
                text={reasonKeys[reason]}
                with={{ amount: <Tao rao={spot} decimals={2} /> }}
              />
            </span>
          ))}
        </p>
      </div>
    </li>
  );
}

/** On root nothing is lost by an exit: both values are one. */
function OneValue({ rao }: { rao: bigint }) {
  return (
    <dl>
      <dt class="small soft">{t('valueSpotAndExit')}</dt>
      <dd>
        <ValuePart isBig rao={rao} isWhole />
      </dd>
    </dl>
  );
}

function Positions({ value, earned }: { value: SubnetValue; earned: Earned }) {
  const { netuid, registeredAt, positions } = value;
  const span = sharedSpan({ positions, registeredAt, earned });
  const name = t(netuid === ROOT_NETUID ? 'yieldRootPerYear' : 'yieldPerYear');
  return (
    <div class="positions">
      <p class="position-head quiet">
        <span>{span === null ? name : t('yieldHead', { yield: name, span })}</span>
        <span>{t(positions.every(isStakeAlone) ? 'positionStake' : 'sellableNow')}</span>
      </p>
      <ul class="rows">
        {positions.map((position) => (
          <PositionCard
            key={`${position.coldkey}${position.hotkey}`}
            {...{ position, registeredAt, earned, isSpanSaid: span !== null }}
          />
        ))}
      </ul>
    </div>
  );
}

function Held({ value }: { value: SubnetValue }) {
  const { netuid } = value;
  const earned = useEarnings(netuid);
  const { spot, sellable, isSpotWhole, isSellableWhole } = value;
  const isOneValue =
    netuid === ROOT_NETUID && isSpotWhole && isSellableWhole && BigInt(spot) === sellable;
  return (
    <>
      {isOneValue ? (
        <OneValue rao={value.spot} />
      ) : (
        <div class="stack-s">
          <ValueHero value={value} />
          <ExitGap netuid={netuid} />
        </div>
      )}
      <PositionResults value={value} earned={earned} />
      <LockLines netuid={netuid} />
      <Positions value={value} earned={earned} />
    </>
  );
}

export function SubnetHolding({ netuid }: { netuid: Netuid }) {
  const { portfolio } = usePanel();
  const value = portfolio.value.value?.subnets.find((subnet) => subnet.netuid === netuid);
  return (
    <section class="stack" aria-label={t('yourStake')}>
      {value ? <Held value={value} /> : <p class="soft">{t('nothingHere')}</p>}
    </section>
  );
}
