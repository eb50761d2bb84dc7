// On a subnet's screen: that it is below the rank from which emission is paid.
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

export function BelowBar({ netuid }: { netuid: Netuid }) {
  const { store, names } = usePanel();
  const entry = useSubnets().all.value.find((one) => one.netuid === netuid);
  const gate = store.emission.value?.facts.gate;
  const rank = entry?.figures?.rank ?? null;
  if (gate === undefined || !gate.known || gate.value.barRank === 0 || rank === null) return null;
  const { barRank } = gate.value;
  if (rank <= barRank) return null;
  return (
    <p>
      {t('emissionBelowBar', {
        subnet: names.number(netuid),
        rank: String(rank),
        bar: String(barRank),
      })}
    </p>
  );
}
