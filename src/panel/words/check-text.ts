// The sentences of a check: its finding and its remedy, with their figures by name.
import type { CheckResult, CheckValue } from '../../model/check.ts';
import { decimalsFor, shortAddress, toRao, type Rao } from '../../units.ts';
import { anyText, cleanName, isolated, t } from '../core/text.ts';
import { alphaText, blockText, durationText, OF_SUBNET, percentText, taoText } from './format.ts';
import type { NamesModel } from '../core/names-model.ts';

/** One figure of a check with its unit; an address as such, for nothing says whose it is. Amounts with so many decimals. */
export function valueText(value: CheckValue, names: NamesModel, decimals?: number): string {
  switch (value.unit) {
    case 'rao':
      return taoText(value.amount, decimals);
    case 'alpha':
      return value.netuid === 0
        ? taoText(value.amount, decimals)
        : `${alphaText(value.amount, names.symbol(value.netuid), decimals)}${OF_SUBNET}${names.number(value.netuid)}`;
    case 'ppm':
      return percentText(value.amount);
    case 'blocks':
      return t('blocksLasting', {
        blocks: blockText(value.amount),
        duration: durationText(value.amount),
      });
    case 'block':
      return blockText(value.amount);
    case 'netuid':
      return isolated(names.title(value.amount));
    case 'count':
      return value.amount.toLocaleString();
    case 'address':
      return isolated(shortAddress(value.text));
    case 'text':
      return isolated(cleanName(value.text));
  }
}

/** TAO that is needed: cut as other amounts are, it would not be enough. */
function raised(amount: bigint, decimals: number): Rao {
  const step = 10n ** BigInt(9 - decimals);
  return toRao(((amount + step - 1n) / step) * step);
}

/** What is there and what is missing are added by whoever reads them: with as many decimals as the finest of them. */
function missingText(amount: bigint, values: CheckResult['values']): string {
  const decimals = Math.max(
    ...Object.values(values).flatMap((one) =>
      one.unit === 'rao' ? [decimalsFor(one.amount)] : [],
    ),
  );
  return taoText(raised(amount, decimals), decimals);
}

function figuresOf({ values }: CheckResult, names: NamesModel): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      // By the name that every list has for it.
      (name === 'validator' || name === 'hotkey') && value.unit === 'address'
        ? isolated(names.hotkey(value.text))
        : name === 'missing' && value.unit === 'rao'
          ? missingText(value.amount, values)
          : valueText(value, names),
    ]),
  );
}

export function checkText(check: CheckResult, names: NamesModel): string {
  return anyText(check.messageKey, figuresOf(check, names));
}

export function remedyText(check: CheckResult, names: NamesModel): string | null {
  if (check.remedyKey === undefined) return null;
  return anyText(check.remedyKey, figuresOf(check, names));
}
