// Beside an order in the largest windows: how the subnet's price came here, and what its validators earn their stakers.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { DEFAULT_TAKE_PPM, isTakeOver } from '../../checks/hotkey-rules.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Badge } from '../ui/banner.tsx';
import { Icon } from '../ui/icon.tsx';
import { columnPercentText } from '../words/change.tsx';
import { percentText, takeText } from '../words/format.ts';
import { bestValidators, isOfToday } from './best-validators.ts';
import { PriceChart } from './price-chart.tsx';

const SHOWN = 8;

type Props = {
  netuid: Netuid;
  /** The order's validator there. */
  own: Ss58Address | null;
  /** Its user is past it: no node is asked which validators there are. */
  isSettled?: boolean;
  children?: ComponentChildren;
};

/** The best for stakers, and the order's own wherever it stands among them. */
function BestValidators({ netuid, own, isSettled }: Omit<Required<Props>, 'children'>) {
  const { names, store } = usePanel();
  useEffect(() => {
    // Not read: there is no list.
    (isSettled ? names.recall([netuid]) : names.needValidators(netuid)).catch(() => undefined);
  }, [netuid, isSettled]);
  const head = store.snapshot.value?.snapshot.block.number;
  if (isSettled && !isOfToday(names.validatorsAt(netuid), head)) return null;
  const shown = bestValidators(
    names.validators(netuid) ?? [],
    own,
    names.details(netuid)?.tempo,
    SHOWN,
  );
  if (shown.length === 0) return null;
  return (
    <section class="part" aria-label={t('marketValidators')}>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('marketValidators')}</th>
            <th scope="col">{t('comparedTake')}</th>
            <th scope="col">{t('comparedYield')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ validator: { hotkey, take, isRegistered }, ppm }) => (
            <tr key={hotkey} class={hotkey === own ? 'strong' : ''}>
              <th scope="row">
                <span class="line market-name">
                  <bdi class="one-line">{names.hotkey(hotkey)}</bdi>
                  {hotkey === own && (
                    <>
                      <Icon name="check" small />
                      <span class="hidden-text">{t('marketChosen')}</span>
                    </>
                  )}
                  {!isRegistered && <Badge tone="warning">{t('notRegistered')}</Badge>}
                </span>
              </th>
              <td class={isTakeOver(take) ? 'warn' : ''}>
                {take === null ? percentText(DEFAULT_TAKE_PPM) : takeText(take)}
              </td>
              <td class={ppm === 0n ? 'warn' : ''}>
                {ppm === null ? '–' : columnPercentText(ppm)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function OrderMarket({ netuid, own, isSettled = false, children }: Props) {
  return (
    <div class="order-market">
      <PriceChart netuid={netuid} range="week" />
      {children}
      {netuid !== ROOT_NETUID && <BestValidators netuid={netuid} own={own} isSettled={isSettled} />}
    </div>
  );
}
