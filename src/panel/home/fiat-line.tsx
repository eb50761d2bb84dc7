// Both totals in the user's currency, with the price's source and age; hidden unless switched on.
import { fiatSource, fiatValue } from '../../model/fiat.ts';
import { isFreeOnly, type PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { ageText, moneyText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';

export function FiatLine({ value }: { value: PortfolioSums }) {
  const { store, clock } = usePanel();
  const { fiat: chosen, hidesAmounts } = store.settings.value;
  const source = chosen === null ? undefined : fiatSource(chosen.source);
  if (chosen === null || source === undefined || hidesAmounts) return null;
  // In money, a sum that lacks something would look like the whole.
  if (!value.isSpotWhole || !value.isSellableWhole) return null;
  const price = store.fiat.value;
  // The stored price may be from an earlier choice, in another currency.
  if (price?.currency !== chosen.currency || price.source !== chosen.source) {
    return <p class="small soft">{t('fiatWaiting', { source: source.name })}</p>;
  }
  const { currency } = price;
  return (
    <p class="line apart small soft" data-kept="not">
      <span>
        {t('fiatExit', {
          value: moneyText(fiatValue(value.sellable, price), currency),
          source: source.name,
          age: ageText(clock.now.value - price.at),
        })}
      </span>
      {!isFreeOnly(value) && (
        <span>{t('fiatSpot', { value: moneyText(fiatValue(value.spot, price), currency) })}</span>
      )}
    </p>
  );
}
