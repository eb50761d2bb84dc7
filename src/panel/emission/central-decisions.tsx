// What is decided centrally about emission: subnet switches, the gate, and the runtime.
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { t, tCount } from '../core/text.ts';

export function CentralDecisions({ facts }: { facts: EmissionFacts }) {
  const off = facts.subnets.filter(
    ({ isEmissionEnabled, netuid }) =>
      netuid !== 0 && isEmissionEnabled.known && !isEmissionEnabled.value,
  ).length;
  const hasSwitch = facts.subnets.some(({ isEmissionEnabled }) => isEmissionEnabled.known);
  const { gate } = facts;
  return (
    <section class="part" aria-label={t('centralTitle')}>
      <h2>{t('centralTitle')}</h2>
      <ul class="points small">
        {hasSwitch && <li>{tCount('centralSwitch', off)}</li>}
        {gate.known && gate.value.barBits > 0n && (
          <li>
            {t(gate.value.barRank > 0 ? 'centralGate' : 'centralGateMass', {
              rank: String(gate.value.barRank),
            })}
          </li>
        )}
        <li>{t('centralOwner')}</li>
        <li>{t('centralRuntime')}</li>
      </ul>
    </section>
  );
}
