// Prices of TAO by day in the user's currency, where a source is switched on: recorded by Taubar, or out of a file.
import { useEffect, useState } from 'preact/hooks';
import type { DailyPrices } from '../../history/figures.ts';
import { fiatSource } from '../../model/fiat.ts';
import type { FiatDay } from '../../model/fiat-days.ts';
import { readFiatDays } from '../../store/book-reader.ts';
import { useBooks } from './use-books.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';

/** Millionths. */
const SCALE = 6;

function toDailyPrices(currency: string, days: readonly FiatDay[]): DailyPrices {
  const sources = new Set(days.map(({ source }) => fiatSource(source)?.name ?? t('fiatFromFile')));
  return {
    currency,
    source: [...sources].join(', '),
    scale: SCALE,
    days: new Map(days.map(({ day, microPerTao }) => [day, microPerTao])),
  };
}

/** null: no currency is chosen, or none of its prices is known. */
export function useDailyPrices(): DailyPrices | null {
  const { fiat } = usePanel().store.settings.value;
  const { changes } = useBooks();
  const [prices, setPrices] = useState<DailyPrices | null>(null);
  const currency = fiat?.currency ?? null;
  const change = changes.value;
  useEffect(() => {
    if (currency === null) return setPrices(null);
    void readFiatDays(currency).then(
      (days) => setPrices(days.length === 0 ? null : toDailyPrices(currency, days)),
      () => setPrices(null),
    );
  }, [currency, change]);
  return prices;
}
