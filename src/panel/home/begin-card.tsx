// Beside a home without stake: all subnets by what people look for first. It orders, and recommends nothing.
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { viewOf } from '../subnets/presets.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { firstSubnets } from '../ticket/before-amount.tsx';
import { SubnetToPick } from '../ticket/subnet-picker.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';

const offered = ['top', 'gainers', 'inflows', 'new'] as const;
const icons: Readonly<Record<(typeof offered)[number], IconName>> = {
  top: 'chart',
  gainers: 'up',
  inflows: 'swap',
  new: 'plus',
};

const SHOWN = 12;

export function BeginCard() {
  const { router } = usePanel();
  const subnets = useSubnets();
  const { areOwn, entries } = firstSubnets(subnets.all.value, () => 0n, SHOWN);
  return (
    <section class="card stack-s overview-begin" aria-label={t('beginTitle')}>
      <h2>{t('beginTitle')}</h2>
      <ul class="begin">
        {offered.map((key) => (
          <li key={key}>
            <button
              type="button"
              class="choice"
              onClick={() => {
                subnets.setView(viewOf(key));
                router.go({ name: 'subnets' });
              }}
            >
              <Icon name={icons[key]} />
              <span>
                <span class="strong">{t(`subnetPreset_${key}`)}</span>
                <br />
                <span class="small soft">{t(`beginAbout_${key}`)}</span>
              </span>
              <Icon name="caret" small />
            </button>
          </li>
        ))}
      </ul>
      {!areOwn && entries.length > 0 && (
        <>
          <h2 class="begin-next">{t('firstDeepest')}</h2>
          <ul class="begin begin-rows">
            {entries.map((entry) => (
              <li key={entry.netuid}>
                <button
                  type="button"
                  class="row"
                  onClick={() => router.go({ name: 'subnet', netuid: entry.netuid })}
                >
                  <SubnetToPick entry={entry} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
