// How the figures compare with the node's own, and at which block.
import type { Worked } from './ticket-plan.ts';
import { blockAgeText, shortBlockText } from '../words/format.ts';
import type { Exactness } from '../../model/plan.ts';
import { t } from '../core/text.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';

function Line({ icon, look, text }: { icon: IconName; look: string; text: string }) {
  return (
    <p class={`exact ${look}`}>
      <Icon name={icon} small />
      <span>{text}</span>
    </p>
  );
}

/** What wears a green tick: only as long as the block is new. */
const verified: ReadonlySet<Exactness['state']> = new Set([
  'no-trade',
  'identical',
  'model-proven',
]);

export function ExactnessLine({ worked }: { worked: Worked }) {
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
    // Said at the button, with the ways on.
    case 'unanswered':
    case 'differs':
      return null;
  }
}
