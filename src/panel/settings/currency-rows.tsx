// Whether values are also shown in a currency, and the source of the TAO price. Off by default.
import { fiatSource, fiatSources } from '../../model/fiat.ts';
import { t } from '../core/text.ts';
import { Select } from '../ui/field.tsx';
import { usePanel } from '../core/panel-context.ts';

const OFF = 'off';
const FIRST_CURRENCY = 'usd';

/** The currency's own name in the user's language, after its code. */
function currencyText(currency: string): string {
  const code = currency.toUpperCase();
  const name = new Intl.DisplayNames(undefined, { type: 'currency' }).of(code) ?? code;
  return name === code ? code : `${code} · ${name}`;
}

export function CurrencyRows() {
  const { store, saveSettings } = usePanel();
  const { fiat } = store.settings.value;
  const source = fiat === null ? undefined : fiatSource(fiat.source);
  const choose = (id: string) => {
    const next = fiatSource(id);
    if (next === undefined) return saveSettings({ fiat: null });
    const wanted = fiat?.currency ?? FIRST_CURRENCY;
    const currency = next.currencies.includes(wanted) ? wanted : FIRST_CURRENCY;
    saveSettings({ fiat: { source: next.id, currency } });
  };
  return (
    <>
      <Select
        label={t('fiatSourceLabel')}
        value={source?.id ?? OFF}
        options={[
          { value: OFF, text: t('fiatOff') },
          ...fiatSources.map(({ id, name }) => ({ value: id, text: name })),
        ]}
        onChange={choose}
        note={source === undefined ? t('fiatOffNote') : t('fiatOnNote', { source: source.name })}
      />
      {source !== undefined && fiat !== null && (
        <Select
          label={t('fiatCurrencyLabel')}
          value={fiat.currency}
          options={source.currencies.map((currency) => ({
            value: currency,
            text: currencyText(currency),
          }))}
          onChange={(currency) => saveSettings({ fiat: { source: source.id, currency } })}
        />
      )}
    </>
  );
}
