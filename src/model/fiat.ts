// The sources for the price of one TAO in a currency, and the parsing of their answers. Sends no request.
// Off unless the user chose a source; that source then sees a request without any account.

type FiatSource = {
  id: string;
  name: string;
  currencies: readonly string[];
  url: (currency: string) => string;
};

/** Currency units per TAO, in millionths, rounded down. */
export type FiatPrice = { currency: string; source: string; microPerTao: bigint };

const currencies = ['usd', 'eur', 'gbp', 'jpy', 'cny', 'krw', 'inr', 'cad', 'aud', 'chf'];

export const fiatSources: readonly FiatSource[] = [
  {
    id: 'coingecko',
    name: 'CoinGecko',
    currencies,
    url: (currency) =>
      `https://api.coingecko.com/api/v3/simple/price?ids=bittensor&vs_currencies=${currency}`,
  },
  {
    id: 'coinbase',
    name: 'Coinbase',
    currencies,
    url: (currency) => `https://api.coinbase.com/v2/prices/TAO-${currency.toUpperCase()}/spot`,
  },
];

export function fiatSource(id: string): FiatSource | undefined {
  return fiatSources.find((source) => source.id === id);
}

const DECIMALS = 6;
const LONGEST_ANSWER = 2_000;

/** Digits after the name of the currency or of the amount, taken as text: a price is never a float. */
function decimalIn(text: string, currency: string): string | null {
  const byCurrency = new RegExp(
    `"${currency}"\\s*:\\s*"?(\\d{1,15}(?:\\.\\d+)?)"?\\s*[,}]`,
    'i',
  ).exec(text);
  const byAmount = /"amount"\s*:\s*"?(\d{1,15}(?:\.\d+)?)"?\s*[,}]/.exec(text);
  return byCurrency?.[1] ?? byAmount?.[1] ?? null;
}

/** Millionths of the currency per TAO from a source's answer; null when it holds no price above zero. */
export function parseFiatAnswer(text: string, currency: string): bigint | null {
  if (text.length > LONGEST_ANSWER) return null;
  const decimal = decimalIn(text, currency);
  if (decimal === null) return null;
  const [whole = '0', fraction = ''] = decimal.split('.');
  const micro = BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return micro > 0n ? micro : null;
}

/** Value of an amount of rao in millionths of the currency, rounded down. */
export function fiatValue(rao: bigint, { microPerTao }: FiatPrice): bigint {
  return (rao * microPerTao) / 1_000_000_000n;
}
