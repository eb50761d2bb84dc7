// What is decided centrally about emission: subnet switches, the gate, and the runtime.
import { recordedTao } from '../../emission/compare-recorded.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { LinkButton } from '../ui/button.tsx';

/** More would be a list of their own. */
const MOST_NAMED = 3;

export function CentralDecisions({ facts }: { facts: EmissionFacts }) {
  const { names, router } = usePanel();
  const off = facts.subnets.filter(
    ({ isEmissionEnabled, netuid }) =>
      netuid !== 0 && isEmissionEnabled.known && !isEmissionEnabled.value,
  );
  const others = facts.subnets.filter((subnet) => {
    const got = recordedTao(subnet);
    return subnet.netuid !== 0 && !off.includes(subnet) && got.known && got.value === 0n;
  });
  const hasSwitch = facts.subnets.some(({ isEmissionEnabled }) => isEmissionEnabled.known);
  const isNamed = off.length > 0 && off.length <= MOST_NAMED;
  const { gate } = facts;
  return (
    <section class="part" aria-label={t('centralTitle')}>
      <h2>{t('centralTitle')}</h2>
      <ul class="points small">
        {hasSwitch && (
          <li>
            {t('centralSwitch')}{' '}
            {isNamed
              ? tCount('centralSwitchNamed', off.length)
              : tCount('centralSwitchOff', off.length)}{' '}
            {isNamed &&
              off.map(({ netuid }) => (
                <LinkButton key={netuid} onPress={() => router.go({ name: 'subnet', netuid })}>
                  <bdi>{names.title(netuid)}</bdi>
                </LinkButton>
              ))}
            {others.length > 0 && <p>{tCount('centralSwitchOthers', others.length)}</p>}
          </li>
        )}
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
