// The validators of one subnet, those with the highest yield first.
import type { Netuid } from '../../units.ts';
import { percentText, takeText } from '../words/format.ts';
import { validatorOrder, yieldPpm } from '../ticket/validator-order.ts';
import { t } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { Badge } from '../ui/banner.tsx';
import { usePanel } from '../core/panel-context.ts';

const SHOWN = 8;

export function SubnetValidators({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  const all = names.validators(netuid);
  if (netuid === 0) return null;
  return (
    <section class="stack-s" aria-label={t('validatorsTitle')}>
      <h2>{t('validatorsTitle')}</h2>
      {all === null ? (
        <p class="small quiet">{t('validatorsNotRead')}</p>
      ) : (
        <ul class="rows">
          {all
            .toSorted(validatorOrder)
            .slice(0, SHOWN)
            .map((validator) => {
              const earned = yieldPpm(validator);
              return (
                <li key={validator.hotkey} class="line apart small validator-line">
                  <span class="grow">
                    <bdi class="strong one-line">{names.hotkey(validator.hotkey)}</bdi>{' '}
                    <span class="quiet">
                      {validator.take === null
                        ? t('takeUnknown')
                        : t('takeOf', { take: takeText(validator.take) })}
                    </span>
                  </span>
                  <span class="end">
                    <Alpha alpha={validator.alphaStake} netuid={netuid} decimals={0} isPublic />
                    <br />
                    {!validator.isRegistered ? (
                      <Badge tone="warning">{t('notRegistered')}</Badge>
                    ) : earned === null ? (
                      <span class="quiet">{t('earnedUnknown')}</span>
                    ) : (
                      <span class="quiet">{t('perEpoch', { yield: percentText(earned) })}</span>
                    )}
                  </span>
                </li>
              );
            })}
        </ul>
      )}
      <p class="small quiet">{t('validatorOrder')}</p>
    </section>
  );
}
