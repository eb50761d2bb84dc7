// An amount of TAO in the user's currency, where a price source is switched on and has told a price.
import { fiatValue } from '../../model/fiat.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { moneyText } from './format.ts';

export function Fiat({ rao }: { rao: bigint }) {
  const { fiat: chosen, hidesAmounts } = usePanel().store.settings.value;
  const price = usePanel().store.fiat.value;
  // The stored price may be from an earlier choice, in another currency.
  if (chosen === null || hidesAmounts || price?.source !== chosen.source) return null;
  if (price.currency !== chosen.currency) return null;
  return (
    <span class="small quiet">
      {t('fiatAbout', { value: moneyText(fiatValue(rao, price), price.currency) })}
    </span>
  );
}
