// How the stake of one subnet lies with its validators: the largest as bars, and how few of them have more than half.
import { nakamotoCoefficient } from '../../emission/concentration.ts';
import { PPM, ROOT_NETUID, type Netuid } from '../../units.ts';
import { scaleFor, ShareList } from '../emission/share-list.tsx';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';

export function ValidatorShares({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  const validators = names.validators(netuid) ?? [];
  const total = validators.reduce((sum, { alphaStake }) => sum + alphaStake, 0n);
  if (netuid === ROOT_NETUID || total === 0n) return null;
  const parts = validators
    .map(({ hotkey, alphaStake }) => ({
      key: hotkey,
      name: names.hotkey(hotkey),
      rao: BigInt(alphaStake),
    }))
    .toSorted((a, b) => (a.rao === b.rao ? 0 : a.rao < b.rao ? 1 : -1));
  const scale = scaleFor(((parts[0]?.rao ?? 0n) * PPM) / total);
  const most = nakamotoCoefficient(parts.map(({ rao }) => rao));
  return (
    <section class="part" aria-label={t('validatorSharesTitle')}>
      <h2>{t('validatorSharesTitle')}</h2>
      <p>{tCount('validatorSharesHalf', most, { all: String(validators.length) })}</p>
      <ShareList title={t('validatorSharesLargest')} parts={parts} total={total} scale={scale} />
    </section>
  );
}
