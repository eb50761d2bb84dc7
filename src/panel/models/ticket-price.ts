// Prices and ratios of a plan as text, each in its own unit. Pure.
import { exactText } from '../../units.ts';
import { isolated, t } from '../text.ts';
import { TAO_SIGN } from './format.ts';
import type { NamesModel } from './names-model.ts';

type Names = Pick<NamesModel, 'symbol' | 'number'>;

/** Rao per whole alpha, all digits: `τ 0.006566 per α · SN1`. */
export function pricePerAlpha(raoPerAlpha: bigint, netuid: number, names: Names): string {
  const price = isolated(`${TAO_SIGN}\u202f${exactText(raoPerAlpha)}`);
  return t('pricePerAlpha', price, isolated(`${names.symbol(netuid)} · ${names.number(netuid)}`));
}
