// Amounts as files have them: exact, a point as the mark, no grouping.

/** Units of 10^−scale as a decimal number without trailing zeros. */
export function decimalText(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const RAO_DECIMALS = 9;

/** Rao as TAO, or rao of alpha as alpha. */
export const wholeText = (rao: bigint): string => decimalText(rao, RAO_DECIMALS);
