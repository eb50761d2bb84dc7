// How the figures compare with the node's own, and at which block.
import type { Worked } from './ticket-plan.ts';
import { blockAgeText, shortBlockText } from '../words/format.ts';
import type { Exactness, Quantity } from '../../model/plan.ts';
import { toAlphaRao, toRao } from '../../units.ts';
import { t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { Banner } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

function Line({ icon, look, text }: { icon: IconName; look: string; text: string }) {
  return (
    <p class={`exact ${look}`}>
      <Icon name={icon} small />
      <span>{text}</span>
    </p>
  );
}

function outputOf({ plan }: Worked, leg: number, amount: bigint): Quantity {
  const of = plan.legs[leg];
  return of?.side === 'buy'
    ? { unit: 'alpha', netuid: of.netuid, amount: toAlphaRao(amount) }
    : { unit: 'rao', amount: toRao(amount) };
}

/** What wears a green tick: only as long as the block is new. */
const verified: ReadonlySet<Exactness['state']> = new Set([
  'no-trade',
  'identical',
  'model-proven',
]);

export function ExactnessLine({ worked }: { worked: Worked }) {
  const ticket = useTicket();
  const { freshness } = usePanel();
  const { exactness, plan } = worked;
  const block = shortBlockText(plan.block.number);
  const { state, age } = { age: null, ...freshness.value };
  if (state !== 'live' && verified.has(exactness.state)) {
    const text =
      exactness.state === 'no-trade'
        ? t('exactNoTrade', { block })
        : t('exactNotSince', { block, age: blockAgeText(age) });
    return <Line icon={state === 'offline' ? 'offline' : 'clock'} look="" text={text} />;
  }
  switch (exactness.state) {
    case 'no-trade':
      return <Line icon="check" look="exact-ok" text={t('exactNoTrade', { block })} />;
    case 'told':
      return <Line icon="info" look="" text={t('exactTold', { block })} />;
    case 'checking':
      return <Line icon="clock" look="" text={t('exactChecking', { block })} />;
    case 'identical':
      return <Line icon="check" look="exact-ok" text={t('exactIdentical', { block })} />;
    case 'model-proven':
      return <Line icon="check" look="exact-ok" text={t('exactModelProven', { block })} />;
    case 'unverified':
      // The warning is at the tick box that this needs.
      return <Line icon="info" look="" text={t('exactUnverified', { block })} />;
    case 'unanswered':
      return (
        <Banner tone="warning">
          <p>
            {t('exactUnanswered')}{' '}
            <LinkButton onPress={ticket.tryAgain}>{t('askAgain')}</LinkButton>
          </p>
        </Banner>
      );
    case 'differs':
      return (
        <Banner tone="block" isAlert>
          <p>
            <RichText
              text="exactDiffers"
              with={{
                node: <Amount quantity={outputOf(worked, exactness.leg, exactness.node)} />,
                local: <Amount quantity={outputOf(worked, exactness.leg, exactness.local)} />,
              }}
            />
          </p>
        </Banner>
      );
  }
}
