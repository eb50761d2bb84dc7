// A value at spot beside the same holding sold now: as the large pair of a screen, and at the end of a row.
import { t } from '../core/text.ts';
import { BigTao, Tao } from './amount.tsx';

type Props = { value: { spot: bigint; sellable: bigint } };

export function ValuePair({ value: { spot, sellable } }: Props) {
  return (
    <dl class="value-pair">
      <div>
        <dt>{t('atSpot')}</dt>
        <dd>
          <BigTao rao={spot} />
        </dd>
      </div>
      <div>
        <dt>{t('sellableNow')}</dt>
        <dd>
          <BigTao rao={sellable} />
        </dd>
      </div>
    </dl>
  );
}

export function ValueRowEnd({ value: { spot, sellable } }: Props) {
  return (
    <span class="row-end">
      <span>
        <Tao rao={spot} decimals={2} /> <span class="small quiet">{t('spotShort')}</span>
      </span>
      <span class="minor">
        <Tao rao={sellable} decimals={2} /> <span class="quiet">{t('nowShort')}</span>
      </span>
    </span>
  );
}
