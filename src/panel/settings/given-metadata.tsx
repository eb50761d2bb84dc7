// Metadata that wallets were offered for the chosen network, with who gave it. A wallet keeps it for every later request.
import { ageText } from '../words/format.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';

export function GivenMetadata() {
  const { store, names, clock } = usePanel();
  const { genesisHash } = store.network.value;
  const given = store.offers.value
    .filter((offer) => offer.genesisHash === genesisHash && offer.operators.length > 0)
    .toSorted((a, b) => b.at - a.at);
  if (given.length === 0) return null;
  return (
    <section class="stack-s">
      <h3 class="label">{t('givenTitle')}</h3>
      <ul class="stack-s">
        {given.map(({ wallet, specVersion, operators, state, at }) => (
          <li key={`${wallet} ${specVersion}`} class="small">
            <p>
              {t('givenLine', {
                wallet: isolated(names.wallet(wallet)),
                spec: String(specVersion),
                state: t(`given_${state}`),
                age: ageText(clock.now.value - at),
              })}
            </p>
            <p class="soft">
              {t('givenBy', { operators: operators.map((name) => cleanName(name)).join(', ') })}
            </p>
          </li>
        ))}
      </ul>
      <p class="field-note">{t('givenNote')}</p>
    </section>
  );
}
