// What the user decides for all of it: look, limits, network, badge.
import { useState } from 'preact/hooks';
import type { Network, Settings } from '../../store/schema.ts';
import { exactText, parseAmount, toRao } from '../../units.ts';
import { errorText } from '../models/error-text.ts';
import { ageText, bpsText } from '../models/format.ts';
import { cleanName, t } from '../text.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { CurrencyChoice } from './currency-choice.tsx';
import { Field, Segments, Select, Toggle } from './field.tsx';
import { usePanel } from './panel-context.ts';
import { Screen } from './screen.tsx';

const themes = ['system', 'light', 'dark'] as const;
const badges = ['none', 'sellable', 'change'] as const;
const impactChoices = [25, 50, 100, 200, 300] as const;

/** The endpoint as the user typed it; null when no node can be there. */
export function endpointOf(text: string): string | null {
  const url = URL.parse(text.trim());
  return url !== null && /^wss?:$/.test(url.protocol) ? url.href.replace(/\/$/, '') : null;
}

function EndpointForm({ network }: { network: Network }) {
  const { store, saveSettings } = usePanel();
  const [text, setText] = useState(network.endpoints[0] ?? '');
  const [explorer, setExplorer] = useState(network.explorer ?? '');
  const endpoint = endpointOf(text);
  const isChanged = endpoint !== network.endpoints[0] || explorer !== (network.explorer ?? '');
  const save = () => {
    if (endpoint === null) return;
    const endpoints = [endpoint, ...network.endpoints.filter((one) => one !== endpoint)];
    const changed: Network = {
      ...network,
      endpoints,
      explorer: explorer.trim() === '' ? null : explorer.trim(),
    };
    const others = store.settings.value.networks.filter(({ id }) => id !== network.id);
    saveSettings({ networks: [...others, changed] });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field
        label={t('endpointLabel')}
        value={text}
        onInput={setText}
        inputMode="url"
        isCode
        note={t('endpointNote')}
        problem={endpoint === null ? t('endpointProblem') : null}
      />
      <Field
        label={t('explorerLabel')}
        value={explorer}
        onInput={setExplorer}
        inputMode="url"
        isCode
        note={t('explorerNote')}
      />
      {isChanged && (
        <Button look="primary" isDisabled={endpoint === null} onPress={save}>
          {t('saveNetwork')}
        </Button>
      )}
    </form>
  );
}

function SmallAmount({ settings }: { settings: Settings }) {
  const { saveSettings } = usePanel();
  const [text, setText] = useState(exactText(settings.smallUnderRao));
  const parsed = parseAmount(text);
  return (
    <Field
      label={t('smallUnder')}
      value={text}
      inputMode="decimal"
      onInput={(value) => {
        setText(value);
        const amount = parseAmount(value);
        if (amount.ok) saveSettings({ smallUnderRao: toRao(amount.amount) });
      }}
      note={t('smallUnderNote')}
      problem={parsed.ok ? null : t(`amount_${parsed.problem.replaceAll('-', '_')}`)}
    />
  );
}

/** How the node stands, in full. */
function NodeStanding() {
  const { store, clock } = usePanel();
  const node = store.node.value;
  if (node === null) return null;
  const since = ageText(clock.now.value - node.at);
  if (node.state === 'connected' && node.error === null) {
    return (
      <Banner tone="ok">
        <p>{t('nodeConnected', cleanName(node.endpoint ?? t('notSaid'), 80))}</p>
      </Banner>
    );
  }
  return (
    <Banner tone="warning">
      <p>{t(node.state === 'connecting' ? 'nodeConnecting' : 'nodeOffline', since)}</p>
      {node.error !== null && <p>{errorText(node.error)}</p>}
    </Banner>
  );
}

export function SettingsScreen() {
  const { store, saveSettings, saving, deps } = usePanel();
  const settings = store.settings.value;
  const networks = deps.reader.networksOf(settings);
  return (
    <Screen title={t('settingsTitle')}>
      <div class="padded stack settings">
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        <section class="stack">
          <h2>{t('lookTitle')}</h2>
          <div class="line apart">
            <span>{t('themeLabel')}</span>
            <Segments
              label={t('themeLabel')}
              value={settings.theme}
              options={themes.map((theme) => ({ value: theme, text: t(`theme_${theme}`) }))}
              onChange={(value) =>
                saveSettings({ theme: themes.find((theme) => theme === value) ?? 'system' })
              }
            />
          </div>
          <div class="line apart">
            <span>{t('badgeLabel')}</span>
            <Segments
              label={t('badgeLabel')}
              value={settings.badge}
              options={badges.map((badge) => ({ value: badge, text: t(`badge_${badge}`) }))}
              onChange={(value) =>
                saveSettings({ badge: badges.find((badge) => badge === value) ?? 'none' })
              }
            />
          </div>
          <Toggle
            label={t('hideAmounts')}
            isOn={settings.hidesAmounts}
            onChange={(hidesAmounts) => saveSettings({ hidesAmounts })}
          />
        </section>
        <section class="stack">
          <h2>{t('limitsTitle')}</h2>
          <Select
            label={t('impactLimitLabel')}
            value={String(settings.impactLimitBps)}
            options={impactChoices.map((bps) => ({ value: String(bps), text: bpsText(bps) }))}
            onChange={(value) =>
              saveSettings({
                impactLimitBps: impactChoices.find((bps) => String(bps) === value) ?? 100,
              })
            }
          />
          <p class="field-note">{t('impactLimitNote')}</p>
          <SmallAmount settings={settings} />
        </section>
        <CurrencyChoice />
        <section class="stack">
          <h2>{t('networkTitle')}</h2>
          <Select
            label={t('networkLabel')}
            value={settings.networkId}
            options={networks.map(({ id, name, isReal }) => ({
              value: id,
              text: isReal ? cleanName(name) : t('notRealNetwork', cleanName(name)),
            }))}
            onChange={(networkId) => saveSettings({ networkId })}
          />
          <NodeStanding />
          <EndpointForm key={store.network.value.id} network={store.network.value} />
        </section>
        <p class="small quiet">{t('neverHoldsKeys')}</p>
      </div>
    </Screen>
  );
}
